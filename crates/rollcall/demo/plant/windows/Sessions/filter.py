# Fills the table with the sessions that both filters let through. A filter is a regular expression for the whole name,
# as in bi.* ; an empty one lets everything through.
from java.util.regex import PatternSyntaxException

window = event.source.parent
user = window.getComponent("User filter").text
project = window.getComponent("Project filter").text
try:
    sessions = system.util.getSessionInfo(user or None, project or None)
    window.getComponent("Table").data = system.db.toDataSet(sessions)
except PatternSyntaxException as error:
    system.gui.errorBox("This is no filter:\n%s" % error.getMessage(), "Filter")
