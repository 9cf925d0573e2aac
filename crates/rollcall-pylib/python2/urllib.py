"""`urllib` of Python 2.7, as far as it makes and takes apart addresses; nothing is fetched."""

import __builtin__
import re

from _python2 import load
from _python2._refused import refuse
from _python2._text import joined, to_bytes, to_str, to_unicode, unicode

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


# Parts of an address: each function splits off one, which is None where it is not there.

_TYPE = re.compile("([^/:]+):")
_HOST = re.compile("//([^/#?]*)(.*)", re.DOTALL)
_PORT = re.compile("(.*):([0-9]*)", re.DOTALL)


def unwrap(url):
    """An address without the signs that texts put around it."""
    url = url.strip()
    if url[:1] == "<" and url[-1:] == ">":
        url = url[1:-1].strip()
    return url[4:].strip() if url[:4] == "URL:" else url


def splittype(url):
    found = _TYPE.match(url)
    return (url[:found.end(1)].lower(), url[found.end():]) if found else (None, url)


def splithost(url):
    found = _HOST.match(url)
    if not found:
        return None, url
    host, path = (url[slice(*found.span(group))] for group in (1, 2))
    return host, joined(["/", path]) if path and path[0] != "/" else path


def _last(separator):
    """A function that splits at the last of some characters, and whose second part may be None."""
    def split(text):
        first, found, second = text.rpartition(separator)
        return (first, second) if found else (text, None)

    return split


splitquery, splittag = _last("?"), _last("#")


def splituser(host):
    user, found, rest = host.rpartition("@")
    return user if found else None, rest


def splitpasswd(user):
    name, found, password = user.partition(":")
    return name, password if found else None


def splitvalue(attr):
    name, found, value = attr.partition("=")
    return name, value if found else None


def splitport(host):
    found = _PORT.fullmatch(host)
    return (host[:found.end(1)], host[found.start(2):] or None) if found else (host, None)


def splitnport(host, defport=-1):
    """A host and the number of its port; None for one that is no number."""
    name, found, port = host.rpartition(":")
    if not found:
        return host, defport
    if not port:
        return name, defport
    try:
        return name, int(port)
    except ValueError:
        return name, None


def splitattr(url):
    path, *attributes = url.split(";")
    return path, attributes


def toBytes(url):
    """An address as `str`."""
    if isinstance(url, unicode) and not url.isascii():
        raise UnicodeError(f"URL {url!r} contains non-ASCII characters")
    return to_str(to_bytes(url)) if isinstance(url, unicode) else url


def basejoin(base, url, allow_fragments=True):
    """An address that is relative to another, made whole."""
    return load("urlparse").urljoin(base, url, allow_fragments)


def getproxies():
    """None: there is no network, and no environment that could name one."""
    return {}


def proxy_bypass(host):
    return 0


def urlcleanup():
    """There is nothing that was fetched."""


class ContentTooShortError(__builtin__.IOError):
    """A page that ended early."""

    def __init__(self, message, content):
        super().__init__(message)
        self.content = content


class URLopener:
    """What fetches addresses elsewhere, and here refuses."""

    def __init__(self, proxies=None, **x509):
        refuse("URLopener")


FancyURLopener = URLopener


def urlopen(url, *args, **kwargs):
    """Refuses: there are no sockets."""
    refuse("urlopen")


urlretrieve = urlopen
