"""`cgi` of Python 2.7, as far as it works on texts."""

from _python2 import load

__all__ = ["escape", "parse_header", "parse_qs", "parse_qsl"]

parse_qs, parse_qsl = load("urlparse").parse_qs, load("urlparse").parse_qsl


def escape(s, quote=None):
    """Makes a text safe between the tags of a page, and in quotes if asked."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;") if quote else s


def parse_header(line):
    """The value of a header such as `Content-Type`, and what is said of it: `name=value` behind semicolons."""
    first, *others = _parts(line)
    found = {}
    for part in others:
        name, is_given, value = part.partition("=")
        if is_given:
            found[name.strip().lower()] = _unquoted(value.strip())
    return first, found


def _parts(line):
    """A line taken apart at semicolons that are in no quotes."""
    parts, start, at, quoted = [], 0, 0, False
    while at < len(line):
        character = line[at]
        if quoted and character == "\\":
            at += 1
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            parts.append(line[start:at].strip())
            start = at + 1
        at += 1
    return [*parts, line[start:].strip()]


def _unquoted(value):
    if len(value) < 2 or value[0] != '"' or value[-1] != '"':
        return value
    return value[1:-1].replace("\\\\", "\\").replace('\\"', '"')
