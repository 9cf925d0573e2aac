# python: both
import sys
def attempt(what, *args, **kwargs):
    try:
        print("%s: %s" % (what, system.util.invokeLater(*args, **kwargs)))
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (what, kind.__name__, error))
def f(): pass
attempt("called already", f())
attempt("no function", 3)
attempt("nothing")
attempt("negative", f, -1)
attempt("too long", f, 10 ** 9)
attempt("far too long", f, 10 ** 30)
attempt("a fraction", f, 1.5)
attempt("an unknown name", f, after=3)
def broken(value):
    pass
system.util.invokeLater(broken)
