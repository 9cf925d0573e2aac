"""`binascii` of Python 2.7: from `str` to `str`, checksums with a sign."""

import binascii as _engines

from _python2._text import number, signed, to_bytes, to_str

Error = _engines.Error
Incomplete = _engines.Incomplete


def hexlify(data):
    return to_str(_engines.hexlify(to_bytes(data)))


def unhexlify(hexstr):
    try:
        return to_str(_engines.unhexlify(to_bytes(hexstr)))
    except _engines.Error as error:
        raise TypeError(str(error)) from None


b2a_hex, a2b_hex = hexlify, unhexlify


def b2a_base64(data):
    return to_str(_engines.b2a_base64(to_bytes(data)))


def a2b_base64(string):
    return to_str(_engines.a2b_base64(to_bytes(string)))


def crc32(data, crc=0):
    return signed(_engines.crc32(to_bytes(data), crc & 0xFFFFFFFF))


def crc_hqx(data, crc):
    return number(_engines.crc_hqx(to_bytes(data), crc))
