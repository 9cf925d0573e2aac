# worker: own
import sys
def attempt(code):
    try:
        exec(code)
        print("%s: done" % code)
    except:
        kind, error = sys.exc_info()[:2]
        print("%s: %s: %s" % (code, kind.__name__, error))
attempt("import nobody")
attempt("import shapes.nobody")
attempt("import project.nobody")
attempt("from shapes import nobody")
attempt("from units import nobody")
attempt("project.nobody")
attempt("project.shapes.nobody")
attempt("project.units.nobody")
attempt("import units.nobody")
attempt("import os")
attempt("__import__('../units')")
attempt("__import__('uni ts')")
attempt("shared")
