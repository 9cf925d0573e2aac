# python: both
# event: clicked
import sys
for name in ["x", "source", "foo", "getX"]:
    try:
        setattr(event, name, 1)
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (name, kind.__name__, error))
try:
    print(event.foo)
except AttributeError:
    print(sys.exc_info()[1])
try:
    print(type(event)())
except TypeError:
    print(sys.exc_info()[1])
