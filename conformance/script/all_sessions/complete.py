# python: both
def show(*values):
    print(' '.join(str(value) for value in values))

sessions = system.rollcall.getSessions()
show(sessions.complete, len(sessions), len(sessions.missing))
print(', '.join(sessions.columnNames))
row = sessions[0]
show(row['username'], row['node'], row['ip'], row['state'], row['asOf'] == row['lastActivity'])
for node in sessions.nodes:
    show(node['name'], node['status'], node['rows'], node['milliseconds'], node['age'], node['error'])
some = system.rollcall.getSessions(usernameFilter='b.*', projectFilter='plant', cluster=False)
show(len(some), len(some.nodes), some.complete)
show(isinstance(some, type(system.util.getSessionInfo())))
# It goes where a dataset goes.
print(system.dataset.toDataSet(some).rowCount)
try:
    some.complete = True
except (AttributeError, TypeError):
    print('it stays as it is')
