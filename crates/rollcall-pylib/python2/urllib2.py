"""`urllib2` of Python 2.7, as far as it needs no network: requests can be made and not sent."""

import __builtin__

from _python2 import load

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
        super().__init__(msg)
        self.code, self.msg, self.hdrs, self.fp, self.filename = code, msg, hdrs, fp, url

    def __str__(self):
        return f"HTTP Error {self.code}: {self.msg}"


class Request:
    """An address with what belongs to it."""

    def __init__(self, url, data=None, headers={}, origin_req_host=None, unverifiable=False):
        self._url, self.data, self.headers = url, data, {}
        for name, value in headers.items():
            self.add_header(name, value)

    def get_method(self):
        return "GET" if self.data is None else "POST"

    def add_data(self, data):
        self.data = data

    def has_data(self):
        return self.data is not None

    def get_data(self):
        return self.data

    def get_full_url(self):
        return self._url

    def get_host(self):
        return _urlparse.urlsplit(self._url).netloc

    def get_type(self):
        return _urlparse.urlsplit(self._url).scheme

    def add_header(self, key, val):
        self.headers[key.capitalize()] = val

    def has_header(self, header_name):
        return header_name in self.headers

    def get_header(self, header_name, default=None):
        return self.headers.get(header_name, default)
