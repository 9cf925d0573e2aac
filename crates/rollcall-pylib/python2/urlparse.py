"""`urlparse` of Python 2.7: addresses taken apart and put together.

A copy of the library's own functions, for the classes of what they return name their module.
"""

from _python2 import fresh_copy, load

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "parse_qs", "parse_qsl"]

unquote = load("urllib").unquote
_copy = fresh_copy("urllib.parse", "urlparse")
ParseResult, SplitResult, urljoin, urlparse, urlsplit, urlunparse, urlunsplit = (
    getattr(_copy, name)
    for name in ("ParseResult", "SplitResult", "urljoin", "urlparse", "urlsplit", "urlunparse", "urlunsplit")
)


def urldefrag(url):
    """An address without its fragment, and the fragment."""
    return tuple(_copy.urldefrag(url))


def parse_qsl(qs, keep_blank_values=0, strict_parsing=0):
    """The pairs of a form."""
    pairs = []
    for part in qs.replace(";", "&").split("&"):
        if not part and not strict_parsing:
            continue
        name, equals, value = part.partition("=")
        if not equals and strict_parsing:
            raise ValueError(f"bad query field: {part!r}")
        if value or keep_blank_values:
            pairs.append((_plain(name), _plain(value)))
    return pairs


def _plain(text):
    return unquote(text.replace("+", " "))


def parse_qs(qs, keep_blank_values=0, strict_parsing=0):
    """The values of a form by their names."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing):
        found.setdefault(name, []).append(value)
    return found
