# python: both
def show(*values):
    print(' '.join(str(value) for value in values))

try:
    system.rollcall.getSessions(timeout=50)
except system.rollcall.NodesMissing as error:
    print(error)
    show(error.partial.complete, ', '.join(error.partial.missing), len(error.partial))
try:
    system.rollcall.getSessions('b.*', None, True, 'raise', 50)
except RuntimeError as error:
    print(len(error.partial))
partial = system.rollcall.getSessions(onMissing='partial', timeout=50)
show(partial.complete, ', '.join(partial.missing), len(partial))
for node in partial.nodes:
    show(node['name'], node['status'], node['age'], node['error'])
show(system.rollcall.getSessions(cluster=False, timeout=50).complete)
print(system.rollcall.NodesMissing('made').partial)
