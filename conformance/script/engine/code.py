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


def refused(function, *arguments):
    try:
        function(*arguments)
    except TypeError:
        return True
    return False


import _ast
import _imp
import marshal

kept = marshal.dumps((lambda: 5).__code__)
print(refused(marshal.loads, kept), refused(_imp.get_frozen_object, "name", kept))


def tree(height):
    place = {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 1}
    node = _ast.Constant(value=1, **place)
    for i in range(height):
        node = _ast.UnaryOp(op=_ast.USub(), operand=node, **place)
    return node


print(eval(compile(_ast.Expression(body=tree(100)), "tree", "eval")))
try:
    compile(_ast.Expression(body=tree(100000)), "tree", "eval")
except RecursionError as error:
    print(error)
loop = tree(1)
loop.operand = loop
try:
    compile(_ast.Expression(body=loop), "tree", "eval")
except RecursionError as error:
    print("loop:", error)
