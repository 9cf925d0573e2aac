"""`binascii` of Python 2.7: from `str` to `str`, checksums with a sign."""

import binascii as _engines

from _python2 import _binhex, _quoted
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
    try:
        return to_str(_engines.a2b_base64(to_bytes(string)))
    except _engines.Error:
        raise Error("Incorrect padding") from None


def crc32(data, crc=0):
    return signed(_engines.crc32(to_bytes(data), crc & 0xFFFFFFFF))


def crc_hqx(data, crc):
    return number(_engines.crc_hqx(to_bytes(data), crc))


def b2a_uu(data):
    return to_str(_engines.b2a_uu(to_bytes(data)))


def a2b_uu(string):
    return to_str(_engines.a2b_uu(to_bytes(string)))


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    return to_str(_quoted.encoded(to_bytes(data), quotetabs, istext, header))


def a2b_qp(data, header=False):
    return to_str(_quoted.decoded(to_bytes(data), header))


def _of_binhex(function, data):
    """What a function makes of bytes, or an error of this module."""
    try:
        return function(to_bytes(data))
    except _binhex.Incomplete as error:
        raise Incomplete(str(error)) from None
    except ValueError as error:
        raise Error(str(error)) from None


def b2a_hqx(data):
    return to_str(_of_binhex(_binhex.to_text, data))


def a2b_hqx(data):
    data, is_done = _of_binhex(_binhex.from_text, data)
    return to_str(data), is_done


def rlecode_hqx(data):
    return to_str(_of_binhex(_binhex.with_runs, data))


def rledecode_hqx(data):
    return to_str(_of_binhex(_binhex.without_runs, data))
