"""`hashlib` of Python 2.7: digests of `str`, as `str`."""

import hashlib as _engines

from _python2._text import to_bytes, to_str

__all__ = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "new", "algorithms", "pbkdf2_hmac")

algorithms = __all__[:6]


class _Hash:
    """What is digested so far."""

    def __init__(self, engines):
        self._engines = engines
        self.name = engines.name
        self.digest_size = self.digestsize = engines.digest_size
        self.block_size = engines.block_size

    def update(self, arg):
        self._engines.update(to_bytes(arg))

    def digest(self):
        return to_str(self._engines.digest())

    def hexdigest(self):
        return self._engines.hexdigest()

    def copy(self):
        return _Hash(self._engines.copy())


def new(name, string=""):
    """A digest by the name of its algorithm."""
    if not isinstance(name, str):
        raise TypeError("new() argument 1 must be string, not " + type(name).__name__)
    return _Hash(_engines.new(name.lower(), to_bytes(string)))


def _constructor(name):
    def construct(string=""):
        return new(name, string)

    construct.__name__ = "openssl_" + name
    return construct


for _name in algorithms:
    globals()[_name] = _constructor(_name)


def pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None):
    return to_str(_engines.pbkdf2_hmac(hash_name, to_bytes(password), to_bytes(salt), iterations, dklen))
