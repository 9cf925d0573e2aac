"""A client's script as mypy must take it: every namespace, and classes by import and by what functions answer with."""

import java.lang
import system
from com.inductiveautomation.ignition.common import BasicDataset, Dataset
from com.inductiveautomation.ignition.common.script.builtin import DatasetUtilities
from java.awt import Color
from java.awt.event import KeyEvent, MouseEvent
from java.beans import PropertyChangeEvent
from java.io import IOException
from java.util import Date
from java.util.regex import Pattern, PatternSyntaxException


def who_is_on(name_filter: str | None = None) -> list[str]:
    log = system.util.getLogger("Sessions").getSubLogger("asked")
    try:
        sessions: DatasetUtilities.PyDataSet = system.util.getSessionInfo(name_filter, projectFilter="plant.*")
    except PatternSyntaxException as error:
        log.warnf("%s at %d in %s", error.getDescription(), error.index, error.pattern)
        return []
    log.info("asked")
    rows: Dataset = system.db.toDataSet(sessions)
    names = [rows.getColumnName(at) for at in range(rows.columnCount)]
    log.debug(names)
    return [row["username"] for row in sessions[1:]] + [sessions[0][0]]


def pressed(event: MouseEvent) -> None:
    table = event.source.parent
    if table is None or event.clickCount < 2 or event.getButton() != MouseEvent.BUTTON1:
        return
    table.data = system.dataset.toDataSet(["pump", "bar"], [["P1", 2.5], ("P2", 3)])
    table.background = Color.red if table.data.rowCount else Color.LIGHT_GRAY.darker()
    red: int = Color(255, 0, 0).red + Color.decode("#ff8000").getRed()
    window = system.nav.openWindow("Popups/Pump", {"number": red})
    system.nav.centerWindow(window)
    system.nav.closeParentWindow(event)
    if system.gui.confirm("Stop?", allowCancel=True):
        system.gui.color("tomato")
        system.gui.color(1.0, 0.5, 0, alpha=None)
        system.gui.messageBox("stopped", None)


def typed(event: KeyEvent) -> bool:
    return event.keyCode == KeyEvent.VK_ENTER and not event.isShiftDown()


def changed(event: PropertyChangeEvent) -> str:
    return "%s: %s" % (event.propertyName, event.newValue)


def later(date: Date) -> Date:
    date.time = date.getTime() + 1000
    date.setTime(date.time)
    assert Date() > date or Date(120, 0, 1).before(date)
    return max(date, Date(0))


def failed(cause: java.lang.Throwable) -> None:
    try:
        raise IOException("no answer", cause)
    except java.lang.Exception as error:
        print(error.message, error.getCause(), error.getClass().getSimpleName(), IOException.getName())


def patterns(rows: BasicDataset) -> None:
    print(Pattern.matches("a+", "aaa"), Pattern.compile("a").matcher("b").matches(), rows.getValueAt(0, "a"))
    system.util.invokeLater(lambda: later(Date()), 500)
    system.util.sendMessage("Plant", "alert", {"text": "Door"}, hasRole="operator")
    print(system.security.getRoles()[0].upper(), system.util.getGlobals()["count"])
