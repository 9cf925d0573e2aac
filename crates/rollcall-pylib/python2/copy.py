"""`copy` of Python 2.7: instances of old-style classes, and what those of new-style classes say of themselves.

An old-style instance is copied by its attributes, without `__init__`; it may change that with `__getinitargs__`,
`__getstate__` and `__setstate__`.
"""

import __builtin__
import copyreg
import weakref

from _python2 import load
from _python2._text import long, unicode

__all__ = ["Error", "copy", "deepcopy"]

_types = load("types")


class Error(Exception):
    """An object that cannot be copied."""


error = Error

def _is_old(x):
    """Whether Python 2 takes an object for an instance of an old-style class."""
    return __builtin__.isinstance(x, _types.InstanceType)


# What is its own copy.
_ATOMIC = frozenset([
    type(None), type(...), type(NotImplemented), int, long, float, complex, bool, str, unicode, bytes, type,
    _types.BuiltinFunctionType, _types.FunctionType, _types.CodeType, _types.XRangeType, property, weakref.ref,
])


def copy(x):
    """A copy whose parts are those of the original."""
    kind = type(x)
    if kind in _ATOMIC or kind in (tuple, frozenset) or isinstance(x, type):
        return x
    if kind in (list, dict, set, bytearray):
        return x.copy()
    own = getattr(x, "__copy__", None)
    if own is not None:
        return own()
    if _is_old(x):
        return _instance(x, lambda part: part)
    return _reconstructed(x, _reduced(x), lambda part: part)


def deepcopy(x, memo=None):
    """A copy whose parts are copies as well; what occurs twice, or within itself, stays one."""
    memo = {} if memo is None else memo
    if id(x) in memo:
        return memo[id(x)]
    made = _deepcopied(x, memo)
    if made is not x:
        memo[id(x)] = made
        _keep(x, memo)
    return made


def _keep(x, memo):
    """The original has to live as long as its address is used as a name."""
    memo.setdefault(id(memo), []).append(x)


def _deepcopied(x, memo):
    kind = type(x)
    if kind in _ATOMIC or isinstance(x, type):
        return x
    if kind in _CONTAINERS:
        return _CONTAINERS[kind](x, memo)
    own = getattr(x, "__deepcopy__", None)
    if own is not None:
        return own(memo)
    if _is_old(x):
        return _instance(x, lambda part: deepcopy(part, memo), memo)
    return _reconstructed(x, _reduced(x), lambda part: deepcopy(part, memo), memo)


# Containers.


def _list(x, memo):
    made = memo[id(x)] = []
    made.extend(deepcopy(item, memo) for item in x)
    return made


def _dict(x, memo):
    made = memo[id(x)] = {}
    for key, value in x.items():
        made[deepcopy(key, memo)] = deepcopy(value, memo)
    return made


def _tuple(x, memo):
    parts = [deepcopy(item, memo) for item in x]
    # A tuple in itself, by way of a list, has been copied by now.
    if id(x) in memo:
        return memo[id(x)]
    return x if all(a is b for a, b in zip(x, parts)) else tuple(parts)


def _set(x, memo):
    return type(x)([deepcopy(item, memo) for item in x])


def _method(x, memo):
    return type(x)(x.__func__, deepcopy(x.__self__, memo))


_CONTAINERS = {list: _list, dict: _dict, tuple: _tuple, set: _set, frozenset: _set, type(_list.__get__(0)): _method}


# Instances.


def _instance(x, part, memo=None):
    """An instance of an old-style class."""
    initargs = getattr(x, "__getinitargs__", None)
    if initargs is not None:
        made = x.__class__(*part(initargs()))
    else:
        made = load("new").instance(x.__class__)
    if memo is not None:
        memo[id(x)] = made
    _restore(made, part(x.__getstate__() if _has_state(x) else x.__dict__))
    return made


def _has_state(x):
    """Whether an object says itself what it is made of: in Python 3 every object does, somehow."""
    return type(x).__getstate__ is not object.__getstate__


def _reduced(x):
    """What an object says of how it is made again."""
    reductor = copyreg.dispatch_table.get(type(x))
    if reductor is not None:
        return reductor(x)
    try:
        return x.__reduce_ex__(2)
    except (TypeError, AttributeError):
        raise Error(f"un(deep)copyable object of type {type(x)}") from None


def _reconstructed(x, reduced, part, memo=None):
    if isinstance(reduced, str):
        return x
    function, args, state, items, pairs = (*reduced, None, None, None)[:5]
    made = function(*part(args))
    if memo is not None:
        memo[id(x)] = made
    if state is not None:
        _restore(made, part(state))
    for item in items or ():
        made.append(part(item))
    for key, value in pairs or ():
        made[part(key)] = part(value)
    return made


def _restore(made, state):
    setstate = getattr(made, "__setstate__", None)
    if setstate is not None:
        setstate(state)
        return
    attributes, slots = state if isinstance(state, tuple) and len(state) == 2 else (state, None)
    if attributes:
        made.__dict__.update(attributes)
    for name, value in (slots or {}).items():
        setattr(made, name, value)
