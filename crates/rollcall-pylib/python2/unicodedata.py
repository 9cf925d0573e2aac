"""`unicodedata` of Python 2.7: texts are `unicode`."""

import unicodedata as _engines
from unicodedata import (
    bidirectional, category, combining, decimal, digit, east_asian_width, mirrored, name, numeric, unidata_version,
)

from _python2._text import to_unicode, unicode

__all__ = """
    bidirectional category combining decimal decomposition digit east_asian_width lookup mirrored name normalize numeric
""".split()


def lookup(name):
    """The character of a name."""
    return to_unicode(_engines.lookup(name))


def normalize(form, unistr):
    """A text in one of the four normal forms."""
    if not isinstance(unistr, unicode):
        raise TypeError(f"normalize() argument 2 must be unicode, not {type(unistr).__name__}")
    return to_unicode(_engines.normalize(form, unistr))


decomposition = _engines.decomposition
