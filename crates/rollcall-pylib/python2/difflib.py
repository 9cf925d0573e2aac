"""`difflib` of Python 2.7: what is found in lines of `unicode` is `unicode`."""

from _python2 import fresh_copy
from _python2._text import to_unicode, unicode

_engines = fresh_copy("difflib", "difflib")
# Any sequences of texts can be compared.
_engines._check_types = lambda *given: None
HtmlDiff, IS_CHARACTER_JUNK, IS_LINE_JUNK, Match, SequenceMatcher, get_close_matches = (
    getattr(_engines, name) for name in (
        "HtmlDiff", "IS_CHARACTER_JUNK", "IS_LINE_JUNK", "Match", "SequenceMatcher", "get_close_matches")
)
_format_range_context, _format_range_unified = _engines._format_range_context, _engines._format_range_unified

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

    def _qformat(self, aline, bline, atags, btags):
        """Two lines with marks below them, behind the tabs with which both begin and which are the same."""
        common = min(_leading(aline, "\t"), _leading(bline, "\t"))
        common = min(common, _leading(atags[:common], " "), _leading(btags[:common], " "))
        for sign, line, tags in (("- ", aline, atags), ("+ ", bline, btags)):
            yield sign + line
            marks = tags[common:].rstrip()
            if marks:
                yield "? " + "\t" * common + marks + "\n"


def _leading(line, character):
    return len(line) - len(line.lstrip(character))


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
