"""`unicodedata` of Python 2.7: texts are `unicode`."""

import unicodedata as _engines
from unicodedata import unidata_version

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


def _of_character(function):
    """A function of one character, which has to be one of `unicode`."""
    def answer(unichr, *default):
        if not isinstance(unichr, unicode):
            raise TypeError(f"must be unicode, not {type(unichr).__name__}")
        if len(unichr) != 1:
            raise TypeError("need a single Unicode character as parameter")
        return function(unichr, *default)

    answer.__name__ = function.__name__
    return answer


bidirectional, category, combining = map(_of_character, (_engines.bidirectional, _engines.category, _engines.combining))
decomposition = _of_character(_engines.decomposition)
east_asian_width = _of_character(_engines.east_asian_width)


@_of_character
def name(unichr, *default):
    """The name of a character."""
    found = _engines.name(unichr, *default)
    return found if default and found is default[0] else to_unicode(found)


@_of_character
def mirrored(unichr):
    """Whether a character is turned about in text that runs from right to left."""
    return bool(_engines.mirrored(unichr))


# Jython names the two the other way about: of a superscript two there is a decimal and no digit.

@_of_character
def decimal(unichr, *default):
    """The digit that a character stands for, also one in a circle or above the line."""
    return _value(_engines.digit, unichr, "not a decimal", default)


@_of_character
def digit(unichr, *default):
    """The digit that a character is."""
    return _value(_engines.decimal, unichr, "not a digit", default)


def _value(function, unichr, words, default):
    try:
        return function(unichr, *default)
    except ValueError:
        raise ValueError(words) from None


@_of_character
def numeric(unichr, *default):
    """The number that a character stands for."""
    return _value(_engines.numeric, unichr, "not a numeric", default)
