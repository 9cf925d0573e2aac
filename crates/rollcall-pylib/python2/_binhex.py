"""BinHex 4 (RFC 1741), for `binascii`: six bits a character, and runs of a byte counted behind 0x90."""

_CHARACTERS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_RUN = 0x90


class Incomplete(Exception):
    """Data that ends in the middle."""


def to_text(data):
    out, waiting, bits = bytearray(), 0, 0
    for byte in data:
        waiting, bits = (waiting << 8 | byte) & 0xFFFF, bits + 8
        while bits >= 6:
            bits -= 6
            out.append(_CHARACTERS[waiting >> bits & 0x3F])
    if bits:
        out.append(_CHARACTERS[waiting << 6 - bits & 0x3F])
    return bytes(out)


def from_text(data):
    """The bytes, and whether the mark of the end was among the text. Raises ValueError for what is no such text."""
    out, waiting, bits = bytearray(), 0, 0
    for byte in data:
        if byte in b"\r\n":
            continue
        if byte == ord(":"):
            return bytes(out), 1
        if byte not in _VALUES:
            raise ValueError("Illegal char")
        waiting, bits = (waiting << 6 | _VALUES[byte]) & 0xFFFF, bits + 6
        if bits >= 8:
            bits -= 8
            out.append(waiting >> bits & 0xFF)
    if bits:
        raise Incomplete("String has incomplete number of bytes")
    return bytes(out), 0


def with_runs(data):
    """Bytes with four and more of a kind counted."""
    out, at = bytearray(), 0
    while at < len(data):
        byte, end = data[at], at + 1
        if byte == _RUN:
            out += bytes((_RUN, 0))
            at = end
            continue
        while end < len(data) and data[end] == byte and end - at < 255:
            end += 1
        if end - at > 3:
            out += bytes((byte, _RUN, end - at))
        else:
            out += data[at:end]
        at = end
    return bytes(out)


def without_runs(data):
    """Bytes with their runs written out. Raises ValueError where a count has nothing to repeat."""
    out, at = bytearray(), 0
    while at < len(data):
        byte = data[at]
        if byte != _RUN:
            out.append(byte)
            at += 1
            continue
        if at + 1 >= len(data):
            raise Incomplete("String ends with the RLE code")
        count = data[at + 1]
        if count == 0:
            out.append(_RUN)
        elif not out:
            raise ValueError("Orphaned RLE code at start")
        else:
            out += out[-1:] * (count - 1)
        at += 2
    return bytes(out)
