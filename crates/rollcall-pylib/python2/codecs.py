"""`codecs` of Python 2.7: between `str` and `unicode`.

What texts say by themselves (`text.encode`) is the runtime's; this module asks them.
"""

import __builtin__
import codecs as _engines
from codecs import (
    backslashreplace_errors, ignore_errors, lookup_error, register_error, replace_errors, strict_errors,
    xmlcharrefreplace_errors,
)

from _python2._refused import refuse
from _python2._text import to_bytes, to_str, to_unicode

BOM_UTF8 = to_str(_engines.BOM_UTF8)
BOM = BOM_UTF16 = BOM_UTF16_LE = to_str(_engines.BOM_UTF16_LE)
BOM_UTF16_BE = to_str(_engines.BOM_UTF16_BE)
BOM_UTF32 = BOM_UTF32_LE = to_str(_engines.BOM_UTF32_LE)
BOM_UTF32_BE = to_str(_engines.BOM_UTF32_BE)


# The methods of texts answer as in Python 2 to code of Python 2, so it is code of Python 2 that asks them.
_encode = __builtin__.eval("lambda text, *how: text.encode(*how)", {"__builtins__": __builtin__})
_decode_text = __builtin__.eval("lambda text, *how: text.decode(*how)", {"__builtins__": __builtin__})


def encode(obj, encoding="ascii", errors="strict"):
    """A text in an encoding."""
    return _encode(obj, encoding, errors)


def decode(obj, encoding="ascii", errors="strict"):
    """The text of a `str` in an encoding."""
    return obj.decode(encoding, errors)


_BY_NAME = {
    "ascii": "ascii", "latin_1": "latin-1", "utf_8": "utf-8", "utf_7": "utf-7", "utf_16": "utf-16",
    "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_32": "utf-32", "utf_32_le": "utf-32-le",
    "utf_32_be": "utf-32-be", "unicode_escape": "unicode_escape", "raw_unicode_escape": "raw_unicode_escape",
}


def _encoder_of(encoding):
    return lambda obj, errors="strict": (encode(obj, encoding, errors or "strict"), len(obj))


def _decoder_of(encoding):
    def decoder(obj, errors="strict", final=True):
        data = to_bytes(obj)
        if final or encoding not in _CUT:
            return decode(to_str(data), encoding, errors or "strict"), len(data)
        taken = len(data) - _cut_off(encoding, data)
        return decode(to_str(data[:taken]), encoding, errors or "strict"), taken

    return decoder


