"""`HTMLParser` of Python 2.7: the engine's, with references left to the handlers, and `unescape`."""

import html as _html
from html.parser import HTMLParser as _Engines

from _python2._text import to_unicode, unicode

__all__ = ["HTMLParser", "HTMLParseError"]


class HTMLParseError(Exception):
    """Kept for those who catch it; every text can be parsed."""


class HTMLParser(_Engines):
    """Calls its handlers for what it finds in a page."""

    def __init__(self):
        super().__init__(convert_charrefs=False)

    def unescape(self, s):
        """A text with the characters that its references mean."""
        found = _html.unescape(s)
        is_text = isinstance(s, unicode) or not all(character < "\x80" or character in s for character in found)
        return to_unicode(found) if is_text else found
