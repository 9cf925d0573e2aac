"""`struct` of Python 2.7: bytes are a `str`, and what may need more than 32 bits is a `long`."""

import struct as _engines
from struct import error

from _python2._text import long, number, to_bytes, to_str

# Formats whose values are `long` whatever they are.
_LONG = frozenset("ILQqP")


def _packed(fmt, values):
    kinds = list(_kinds(fmt))
    return [to_bytes(value) if kind in "spc" else value for kind, value in zip(kinds, values)] + list(values[len(kinds):])


def _kinds(fmt):
    """The letter of each value of a format."""
    count = ""
    for letter in fmt:
        if letter.isdigit():
            count += letter
        elif letter in "@=<>!" or letter.isspace():
            count = ""
        else:
            repeated = 1 if letter in "sp" or not count else int(count)
            yield from letter * (0 if letter == "x" else repeated)
            count = ""


def calcsize(fmt):
    return _engines.calcsize(str(fmt))


def pack(fmt, *values):
    return to_str(_engines.pack(str(fmt), *_packed(fmt, values)))


def unpack(fmt, string):
    return _values(fmt, _engines.unpack(str(fmt), to_bytes(string)))


def unpack_from(fmt, buffer, offset=0):
    return _values(fmt, _engines.unpack_from(str(fmt), to_bytes(buffer), offset))


def _values(fmt, values):
    return tuple(_value(kind, value) for kind, value in zip(_kinds(fmt), values))


def _value(kind, value):
    if isinstance(value, bytes):
        return to_str(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return long(value) if kind in _LONG else number(value)


class Struct:
    """A format that is used again and again."""

    def __init__(self, format):
        self.format = format
        self.size = calcsize(format)

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, string):
        return unpack(self.format, string)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)
