# python: 3
def f(n):
    return f(n + 1)

try:
    f(0)
except RecursionError as e:
    print(e)

class Loop:
    def __repr__(self):
        return repr(self)

try:
    repr(Loop())
except RecursionError:
    print("and in __repr__")
f(0)
