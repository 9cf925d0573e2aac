# python: both
# event: pressed
calls = []
def note():
    calls.append(len(calls))
    print("%s %s" % (calls, event.source.name))
    if len(calls) < 3:
        system.util.invokeLater(note, 50)
system.util.invokeLater(note)
system.util.invokeLater(lambda: calls.append("lambda"), delay=10)
print("first: %s" % calls)
