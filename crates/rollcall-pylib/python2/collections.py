"""`collections` of Python 2.7: its classes answer with lists where Python 3's answer with views.

The abstract classes are the engine's; they are found here and nowhere else, as in 2.7.
"""

import collections as _engines
import sys
from abc import abstractmethod
from collections import abc as _abc
from collections import deque
from collections.abc import (
    Callable,
    Container,
    Hashable,
    ItemsView,
    Iterable,
    KeysView,
    MappingView,
    MutableSequence,
    MutableSet,
    Sequence,
    Set,
    Sized,
    ValuesView,
)

import __builtin__
from _python2 import load
from _python2._text import to_bytes, to_str

iskeyword = load("keyword").iskeyword

__all__ = """
    Callable Container Counter Hashable ItemsView Iterable Iterator KeysView Mapping MappingView MutableMapping
    MutableSequence MutableSet OrderedDict Sequence Set Sized ValuesView defaultdict deque namedtuple
""".split()


class _Lists:
    """The methods of a dictionary of 2.7, for a class that iterates over its keys."""

    def has_key(self, key):
        return key in self

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def iterkeys(self):
        return iter(self)

    def itervalues(self):
        return (self[key] for key in self)

    def iteritems(self):
        return ((key, self[key]) for key in self)

    def viewkeys(self):
        return KeysView(self)

    def viewvalues(self):
        return ValuesView(self)

    def viewitems(self):
        return ItemsView(self)


class Iterator(_abc.Iterator):
    """What gives one item after the other, by a method `next`."""

    @abstractmethod
    def next(self):
        raise StopIteration

    def __next__(self):
        return self.next()

    @classmethod
    def __subclasshook__(cls, kind):
        if cls is not Iterator:
            return NotImplemented
        return True if hasattr(kind, "__iter__") and (hasattr(kind, "next") or hasattr(kind, "__next__")) else NotImplemented


Sequence.register(__builtin__.basestring)


class Mapping(_abc.Mapping):
    """A dictionary that may not be changed: what it holds is asked for as lists."""

    keys, values, items = _Lists.keys, _Lists.values, _Lists.items
    iterkeys, itervalues, iteritems = _Lists.iterkeys, _Lists.itervalues, _Lists.iteritems
    __hash__ = None


class MutableMapping(Mapping, _abc.MutableMapping):
    """A dictionary that may be changed."""


Mapping.register(dict)
MutableMapping.register(dict)
Iterator.__module__ = Mapping.__module__ = MutableMapping.__module__ = "_abcoll"


# Those that are being shown: one may hold itself.
_shown = set()


class OrderedDict(_Lists, _engines.OrderedDict):
    """A dictionary that remembers the order in which keys came."""

    def __init__(self, /, *args, **kwds):
        _engines.OrderedDict.__init__(self, *args, **kwds)

    def __repr__(self):
        if id(self) in _shown:
            return "..."
        _shown.add(id(self))
        try:
            return f"{type(self).__name__}({self.items()!r})" if self else f"{type(self).__name__}()"
        finally:
            _shown.discard(id(self))

    def __reversed__(self):
        return reversed(list(self))

    def __reduce__(self):
        made = type(self), ([[key, self[key]] for key in self],)
        state = {name: value for name, value in self.__dict__.items() if not name.startswith("_OrderedDict__")}
        return (*made, state) if state else made

    def __lt__(self, other):
        return _compared(self, other, lambda order: order < 0)

    def __le__(self, other):
        return _compared(self, other, lambda order: order <= 0)

    def __gt__(self, other):
        return _compared(self, other, lambda order: order > 0)

    def __ge__(self, other):
        return _compared(self, other, lambda order: order >= 0)

    def copy(self):
        return type(self)(self.items())

    @classmethod
    def fromkeys(cls, iterable, value=None):
        return cls((key, value) for key in iterable)


def _compared(one, other, is_so):
    """Whether two dictionaries are ordered so, by what they hold."""
    if not isinstance(other, dict):
        return NotImplemented
    return is_so(__builtin__.cmp(dict(one), dict(other)))


