"""`weakref` of Python 2.7: its dictionaries answer with lists."""

import weakref as _engines
from weakref import (
    CallableProxyType, ProxyType, ProxyTypes, ReferenceType, WeakSet, getweakrefcount, getweakrefs, proxy, ref,
)

import __builtin__

__all__ = """
    ref proxy getweakrefcount getweakrefs WeakKeyDictionary ReferenceType ProxyType CallableProxyType ProxyTypes
    WeakValueDictionary WeakSet
""".split()

ReferenceError = ReferenceError


class _Lists:
    """The methods of a dictionary of 2.7, of what is still alive."""

    def has_key(self, key):
        return key in self

    def iterkeys(self):
        return super().keys()

    def itervalues(self):
        return super().values()

    def iteritems(self):
        return super().items()

    def keys(self):
        return list(super().keys())

    def values(self):
        return list(super().values())

    def items(self):
        return list(super().items())

    def __cmp__(self, other):
        other = dict(other.items()) if isinstance(other, _Lists) else other
        return __builtin__.cmp(dict(self.items()), other)

    def __lt__(self, other):
        return self.__cmp__(other) < 0

    def __le__(self, other):
        return self.__cmp__(other) <= 0

    def __gt__(self, other):
        return self.__cmp__(other) > 0

    def __ge__(self, other):
        return self.__cmp__(other) >= 0

    def copy(self):
        made = type(self)()
        made.update(self)
        return made

    __copy__ = copy


class WeakValueDictionary(_Lists, _engines.WeakValueDictionary):
    """A dictionary whose values may go."""


class WeakKeyDictionary(_Lists, _engines.WeakKeyDictionary):
    """A dictionary whose keys may go."""

    def iterkeyrefs(self):
        return iter(self.keyrefs())
