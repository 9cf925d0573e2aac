"""`sets` of Python 2.7: the classes from before there was a builtin `set`."""

__all__ = ["BaseSet", "Set", "ImmutableSet"]


def _immutable(element):
    as_immutable = getattr(element, "__as_immutable__", None)
    return element if as_immutable is None else as_immutable()


class BaseSet:
    """What both kinds have, on a set of the engine."""

    def __init__(self, iterable=()):
        # A set in a set is kept as one that cannot change.
        self._data = set(map(_immutable, iterable or ()))

    def _of(self, data):
        made = object.__new__(type(self))
        made._data = set(data)
        return made

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        return iter(self._data)

    def __contains__(self, element):
        return _immutable(element) in self._data

    def __repr__(self):
        return f"{type(self).__name__}({list(self._data)!r})"

    __str__ = __repr__

    def copy(self):
        return self._of(self._data)

    __copy__ = copy

    def __eq__(self, other):
        return isinstance(other, BaseSet) and self._data == other._data

    def __ne__(self, other):
        return not self == other

    def __cmp__(self, other):
        raise TypeError("can't compare sets using cmp()")

    def __le__(self, other):
        return self._data <= _data(other)

    def __lt__(self, other):
        return self._data < _data(other)

    def __ge__(self, other):
        return self._data >= _data(other)

    def __gt__(self, other):
        return self._data > _data(other)

    def __or__(self, other):
        return self._of(self._data | _data(other))

    def __and__(self, other):
        return self._of(self._data & _data(other))

    def __sub__(self, other):
        return self._of(self._data - _data(other))

    def __xor__(self, other):
        return self._of(self._data ^ _data(other))

    def union(self, other):
        return self._of(self._data.union(_elements(other)))

    def intersection(self, other):
        return self._of(self._data.intersection(_elements(other)))

    def difference(self, other):
        return self._of(self._data.difference(_elements(other)))

    def symmetric_difference(self, other):
        return self._of(self._data.symmetric_difference(_elements(other)))

    def issubset(self, other):
        return self._data.issubset(_elements(other))

    def issuperset(self, other):
        return self._data.issuperset(_elements(other))


def _elements(other):
    """What another set or an iterable has, as it would be kept."""
    return other._data if isinstance(other, BaseSet) else map(_immutable, other)


def _data(other):
    if not isinstance(other, BaseSet):
        raise TypeError("Binary operation only permitted between sets")
    return other._data


class ImmutableSet(BaseSet):
    """A set that can be an item of a set."""

    def __hash__(self):
        return hash(frozenset(self._data))


class Set(BaseSet):
    """A set that can be changed."""

    __hash__ = None

    def __as_immutable__(self):
        return ImmutableSet(self)

    def add(self, element):
        self._data.add(_immutable(element))

    def remove(self, element):
        self._data.remove(_immutable(element))

    def discard(self, element):
        self._data.discard(_immutable(element))

    def pop(self):
        return self._data.pop()

    def clear(self):
        self._data.clear()

    def update(self, iterable):
        self._data.update(_elements(iterable))

    union_update = update

    def intersection_update(self, other):
        self._data.intersection_update(_elements(other))

    def difference_update(self, other):
        self._data.difference_update(_elements(other))

    def symmetric_difference_update(self, other):
        self._data.symmetric_difference_update(_elements(other))

    def __ior__(self, other):
        self._data |= _data(other)
        return self

    def __iand__(self, other):
        self._data &= _data(other)
        return self

    def __isub__(self, other):
        self._data -= _data(other)
        return self

    def __ixor__(self, other):
        self._data ^= _data(other)
        return self
