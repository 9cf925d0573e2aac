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


def _plain_only(*given):
    if any(given):
        raise NotImplementedError("quoted-printable text is made without options here")


def b2a_qp(data, quotetabs=False, istext=True, header=False):
    _plain_only(quotetabs, not istext, header)
    return to_str(_engines.b2a_qp(to_bytes(data)))


def a2b_qp(string, header=False):
    _plain_only(header)
    return to_str(_engines.a2b_qp(to_bytes(string)))
