"""`cStringIO` of Python 2.7: a file in memory that takes `str`, and a `unicode` that is ASCII."""

from _python2 import load
from _python2._text import to_bytes, to_str

__all__ = ["StringIO", "InputType", "OutputType"]


class _Bytes(load("StringIO").StringIO):
    """A file whose content is a `str`."""

    def __init__(self, s=""):
        super().__init__(to_str(to_bytes(s)))

    def write(self, s):
        if not isinstance(s, str):
            raise TypeError(f"must be string or read-only buffer, not {type(s).__name__}")
        super().write(to_str(to_bytes(s)))

    def reset(self):
        self.seek(0)


class OutputType(_Bytes):
    """What `StringIO()` makes."""


class InputType(_Bytes):
    """What `StringIO(text)` makes."""


def StringIO(s=None):
    """A file in memory: to write to, or to read a text from."""
    return OutputType() if s is None else InputType(s)
