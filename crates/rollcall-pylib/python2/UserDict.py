"""`UserDict` of Python 2.7: dictionaries to derive from."""

import __builtin__


class DictMixin:
    """All of a dictionary, for a class that has `__getitem__`, `__setitem__`, `__delitem__` and `keys`."""

    def __iter__(self):
        return iter(self.keys())

    def has_key(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __contains__(self, key):
        return self.has_key(key)

    def iteritems(self):
        return ((key, self[key]) for key in self)

    def iterkeys(self):
        return iter(self)

    def itervalues(self):
        return (self[key] for key in self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def clear(self):
        for key in list(self.keys()):
            del self[key]

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *args):
        if len(args) > 1:
            raise TypeError(f"pop expected at most 2 arguments, got {1 + len(args)}")
        if key not in self and args:
            return args[0]
        value = self[key]
        del self[key]
        return value

    def popitem(self):
        for key in self.keys():
            return key, self.pop(key)
        raise KeyError("container is empty")

    def update(self, other=None, **kwargs):
        if hasattr(other, "keys"):
            pairs = ((key, other[key]) for key in other.keys())
        else:
            pairs = other.items() if hasattr(other, "items") else other or ()
        for key, value in pairs:
            self[key] = value
        for key, value in kwargs.items():
            self[key] = value

    def get(self, key, default=None):
        return self[key] if key in self else default

    def __repr__(self):
        return repr(dict(self.items()))

    __str__ = __repr__

    def __eq__(self, other):
        return dict(self.items()) == (dict(other.items()) if isinstance(other, DictMixin) else other)

    def __ne__(self, other):
        return not self == other

    def __cmp__(self, other):
        return __builtin__.cmp(dict(self.items()), dict(other.items()) if isinstance(other, DictMixin) else other)

    def __lt__(self, other):
        return self.__cmp__(other) < 0

    def __le__(self, other):
        return self.__cmp__(other) <= 0

    def __gt__(self, other):
        return self.__cmp__(other) > 0

    def __ge__(self, other):
        return self.__cmp__(other) >= 0

    __hash__ = None

    def __len__(self):
        return len(self.keys())


class UserDict(DictMixin):
    """A dictionary in `data`."""

    def __init__(self, dict=None, **kwargs):
        self.data = {}
        self.update(dict, **kwargs)

    def __getitem__(self, key):
        if key not in self.data and hasattr(type(self), "__missing__"):
            return self.__missing__(key)
        return self.data[key]

    def __setitem__(self, key, item):
        self.data[key] = item

    def __delitem__(self, key):
        del self.data[key]

    def has_key(self, key):
        return key in self.data

    def keys(self):
        return list(self.data)

    def copy(self):
        made = type(self)()
        made.update(self)
        return made

    @classmethod
    def fromkeys(cls, iterable, value=None):
        made = cls()
        for key in iterable:
            made[key] = value
        return made

    def __repr__(self):
        return repr(self.data)

    __str__ = __repr__


class IterableUserDict(UserDict):
    """The same: all of these can be iterated over."""
