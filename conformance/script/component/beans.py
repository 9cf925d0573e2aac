# python: both
# event: pressed
import sys
root = event.source.parent
table = root.getComponent("Table")
since = root.getComponent("Filters").getComponent("Since")
user = root.getComponent("Filters").getComponent("User")

print("%s %s %s" % (user.getText(), user.isEnabled(), user.getX()))
print(user.setText("x"))
user.setEnabled(False)
print("%s %s" % (user.text, user.isEnabled()))
print("%s %s" % (table.getSelectedRow(), table.getSelectedRows()))
print(table.getData().rowCount)
table.setData(system.util.getSessionInfo())
print(table.getData().columnCount)
print("%s %s" % (since.getURL(), since.getaway))
print("%s %s" % (user.getName(), root.getUserFilter() == ""))
print(user.getText)

def attempt(what, function):
    try:
        print("%s: %s" % (what, function()))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))

attempt("unknown", lambda: user.getTexxt())
attempt("unknown, is", lambda: user.isText())
attempt("no property at all", lambda: user.isGone())
attempt("unknown, set", lambda: user.setGone(1))
attempt("hasattr", lambda: (hasattr(user, "getText"), hasattr(user, "getGone"), hasattr(user, "isText")))
attempt("too many", lambda: user.getText(1))
attempt("too few", lambda: user.setText())
attempt("by name", lambda: user.setText(text=1))
attempt("wrong type", lambda: table.setData(3))
