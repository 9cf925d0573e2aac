# python: both
# event: pressed
# zone: UTC
from java.awt import Color
from java.util import Date
root = event.source.parent
table = root.getComponent("Table")
filters = root.getComponent("Filters")
user = filters.getComponent("User")
limit = filters.getComponent("Limit")
since = filters.getComponent("Since")

print("%s %s %s" % (user.text, user.enabled, user.x))
user.text = "anna"
user.enabled = False
user.x = 42
print("%s %s %s" % (user.text, user.enabled, user.x))

print("%s %s %s" % (limit.intValue, limit.doubleValue, limit.longValue))
limit.doubleValue = 7
limit.longValue = 2 ** 40
print("%s %s" % (limit.doubleValue, limit.longValue))
limit.doubleValue = float("inf")
print(limit.doubleValue > 1e308)

print(root.background)
root.background = Color(1, 2, 3)
print("%s %s" % (root.background, root.background == Color(1, 2, 3)))

print(since.since)
since.since = Date(0)
print(since.since)
since.since = None
print(since.since)

print("%s %s" % (type(table.data).__name__, table.data.getValueAt(0, "username")))
table.data = system.dataset.toDataSet(["n"], [[1], [2], [3]])
print("%s %s" % (table.data.rowCount, table.data))
table.data = system.util.getSessionInfo()
print("%s %s" % (table.data.columnNames[0], type(table.data).__name__))
print(table.selectedRows)
table.selectedRows = [1, 2]
print(table.selectedRows)
table.selectedRows = (0,)
print(table.selectedRows)
table.selectedRows = range(3)
print(table.selectedRows)

# The original's own names for a property whose name is computed.
user.setPropertyValue("te" + "xt", "x")
print(user.getPropertyValue("text"))
print(getattr(user, "text"))
