# python: both
# worker: own
kept = system.util.getGlobals()
print("%s %s" % (kept, kept is system.util.getGlobals()))
kept["count"] = 1
def later():
    system.util.getGlobals()["count"] += 1
    print(system.util.getGlobals())
def beside():
    print(system.util.getGlobals())
system.util.invokeLater(later)
system.util.invokeAsynchronous(beside)
