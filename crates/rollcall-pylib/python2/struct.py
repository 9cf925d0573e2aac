"""`struct` of Python 2.7 as Jython has it: bytes are a `str`, the native order is Java's, and numbers wrap.

A format is turned into one of the engine's: of the greater byte first where it names no order, and with the bytes between
values that Jython leaves there.
"""

import struct as _engines
from itertools import chain, repeat

import __builtin__
from _python2._text import long, number, to_bytes, to_str

_BAD = "bad char in struct format"
# So many values are given to the engine at once: its time grows with their square.
_AT_ONCE = 500
# Neither a number before a letter nor the whole may be greater.
_MOST = 0x7fffffff
# So many bytes are not worth the question whether there is room for them.
_MUCH = 1 << 20
# What whole numbers need, and whether they have a sign.
_SIZES = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8, "P": 8}
_ALIGNED = {"h": 2, "H": 2, "i": 4, "I": 4, "l": 4, "L": 4, "q": 8, "Q": 8, "P": 8, "f": 4, "d": 8}
# Formats whose values are `long` whatever they are.
_LONG = frozenset("ILQqP")
_ENGINES = {"l": "i", "L": "I", "P": "Q"}
_formats = {}


class error(Exception):
    """A format that is none, or values that do not fit it."""


error.__module__ = "struct"


class _Format:
    """A format, and the same in the engine's terms."""

    def __init__(self, text):
        order = text[0] if text[:1] in tuple("@=<>!") else "@"
        self._runs, self._pieces, self.count, self._place = [], [], 0, 0
        parts = ["<" if order == "<" else ">"]
        for count, kind in _items(text[1:] if text[:1] in tuple("@=<>!") else text):
            self._add(count, kind, order == "@", parts)
        self.size, self._format, self._made = self._place, "".join(parts), None

    @property
    def engines(self):
        """The engine's, made when there are values: a size can be asked of any format."""
        if self._made is None:
            self._made = _engines.Struct(self._format)
        return self._made

    def packed(self, values):
        """The bytes of values, which are as many as the format has."""
        if self.size > _MUCH:
            # A MemoryError if there is no room for them twice; the engine would end with its process.
            bytearray(2 * self.size)
        if self.count <= _AT_ONCE:
            return self.engines.pack(*map(_packed, self.kinds(), values))
        order, parts, at = self._format[0], [], 0
        for text, kind, count in self._pieces:
            for start in range(0, count, _AT_ONCE):
                several = min(_AT_ONCE, count - start)
                some = [_packed(kind, value) for value in values[at:at + several]]
                parts.append(_engines.pack(order + (text or f"{several}{_ENGINES.get(kind, kind)}"), *some))
                at += several
            if not count:
                parts.append(_engines.pack(order + text))
        return b"".join(parts)

    def kinds(self):
        """The letter of each value."""
        return chain.from_iterable(repeat(kind, count) for kind, count in self._runs)

    def _add(self, count, kind, is_native, parts):
        if kind not in "xcspfd" and kind not in _SIZES or kind == "P" and not is_native:
            raise error(_BAD)
        size = _ALIGNED.get(kind, 1)
        gap = -self._place % size if is_native else 0
        parts.append("x" * gap)
        if gap:
            self._pieces.append(("x" * gap, "x", 0))
        width = _SIZES.get(kind) or {"f": 4, "d": 8}.get(kind, 1)
        self._place += gap + width * (1 if count is None else count)
        if self._place > _MOST:
            raise error("total struct size too long")
        repeated = "" if count is None else str(count)
        parts.append(repeated + _ENGINES.get(kind, kind))
        if kind == "x":
            self._pieces.append((parts[-1], "x", 0))
            return
        values = 1 if count is None or kind in "sp" else count
        # The text of a piece, unless it is made for as many values as are packed at once.
        self._pieces.append((parts[-1] if kind in "sp" else "", kind, values) if values else ("", "x", 0))
        self._runs.append((kind, values))
        self.count += values


