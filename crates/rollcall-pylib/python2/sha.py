"""`sha` of Python 2.7: what `hashlib.sha1` is today."""

from _python2 import load

new = sha = load("hashlib").sha1
digest_size = digestsize = 20
blocksize = 1
