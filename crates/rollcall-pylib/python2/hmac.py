"""`hmac` of Python 2.7: RFC 2104 over `str`, with MD5 unless another digest is named."""

import hmac as _engines

from _python2 import load
from _python2._text import to_bytes, to_str

digest_size = None


class HMAC:
    """A keyed digest of what is given to it."""

    blocksize = 64

    def __init__(self, key, msg=None, digestmod=None):
        make = load("hashlib").md5 if digestmod is None else getattr(digestmod, "new", digestmod)
        self.digest_cons = make
        self.inner, self.outer = make(), make()
        self.digest_size = self.inner.digest_size
        size = self._size_of_block()
        secret = to_bytes(key)
        if len(secret) > size:
            secret = to_bytes(_digest(make, to_str(secret)))
        secret = secret.ljust(size, b"\0")
        self.inner.update(to_str(bytes(byte ^ 0x36 for byte in secret)))
        self.outer.update(to_str(bytes(byte ^ 0x5C for byte in secret)))
        if msg is not None:
            self.update(msg)

    def _size_of_block(self):
        """What a digest takes at a time; those of scripts may not say so, or not say it well."""
        size = getattr(self.inner, "block_size", None)
        if size is None:
            words = f"No block_size attribute on given digest object; Assuming {self.blocksize}."
        elif size < 16:
            words = f"block_size of {size} seems too small; using our default of {self.blocksize}."
        else:
            return size
        load("warnings").warn(words, RuntimeWarning, 3)
        return self.blocksize

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
