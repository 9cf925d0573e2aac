# python: 3
# Code that reads variables of a function around it, and texts that nest too deeply.
def tried(function, *arguments):
    try:
        return function(*arguments)
    except (TypeError, ValueError, SyntaxError) as error:
        return type(error).__name__


def f(x):
    return lambda: x


print(tried(exec, f(1).__code__, {}))
print(tried(eval, f(1).__code__))
print(tried(eval, '1' + '+1' * 500))
print(eval('[x * 2 for x in (1, 2)]', {}), exec('y = 1'))
exec('z = [n for n in range(3)]')
print(z)


def g():
    pass


def named(function, *names, **parts):
    try:
        return function.__code__.replace(**parts).co_name
    except TypeError:
        return "refused"


try:
    g.__code__ = f(1).__code__
except ValueError as error:
    print(error)
print(named(g, co_name="other"))
g.__code__ = (lambda: 5).__code__
print(g())
