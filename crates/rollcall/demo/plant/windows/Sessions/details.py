# Opens the window about the session that is selected in the table.
import session_details

if not session_details.show(event.source.parent.getComponent("Table")):
    system.gui.warningBox("Select a session in the table first.", "Details")
