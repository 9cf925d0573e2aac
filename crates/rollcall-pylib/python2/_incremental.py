"""Texts that are encoded and decoded in parts, for `codecs`."""

import codecs as _engines

from _python2._partial import Decoder, encode, marked
from _python2._text import to_bytes, to_str


class IncrementalEncoder:
    """Encodes a text that comes in parts; to derive from."""

    __module__ = "codecs"
    encoding = None

    def __init__(self, errors="strict"):
        self.errors, self.buffer = errors, ""
        self.reset()

    def encode(self, input, final=False):
        """A part in the encoding; only the first part has the mark of the order of bytes."""
        if self.encoding is None:
            raise NotImplementedError
        if self.encoding == "idna":
            return to_str(self._engines.encode(input, final))
        data = encode(input, self._now, self.errors)
        self._now = marked(self._now)
        return data

    def reset(self):
        self._now = self.encoding
        self._engines = _engines.getincrementalencoder("idna")(self.errors) if self.encoding == "idna" else None

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class BufferedIncrementalEncoder(IncrementalEncoder):
    """Encodes as much of a text as a method says, and keeps the rest."""

    __module__ = "codecs"

    def _buffer_encode(self, input, errors, final):
        raise NotImplementedError

    def encode(self, input, final=False):
        data = self.buffer + input
        result, taken = self._buffer_encode(data, self.errors, final)
        self.buffer = data[taken:]
        return result

    def reset(self):
        super().reset()
        self.buffer = ""

    def getstate(self):
        return self.buffer or 0

    def setstate(self, state):
        self.buffer = state or ""


class IncrementalDecoder:
    """Decodes a `str` that comes in parts; to derive from."""

    __module__ = "codecs"
    encoding = None

    def __init__(self, errors="strict"):
        self.errors = errors
        IncrementalDecoder.reset(self)

    def decode(self, input, final=False):
        if self.encoding is None:
            raise NotImplementedError
        data = self.buffer + (to_str(to_bytes(input)) if not isinstance(input, str) else input)
        text, taken = self._decoder.decode(data, self.errors, final)
        self.buffer = data[taken:]
        return text

    def reset(self):
        self.buffer = ""
        if self.encoding is not None:
            self._decoder = Decoder(self.encoding, self.errors, needs_mark=True)

    def getstate(self):
        return self.buffer, 0

    def setstate(self, state):
        self.buffer = state[0]


class BufferedIncrementalDecoder(IncrementalDecoder):
    """Decodes as much of a `str` as a method says, and keeps the rest."""

    __module__ = "codecs"

    def _buffer_decode(self, input, errors, final):
        raise NotImplementedError

    def decode(self, input, final=False):
        if self.encoding is not None:
            return super().decode(input, final)
        data = self.buffer + input
        result, taken = self._buffer_decode(data, self.errors, final)
        self.buffer = data[taken:]
        return result
