"""`UserList` of Python 2.7: a list to derive from, in `data`."""

import __builtin__


class UserList:
    """A list in `data`."""

    __hash__ = None

    def __init__(self, initlist=None):
        self.data = list(initlist or ())

    def _of(self, data):
        return type(self)(data)

    def __repr__(self):
        return repr(self.data)

    __str__ = __repr__

    def __eq__(self, other):
        return self.data == _data(other)

    def __ne__(self, other):
        return self.data != _data(other)

    def __lt__(self, other):
        return self.data < _data(other)

    def __le__(self, other):
        return self.data <= _data(other)

    def __gt__(self, other):
        return self.data > _data(other)

    def __ge__(self, other):
        return self.data >= _data(other)

    def __contains__(self, item):
        return item in self.data

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        # A class below this one that finds its items otherwise goes over those.
        return iter(self.data) if type(self).__getitem__ is UserList.__getitem__ else self._each()

    def _each(self):
        place = 0
        while True:
            try:
                item = self[place]
            except IndexError:
                return
            yield item
            place += 1

    def __getitem__(self, key):
        return self._of(self.data[key]) if isinstance(key, slice) else self.data[key]

    def __setitem__(self, key, value):
        self.data[key] = _data(value) if isinstance(key, slice) else value

    def __delitem__(self, key):
        del self.data[key]

    def __getslice__(self, start, end):
        return self[max(start, 0):max(end, 0)]

    def __setslice__(self, start, end, other):
        self[max(start, 0):max(end, 0)] = other

    def __delslice__(self, start, end):
        del self[max(start, 0):max(end, 0)]

    def __add__(self, other):
        return self._of(self.data + list(_data(other)))

    def __radd__(self, other):
        return self._of(list(_data(other)) + self.data)

    def __iadd__(self, other):
        self.data += list(_data(other))
        return self

    def __mul__(self, n):
        self._require_room(n)
        return self._of(self.data * n)

    def _require_room(self, n):
        """So much no list of Java holds."""
        if isinstance(n, int) and len(self.data) * n >= 0x7fffffff:
            raise MemoryError

    __rmul__ = __mul__

    def __imul__(self, n):
        self._require_room(n)
        self.data *= n
        return self

    def append(self, item):
        self.data.append(item)

    def insert(self, i, item):
        self.data.insert(i, item)

    def pop(self, i=-1):
        return self.data.pop(i)

    def remove(self, item):
        self.data.remove(item)

    def count(self, item):
        return self.data.count(item)

    def index(self, item, *args):
        return self.data.index(item, *args)

    def reverse(self):
        self.data.reverse()

    def sort(self, *args, **kwds):
        self.data.sort(*args, **kwds)

    def extend(self, other):
        self.data.extend(_data(other))


def _data(other):
    return other.data if isinstance(other, UserList) else other
