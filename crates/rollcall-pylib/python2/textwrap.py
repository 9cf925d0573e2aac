"""`textwrap` of Python 2.7: what is made of a `unicode` is `unicode`."""

import re as _re
import textwrap as _engines

from _python2._text import to_unicode, unicode

__all__ = ["TextWrapper", "wrap", "fill", "dedent"]


class TextWrapper(_engines.TextWrapper):
    """Breaks texts into lines."""

    # Where a text may be broken: at blanks, behind the hyphen of a word with letters before and behind it, and around a
    # dash. Python 3 breaks at more hyphens.
    wordsep_re = _re.compile(
        r"""(\s+|[^\s\w]*\w+[^\W\d]-(?=\w+[^\W\d])|(?<=[\w!"'&.,?])-{2,}(?=\w))""", _re.ASCII)
    wordsep_simple_re = _re.compile(r"(\s+)")

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True):
        super().__init__(
            width=width, initial_indent=initial_indent, subsequent_indent=subsequent_indent, expand_tabs=expand_tabs,
            replace_whitespace=replace_whitespace, fix_sentence_endings=fix_sentence_endings,
            break_long_words=break_long_words, drop_whitespace=drop_whitespace, break_on_hyphens=break_on_hyphens)

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        """Breaks a word that is longer than a line where the line ends; Python 3 looks for a hyphen first."""
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words:
            cur_line.append(reversed_chunks[-1][:space_left])
            reversed_chunks[-1] = reversed_chunks[-1][space_left:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def wrap(self, text):
        """The lines of a text."""
        if isinstance(text, unicode):
            self.wordsep_re = _re.compile(TextWrapper.wordsep_re.pattern)
        lines = super().wrap(text)
        return list(map(to_unicode, lines)) if isinstance(text, unicode) else lines

    def fill(self, text):
        """The lines of a text, put together."""
        whole = super().fill(text)
        return to_unicode(whole) if isinstance(text, unicode) else whole


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def dedent(text):
    """A text without the blanks that all its lines begin with."""
    whole = _engines.dedent(text)
    return to_unicode(whole) if isinstance(text, unicode) else whole
