# python: both
# event: pressed
import sys
root = event.source.parent
table = root.getComponent("Table")
user = root.getComponent("Filters").getComponent("User")

def attempt(what, function):
    try:
        print("%s: %s" % (what, function()))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))

def assign(component, name, value):
    return lambda: setattr(component, name, value)

attempt("unknown", lambda: user.txt)
attempt("unknown, set", assign(user, "txt", "x"))
attempt("far", lambda: user.zzz)
attempt("still unknown", lambda: user.txt)
attempt("hasattr", lambda: (hasattr(user, "text"), hasattr(user, "txt")))
attempt("getattr", lambda: getattr(user, "txt", "default"))
attempt("a text for a dataset", assign(table, "data", "x"))
attempt("a number for a text", assign(user, "text", 5))
attempt("a dict", assign(user, "text", {}))
attempt("a function", assign(user, "text", attempt))
attempt("a component", assign(user, "text", table))
attempt("a large number", assign(user, "x", 2 ** 70))
attempt("a list of dicts", assign(table, "selectedRows", [{}]))
attempt("a long list", assign(table, "selectedRows", [0] * 2000000))
attempt("parent", assign(user, "parent", root))
attempt("componentCount", assign(user, "componentCount", 3))
attempt("a method", assign(user, "getComponent", 3))
attempt("name", assign(user, "name", "x"))
attempt("delete", lambda: delattr(user, "text"))
attempt("private", lambda: user.__private__)
attempt("private, set", assign(user, "__private__", 1))
attempt("a new one", lambda: type(user)())
loop = []
loop.append(loop)
attempt("a list in itself", assign(table, "selectedRows", loop))
