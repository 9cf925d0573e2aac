"""`urllib2` of Python 2.7, as far as it needs no network: requests can be made and not sent.

What opens a request is there by name, and refuses with the reason when it is asked to.
"""

import __builtin__

from _python2 import load
from _python2._refused import refuse
from _python2._text import joined

_urllib, _urlparse = load("urllib"), load("urlparse")
quote, unquote, urlopen = _urllib.quote, _urllib.unquote, _urllib.urlopen


class URLError(__builtin__.IOError):
    """What a request that cannot be sent raises."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

    def __str__(self):
        return f"<urlopen error {self.reason}>"


class HTTPError(URLError):
    """What an answer that is an error raises."""

    def __init__(self, url, code, msg, hdrs, fp):
        __builtin__.IOError.__init__(self)
        self.code, self.msg, self.hdrs, self.fp, self.filename = code, msg, hdrs, fp, url
        if fp is not None:
            self.headers, self.url = hdrs, url

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"

    @property
    def reason(self):
        return self.msg

    def info(self):
        return self.hdrs

    def getcode(self):
        return self.code

    def geturl(self):
        return self.url

    def read(self, *size):
        return self.fp.read(*size)

    def readline(self, *size):
        return self.fp.readline(*size)

    def readlines(self, *size):
        return self.fp.readlines(*size)

    def __iter__(self):
        return iter(self.fp)

    def close(self):
        if self.fp is not None:
            self.fp.close()


class Request:
    """An address with what belongs to it."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False):
        address = _urllib.unwrap(url)
        self._address, self._fragment = _urllib.splittag(address)
        self._type = self._rest = self._host = self._selector = self._tunnel_host = None
        self.data, self.headers, self.unredirected_hdrs, self.unverifiable = data, {}, {}, unverifiable
        for name, value in headers.items():
            self.add_header(name, value)
        self.origin_req_host = request_host(self) if origin_req_host is None else origin_req_host

    def get_method(self):
        return "GET" if self.data is None else "POST"

    def add_data(self, data):
        self.data = data

    def has_data(self):
        return self.data is not None

    def get_data(self):
        return self.data

    def get_full_url(self):
        return f"{self._address}#{self._fragment}" if self._fragment else self._address

    def get_type(self):
        if self._type is None:
            self._type, self._rest = _urllib.splittype(self._address)
            if self._type is None:
                raise ValueError(f"unknown url type: {self._address}")
        return self._type

    def get_host(self):
        if self._host is None:
            if self._rest is None:
                self.get_type()
            self._host, self._selector = _urllib.splithost(self._rest)
            if self._host:
                self._host = _urllib.unquote(self._host)
        return self._host

    def get_selector(self):
        if self._selector is None:
            self.get_host()
        return self._selector

    def set_proxy(self, host, type):
        if self._type == "https" and not self._tunnel_host:
            self._tunnel_host = self.get_host()
        else:
            self._type, self._rest, self._selector = type, self._address, self._address
        self._host = host

    def has_proxy(self):
        return self.get_selector() == self._address

    def get_origin_req_host(self):
        return self.origin_req_host

    def is_unverifiable(self):
        return self.unverifiable

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def add_unredirected_header(self, key, val):
        """Adds a header that does not go to the address that an answer leads to."""
        self.unredirected_hdrs[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers or header_name in self.unredirected_hdrs

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, self.unredirected_hdrs.get(header_name, default))

    def header_items(self):
        return list({**self.unredirected_hdrs, **self.headers}.items())


def request_host(request):
    """The host of a request in small letters, without its port."""
    host = _urlparse.urlparse(request.get_full_url())[1] or request.get_header("Host", "")
    name, behind, port = host.rpartition(":")
    return (name if behind and port.isdigit() else host).lower()


def parse_keqv_list(l):
    """A dictionary of texts `name=value`, whose quotes are taken off."""
    found = {}
    for entry in l:
        name, value = entry.split("=", 1)
        found[name] = value[1:-1] if value[0] == '"' == value[-1] else value
    return found


def parse_http_list(s):
    """The parts of a header between its commas, but for those in quotes."""
    parts, part, quoted, escaped = [], [], False, False
    for character in s:
        if escaped:
            escaped = False
        elif quoted and character == "\\":
            # The sign itself is left out.
            escaped = True
            continue
        elif character == '"':
            quoted = not quoted
        elif character == "," and not quoted:
            parts.append(joined(part).strip())
            part = []
            continue
        part.append(character)
    return [*parts, joined(part).strip()] if part else parts


def _refused(name):
    """A class that nobody can make an object of."""
    def make(cls, *args, **kwargs):
        refuse(name)

    return type(name, (), {"__new__": make})


for _name in """
    AbstractBasicAuthHandler AbstractDigestAuthHandler AbstractHTTPHandler OpenerDirector BaseHandler
    HTTPHandler HTTPSHandler FTPHandler FileHandler HTTPBasicAuthHandler HTTPDigestAuthHandler
    HTTPCookieProcessor HTTPDefaultErrorHandler HTTPErrorProcessor HTTPPasswordMgr
    HTTPPasswordMgrWithDefaultRealm HTTPRedirectHandler ProxyBasicAuthHandler ProxyDigestAuthHandler
    ProxyHandler UnknownHandler
""".split():
    globals()[_name] = _refused(_name)


def build_opener(*handlers):
    """Refuses: there is no network."""
    refuse("build_opener")


def install_opener(opener):
    """Refuses: there is no network."""
    refuse("install_opener")
