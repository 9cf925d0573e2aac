"""`array` of Python 2.7 as Jython has it: also of characters (`'c'`), the greater byte first, to and from `str`."""

from array import array as _engines

import __builtin__
from _python2._text import long, number, to_bytes, to_str, to_unicode, unicode

# What the types are called where a value is none of them, and how many bits whole numbers have.
_NAMES = {
    "b": ("signed byte", 8), "B": ("unsigned byte", 8), "h": ("signed short", 16), "H": ("unsigned short", 16),
    "i": ("signed int", 32), "I": ("unsigned int", 32), "l": ("signed long", 64), "L": ("unsigned long", 64),
    "f": ("float", 0), "d": ("double", 0), "c": ("char", 0), "u": ("unicode", 0), "z": ("boolean", 0),
}
_WANTED = {"h": "signed short integer", "H": "unsigned short integer"}
_ENGINES = {"c": "b", "l": "q", "L": "Q", "u": "I", "z": "b"}
# Types whose values are the engine's own.
_AS_THEY_ARE = frozenset("bBhHifd")
# So many values an array of Java can have.
_MOST = 0x7FFFFFFF


class array:
    """Values of one type, in little room."""

    __slots__ = ("typecode", "_values", "__weakref__")

    def __new__(cls, *given, **named):
        typecode, initializer = _arguments(given, named if cls is array else ())
        self = object.__new__(cls)
        _set(self, "typecode", typecode)
        _set(self, "_values", _engines(_ENGINES.get(typecode, typecode)))
        if isinstance(initializer, array):
            self.extend(initializer)
        elif isinstance(initializer, unicode):
            self._add_unicode(initializer)
        elif isinstance(initializer, str):
            self.fromstring(initializer)
        else:
            for value in initializer:
                self.append(value)
        return self

    def __init__(self, *given, **named):
        """What it begins with is there already, so that classes below may take other arguments."""

    def __setattr__(self, name, value):
        if name in ("typecode", "itemsize"):
            raise TypeError("readonly attribute")
        object.__setattr__(self, name, value)

    @property
    def itemsize(self):
        return self._values.itemsize

    def _add_unicode(self, text):
        if self.typecode not in "cu":
            raise TypeError("an integer is required" if self._is_whole() else
                            f"array item must be {_NAMES[self.typecode][0]}")
        for character in text:
            self.append(character)

    def _is_whole(self):
        return _NAMES[self.typecode][1] > 0

    def _put(self, value):
        name, bits = _NAMES[self.typecode]
        if self.typecode == "z":
            return 1 if value else 0
        if self.typecode in "cu":
            if not isinstance(value, str) or len(value) != 1 or isinstance(value, unicode) != (self.typecode == "u"):
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
        if self.typecode == "z":
            return bool(value)
        if not isinstance(value, int):
            return value
        return long(value) if self.typecode in "lL" else number(value)

    def _of(self, values):
        made = array(self.typecode)
        _set(made, "_values", values)
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
        if not isinstance(list, __builtin__.list):
            raise TypeError("arg must be list")
        self._values.extend(_engines(self._values.typecode, map(self._put, list)))

    def insert(self, i, x):
        if not hasattr(i, "__index__"):
            raise TypeError("integer required")
        self._values.insert(i, self._put(x))

    def pop(self, i=-1):
        if not self._values:
            raise IndexError("pop from empty array")
        if not hasattr(i, "__index__"):
            raise TypeError("integer required")
        if not -len(self._values) <= i < len(self._values):
            raise IndexError("pop index out of range")
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

    def tofile(self, f):
        """Refuses: there are no files."""
        raise TypeError("arg must be open file")

    write = tofile

    def fromfile(self, f, n):
        """Refuses: there are no files."""
        raise TypeError("arg1 must be open file")

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
        if self.typecode != "u":
            raise ValueError("tounicode() may only be called on type 'u' arrays")
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
        return iter(self._values) if self.typecode in _AS_THEY_ARE else map(self._got, self._values)

    def __getitem__(self, key):
        _check_key(key)
        try:
            value = self._values[key]
        except IndexError:
            raise IndexError(f"index out of range: {key}") from None
        return self._of(value) if isinstance(key, slice) else self._got(value)

    def __setitem__(self, key, value):
        _check_key(key)
        if not isinstance(key, slice):
            return self._change(self._values.__setitem__, key, self._put(value))
        if not isinstance(value, array):
            raise TypeError(f"can only assign array (not \"{type(value).__name__}\") to array slice")
        values, places = self._same(value, _unlike(self, value)), range(*key.indices(len(self)))
        if key.step not in (None, 1) and len(values) != len(places):
            raise ValueError(f"attempt to assign sequence of size {len(values)} to extended slice of size {len(places)}")
        self._values[key] = values

    def __delitem__(self, key):
        _check_key(key)
        self._change(self._values.__delitem__, key)

    def _change(self, method, *arguments):
        try:
            method(*arguments)
        except IndexError:
            raise IndexError("array.array assignment index out of range") from None

    def __getslice__(self, i, j):
        return self[max(i, 0):max(j, 0)]

    def __setslice__(self, i, j, value):
        self[max(i, 0):max(j, 0)] = value

    def __delslice__(self, i, j):
        del self[max(i, 0):max(j, 0)]

    def __contains__(self, value):
        return any(value == own for own in self)

    def __add__(self, other):
        if not isinstance(other, array):
            return NotImplemented
        return self._of(self._values + self._same(other, _unlike(self, other)))

    def __iadd__(self, other):
        if not isinstance(other, array):
            return NotImplemented
        self.extend(other)
        return self

    def _times(self, count):
        """How often the values are wanted, if there is room for them."""
        if not hasattr(count, "__index__"):
            raise TypeError(f"can't multiply sequence by non-int of type '{type(count).__name__}'")
        if len(self._values) * count > _MOST:
            raise MemoryError
        return max(count, 0)

    def __mul__(self, count):
        return self._of(self._values * self._times(count))

    __rmul__ = __mul__

    def __imul__(self, count):
        self._values.__imul__(self._times(count))
        return self

    def __eq__(self, other):
        return isinstance(other, array) and list(self) == list(other)

    def __ne__(self, other):
        return not self == other

    __hash__ = None

    def __lt__(self, other):
        return list(self) < list(other) if isinstance(other, array) else NotImplemented

    def __le__(self, other):
        return list(self) <= list(other) if isinstance(other, array) else NotImplemented

    def __gt__(self, other):
        return list(self) > list(other) if isinstance(other, array) else NotImplemented

    def __ge__(self, other):
        return list(self) >= list(other) if isinstance(other, array) else NotImplemented

    def __copy__(self):
        return self._of(self._values[:])

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __reduce__(self):
        return type(self), (self.typecode, self.tostring()), getattr(self, "__dict__", None)

    def __repr__(self):
        if not self._values:
            return f"array({self.typecode!r})"
        shown = {"c": self.tostring, "u": self.tounicode}.get(self.typecode, self.tolist)()
        return f"array({self.typecode!r}, {shown!r})"


array.__module__ = "array"
_set = object.__setattr__


def _arguments(given, named):
    """The type and the values that an array is made of."""
    if named or not 1 <= len(given) <= 2:
        raise TypeError(f"array() takes 1-2 arguments ({len(given)} given)")
    typecode, initializer = given[0], given[1] if len(given) == 2 else ()
    if type(typecode) is not str or len(typecode) != 1:
        raise TypeError(f"array() argument 1 must be char, not {type(typecode).__name__}")
    if typecode not in _NAMES:
        raise ValueError("typecode must be b, B, h, H, i, I, l, L, f, d, c, u, z or a Java class")
    return typecode, initializer


def _check_key(key):
    if not isinstance(key, slice) and not hasattr(key, "__index__"):
        raise TypeError("array.array indices must be integers")


def _unlike(one, other):
    """The words for two arrays of unlike types."""
    return f"bad argument types for built-in operation: ({one.typecode!r}, {other.typecode!r})"


def zeros(typecode, n):
    """So many zeros."""
    made = array(typecode)
    return made._of(_engines(made._values.typecode, bytes(made.itemsize))) * n


ArrayType = array
