"""`zlib` of Python 2.7: from `str` to `str`, checksums with a sign."""

import zlib as _engines
from zlib import (
    DEFLATED,
    MAX_WBITS,
    Z_BEST_COMPRESSION,
    Z_BEST_SPEED,
    Z_DEFAULT_COMPRESSION,
    Z_DEFAULT_STRATEGY,
    Z_FINISH,
    Z_SYNC_FLUSH,
    error,
)

from _python2._text import signed, to_bytes, to_str

Z_NO_FLUSH, Z_FULL_FLUSH, Z_FILTERED, Z_HUFFMAN_ONLY = 0, 3, 1, 2
DEF_MEM_LEVEL = 8
ZLIB_VERSION = "1.1.3"
_INCOMPLETE = "Error -5 while decompressing data: incomplete or truncated stream"


def compress(string, level=6):
    return to_str(_engines.compress(to_bytes(string), level))


def decompress(string, wbits=15, bufsize=16384):
    data = to_bytes(string)
    if not data:
        raise error(_INCOMPLETE)
    return to_str(_undone(_engines.decompress, data, wbits, bufsize))


def _undone(function, *arguments):
    """What decompresses, with the words of 2.7 for data that is none."""
    try:
        return function(*arguments)
    except error as fault:
        words = str(fault).replace("deflate decompression error: ", "Error -3 while decompressing data: ")
        raise error(words) from None


class _Compressor:
    """Compresses piece by piece."""

    def __init__(self, engines):
        self._engines = engines

    def compress(self, string):
        return to_str(self._engines.compress(to_bytes(string)))

    def flush(self, mode=Z_FINISH):
        if mode not in (Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH):
            raise ValueError("Invalid flush option")
        return to_str(self._engines.flush(int(mode)))


class _Decompressor:
    """Decompresses piece by piece; what follows the data is kept."""

    def __init__(self, engines):
        self._engines = engines

    unused_data = property(lambda self: to_str(self._engines.unused_data))
    unconsumed_tail = property(lambda self: to_str(self._engines.unconsumed_tail))

    def decompress(self, string, max_length=0):
        return to_str(_undone(self._engines.decompress, to_bytes(string), max_length))

    def flush(self, length=16384):
        return to_str(self._engines.flush(length))


def compressobj(level=6, method=DEFLATED, wbits=MAX_WBITS, memlevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY):
    """What compresses piece by piece; how much memory it may take and what it looks for is its own affair."""
    return _Compressor(_engines.compressobj(level, method, wbits))


def decompressobj(wbits=MAX_WBITS):
    return _Decompressor(_engines.decompressobj(wbits))


def crc32(data, value=0):
    return signed(_engines.crc32(to_bytes(data), value & 0xFFFFFFFF))


def adler32(data, value=1):
    return signed(_engines.adler32(to_bytes(data), value & 0xFFFFFFFF))
