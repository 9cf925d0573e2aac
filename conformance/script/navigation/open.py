# python: both
# event: pressed
import sys
print(system.nav.getCurrentWindow())
window = system.nav.openWindow("Popups/Detail", {"username": "billy", "count": 3, "rows": system.util.getSessionInfo()})
print("%s %s" % (window, window.path))
root = window.rootContainer
print("%s %s %s" % (root.username, root.count, root.rows.rowCount))
print(", ".join(system.gui.getOpenedWindowNames()))
print(system.gui.getOpenedWindows())
print(system.gui.getWindow("Popups/Detail") == window)
print(system.gui.findWindow("Popups/Detail") == [window])
print(system.gui.findWindow("Nowhere"))
system.nav.centerWindow(window)
system.nav.centerWindow("Popups/Detail")
system.nav.closeWindow(window)
print(", ".join(system.gui.getOpenedWindowNames()))
try:
    print(root.username)
except AttributeError:
    print(sys.exc_info()[1])
print(system.gui.getParentWindow(event))
print(system.gui.getParentWindow(event.source.parent.getComponent("Filters").getComponent("User")).name)
system.nav.closeParentWindow(event)
print(system.gui.getOpenedWindows())
