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


def compress(string, level=6):
    return to_str(_engines.compress(to_bytes(string), level))


def decompress(string, wbits=15, bufsize=16384):
    return to_str(_engines.decompress(to_bytes(string), wbits, bufsize))


def crc32(data, value=0):
    return signed(_engines.crc32(to_bytes(data), value & 0xFFFFFFFF))


def adler32(data, value=1):
    return signed(_engines.adler32(to_bytes(data), value & 0xFFFFFFFF))
