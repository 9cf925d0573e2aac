"""`array` of Python 2.7 as Jython has it: also of characters (`'c'`), the greater byte first, to and from `str`."""

from array import array as _engines

from _python2._text import long, number, to_bytes, to_str, to_unicode, unicode

# What the types are called where a value is none of them, and how many bits whole numbers have.
_NAMES = {
    "b": ("signed byte", 8), "B": ("unsigned byte", 8), "h": ("signed short", 16), "H": ("unsigned short", 16),
    "i": ("signed int", 32), "I": ("unsigned int", 32), "l": ("signed long", 64), "L": ("unsigned long", 64),
    "f": ("float", 0), "d": ("double", 0), "c": ("char", 0), "u": ("unicode", 0),
}
_WANTED = {"h": "signed short integer", "H": "unsigned short integer"}
_ENGINES = {"c": "b", "l": "q", "L": "Q", "u": "I"}


class array:
    """Values of one type, in little room."""

    def __init__(self, typecode, initializer=()):
        if typecode not in _NAMES:
            raise ValueError("typecode must be b, B, h, H, i, I, l, L, f, d, c, u, z or a Java class")
        self.typecode = typecode
        self._values = _engines(_ENGINES.get(typecode, typecode))
        self.itemsize = self._values.itemsize
        if isinstance(initializer, str) and typecode == "u":
            self.fromunicode(initializer)
        elif isinstance(initializer, str):
            self.fromstring(initializer)
        else:
            for value in initializer:
                self.append(value)

    def _put(self, value):
        name, bits = _NAMES[self.typecode]
        if self.typecode in "cu":
            if not isinstance(value, str) or len(value) != 1:
                raise TypeError(f"array item must be {name}")
            code = ord(value) if self.typecode == "u" else to_bytes(value)[0]
            return code - 256 if code > 127 and self.typecode == "c" else code
        if not bits:
            if isinstance(value, str) or not hasattr(value, "__float__"):
                raise TypeError(f"array item must be {name}")
            return float(value)
        if not isinstance(value, int):
            raise TypeError(f"array item must be {_WANTED.get(self.typecode, name)}")
        lowest, highest = (-1 << bits - 1, (1 << bits - 1) - 1) if self.typecode.islower() else (0, (1 << bits) - 1)
        if not lowest <= value <= highest:
            side = "less than minimum" if value < lowest else "more than maximum"
            raise OverflowError(f"{name} array value is {side}")
        return value

    def _got(self, value):
        if self.typecode == "c":
            return chr(value & 0xFF)
        if self.typecode == "u":
            return to_unicode(chr(value))
        if not isinstance(value, int):
            return value
        return long(value) if self.typecode in "lL" else number(value)

    def _of(self, values):
        made = array(self.typecode)
        made._values = values
        return made

    def _same(self, other, words):
        if not isinstance(other, array) or other.typecode != self.typecode:
            raise TypeError(words)
        return other._values[:]

    def append(self, x):
        self._values.append(self._put(x))

    def extend(self, iterable):
        if isinstance(iterable, array):
            self._values.extend(self._same(iterable, "can only extend with array of same kind"))
            return
        for value in list(iterable):
            self.append(value)

    def fromlist(self, list):
        self.extend(list)

    def insert(self, i, x):
        self._values.insert(i, self._put(x))

    def pop(self, i=-1):
        if not self._values:
            raise IndexError("pop from empty array")
        return self._got(self._values.pop(i))

    def _find(self, x, method):
        for place, value in enumerate(self):
            if value == x:
                return place
        raise ValueError(f"array.{method}({x}): {x} not found in array")

    def remove(self, x):
        del self._values[self._find(x, "remove")]

    def index(self, x):
        return self._find(x, "index")

    def count(self, x):
        return sum(1 for value in self if value == x)

    def reverse(self):
        self._values.reverse()

    def byteswap(self):
        self._values.byteswap()

    def buffer_info(self):
        return (id(self), len(self))

    def tolist(self):
        return list(self)

    def _swapped(self):
        """The values with the greater byte of each first."""
        values = self._values[:]
        values.byteswap()
        return values

    def tostring(self):
        return to_str(self._swapped().tobytes() if self.itemsize > 1 else self._values.tobytes())

    def fromstring(self, s):
        data = to_bytes(s)
        if len(data) % self.itemsize:
            raise ValueError("data length not a multiple of item size")
        values = _engines(self._values.typecode)
        values.frombytes(data)
        if self.itemsize > 1:
            values.byteswap()
        self._values.extend(values)

    def tounicode(self):
        return to_unicode("".join(self))

    def fromunicode(self, s):
        if self.typecode != "u":
            raise ValueError("fromunicode() may only be called on type 'u' arrays")
        for character in s:
            self.append(character)

    def _overwrite(self, offset, data):
        """Puts bytes over those that are there."""
        whole = bytearray(to_bytes(self.tostring()))
        whole[offset:offset + len(data)] = data
        del self._values[:]
        self.fromstring(to_str(bytes(whole)))

    def __bytes__(self):
        return to_bytes(self.tostring())

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return map(self._got, self._values)

    def __getitem__(self, key):
        try:
            value = self._values[key]
        except IndexError:
            raise IndexError(f"index out of range: {key}") from None
        return self._of(value) if isinstance(key, slice) else self._got(value)

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            self._values[key] = self._same(value, "can only assign array (not \"%s\") to array slice"
                                           % type(value).__name__)
        else:
            self._values[key] = self._put(value)

    def __delitem__(self, key):
        del self._values[key]

    def __contains__(self, value):
        return any(value == own for own in self)

    def __add__(self, other):
        if not isinstance(other, array):
            return NotImplemented
        return self._of(self._values + self._same(other, "can only append arrays of the same type"))

    def __iadd__(self, other):
        self.extend(other)
        return self

    def __mul__(self, count):
        return self._of(self._values * count) if isinstance(count, int) else NotImplemented

    __rmul__ = __mul__

    def __imul__(self, count):
        self._values *= count
        return self

    def __eq__(self, other):
        return isinstance(other, array) and list(self) == list(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __lt__(self, other):
        return list(self) < list(other)

    def __le__(self, other):
        return list(self) <= list(other)

    def __gt__(self, other):
        return list(self) > list(other)

    def __ge__(self, other):
        return list(self) >= list(other)

    def __copy__(self):
        return self._of(self._values[:])

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce__(self):
        return array, (self.typecode, list(self))

    def __repr__(self):
        if not self._values:
            return f"array({self.typecode!r})"
        shown = {"c": self.tostring, "u": self.tounicode}.get(self.typecode, self.tolist)()
        return f"array({self.typecode!r}, {shown!r})"


def zeros(typecode, n):
    """So many zeros."""
    return array(typecode, [0] * n)


ArrayType = array
