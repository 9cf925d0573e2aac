"""`quopri` of Python 2.7: quoted-printable text (RFC 1521), of texts and of files in memory."""

from _python2 import load

__all__ = ["encode", "decode", "encodestring", "decodestring"]

ESCAPE, MAXLINESIZE, HEX = "=", 76, "0123456789ABCDEF"
a2b_qp, b2a_qp = load("binascii").a2b_qp, load("binascii").b2a_qp
_encoded, _decoded = b2a_qp, a2b_qp


def encode(input, output, quotetabs, header=0):
    """Writes what a file has, quoted, to another."""
    output.write(encodestring(input.read(), quotetabs, header))


def decode(input, output, header=0):
    """Writes what the text of a file means to another."""
    output.write(decodestring(input.read(), header))


def encodestring(s, quotetabs=0, header=0):
    return _encoded(s, quotetabs=quotetabs, header=header)


def decodestring(s, header=0):
    return _decoded(s, header=header)