class defaultdict(dict):
    """A dictionary that makes the values that it lacks."""

    def __init__(self, default_factory=None, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable")
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        value = self[key] = self.default_factory()
        return value

    def __repr__(self):
        return f"defaultdict({self.default_factory!r}, {dict.__repr__(self)})"

    __str__ = __repr__

    def copy(self):
        return type(self)(self.default_factory, self)

    __copy__ = copy


class Counter(dict):
    """How many there are of each."""

    def __init__(self, iterable=None, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        return 0

    def most_common(self, n=None):
        """The most frequent first; what is equally frequent as it comes."""
        counted = sorted(dict.items(self), key=lambda item: item[1], reverse=True)
        return counted if n is None else counted[:n]

    def elements(self):
        return (key for key, count in list(dict.items(self)) for _ in range(count))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError("Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, **kwds):
        self._count(iterable, 1)
        self._count(kwds, 1)

    def subtract(self, iterable=None, **kwds):
        self._count(iterable, -1)
        self._count(kwds, -1)

    def _count(self, iterable, sign):
        if isinstance(iterable, Mapping):
            for key, count in dict.items(iterable):
                self[key] = self[key] + sign * count
        else:
            for key in iterable or ():
                self[key] = self[key] + sign

    def copy(self):
        return type(self)(self)

    def __delitem__(self, key):
        if key in self:
            super().__delitem__(key)

    def __repr__(self):
        if not self:
            return f"{type(self).__name__}()"
        items = ", ".join(f"{key!r}: {count!r}" for key, count in self.most_common())
        return f"{type(self).__name__}({{{items}}})"

    def _combined(self, other, choose):
        """A counter of what both have, each count chosen from the two, without those that are not positive."""
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for key in [*self, *(key for key in other if key not in self)]:
            count = choose(self[key], other[key])
            if count > 0:
                result[key] = count
        return result

    def __add__(self, other):
        return self._combined(other, lambda a, b: a + b)

    def __sub__(self, other):
        return self._combined(other, lambda a, b: a - b)

    def __or__(self, other):
        return self._combined(other, max)

    def __and__(self, other):
        return self._combined(other, min)


def namedtuple(typename, field_names, verbose=False, rename=False):
    """A class of tuples whose items have names as well."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    typename, fields = _plain(typename), [_plain(name) for name in field_names]
    if rename:
        fields = [f"_{i}" if _fault(name, fields[:i]) else name for i, name in enumerate(fields)]
    for i, name in enumerate([typename, *fields]):
        fault = _fault(name, fields[:i - 1] if i else [], is_field=i > 0, is_renamed=rename)
        if fault:
            raise ValueError(fault)
    return _tuple_class(typename, tuple(fields), sys._getframe(1).f_globals.get("__name__", "__main__"))


def _plain(name):
    return to_str(to_bytes(name if isinstance(name, str) else str(name)))


def _fault(name, before, is_field=True, is_renamed=False):
    if not name or not all(character.isalnum() or character == "_" for character in name):
        return f"Type names and field names can only contain alphanumeric characters and underscores: {name!r}"
    if iskeyword(name):
        return f"Type names and field names cannot be a keyword: {name!r}"
    if name[0].isdigit():
        return f"Type names and field names cannot start with a number: {name!r}"
    if is_field and name.startswith("_") and not is_renamed:
        return f"Field names cannot start with an underscore: {name!r}"
    return f"Encountered duplicate field name: {name!r}" if name in before else None


def _tuple_class(typename, fields, module):
    def new(cls, /, *args, **kwargs):
        return tuple.__new__(cls, _arguments(fields, args, kwargs))

    def make(cls, iterable):
        values = tuple(iterable)
        if len(values) != len(fields):
            raise TypeError(f"Expected {len(fields)} arguments, got {len(values)}")
        return tuple.__new__(cls, values)

    def replace(self, /, **kwargs):
        values = [kwargs.pop(name, value) for name, value in zip(fields, self)]
        if kwargs:
            raise ValueError(f"Got unexpected field names: {list(kwargs)!r}")
        return self._make(values)

    def represent(self):
        return typename + "(" + ", ".join(f"{name}={value!r}" for name, value in zip(fields, self)) + ")"

    body = {name: property(lambda self, i=i: self[i]) for i, name in enumerate(fields)}
    body.update(
        __slots__=(),
        __module__=module,
        __doc__=f"{typename}({', '.join(fields)})",
        __new__=new,
        __repr__=represent,
        __getnewargs__=lambda self: tuple(self),
        _fields=fields,
        _make=classmethod(make),
        _replace=replace,
        _asdict=lambda self: OrderedDict(zip(fields, self)),
        __dict__=property(lambda self: OrderedDict(zip(fields, self))),
    )
    return type(typename, (tuple,), body)


def _arguments(fields, args, kwargs):
    """The values of the fields, in order, with the errors of a function that has them as parameters."""
    wanted = len(fields)
    given = len(args) + len(kwargs)
    for name in kwargs:
        if name not in fields:
            raise TypeError(f"__new__() got an unexpected keyword argument {name!r}")
        if name in fields[:len(args)]:
            raise TypeError(f"__new__() got multiple values for keyword argument {name!r}")
    if given != wanted:
        raise TypeError(f"__new__() takes exactly {wanted + 1} arguments ({given + 1} given)")
    return (*args, *(kwargs[name] for name in fields[len(args):]))
