# Shared by the scripts of the window Sessions.
import system

PARAMETERS = ["username", "project", "address", "isDesigner", "clientId", "creationTime"]


def show(table):
    """Opens the window about the session that is selected in a table; False when none is."""
    if table.selectedRow < 0:
        return False
    session = system.db.toPyDataSet(table.data)[table.selectedRow]
    # What the window is to show are parameters: the properties of its Root Container.
    system.nav.openWindow("Session", dict((name, session[name]) for name in PARAMETERS))
    system.nav.centerWindow("Session")
    return True
