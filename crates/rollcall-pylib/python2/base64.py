"""`base64` of Python 2.7: from `str` to `str`."""

import base64 as _engines
import binascii as _binascii

from _python2._text import to_bytes, to_str

__all__ = [
    "encode", "decode", "encodestring", "decodestring", "b64encode", "b64decode", "b32encode", "b32decode",
    "b16encode", "b16decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode", "urlsafe_b64decode",
]


def _decoded(decode, *args):
    """Wrong input is a TypeError in 2.7."""
    try:
        return to_str(decode(*args))
    except _binascii.Error:
        raise TypeError("Incorrect padding") from None


def b64encode(s, altchars=None):
    return to_str(_engines.b64encode(to_bytes(s), altchars and to_bytes(altchars)))


def b64decode(s, altchars=None):
    return _decoded(_engines.b64decode, to_bytes(s), altchars and to_bytes(altchars))


def standard_b64encode(s):
    return b64encode(s)


def standard_b64decode(s):
    return b64decode(s)


def urlsafe_b64encode(s):
    return b64encode(s, "-_")


def urlsafe_b64decode(s):
    return b64decode(s, "-_")


def b32encode(s):
    return to_str(_engines.b32encode(to_bytes(s)))


def b32decode(s, casefold=False, map01=None):
    return _decoded(_engines.b32decode, to_bytes(s), casefold, map01 and to_bytes(map01))


def b16encode(s):
    return to_str(_engines.b16encode(to_bytes(s)))


def b16decode(s, casefold=False):
    return _decoded(_engines.b16decode, to_bytes(s), casefold)


def encodestring(s):
    """In lines of 76 characters, each ended."""
    return to_str(_engines.encodebytes(to_bytes(s)))


def decodestring(s):
    return to_str(_engines.decodebytes(to_bytes(s)))


def encode(input, output):
    """From one file to another, both in memory."""
    output.write(encodestring(input.read()))


def decode(input, output):
    output.write(decodestring(input.read()))
