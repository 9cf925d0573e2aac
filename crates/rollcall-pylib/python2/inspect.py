"""`inspect` of Python 2.7, as far as scripts look at functions and classes."""

import inspect as _engines
from inspect import currentframe, getdoc, isbuiltin, iscode, isframe, isgenerator, isgeneratorfunction, istraceback

from _python2 import load

_types = load("types")
ArgSpec = load("collections").namedtuple("ArgSpec", "args varargs keywords defaults")


def ismodule(object):
    return isinstance(object, _types.ModuleType)


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, _types.FunctionType)


def ismethod(object):
    return isinstance(object, _types.MethodType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object) or _engines.ismethoddescriptor(object)


def getargspec(func):
    """The names of a function's parameters and their default values."""
    function = getattr(func, "__func__", func)
    if not isfunction(function):
        raise TypeError(f"{func!r} is not a Python function")
    code = function.__code__
    names, count = code.co_varnames, code.co_argcount
    has_args, has_keywords = code.co_flags & 4, code.co_flags & 8
    varargs = names[count] if has_args else None
    keywords = names[count + (1 if has_args else 0)] if has_keywords else None
    return ArgSpec(list(names[:count]), varargs, keywords, function.__defaults__)


def getmembers(object, predicate=None):
    """The attributes of an object, by name."""
    pairs = [(name, getattr(object, name)) for name in dir(object) if hasattr(object, name)]
    return sorted([pair for pair in pairs if predicate is None or predicate(pair[1])], key=lambda pair: pair[0])


def getmro(cls):
    return cls.__mro__


def getmodule(object):
    return load("sys").modules.get(getattr(object, "__module__", None))
