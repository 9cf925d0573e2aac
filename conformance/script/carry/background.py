# python: both
# event: pressed
import math
from java.util import Date
from java.awt import Color

log = system.util.getLogger("work")
settings = {"limit": 3, "names": ["a", "b"], "when": Date(0), 5: None}
settings["self"] = settings
unused = iter([])

def helper(x):
    return math.sqrt(x) + settings["limit"]

def count(n):
    return 0 if n == 0 else 1 + count(n - 1)

def work(start, rows, step=2, *more, **named):
    print("%s %s" % (start, step))
    print("%s %s" % (helper(16), count(5)))
    print("%s %s" % (rows, rows[1]["username"]))
    print("%s %s %s" % (more, sorted(named.items()), settings["when"]))
    print("%s %s" % (settings["self"] is settings, settings[5]))
    print("%s %s" % (event.source, type(event).__name__))
    table = event.source.parent.getComponent("Table")
    table.selectedRow = 1
    print(table.getSelectedRow())
    log.info("done")
    settings["limit"] = 99

system.util.invokeAsynchronous(work, ["go", system.util.getSessionInfo("bi.*")], {"color": Color(1, 2, 3)}, "a test")
system.util.invokeAsynchronous(function=work, args=("go", system.util.getSessionInfo(), 5, 6, 7))
print("limit here: %s" % settings["limit"])
system.util.invokeLater(lambda: system.util.getLogger("here").info("limit still: %s" % settings["limit"]))
