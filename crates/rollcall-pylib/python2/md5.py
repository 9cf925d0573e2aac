"""`md5` of Python 2.7: what `hashlib.md5` is today."""

from _python2 import load

new = md5 = load("hashlib").md5
digest_size = 16
blocksize = 1
