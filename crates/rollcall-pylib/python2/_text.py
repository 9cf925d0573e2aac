"""Between the texts and numbers of Python 2 and those of the engine, for the modules of this package.

A `str` of Python 2 is a `str` of the engine with one character, U+0000 to U+00FF, for each byte. A `unicode` is a
subclass of `str`; a `long` is a subclass of `int`, and an `int` has 32 bits.
"""

import __builtin__

unicode = __builtin__.unicode
long = __builtin__.long
to_unicode = getattr(__builtin__, "$unicode")
_PLAIN = frozenset([str])
# What has bytes; the types that scripts know as buffer and memoryview are the runtime's.
WITH_BYTES = (bytes, bytearray, memoryview, __builtin__.buffer, __builtin__.memoryview)


def to_bytes(text):
    """The bytes of a `str`. A `unicode` has to be ASCII."""
    if isinstance(text, WITH_BYTES):
        return bytes(text)
    if hasattr(text, "tostring"):
        text = text.tostring()
    if not isinstance(text, str):
        raise TypeError(f"must be string or buffer, not {type(text).__name__}")
    return str.encode(text, "ascii" if isinstance(text, unicode) else "latin-1")


def to_str(data):
    """The `str` of some bytes."""
    return data.decode("latin-1")


def number(value):
    """A whole number of the engine as Python 2 has it."""
    return value if -0x80000000 <= value <= 0x7fffffff else long(value)


def to_place(value):
    """A whole number of 32 bits, as Java's methods take one: a float loses its fraction."""
    if not isinstance(value, (int, float)):
        raise TypeError("an integer is required")
    place = int(value)
    if not -0x80000000 <= place <= 0x7fffffff:
        raise OverflowError("long int too large to convert to int")
    return place


def signed(value):
    """The 32 bits of a checksum as Python 2 shows them, with a sign."""
    return value - 0x100000000 if value & 0x80000000 else value


def joined(parts):
    """The parts put together: a `unicode` if one of them is, which then have to be ASCII where they are not."""
    if set(map(type, parts)) <= _PLAIN or not any(isinstance(part, unicode) for part in parts):
        return "".join(parts)
    texts = [part if isinstance(part, unicode) else to_bytes(part).decode("ascii") for part in parts]
    return to_unicode("".join(texts))
