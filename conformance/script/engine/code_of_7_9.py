# Code that reads variables of a function around it is not run without them.
def f(x):
    return lambda: x


try:
    exec f(1).func_code in {}
except TypeError:
    print 'TypeError'
print eval(compile('1 + 1', 'a', 'eval'))
