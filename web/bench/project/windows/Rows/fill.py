# One of two datasets, by turns, so that each press changes every row.
import ten_thousand

event.source.parent.getComponent("Table").data = ten_thousand.other()
