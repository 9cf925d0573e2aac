"""`codecs` of Python 2.7: between `str` and `unicode`.

What texts say by themselves (`text.encode`) is the runtime's; this module asks them.
"""

import codecs as _engines

from _python2 import _partial
from _python2._faults import (
    backslashreplace_errors, ignore_errors, lookup_error, register_error, replace_errors, strict_errors,
    xmlcharrefreplace_errors,
)
from _python2._incremental import (
    BufferedIncrementalDecoder, BufferedIncrementalEncoder, IncrementalDecoder, IncrementalEncoder,
)
from _python2._refused import refuse
from _python2._streams import Codec, StreamReader, StreamReaderWriter, StreamRecoder, StreamWriter
from _python2._text import to_bytes, to_str, to_unicode

BOM_UTF8 = to_str(_engines.BOM_UTF8)
# The machine of Java begins with the upper byte.
BOM = BOM_BE = BOM32_BE = BOM_UTF16 = BOM_UTF16_BE = to_str(_engines.BOM_UTF16_BE)
BOM_LE = BOM32_LE = BOM_UTF16_LE = to_str(_engines.BOM_UTF16_LE)
BOM_UTF32 = BOM64_BE = BOM_UTF32_BE = to_str(_engines.BOM_UTF32_BE)
BOM64_LE = BOM_UTF32_LE = to_str(_engines.BOM_UTF32_LE)


def encode(obj, encoding="ascii", errors="strict"):
    """A text in an encoding."""
    return _partial.encode(_text(obj), encoding, errors)


def decode(obj, encoding="ascii", errors="strict"):
    """The text of a `str` in an encoding."""
    return _partial.decode(_text(obj), encoding, errors)


def _text(value):
    """What has an encoding: a text, or what holds bytes."""
    return value if isinstance(value, str) else to_str(to_bytes(value))


_BY_NAME = {
    "ascii": "ascii", "latin_1": "latin-1", "utf_8": "utf-8", "utf_7": "utf-7", "utf_16": "utf-16",
    "utf_16_le": "utf-16-le", "utf_16_be": "utf-16-be", "utf_32": "utf-32", "utf_32_le": "utf-32-le",
    "utf_32_be": "utf-32-be", "unicode_escape": "unicode_escape", "raw_unicode_escape": "raw_unicode_escape",
    "unicode_internal": "unicode_internal",
}


def _encoder_of(encoding):
    return lambda obj, errors="strict": (encode(obj, encoding, errors or "strict"), len(obj))


def _decoder_of(encoding):
    def decoder(obj, errors="strict", final=True):
        text, taken, _ = _partial.part(_text(obj), encoding, errors or "strict", final)
        return text, taken

    return decoder


for _name, _encoding in _BY_NAME.items():
    globals()[_name + "_encode"] = _encoder_of(_encoding)
    globals()[_name + "_decode"] = _decoder_of(_encoding)


def _decoder_with_order(encoding):
    def decoder(obj, errors="strict", byteorder=0, final=False):
        asked = {-1: encoding + "-le", 0: encoding, 1: encoding + "-be"}[byteorder]
        data = _text(obj)
        text, taken, found = _partial.part(data, asked, errors or "strict", final)
        has_mark = byteorder == 0 and data[:1] in ("\xff", "\xfe", "\0") and taken > len(text) * 2
        return text, taken, byteorder or (-1 if found.endswith("-le") else 1 if has_mark else 0)

    return decoder


utf_16_ex_decode, utf_32_ex_decode = _decoder_with_order("utf-16"), _decoder_with_order("utf-32")


def escape_encode(obj, errors="strict"):
    return encode(obj, "string_escape", errors), len(obj)


def escape_decode(obj, errors="strict"):
    return decode(obj, "string_escape", errors), len(obj)


def charmap_encode(obj, errors="strict", mapping=None):
    """A text by a table from characters to bytes."""
    data, taken = _engines.charmap_encode(obj, errors, mapping)
    return to_str(data), taken


