"""`uu` of Python 2.7, of files in memory: bytes as lines of text, as Unix mailed them."""

from _python2 import load

__all__ = ["Error", "encode", "decode"]

_binascii = load("binascii")


class Error(Exception):
    """What is no such text."""


def _stream(file, name):
    return getattr(load("sys"), name) if isinstance(file, str) and file == "-" else file


def encode(in_file, out_file, name=None, mode=None):
    """Writes what a file has to another, as text. `-` is what the script's own streams read and write."""
    in_file, out_file = _stream(in_file, "stdin"), _stream(out_file, "stdout")
    out_file.write("begin %o %s\n" % ((0o666 if mode is None else mode) & 0o777, "-" if name is None else name))
    data = in_file.read(45)
    while data:
        out_file.write(_binascii.b2a_uu(data))
        data = in_file.read(45)
    out_file.write(" \nend\n")


def decode(in_file, out_file, mode=None, quiet=0):
    """Writes what the text of a file means to another."""
    in_file, out_file = _stream(in_file, "stdin"), _stream(out_file, "stdout")
    while True:
        header = in_file.readline()
        if not header:
            raise Error("No valid begin line found in input file")
        fields = header.split(" ", 2)
        if len(fields) == 3 and fields[0] == "begin" and _is_octal(fields[1]):
            break
    line = in_file.readline()
    while line and line.strip() != "end":
        out_file.write(_line(line, quiet))
        line = in_file.readline()
    if not line:
        raise Error("Truncated input file")


def _is_octal(text):
    return bool(text) and set(text) <= set("01234567")


def _line(line, quiet):
    """The bytes of a line; some programs append what the line does not count."""
    try:
        return _binascii.a2b_uu(line)
    except _binascii.Error as error:
        count = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3
        data = _binascii.a2b_uu(line[:count])
        if not quiet:
            load("sys").stderr.write(f"Warning: {error}\n")
        return data
