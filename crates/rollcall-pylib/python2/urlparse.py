"""`urlparse` of Python 2.7: addresses taken apart and put together.

A copy of the library's own functions, for the classes of what they return name their module.
"""

from _python2 import fresh_copy, load

__all__ = ["urlparse", "urlunparse", "urljoin", "urldefrag", "urlsplit", "urlunsplit", "parse_qs", "parse_qsl"]

unquote = load("urllib").unquote
_copy = fresh_copy("urllib.parse", "urlparse")
ParseResult, SplitResult, urlunparse, urlunsplit, uses_relative, uses_netloc, uses_params, scheme_chars = (
    getattr(_copy, name)
    for name in ("ParseResult", "SplitResult", "urlunparse", "urlunsplit", "uses_relative", "uses_netloc",
                 "uses_params", "scheme_chars")
)
uses_query = uses_fragment = non_hierarchical = []
MAX_CACHE_SIZE = 20


def _port(parts):
    """The number behind the host, if there is one that can be a port."""
    host = parts.netloc.rpartition("@")[2].rpartition("]")[2]
    if ":" not in host:
        return None
    port = int(host.split(":")[1])
    return port if 0 <= port <= 65535 else None


ParseResult.port = SplitResult.port = property(_port)


def clear_cache():
    """Nothing is kept."""


def _has_port_only(url):
    """Whether what looks like a scheme is a host, for behind it there is a number and nothing else."""
    scheme, colon, rest = url.partition(":")
    return bool(scheme and colon) and scheme != "http" and rest.isdigit() and all(map(scheme_chars.__contains__, scheme))


def urlsplit(url, scheme="", allow_fragments=True):
    """The five parts of an address."""
    if _has_port_only(url):
        return SplitResult(scheme, url[:0], url, url[:0], url[:0])
    return _copy.urlsplit(url, scheme, allow_fragments)


def urlparse(url, scheme="", allow_fragments=True):
    """The six parts of an address."""
    if _has_port_only(url):
        return ParseResult(scheme, url[:0], url, url[:0], url[:0], url[:0])
    return _copy.urlparse(url, scheme, allow_fragments)


def urljoin(base, url, allow_fragments=True):
    """What an address means that is found at another: as RFC 1808 has it, by which `..` may lead above the root."""
    if not base or not url:
        return url or base
    at = urlparse(base, "", allow_fragments)
    to = urlparse(url, at.scheme, allow_fragments)
    if to.scheme != at.scheme or to.scheme not in uses_relative:
        return url
    if to.scheme in uses_netloc and to.netloc:
        return urlunparse(to)
    to = to._replace(netloc=at.netloc if to.scheme in uses_netloc else to.netloc)
    if to.path.startswith("/"):
        return urlunparse(to)
    if not to.path and not to.params:
        return urlunparse(to._replace(path=at.path, params=at.params, query=to.query or at.query))
    return urlunparse(to._replace(path=_joined_path(at.path, to.path)))


def _joined_path(at, to):
    parts = at.split("/")[:-1] + to.split("/")
    if parts[-1] == ".":
        parts[-1] = ""
    parts = [part for part in parts if part != "."]
    while True:
        places = range(1, len(parts) - 1)
        up = next((place for place in places if parts[place] == ".." and parts[place - 1] not in ("", "..")), None)
        if up is None:
            break
        del parts[up - 1:up + 1]
    if parts == ["", ".."]:
        parts[-1] = ""
    elif len(parts) >= 2 and parts[-1] == "..":
        parts[-2:] = [""]
    return "/".join(parts)


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
            pairs.append((_plain(name), _plain(value) if equals else ""))
    return pairs


def _plain(text):
    return unquote(text.replace("+", " "))


def parse_qs(qs, keep_blank_values=0, strict_parsing=0):
    """The values of a form by their names."""
    found = {}
    for name, value in parse_qsl(qs, keep_blank_values, strict_parsing):
        found.setdefault(name, []).append(value)
    return found
