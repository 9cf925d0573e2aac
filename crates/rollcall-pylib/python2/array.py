"""`array` of Python 2.7: also of characters (`'c'`), and to and from `str`."""

from array import array as _engines

from _python2._text import long, number, to_bytes, to_str


class array:
    """Values of one type, in little room."""

    def __init__(self, typecode, initializer=()):
        self.typecode = typecode
        self._values = _engines("b" if typecode == "c" else typecode)
        self.itemsize = self._values.itemsize
        if isinstance(initializer, str):
            self.fromstring(initializer)
        else:
            self.extend(initializer)

    def _put(self, value):
        if self.typecode != "c":
            return value
        code = to_bytes(value)[0]
        return code - 256 if code > 127 else code

    def _got(self, value):
        if self.typecode == "c":
            return chr(value & 0xFF)
        if not isinstance(value, int):
            return value
        return long(value) if self.typecode in "IL" else number(value)

    def _of(self, values):
        made = array(self.typecode)
        made._values = values
        return made

    def append(self, x):
        self._values.append(self._put(x))

    def extend(self, iterable):
        for value in iterable:
            self.append(value)

    fromlist = extend

    def insert(self, i, x):
        self._values.insert(i, self._put(x))

    def pop(self, i=-1):
        return self._got(self._values.pop(i))

    def remove(self, x):
        self._values.remove(self._put(x))

    def index(self, x):
        return self._values.index(self._put(x))

    def count(self, x):
        return self._values.count(self._put(x))

    def reverse(self):
        self._values.reverse()

    def byteswap(self):
        self._values.byteswap()

    def tolist(self):
        return list(self)

    def tostring(self):
        return to_str(self._values.tobytes())

    def fromstring(self, s):
        self._values.frombytes(to_bytes(s))

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return map(self._got, self._values)

    def __getitem__(self, key):
        value = self._values[key]
        return self._of(value) if isinstance(key, slice) else self._got(value)

    def __setitem__(self, key, value):
        self._values[key] = value._values if isinstance(key, slice) else self._put(value)

    def __delitem__(self, key):
        del self._values[key]

    def __contains__(self, value):
        return any(value == own for own in self)

    def __add__(self, other):
        return self._of(self._values + other._values)

    def __mul__(self, count):
        return self._of(self._values * count)

    __rmul__ = __mul__

    def __eq__(self, other):
        return isinstance(other, array) and list(self) == list(other)

    def __ne__(self, other):
        return not self == other

    def __lt__(self, other):
        return list(self) < list(other)

    def __repr__(self):
        if not self._values:
            return f"array({self.typecode!r})"
        return f"array({self.typecode!r}, {(self.tostring() if self.typecode == 'c' else list(self))!r})"


ArrayType = array
