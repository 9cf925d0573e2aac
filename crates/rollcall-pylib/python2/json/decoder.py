"""`json.decoder` of Python 2.7: from a text to its value, with the errors of 2.7.

What is plain is read natively. For the rest the library's decoder reads; here its texts become `unicode`, its numbers
`int` or `long`, and its errors get the words that scripts know.
"""

import json as _engines

import __builtin__

from _python2._partial import decode
from _python2._text import number, to_bytes, to_unicode, unicode

# The value of a text, or NotImplemented.
_read = getattr(__builtin__, "$json")

# What Python 3 says, and 2.7.
_WORDS = {
    "Expecting property name enclosed in double quotes": "Expecting property name",
    "Expecting ':' delimiter": "Expecting : delimiter",
    "Expecting ',' delimiter": "Expecting , delimiter",
}
_NOTHING = ("Expecting value", "Illegal trailing comma before end of array")


class JSONDecoder:
    """Reads values."""

    def __init__(self, encoding=None, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.encoding = encoding or "utf-8"
        self.object_hook, self.object_pairs_hook = object_hook, object_pairs_hook
        self.strict = strict
        self.parse_float, self.parse_int, self.parse_constant = parse_float or float, parse_int or _whole, parse_constant
        self._is_plain = object_hook is parse_float is parse_int is object_pairs_hook is None
        self._decoder = _engines.JSONDecoder(
            object_pairs_hook=self._object, parse_float=_of_text(parse_float), parse_int=_of_text(parse_int or _whole),
            parse_constant=_of_text(parse_constant), strict=strict)
        # The engine's own scanner takes what is no number, such as `1e`, and fails over it.
        self._decoder.scan_once = _engines.scanner.py_make_scanner(self._decoder)

    def decode(self, s):
        """The value of a whole text."""
        text = self._text(s)
        if self._is_plain:
            obj = _read(text)
            if obj is not NotImplemented:
                return obj
        obj, end = self.raw_decode(s, len(text) - len(text.lstrip()))
        rest = len(text) - len(text[end:].lstrip())
        if rest != len(text):
            raise ValueError(f"Extra data: {_place(text, rest, len(text))}")
        return obj

    def raw_decode(self, s, idx=0):
        """The value at a place of a text, and where it ends."""
        text = self._text(s)
        try:
            obj, end = self._decoder.raw_decode(text, idx)
        except _engines.JSONDecodeError as error:
            raise ValueError(_fault(error, text)) from None
        return self._value(obj), end

    def _text(self, s):
        if not isinstance(s, str):
            raise TypeError(f"expected string or buffer, but got {__builtin__.type(s)!r}")
        if isinstance(s, unicode):
            return str(s)
        # What is ASCII is the same in nearly all encodings, and needs no decoding in this one.
        return s if self.encoding == "utf-8" and s.isascii() else str(decode(s, self.encoding))

    def _object(self, pairs):
        pairs = [(to_unicode(key), self._value(value)) for key, value in pairs]
        if self.object_pairs_hook is not None:
            return _Done(self.object_pairs_hook(pairs))
        found = dict(pairs)
        return _Done(found if self.object_hook is None else self.object_hook(found))

    def _value(self, value):
        """A value as Python 2 has it; what is in an object is that already."""
        if isinstance(value, _Done):
            return value.value
        if type(value) is str:
            return to_unicode(value)
        if type(value) is list:
            value[:] = map(self._value, value)
        return value


class _Done:
    """An object, or what a hook made of one: nothing in it is to be changed any more."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


def _whole(text):
    return number(int(text))


def _of_text(parse):
    """A parser of numbers, whose results are kept apart from the texts of the value."""
    return None if parse is None else lambda text: _Done(parse(text))


def _fault(error, text):
    if error.msg == "Illegal trailing comma before end of object":
        end = text.index("}", error.pos)
        return f"Expecting property name: {_place(text, end)}"
    is_open = error.msg not in _NOTHING or text.rstrip().endswith("[")
    if is_open and error.pos >= len(text) and not error.msg.startswith("Unterminated"):
        return f"Expecting object: {_place(text, len(text) - 1)}"
    if error.msg in _NOTHING:
        return "No JSON object could be decoded"
    # The engine names the character as well.
    message = error.msg.partition(": U+")[0].partition(" U+")[0]
    if message == "Invalid control character":
        message += " at"
    is_escape = message == "Invalid \\uXXXX escape"
    return f"{_WORDS.get(message, message)}: {_place(text, error.pos + is_escape)}"


def py_scanstring(s, end, encoding=None, strict=True, *more):
    """The text whose opening quotation mark is before a place, and where it ends."""
    text = s if isinstance(s, unicode) else to_bytes(s).decode(encoding or "utf-8")
    try:
        found, behind = _engines.decoder.py_scanstring(text, end, strict)
    except _engines.JSONDecodeError as error:
        raise ValueError(_fault(error, text)) from None
    return to_unicode(found), behind


scanstring = c_scanstring = py_scanstring


def _place(text, start, end=None):
    """Where something is, as 2.7 says it."""
    line, column = _line_and_column(text, start)
    if end is None:
        return f"line {line} column {column} (char {start})"
    last_line, last_column = _line_and_column(text, end)
    return f"line {line} column {column} - line {last_line} column {last_column} (char {start} - {end})"


def _line_and_column(text, position):
    return text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
