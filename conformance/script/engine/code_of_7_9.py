# Code that reads variables of a function around it is not run without them.
def f(x):
    return lambda: x


try:
    exec f(1).func_code in {}
except TypeError:
    print 'TypeError'
print eval(compile('1 + 1', 'a', 'eval'))


def h():
    pass


def inner(a, b):
    def k():
        return a + b
    return k


def one(a):
    def k():
        return a
    return k


for function, code in ((h, f(1)), (one(1), inner(1, 2)), (inner(1, 2), h)):
    try:
        function.func_code = code.func_code
    except ValueError, error:
        print error
k = one(1)
k.func_code = one(2).func_code
print k()
h.func_code = (lambda: 5).func_code
print h()
