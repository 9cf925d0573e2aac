"""`operator` of Python 2.7: the engine's, and the functions that Python 3 has no more.

The operators themselves are those of the values, so they mean in a script what they mean in it without this module.
"""

import operator as _engines
from collections import deque
from operator import *

import __builtin__

# What Python 3 has added.
del call, imatmul, is_none, is_not_none, length_hint, matmul

# Each of an operator's functions has the name of its method as well.
globals().update(
    (name, function) for name, function in vars(_engines).items()
    if name.startswith("__") and callable(function) and name.strip("_") in globals() | {"and": 0, "not": 0, "or": 0}
)


def div(a, b):
    """`a / b` as Python 2 has it; the engine's sign for that division is `@`."""
    return a @ b


def idiv(a, b):
    a @= b
    return a


__div__, __idiv__ = div, idiv


def isCallable(obj):
    return __builtin__.callable(obj)


def sequenceIncludes(a, b):
    return b in a


def isSequenceType(obj):
    return _has_items(obj) and not isinstance(obj, dict)


def isMappingType(obj):
    """Whether items are found by keys, which of a class of a script nobody knows."""
    return _has_items(obj) and not isinstance(obj, (str, bytes, bytearray, tuple, list, range, BaseException, deque))


def _has_items(obj):
    return hasattr(obj, "__getitem__") and not isinstance(obj, type) or isinstance(obj, BaseException)


def isNumberType(obj):
    return isinstance(obj, (int, float, complex)) or hasattr(obj, "__int__") or hasattr(obj, "__float__")


def repeat(a, count):
    return a * count


def irepeat(a, count):
    a *= count
    return a


def getslice(a, start, end):
    return a[_index(start):_index(end)]


def setslice(a, start, end, value):
    a[_index(start):_index(end)] = value


def delslice(a, start, end):
    del a[_index(start):_index(end)]


def _index(place):
    if not hasattr(place, "__index__"):
        raise TypeError(f"'{type(place).__name__}' object cannot be interpreted as an index")
    return place


__repeat__, __irepeat__, __getslice__, __setslice__, __delslice__ = repeat, irepeat, getslice, setslice, delslice
