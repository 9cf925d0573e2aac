"""Encodings of several bytes for a character, in place of CPython's native modules of them.

The library's codecs (`encodings.gbk` and its kin) ask `getcodec` for the two functions of an encoding. The tables are the
runtime's, see `charset` there; what has no place in them is given to the handler of errors.
"""

import codecs

import _rollcall

# What the runtime calls the encodings. Those that are missing here it does not know.
_LABELS = {
    "big5": "big5", "big5hkscs": "big5", "cp950": "big5", "cp932": "shift_jis", "shift_jis": "shift_jis",
    "shift_jisx0213": "shift_jis", "euc_jp": "euc-jp", "cp949": "euc-kr", "euc_kr": "euc-kr", "gb18030": "gb18030",
    "gb2312": "gbk", "gbk": "gbk", "iso2022_jp": "iso-2022-jp",
}

# The older standards, which have fewer characters than what they are read as: the first and the second byte.
_STRICT = {"gb2312": (range(0xa1, 0xf8), range(0xa1, 0xff)), "euc_kr": (range(0xa1, 0xff), range(0xa1, 0xff))}


def getcodec(name):
    """The functions of an encoding."""
    if name not in _LABELS:
        raise LookupError(f"no such codec is supported: {name}")
    return _Codec(name)


class _Codec:
    """An encoding."""

    def __init__(self, name):
        self.name, self.label = name, _LABELS[name]

    def encode(self, text, errors="strict"):
        """The bytes of a text, and how long the text is."""
        parts, place = [], 0
        while True:
            data, place = _rollcall.charset_encode(self.label, text, place)
            if self.name in _STRICT and not self._is_strict(data):
                data, place = self._as_far_as_strict(text, place - len(data.decode(self.label)), place)
            parts.append(data)
            if place >= len(text):
                return b"".join(parts), len(text)
            replacement, place = self._handled(text, place, errors)
            parts.append(replacement)

    def _is_strict(self, data):
        first, second = _STRICT[self.name]
        pairs = iter(data)
        return all(byte < 0x80 or byte in first and next(pairs, 0) in second for byte in pairs)

    def _as_far_as_strict(self, text, start, end):
        """The bytes up to the first character that only the newer standard has, and its place."""
        parts = []
        for place in range(start, end):
            data, _ = _rollcall.charset_encode(self.label, text[place], 0)
            if not self._is_strict(data):
                return b"".join(parts), place
            parts.append(data)
        return b"".join(parts), end

    def _handled(self, text, place, errors):
        fault = UnicodeEncodeError(self.name, text, place, place + 1, "illegal multibyte sequence")
        replacement, place = codecs.lookup_error(errors)(fault)
        if isinstance(replacement, bytes):
            return replacement, place
        data, end = _rollcall.charset_encode(self.label, replacement, 0)
        if end < len(replacement):
            raise fault
        return data, place if place >= 0 else place + len(text)

    def decode(self, data, errors="strict", final=True):
        """The text of some bytes, and how many of them it is made of."""
        data, parts, place = bytes(data), [], 0
        while True:
            text, place, faulty = _rollcall.charset_decode(self.label, data, place, True)
            parts.append(text)
            if not faulty:
                return "".join(parts), len(data)
            if not final and place == len(data):
                return "".join(parts), place - faulty
            reason = "incomplete multibyte sequence" if place == len(data) else "illegal multibyte sequence"
            fault = UnicodeDecodeError(self.name, data, place - faulty, place, reason)
            replacement, place = codecs.lookup_error(errors)(fault)
            parts.append(replacement)
            place = place if place >= 0 else place + len(data)


class MultibyteIncrementalEncoder:
    """Encodes a text that comes in parts."""

    codec = None

    def __init__(self, errors="strict"):
        self.errors = errors

    def encode(self, text, final=False):
        return self.codec.encode(text, self.errors)[0]

    def reset(self):
        pass


class MultibyteIncrementalDecoder:
    """Decodes bytes that come in parts; half a character waits for its other half."""

    codec = None

    def __init__(self, errors="strict"):
        self.errors, self._rest = errors, b""

    def decode(self, data, final=False):
        data = self._rest + bytes(data)
        text, taken = self.codec.decode(data, self.errors, final)
        self._rest = data[taken:]
        return text

    def reset(self):
        self._rest = b""


class MultibyteStreamReader:
    """Reads text from a file of bytes: what the library's readers do."""

    codec = None


class MultibyteStreamWriter:
    """Writes text to a file of bytes: what the library's writers do."""

    codec = None
