"""`sre_constants` of Python 2.7: the error of patterns, which scripts import from here, too."""

from _python2 import load

MAXREPEAT = 65535
error = load("re").error
