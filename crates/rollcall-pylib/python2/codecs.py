"""`codecs` of Python 2.7: between `str` and `unicode`.

What texts say by themselves (`text.encode`) is the runtime's; this module asks them.
"""

import __builtin__
import codecs as _engines
from codecs import (
    backslashreplace_errors, ignore_errors, lookup_error, register, register_error, replace_errors, strict_errors,
    xmlcharrefreplace_errors,
)

from _python2._refused import refuse
from _python2._text import to_str

BOM_UTF8 = to_str(_engines.BOM_UTF8)
BOM = BOM_UTF16 = BOM_UTF16_LE = to_str(_engines.BOM_UTF16_LE)
BOM_UTF16_BE = to_str(_engines.BOM_UTF16_BE)
BOM_UTF32 = BOM_UTF32_LE = to_str(_engines.BOM_UTF32_LE)
BOM_UTF32_BE = to_str(_engines.BOM_UTF32_BE)


# The methods of texts answer as in Python 2 to code of Python 2, so it is code of Python 2 that asks them.
_encode = __builtin__.eval("lambda text, *how: text.encode(*how)", {"__builtins__": __builtin__})


def encode(obj, encoding="ascii", errors="strict"):
    """A text in an encoding."""
    return _encode(obj, encoding, errors)


def decode(obj, encoding="ascii", errors="strict"):
    """The text of a `str` in an encoding."""
    return obj.decode(encoding, errors)


def getencoder(encoding):
    """A function from a text to it in an encoding, and how much of it was taken."""
    return lookup(encoding).encode


def getdecoder(encoding):
    return lookup(encoding).decode


def _encoder(encoding):
    return lambda input, errors="strict": (encode(input, encoding, errors), len(input))


def _decoder(encoding):
    return lambda input, errors="strict": (decode(input, encoding, errors), len(input))


class CodecInfo(tuple):
    """The four functions of an encoding, which has a name."""

    def __new__(cls, name):
        made = tuple.__new__(cls, (_encoder(name), _decoder(name), getreader(name), getwriter(name)))
        made.name = name
        made.encode, made.decode, made.streamreader, made.streamwriter = made
        return made


def lookup(encoding):
    """An encoding by one of its names."""
    return CodecInfo(_engines.lookup(str(encoding)).name)


def getreader(encoding):
    """A class that reads text from a file in memory of `str` in an encoding."""
    return type("StreamReader", (StreamReader,), {"encoding": encoding})


def getwriter(encoding):
    """A class that writes text to a file in memory in an encoding."""
    return type("StreamWriter", (StreamWriter,), {"encoding": encoding})


class _Stream:
    """A file behind a codec."""

    encoding = "ascii"

    def __init__(self, stream, errors="strict"):
        self.stream, self.errors = stream, errors

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.stream.close()


class StreamWriter(_Stream):
    """Writes what it is given in an encoding."""

    def write(self, object):
        self.stream.write(encode(object, self.encoding, self.errors))

    def writelines(self, list):
        for text in list:
            self.write(text)


class StreamReader(_Stream):
    """Reads the text of what is in an encoding."""

    def read(self, size=-1):
        return decode(self.stream.read(), self.encoding, self.errors)

    def readline(self, size=None, keepends=True):
        line = decode(self.stream.readline(), self.encoding, self.errors)
        return line if keepends else line.rstrip("\r\n")

    def readlines(self, sizehint=None, keepends=True):
        return self.read().splitlines(keepends)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__


def open(filename, mode="rb", encoding=None, errors="strict", buffering=1):
    """Refuses: there are no files."""
    refuse("open")
