"""`difflib` of Python 2.7: what is found in lines of `unicode` is `unicode`."""

import difflib as _engines
from difflib import (
    HtmlDiff, IS_CHARACTER_JUNK, IS_LINE_JUNK, Match, SequenceMatcher, get_close_matches,
)

from _python2._text import to_unicode, unicode

__all__ = [
    "get_close_matches", "ndiff", "restore", "SequenceMatcher", "Differ", "IS_CHARACTER_JUNK", "IS_LINE_JUNK",
    "context_diff", "unified_diff", "HtmlDiff",
]


def _like(lines, *sources):
    """Lines of the kind of those that they come from."""
    is_text = any(isinstance(line, unicode) for source in sources for line in source)
    return map(to_unicode, lines) if is_text else lines


class Differ(_engines.Differ):
    """Compares texts line by line."""

    def compare(self, a, b):
        return _like(super().compare(a, b), a, b)


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    return Differ(linejunk, charjunk).compare(a, b)


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    return _like(_engines.unified_diff(a, b, fromfile, tofile, fromfiledate, tofiledate, n, lineterm), a, b)


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    return _like(_engines.context_diff(a, b, fromfile, tofile, fromfiledate, tofiledate, n, lineterm), a, b)


def restore(delta, which):
    """The lines of one of the two texts that a comparison is of."""
    delta = list(delta)
    return _like(_engines.restore(delta, which), delta)
