# Functions that were found in scripts of the field: a finally that returns.
def f(x):
    try:
        if x: return 1
        x()
    except:
        x = 3
    finally:
        return True
print f(1), f(0)
def g(x):
    try:
        for i in x: return x
    finally:
        try:
            x = 1
            return 1
        finally:
            return
print g([1])
def h(x):
    ok = False
    try:
        ok = int(x) > 0
        return ok
    except Exception, e:
        print e
    finally:
        return ok
print h('3'), h('z')
