# python: both
import sys
for args in [("red",), ("LightSeaGreen",), ("#12abef",), ("1,2,3",), (1, 2, 3), (1, 2, 3, 4), (1.0, 0.5, 0), ("reddish",), (1, 2),
             (1, 2, 300), ("a", "b", "c"), (None,), (1, 2, None), ()]:
    try:
        print("%s: %s" % (args, system.gui.color(*args)))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s %s" % (args, kind.__name__, error))
print(system.gui.color(red=1, green=2, blue=3))
print(system.gui.color("#12abef80").alpha)
