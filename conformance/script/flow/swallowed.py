# python: both
# What comes behind a `with` that has swallowed an exception and whose body cannot end otherwise.
events = []


class M(object):
    def __init__(self, name="m", swallows=True):
        self.name, self.swallows = name, swallows

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        events.append((self.name, kind and kind.__name__))
        return self.swallows


def raises():
    with M():
        raise ValueError(1)
    raise KeyError(2)


def either(x):
    with M():
        if x:
            missing()
            return 1
        else:
            return 2
    raise KeyError(3)


def two():
    with M("a"), M("b", False):
        raise ValueError(1)
    with M("c"):
        raise ValueError(2)
    with M("d", False):
        raise KeyError(4)


def with_finally():
    try:
        with M():
            raise ValueError(1)
        raise KeyError(5)
    finally:
        events.append("finally")


def converts(tag):
    with M():
        return int(tag)
    raise LookupError(tag)


def generates():
    with M():
        yield 1
        raise ValueError(1)
    yield 2
    with M("n", False):
        yield 3
        raise KeyError(6)


def loops():
    for i in range(3):
        with M(str(i)):
            if i == 1:
                raise ValueError(i)
            continue
        events.append("behind %d" % i)
    raise LookupError(i)


def nested():
    with M("outer"):
        with M("inner"):
            raise ValueError(1)
        raise KeyError(7)
    return "after"


def handles():
    try:
        raise KeyError(8)
    except KeyError:
        with M():
            raise ValueError(1)
        raise IndexError(9)


for function, arguments in [(raises, []), (either, [0]), (either, [1]), (two, []), (with_finally, []), (converts, ["x"]),
                            (converts, ["7"]), (loops, []), (nested, []), (handles, [])]:
    del events[:]
    try:
        end = repr(function(*arguments))
    except Exception as error:
        end = "%s %s" % (type(error).__name__, error)
    print("%s: %s %r" % (function.__name__, end, events))

del events[:]
taken = []
try:
    for value in generates():
        taken.append(value)
except KeyError as error:
    print("%r %s %r" % (taken, error, events))

with M():
    raise ValueError(1)
print("next")
undefined_name