_CUT = frozenset(["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])


def _cut_off(encoding, data):
    """How many bytes at the end are the beginning of a character."""
    if encoding != "utf-8":
        return len(data) % (2 if "16" in encoding else 4)
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte >= 0xC0:
            needed = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if needed > back else 0
        if byte < 0x80:
            break
    return 0


for _name, _encoding in _BY_NAME.items():
    globals()[_name + "_encode"] = _encoder_of(_encoding)
    globals()[_name + "_decode"] = _decoder_of(_encoding)


def escape_encode(obj, errors="strict"):
    return encode(obj, "string_escape", errors), len(obj)


def escape_decode(obj, errors="strict"):
    return _escape_decode(obj), len(obj)


def _escape_decode(obj):
    return _decode_text(obj, "string_escape")


def charmap_encode(obj, errors="strict", mapping=None):
    """A text by a table from characters to bytes."""
    data, taken = _engines.charmap_encode(obj, errors, mapping)
    return to_str(data), taken


def charmap_decode(obj, errors="strict", mapping=None):
    """The text of bytes by a table."""
    if mapping is not None and isinstance(mapping, str) and not mapping:
        mapping = None
    text, taken = _engines.charmap_decode(to_bytes(obj), errors, mapping)
    return to_unicode(text), taken


def charmap_build(decoding_table):
    return _engines.charmap_build(decoding_table)


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

    def __new__(cls, encode, decode, streamreader=None, streamwriter=None, incrementalencoder=None,
                incrementaldecoder=None, name=None):
        made = tuple.__new__(cls, (encode, decode, streamreader, streamwriter))
        made.name = name
        made.encode, made.decode, made.streamreader, made.streamwriter = made
        made.incrementalencoder, made.incrementaldecoder = incrementalencoder, incrementaldecoder
        return made

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__name__} object for encoding {self.name} at 0x{id(self):x}>"


# Those that scripts have registered, which are given their kinds of texts.
_own = []


def register(search_function):
    """Adds a function that knows encodings by their names."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _own.append(search_function)

    def search(name):
        found = search_function(name)
        if found is None:
            return None

        def encoder(text, errors="strict"):
            data, taken = found[0](to_unicode(text), errors)
            return to_bytes(data) if isinstance(data, str) else data, taken

        def decoder(data, errors="strict"):
            return found[1](to_str(bytes(data)), errors)

        return _engines.CodecInfo(encoder, decoder, name=name)

    _engines.register(search)


def _registered(encoding):
    for function in _own:
        found = function(str(encoding).lower())
        if found is not None:
            return found
    return None


def lookup(encoding):
    """An encoding by one of its names."""
    found = _registered(encoding)
    if found is not None:
        return found
    try:
        name = _engines.lookup(str(encoding)).name
    except LookupError:
        raise LookupError(f"unknown encoding '{encoding}'") from None
    return CodecInfo(_encoder(name), _decoder(name), getreader(name), getwriter(name), getincrementalencoder(name),
                     getincrementaldecoder(name), name=name)


class IncrementalEncoder:
    """Encodes a text that comes in parts."""

    encoding = "ascii"

    def __init__(self, errors="strict"):
        self.errors = errors
        self.reset()

    def encode(self, input, final=False):
        """A part in the encoding; only the first part has the mark of the order of bytes."""
        marked = {"utf-16": "utf-16-be", "utf-32": "utf-32-be", "utf-8-sig": "utf-8"}.get(self.encoding)
        encoding = self.encoding if self._is_first or marked is None else marked
        self._is_first = self._is_first and not input
        return encode(input, encoding, self.errors)

    def reset(self):
        self._is_first = True

    def getstate(self):
        return 0

    def setstate(self, state):
        pass


class IncrementalDecoder:
    """Decodes a `str` that comes in parts."""

    encoding = "ascii"

    def __init__(self, errors="strict"):
        self.errors = errors
        self.reset()

    def decode(self, input, final=False):
        return to_unicode(self._decoder.decode(to_bytes(input), final))

    def reset(self):
        self._decoder = _engines.getincrementaldecoder(self.encoding)(self.errors)

    def getstate(self):
        return ("", 0)

    def setstate(self, state):
        pass


BufferedIncrementalEncoder, BufferedIncrementalDecoder = IncrementalEncoder, IncrementalDecoder


def getincrementalencoder(encoding):
    """A class that encodes a text in parts."""
    return type("IncrementalEncoder", (IncrementalEncoder,), {"encoding": _engines.lookup(str(encoding)).name})


def getincrementaldecoder(encoding):
    """A class that decodes a `str` in parts."""
    return type("IncrementalDecoder", (IncrementalDecoder,), {"encoding": _engines.lookup(str(encoding)).name})


def iterencode(iterator, encoding, errors="strict", **kwargs):
    """Each text of some in an encoding."""
    encoder = getincrementalencoder(encoding)(errors)
    for part in iterator:
        output = encoder.encode(part)
        if output:
            yield output
    output = encoder.encode(to_unicode(""), True)
    if output:
        yield output


def iterdecode(iterator, encoding, errors="strict", **kwargs):
    """The text of each `str` of some."""
    decoder = getincrementaldecoder(encoding)(errors)
    for part in iterator:
        output = decoder.decode(part)
        if output:
            yield output
    output = decoder.decode("", True)
    if output:
        yield output


class Codec:
    """What an encoding can do, to derive from."""

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


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

    def __init__(self, stream, errors="strict"):
        super().__init__(stream, errors)
        self.reset()

    def reset(self):
        """Forgets what was read ahead."""
        self._decoder = getincrementaldecoder(self.encoding)(self.errors)
        self._rest = to_unicode("")

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def _fill(self, is_enough, size):
        while not is_enough(self._rest):
            data = self.stream.read(size)
            self._rest = self._rest + self._decoder.decode(data, not data)
            if not data:
                return

    def _take(self, count):
        text, self._rest = self._rest[:count], self._rest[count:]
        return text

    def read(self, size=-1, chars=-1, firstline=False):
        if size < 0 and chars < 0:
            text = self._rest + self._decoder.decode(self.stream.read(), True)
            self._rest = to_unicode("")
            return text
        wanted = chars if chars >= 0 else size
        self._fill(lambda text: len(text) >= wanted, max(wanted, 1))
        return self._take(wanted)

    def readline(self, size=None, keepends=True):
        if not self._rest:
            line = self._rest + self._decoder.decode(self.stream.readline())
            if "\n" not in line:
                line = line + self._decoder.decode("", True)
        else:
            self._fill(lambda text: "\n" in text, 72)
            line = self._take(self._rest.find("\n") + 1 or len(self._rest))
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


class StreamReaderWriter:
    """A file that is read and written in an encoding."""

    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream, self.errors = stream, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def __getattr__(self, name):
        if name in ("write", "writelines"):
            return getattr(self.writer, name)
        if name in ("read", "readline", "readlines", "next", "seek", "reset"):
            return getattr(self.reader, name)
        return getattr(self.stream, name)

    def __iter__(self):
        return self.reader


class StreamRecoder:
    """A file whose bytes are in one encoding, and those that are read and written in another."""

    data_encoding = file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        self.stream, self.encode, self.decode, self.errors = stream, encode, decode, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        return self.encode(self.reader.readline(size), self.errors)[0]

    def readlines(self, sizehint=None):
        return self.read().splitlines(True)

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write("".join(list))

    def __getattr__(self, name):
        return getattr(self.stream, name)


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """A file in one encoding that is read and written in another."""
    file_encoding = file_encoding or data_encoding
    made = StreamRecoder(file, getencoder(data_encoding), getdecoder(data_encoding), getreader(file_encoding),
                         getwriter(file_encoding), errors)
    made.data_encoding, made.file_encoding = data_encoding, file_encoding
    return made


BOM32_BE, BOM32_LE, BOM64_BE, BOM64_LE = BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
BOM_BE, BOM_LE = BOM_UTF16_BE, BOM_UTF16_LE


def open(filename, mode="rb", encoding=None, errors="strict", buffering=1):
    """Refuses: there are no files."""
    refuse("open")
