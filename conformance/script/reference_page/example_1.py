# python: 3
# event: pressed
# This code would get the entire table of sessions and put it in an adjacent table
table = event.source.parent.getComponent("Table")
sessions = system.util.getSessionInfo()
table.data = system.db.toDataSet(sessions)
print("%s %s" % (table.data, table.data.getValueAt(1, "username")))
