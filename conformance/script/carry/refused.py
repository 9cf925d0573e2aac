# python: 3
# event: pressed
import sys
from java.util.regex import Pattern
def attempt(what, function, args=None, kwargs=None):
    try:
        system.util.invokeAsynchronous(function, args, kwargs)
        print("%s: done" % what)
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))

generator = (n for n in "ab")
settings = {"deep": [{"generator": generator}]}
class Holder(object):
    def __init__(self, held):
        self.held = held
    def use(self):
        return settings
holder = Holder(generator)
class Meta(type):
    pass
Strange = Meta("Strange", (object,), {})
class Slotted(object):
    __slots__ = ["x"]
namespace = {}
exec("def made(): pass\n", namespace)

def uses_it(): return generator
def uses_deep(): return settings
def uses_other(): return uses_deep()
def uses_holder(): return holder.held
def uses_strange(): return Strange()
def uses_slotted(): return Slotted()
def uses_method(x=holder.use): return x
def closes_over():
    local = generator
    return lambda: local
def fine(*args, **kwargs): pass

attempt("a global", uses_it)
attempt("deep in a global", uses_deep)
attempt("through another function", uses_other)
attempt("an attribute", uses_holder)
attempt("a metaclass", uses_strange)
attempt("slots", uses_slotted)
attempt("a default", uses_method)
attempt("a closure", closes_over())
attempt("an argument", fine, [1, generator])
attempt("an argument by name", fine, None, {"x": [generator]})
attempt("code of exec", namespace["made"])
attempt("an iterator", fine, [reversed([])])
attempt("a frame", fine, [sys._getframe()])
attempt("a pattern", fine, [Pattern.compile("x")])
attempt("a row", fine, [system.util.getSessionInfo()[0]])
attempt("a module without a name", fine, [type(sys)("nameless")])
attempt("no function", 3)
attempt("args", fine, "abc")
attempt("args that are none", fine, 3)
attempt("kwargs", fine, [], [1])
attempt("kwargs' names", fine, [], {1: 2})
attempt("too much", fine, ["x" * (17 * 1024 * 1024)])
attempt("too many", fine, [range(5), list(range(2000000))])
