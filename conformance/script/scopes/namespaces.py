# python: 3
import system
from system.util import getSessionInfo
import system.dataset as d
from system import db, gui, nav, security, util
print(sorted(n for n in dir(system) if not n.startswith("_")))
for m in (d, db, gui, nav, security, util):
    print(m.__name__, sorted(n for n in dir(m) if not n.startswith("_")))
print(getSessionInfo is util.getSessionInfo, util.getSessionInfo)
try:
    system.tag
except AttributeError as e:
    print(e)
try:
    system.util.beep()
except AttributeError as e:
    print(e)
