# python: both
# event: pressed
import sys
def attempt(what, *args, **kwargs):
    try:
        print("%s: %s" % (what, system.util.sendMessage(*args, **kwargs)))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))
class C(object): pass
attempt("a function", "plant", "h", {"f": attempt})
attempt("an instance", "plant", "h", {"a": [C()]})
attempt("a class", "plant", "h", {"a": {"b": C}})
attempt("a component", "plant", "h", {"a": event.source})
attempt("a module", "plant", "h", {"a": sys})
attempt("a native function", "plant", "h", {"a": len})
attempt("no dictionary", "plant", "h", [1])
attempt("no handler", "plant")
attempt("None", None, "h")
attempt("gateway only", "plant", "h", {}, "G")
attempt("a scope of 8.0", "plant", "h", {}, "CGS")
attempt("no scope", "plant", "h", {}, "")
attempt("other servers", "plant", "h", remoteServers=["a"])
attempt("an unknown name", "plant", "h", username="billy")
