"""`cgi` of Python 2.7, as far as it works on texts."""

from _python2 import load

__all__ = ["escape", "parse_qs", "parse_qsl"]

parse_qs, parse_qsl = load("urlparse").parse_qs, load("urlparse").parse_qsl


def escape(s, quote=None):
    """Makes a text safe between the tags of a page, and in quotes if asked."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;") if quote else s
