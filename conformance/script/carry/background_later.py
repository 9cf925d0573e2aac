# python: both
# event: pressed
results = {"found": None}
def show(count):
    event.source.text = "found %d" % count
    print(event.source.text)
def work():
    found = len(system.util.getSessionInfo("bi.*"))
    results["found"] = found
    system.util.invokeLater(lambda: show(found))
    system.util.invokeAsynchronous(lambda: show(results["found"] * 2))
system.util.invokeAsynchronous(work)