def _items(text):
    """The letters of a format, each with the number before it."""
    count = None
    for letter in text:
        if letter.isdigit():
            count = (count or 0) * 10 + int(letter)
            if count > _MOST:
                raise error("overflow in item count")
        elif not letter.isspace():
            yield count, letter
            count = None


def _format(fmt, function):
    if not isinstance(fmt, str) and function != "pack":
        raise TypeError(f"{function}(): 1st arg can't be coerced to String")
    # What packs takes anything for the text that it shows itself as.
    text = f"{fmt}L" if isinstance(fmt, long) else str(__builtin__.str(fmt))
    made = _formats.get(text)
    if made is None:
        if len(_formats) >= 100:
            _formats.clear()
        made = _formats[text] = _Format(text)
    return made


def _packed(kind, value):
    """A value as the engine takes it."""
    if kind in "fd":
        if isinstance(value, str) or not hasattr(value, "__float__"):
            raise TypeError("a float is required")
        value = float(value)
        return _narrow(value) if kind == "f" else value
    if kind in "csp":
        if not isinstance(value, str):
            raise error("char format require string of length 1" if kind == "c" else
                        f"argument for '{kind}' must be a string")
        if kind == "c" and len(value) != 1:
            raise error("char format require string of length 1")
        return to_bytes(value)
    return _whole(kind, value)


def _narrow(value):
    try:
        _engines.pack(">f", value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    return value


def _whole(kind, value):
    """A whole number in as many bits as a format has."""
    if isinstance(value, str) or not hasattr(value, "__int__"):
        raise error("required argument is not an integer")
    value, bits = int(value), 8 * _SIZES[kind]
    if kind in "qQP":
        if kind == "q" and not -1 << 63 <= value < 1 << 63:
            raise error("long int too long to convert")
        if kind != "q" and value < 0:
            raise error("can't convert negative long to unsigned")
        if kind != "q" and value >= 1 << 64:
            raise error("unsigned long int too long to convert")
    elif kind in "bhil" and not -1 << 31 <= value < 1 << 31:
        raise error("required argument is not an integer")
    value &= (1 << bits) - 1
    return value - (1 << bits) if kind.islower() and value >> (bits - 1) else value


def calcsize(fmt):
    return _format(fmt, "calcsize").size


def pack(fmt, *values):
    made = _format(fmt, "pack")
    if len(values) < made.count:
        raise error("insufficient arguments to pack")
    if len(values) > made.count:
        raise error("too many arguments for pack format")
    return to_str(made.packed(values))


def pack_into(fmt, buffer, offset, *values):
    """Puts packed values into a `bytearray` or an `array`."""
    data = to_bytes(pack(fmt, *values))
    if isinstance(buffer, bytearray):
        if offset < 0 or offset + len(data) > len(buffer):
            raise error("pack_into requires a buffer of at least %d bytes" % (offset + len(data)))
        buffer[offset:offset + len(data)] = data
    else:
        buffer._overwrite(offset, data)


def unpack(fmt, string):
    made, data = _format(fmt, "unpack"), to_bytes(string)
    if len(data) != made.size:
        raise error("unpack str size does not match format")
    return _values(made, made.engines.unpack(data))


def unpack_from(fmt, buffer, offset=0):
    made, data = _format(fmt, "unpack_from"), to_bytes(buffer)
    if offset < 0:
        offset += len(data)
    if len(data) - offset < made.size:
        raise error("unpack_from str size does not match format")
    return _values(made, made.engines.unpack_from(data, offset))


def _values(made, values):
    return tuple(_value(kind, value) for kind, value in zip(made.kinds(), values))


def _value(kind, value):
    if isinstance(value, bytes):
        return to_str(value)
    if not isinstance(value, int):
        return value
    return long(value) if kind in _LONG else number(value)


class Struct:
    """A format that is used again and again."""

    def __init__(self, format):
        if not isinstance(format, str):
            raise TypeError(f"coercing to Unicode: need string, '{type(format).__name__}' type found")
        self.format = to_str(to_bytes(format))
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def pack_into(self, buffer, offset, *values):
        pack_into(self.format, buffer, offset, *values)

    def unpack(self, string):
        return unpack(self.format, string)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)
