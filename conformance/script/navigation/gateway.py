# python: both
# scope: gateway
import sys
for function in (system.nav.openWindow, system.gui.getOpenedWindows, system.util.exit, system.security.logout):
    try:
        function("x")
    except RuntimeError:
        print(sys.exc_info()[1])
