# python: both
# event: pressed
import sys
def attempt(what, function):
    try:
        print("%s: %s" % (what, function()))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))
nav, gui = system.nav, system.gui
attempt("no such window", lambda: nav.openWindow("Nowhere"))
attempt("no such parameter", lambda: nav.openWindow("Popups/Detail", {"user": 1}))
attempt("a parameter's type", lambda: nav.openWindow("Popups/Detail", {"count": gui}))
attempt("a parameter's name", lambda: nav.openWindow("Popups/Detail", {1: 2}))
attempt("no dictionary", lambda: nav.openWindow("Popups/Detail", [1]))
attempt("no path", lambda: nav.openWindow(None))
attempt("a window for a path", lambda: nav.openWindow(gui.getParentWindow(event)))
attempt("nothing to close", lambda: nav.closeWindow())
attempt("None", lambda: nav.closeWindow(None))
attempt("not open", lambda: nav.closeWindow("Popups/Nobody"))
attempt("a number", lambda: nav.closeWindow(3))
attempt("a path for an event", lambda: nav.closeParentWindow("Main/Sessions"))
attempt("not open, to get", lambda: gui.getWindow("Popups/Nobody"))
attempt("no event", lambda: gui.getParentWindow("Main/Sessions"))
attempt("too many", lambda: nav.getCurrentWindow(1))
