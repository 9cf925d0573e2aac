"""Encodings of parts of texts, for `codecs`: what is cut off at the end of one part belongs to the next."""

import __builtin__
import codecs as _engines

from _python2._text import to_bytes, to_str, to_unicode

# The methods of texts answer as in Python 2 to code of Python 2, so it is code of Python 2 that asks them.
encode = __builtin__.eval("lambda text, encoding, errors: text.encode(encoding, errors)", {"__builtins__": __builtin__})
_decode = __builtin__.eval("lambda text, encoding, errors: text.decode(encoding, errors)", {"__builtins__": __builtin__})
lines_of = __builtin__.eval("lambda text, keepends: text.splitlines(keepends)", {"__builtins__": __builtin__})

# The mark that stands before a text, and what the text is in if there is one.
_MARKS = {
    "utf-16": (("\xff\xfe", "utf-16-le"), ("\xfe\xff", "utf-16-be")),
    "utf-32": (("\xff\xfe\0\0", "utf-32-le"), ("\0\0\xfe\xff", "utf-32-be")),
    "utf-8-sig": (("\xef\xbb\xbf", "utf-8"),),
}
_UNMARKED = {"utf-16": "utf-16-be", "utf-32": "utf-32-be", "utf-8-sig": "utf-8"}
_UNITS = {"utf-16-le": 2, "utf-16-be": 2, "utf-32-le": 4, "utf-32-be": 4}
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
# Encodings whose decoders of the engine keep what is cut off themselves.
_KEPT_BY_ENGINE = frozenset("""
    big5 big5hkscs cp932 cp949 cp950 euc_jp euc_kr gb18030 gb2312 gbk idna iso2022_jp shift_jis shift_jisx0213
""".split())


def decode(data, encoding, errors="strict"):
    """The text of a whole `str`."""
    return _decode(data if isinstance(data, str) else to_str(to_bytes(data)), encoding, errors)


def marked(encoding):
    """What a text goes on in after its first part, which has the mark of the order of bytes."""
    return _UNMARKED.get(encoding, encoding)


def part(data, encoding, errors="strict", final=False, needs_mark=False):
    """The text of the first part of a `str`, how much of it that is, and the encoding of the rest.

    Where there has to be a mark and is none, that is a UnicodeError.
    """
    behind = 0
    if encoding in _MARKS:
        behind, encoding = _first(data, encoding, final, needs_mark)
        if encoding in _MARKS:
            return to_unicode(""), 0, encoding
    end = len(data) if final else len(data) - _cut_off(data, encoding)
    return decode(data[behind:end], encoding, errors), max(end, behind), encoding


def _first(data, encoding, final, needs_mark):
    """How long the mark is, and the encoding behind it; the same encoding if it is not all there."""
    for mark, rest in _MARKS[encoding]:
        if data.startswith(mark):
            return len(mark), rest
    longest = len(_MARKS[encoding][0][0])
    if not final and len(data) < longest and any(mark.startswith(data) for mark, rest in _MARKS[encoding]):
        return 0, encoding
    if len(data) < longest and not final and encoding != "utf-8-sig":
        return 0, encoding
    if needs_mark and encoding != "utf-8-sig" and data:
        raise UnicodeError(f"{encoding.upper()} stream does not start with BOM")
    return 0, _UNMARKED[encoding]


def _cut_off(data, encoding):
    """How many bytes at the end are the beginning of a character."""
    if encoding in _UNITS:
        return _cut_off_units(data, encoding)
    if encoding == "utf-7":
        return _cut_off_base64(data)
    if encoding != "utf-8":
        return 0
    for back in range(1, min(4, len(data) + 1)):
        byte = ord(data[-back])
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if needed > back else 0
        if byte < 0x80:
            break
    return 0


def _cut_off_units(data, encoding):
    """The first half of a pair waits for the second."""
    cut = len(data) % _UNITS[encoding]
    whole = data[:len(data) - cut][-2:]
    if _UNITS[encoding] == 2 and whole:
        leading = ord(whole[0 if encoding == "utf-16-be" else 1])
        return cut + (2 if 0xD8 <= leading < 0xDC else 0)
    return cut


def _cut_off_base64(data):
    """Characters between `+` and what ends them wait for each other."""
    at = data.find("+")
    while at >= 0:
        end = at + 1
        while end < len(data) and data[end] in _BASE64:
            end += 1
        if end == len(data):
            return end - at
        at = data.find("+", end)
    return 0


class Decoder:
    """Decodes a `str` that comes in parts; `rest` is what was cut off."""

    def __init__(self, encoding, errors="strict", needs_mark=False):
        self.encoding, self.errors, self._needs_mark = encoding, errors, needs_mark
        self._engines = None
        if encoding.replace("-", "_") in _KEPT_BY_ENGINE:
            self._engines = _engines.getincrementaldecoder(encoding)(errors)

    def decode(self, data, errors=None, final=False):
        """The text of what is there, and how much of it that is."""
        if self._engines is not None:
            return to_unicode(self._engines.decode(to_bytes(data), final)), len(data)
        text, taken, self.encoding = part(data, self.encoding, errors or self.errors, final, self._needs_mark)
        return text, taken
