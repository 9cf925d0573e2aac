# python: both
# scope: gateway
import sys
for namespace, name in (("nav", "openWindow"), ("gui", "getOpenedWindows"), ("util", "exit"), ("security", "logout")):
    try:
        getattr(getattr(system, namespace), name)("x")
    except AttributeError:
        print(sys.exc_info()[1])
