# preamble: stand_in_window.py
# This code would get the entire table of sessions and put it in an adjacent table
table = event.source.parent.getComponent("Table")
sessions = system.util.getSessionInfo()
table.data = system.db.toDataSet(sessions)
print(table.data, table.data.getValueAt(1, "username"))
try:
    table.data = sessions
except TypeError as e:
    print(e)