def charmap_decode(obj, errors="strict", mapping=None):
    """The text of bytes by a table."""
    if mapping is not None and isinstance(mapping, str):
        # A table ends where no character is left; what it has no character for is U+FFFE.
        mapping = str(mapping) + "\ufffe" * (256 - len(mapping))
    text, taken = _engines.charmap_decode(to_bytes(obj), errors, mapping)
    return to_unicode(text), taken


def make_identity_dict(rng):
    """A table in which each number stands for itself."""
    return {number: number for number in rng}


def make_encoding_map(decoding_map):
    """The table of the other direction; what two stand for stands for none."""
    found = {}
    for key, value in decoding_map.items():
        found[value] = None if value in found else key
    return found


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


def _found_by(search_function, name):
    """What a script's function knows of an encoding: a tuple of four, or None."""
    found = search_function(name)
    if found is not None and not (isinstance(found, tuple) and len(found) == 4):
        raise TypeError("codec search functions must return 4-tuples")
    return found


def _pair(answer, words):
    """A text, and how much of what was given it stands for."""
    if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[0], str):
        raise TypeError(words)
    return answer


def register(search_function):
    """Adds a function that knows encodings by their names."""
    if not callable(search_function):
        raise TypeError("argument must be callable")
    _own.append(search_function)

    def search(name):
        found = _found_by(search_function, name)
        if found is None:
            return None

        def encoder(text, errors="strict"):
            data, taken = _pair(found[0](to_unicode(text), errors), "encoder must return a tuple (object,integer)")
            return to_bytes(data) if isinstance(data, str) else data, taken

        def decoder(data, errors="strict"):
            return _pair(found[1](to_str(bytes(data)), errors), "decoder must return a tuple (object,integer)")

        return _engines.CodecInfo(encoder, decoder, name=name)

    _engines.register(search)


def _registered(encoding):
    for function in _own:
        found = _found_by(function, str(encoding).lower())
        if found is not None:
            return found
    return None


# What the runtime knows and the engine does not.
_RUNTIMES = {name: name.replace("_", "-") for name in ("string_escape", "unicode_internal")}


def _name_of(encoding):
    """The name that an encoding has here, of those that it has."""
    asked = str(encoding).lower().replace("-", "_")
    if asked in _RUNTIMES:
        return _RUNTIMES[asked]
    try:
        return _engines.lookup(str(encoding)).name
    except LookupError:
        raise LookupError(f"unknown encoding '{encoding}'") from None


def lookup(encoding):
    """An encoding by one of its names."""
    found = _registered(encoding)
    if found is not None:
        return found
    name = _name_of(encoding)
    own = {"encoding": name.replace("-", "_") if name in _RUNTIMES.values() else name}
    reader, writer = type("StreamReader", (StreamReader,), own), type("StreamWriter", (StreamWriter,), own)
    encoder = type("IncrementalEncoder", (IncrementalEncoder,), own)
    decoder = type("IncrementalDecoder", (BufferedIncrementalDecoder,), own)
    return CodecInfo(_encoder(own["encoding"]), _decoder(own["encoding"]), reader, writer, encoder, decoder, name=name)


def getincrementalencoder(encoding):
    """A class that encodes a text in parts."""
    return _require(lookup(encoding).incrementalencoder, encoding)


def getincrementaldecoder(encoding):
    """A class that decodes a `str` in parts."""
    return _require(lookup(encoding).incrementaldecoder, encoding)


def _require(found, encoding):
    if found is None:
        raise LookupError(encoding)
    return found


def getreader(encoding):
    """A class that reads text from a file in memory of `str` in an encoding."""
    return lookup(encoding)[2]


def getwriter(encoding):
    """A class that writes text to a file in memory in an encoding."""
    return lookup(encoding)[3]


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


def EncodedFile(file, data_encoding, file_encoding=None, errors="strict"):
    """A file in one encoding that is read and written in another."""
    file_encoding = file_encoding or data_encoding
    made = StreamRecoder(file, getencoder(data_encoding), getdecoder(data_encoding), getreader(file_encoding),
                         getwriter(file_encoding), errors)
    made.data_encoding, made.file_encoding = data_encoding, file_encoding
    return made




def open(filename, mode="rb", encoding=None, errors="strict", buffering=1):
    """Refuses: there are no files."""
    refuse("open")
