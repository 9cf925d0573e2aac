"""`urllib` of Python 2.7, as far as it makes and takes apart addresses; nothing is fetched."""

from _python2._refused import refuse
from _python2._text import to_bytes, to_str, to_unicode, unicode

__all__ = [
    "urlopen", "urlretrieve", "quote", "quote_plus", "unquote", "unquote_plus", "urlencode", "pathname2url",
    "url2pathname",
]

always_safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"


def quote(s, safe="/"):
    """A text with every byte that is not safe as `%xx`."""
    if s is None:
        raise TypeError("None object cannot be quoted")
    kept = always_safe + safe
    if all(character in kept for character in s):
        return s
    if isinstance(s, unicode):
        _require_bytes(s)
    return "".join(chr(ord(c)) if c in kept else f"%{ord(c):02X}" for c in s)


def _require_bytes(text):
    for character in text:
        if ord(character) > 127:
            raise KeyError(character)


def quote_plus(s, safe=""):
    """The same for a form: a blank is a `+`."""
    return quote(s, safe + " ").replace(" ", "+")


def unquote(s):
    """A text with the bytes that `%xx` mean."""
    first, *others = map(str.__str__, s.split("%"))
    parts = [first]
    for part in others:
        try:
            parts.append(chr(int(part[:2], 16)) + part[2:] if len(part) > 1 else "%" + part)
        except ValueError:
            parts.append("%" + part)
    whole = "".join(parts)
    return to_unicode(whole) if isinstance(s, unicode) else whole


def unquote_plus(s):
    return unquote(s.replace("+", " "))


def urlencode(query, doseq=0):
    """A form: from a dictionary or from pairs."""
    pairs = list(query.items()) if hasattr(query, "items") else query
    if isinstance(pairs, str) or not hasattr(pairs, "__len__") or len(pairs) and not isinstance(pairs[0], tuple):
        raise TypeError("not a valid non-string sequence or mapping object")
    parts = []
    for key, value in pairs:
        values = value if doseq and isinstance(value, (list, tuple)) else [value]
        parts += [quote_plus(_text(key)) + "=" + quote_plus(_text(item)) for item in values]
    return "&".join(parts)


def _text(value):
    """A value as `str`; a `unicode` has to be ASCII."""
    return to_str(to_bytes(value)) if isinstance(value, str) else str(value)


def pathname2url(pathname):
    return quote(pathname)


def url2pathname(pathname):
    return unquote(pathname)


def urlopen(url, *args, **kwargs):
    """Refuses: there are no sockets."""
    refuse("urlopen")


urlretrieve = urlopen
