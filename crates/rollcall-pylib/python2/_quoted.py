"""Quoted-printable text (RFC 1521), for `binascii` and `quopri`: bytes that a line cannot carry as `=` and two digits."""

_LONGEST = 76
_DIGITS = b"0123456789ABCDEFabcdef"
_LF, _CR, _BLANK, _TAB, _EQUALS, _UNDERSCORE, _DOT = b"\n\r \t=_."


def encoded(data, quotetabs, istext, header):
    """Bytes as quoted-printable text."""
    first = data.find(b"\n")
    end = b"\r\n" if first > 0 and data[first - 1] == _CR else b"\n"
    out, length, at = bytearray(), 0, 0
    while at < len(data):
        byte = data[at]
        if _is_quoted(data, at, length, quotetabs, istext, header):
            if length + 3 >= _LONGEST:
                out += b"=" + end
                length = 0
            out += b"=%02X" % byte
            length += 3
            at += 1
        elif istext and (byte == _LF or byte == _CR and data[at + 1:at + 2] == b"\n"):
            if out[-1:] in (b" ", b"\t"):
                out[-1:] = b"=%02X" % out[-1]
            out += end
            length = 0
            at += 2 if byte == _CR else 1
        else:
            if at + 1 != len(data) and data[at + 1] != _LF and length + 1 >= _LONGEST:
                out += b"=" + end
                length = 0
            out.append(_UNDERSCORE if header and byte == _BLANK else byte)
            length += 1
            at += 1
    return bytes(out)


def _is_quoted(data, at, length, quotetabs, istext, header):
    byte, is_last = data[at], at + 1 == len(data)
    if byte > 126 or byte == _EQUALS or header and byte == _UNDERSCORE:
        return True
    if byte == _DOT and length == 0:
        return is_last or data[at + 1] in (_LF, _CR, 0)
    if byte in (_CR, _LF):
        return not istext
    if byte in (_TAB, _BLANK):
        return is_last or quotetabs
    return byte < 33


def decoded(data, header):
    """The bytes of quoted-printable text."""
    out, at = bytearray(), 0
    while at < len(data):
        byte = data[at]
        at += 1
        if byte != _EQUALS:
            out.append(_BLANK if header and byte == _UNDERSCORE else byte)
        elif at >= len(data):
            break
        elif data[at] in (_LF, _CR):
            # A line that goes on.
            end = data.find(b"\n", at)
            at = len(data) if end < 0 else end + 1
        elif data[at] == _EQUALS:
            out.append(_EQUALS)
            at += 1
        elif len(data) > at + 1 and data[at] in _DIGITS and data[at + 1] in _DIGITS:
            out.append(int(data[at:at + 2], 16))
            at += 2
        else:
            out.append(_EQUALS)
    return bytes(out)
