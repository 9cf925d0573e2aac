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
