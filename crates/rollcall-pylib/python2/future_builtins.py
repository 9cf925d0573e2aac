"""`future_builtins` of Python 2.7: functions that behave as those of Python 3."""

import __builtin__

from _python2 import load

_itertools = load("itertools")
filter, map, zip = _itertools.ifilter, _itertools.imap, _itertools.izip

__all__ = ["ascii", "filter", "hex", "map", "oct", "zip"]


def ascii(object):
    return repr(object)


def hex(number):
    return __builtin__.hex(number).rstrip("L")


def oct(number):
    sign, _, digits = __builtin__.oct(number).rstrip("L").partition("0")
    return f"{sign}0o{digits or '0'}"
