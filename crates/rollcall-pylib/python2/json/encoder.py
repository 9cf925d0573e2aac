"""`json.encoder` of Python 2.7: from a value to its text.

With an indent a line ends in `, `, blank included, as in 2.7.
"""

import __builtin__
from json import encoder as _engines

from _python2._text import joined, to_bytes, to_unicode, unicode

_quoted = _engines.encode_basestring_ascii
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_INFINITY = float("inf")
_HOLDING = frozenset([dict, list, tuple])
# How a float is written: scripts set it to write fewer digits. The fast encoder of 2.7, which writes what is neither
# indented nor sorted, does not ask it.
FLOAT_REPR = __builtin__.repr


class JSONEncoder:
    """Writes values: subclasses add kinds by a `default` of their own."""

    item_separator = ", "
    key_separator = ": "

    def __init__(self, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, encoding="utf-8", default=None):
        self.skipkeys, self.ensure_ascii, self.check_circular = skipkeys, ensure_ascii, check_circular
        self.allow_nan, self.sort_keys, self.indent, self.encoding = allow_nan, sort_keys, indent, encoding
        if separators is not None:
            self.item_separator, self.key_separator = separators
        if default is not None:
            self.default = default

    def default(self, o):
        """Turns what JSON has not into what it has."""
        raise TypeError(f"{o!r} is not JSON serializable")

    def encode(self, o):
        return joined(self._parts(o))

    def iterencode(self, o, _one_shot=False):
        """The parts of the text."""
        return iter(self._parts(o))

    def _parts(self, o):
        parts = []
        self._write(o, parts, set(), 0)
        return parts

    def _write(self, o, parts, inside, depth):
        plain = self._plain(o)
        if plain is not None:
            parts.append(plain)
            return
        if self.check_circular:
            if id(o) in inside:
                raise ValueError("Circular reference detected")
            inside.add(id(o))
        if isinstance(o, (list, tuple)):
            self._write_items(o, parts, inside, depth)
        elif isinstance(o, dict):
            self._write_members(o, parts, inside, depth)
        else:
            self._write(self.default(o), parts, inside, depth)
        inside.discard(id(o))

    def _plain(self, o):
        """The text of a value that holds no others, else None."""
        kind = type(o)
        if kind in _HOLDING:
            return None
        if kind is int:
            return f"{o:d}"
        if isinstance(o, str):
            return self._text(o)
        if o is None:
            return "null"
        if o is True:
            return "true"
        if o is False:
            return "false"
        if isinstance(o, int):
            return int.__format__(o, "d")
        return self._float(o) if isinstance(o, float) else None

    def _float(self, value):
        if value - value == 0:
            is_fast = self.indent is None and not self.sort_keys
            return float.__repr__(value) if is_fast else FLOAT_REPR(value)
        if not self.allow_nan:
            raise ValueError("Out of range float values are not JSON compliant")
        return "NaN" if value != value else "Infinity" if value == _INFINITY else "-Infinity"

    def _text(self, text):
        if self.ensure_ascii and text.isascii() and self.encoding == "utf-8" and "\x7f" not in text:
            return _quoted(text)
        is_text = isinstance(text, unicode)
        if not self.ensure_ascii and not is_text and self.encoding == "utf-8":
            # Bytes stay bytes, as they are.
            return '"' + "".join(map(self._character, text)) + '"'
        points = text if is_text else to_bytes(text).decode(self.encoding)
        quoted = '"' + "".join(map(self._character, points)) + '"'
        return to_unicode(quoted) if is_text and not self.ensure_ascii or not quoted.isascii() else quoted

    def _character(self, character):
        escape = _ESCAPES.get(character)
        if escape is not None:
            return escape
        code = ord(character)
        if code < 32 or code > 126 and self.ensure_ascii:
            if code > 0xFFFF:
                code -= 0x10000
                return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
            return f"\\u{code:04x}"
        return chr(code)

    def _members(self, mapping):
        pairs = list(mapping.items())
        if self.sort_keys:
            pairs.sort(key=lambda pair: pair[0])
        for key, value in pairs:
            if isinstance(key, str):
                yield self._text(key), value
            elif isinstance(key, (int, float)) or key is None:
                # The fast encoder of 2.7 names a truth value as Python does.
                is_named = isinstance(key, bool) and self.indent is None and not self.sort_keys
                yield self._text(str(key) if is_named else self._plain(key)), value
            elif not self.skipkeys:
                raise TypeError(f"keys must be a string: {key!r}")

    def _write_items(self, items, parts, inside, depth):
        items = list(items)
        if not items:
            parts.append("[]")
            return
        start, between, end = self._spacing(depth)
        before = "[" + start
        for item in items:
            parts.append(before)
            before = between
            plain = self._plain(item)
            if plain is None:
                self._write(item, parts, inside, depth + 1)
            else:
                parts.append(plain)
        parts.append(end + "]")

    def _write_members(self, mapping, parts, inside, depth):
        members = list(self._members(mapping))
        if not members:
            parts.append("{}")
            return
        start, between, end = self._spacing(depth)
        before = "{" + start
        for key, value in members:
            parts += before, key, self.key_separator
            before = between
            plain = self._plain(value)
            if plain is None:
                self._write(value, parts, inside, depth + 1)
            else:
                parts.append(plain)
        parts.append(end + "}")

    def _spacing(self, depth):
        """What stands after the opening bracket, between two items and before the closing bracket."""
        if self.indent is None:
            return "", self.item_separator, ""
        inner, outer = ("\n" + " " * (self.indent * d) for d in (depth + 1, depth))
        return inner, self.item_separator + inner, outer


def encode_basestring(s):
    """A text in quotes, of whatever characters it has."""
    return JSONEncoder(ensure_ascii=False)._text(s)


def encode_basestring_ascii(s):
    """A text in quotes, in ASCII."""
    return JSONEncoder()._text(s)
