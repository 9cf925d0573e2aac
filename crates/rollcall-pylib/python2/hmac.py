"""`hmac` of Python 2.7: RFC 2104 over `str`, with MD5 unless another digest is named."""

import hmac as _engines

from _python2 import load
from _python2._text import to_bytes

digest_size = None


class HMAC:
    """A keyed digest of what is given to it."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=None):
        make = load("hashlib").md5 if digestmod is None else getattr(digestmod, "new", digestmod)
        self._make = make
        self.inner, self.outer = make(), make()
        self.digest_size = self.inner.digest_size
        size = self.inner.block_size
        secret = to_bytes(key)
        if len(secret) > size:
            secret = to_bytes(_digest(make, secret))
        secret = secret.ljust(size, b"\0")
        self.inner.update(bytes(byte ^ 0x36 for byte in secret))
        self.outer.update(bytes(byte ^ 0x5C for byte in secret))
        if msg is not None:
            self.update(msg)

    def update(self, msg):
        self.inner.update(msg)

    def copy(self):
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.inner, other.outer = self.inner.copy(), self.outer.copy()
        return other

    def _current(self):
        outer = self.outer.copy()
        outer.update(self.inner.digest())
        return outer

    def digest(self):
        return self._current().digest()

    def hexdigest(self):
        return self._current().hexdigest()


def _digest(make, data):
    made = make()
    made.update(data)
    return made.digest()


def new(key, msg=None, digestmod=None):
    return HMAC(key, msg, digestmod)


def compare_digest(a, b):
    """Whether two digests are the same, in a time that does not tell where they differ."""
    return _engines.compare_digest(to_bytes(a), to_bytes(b))
