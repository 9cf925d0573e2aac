"""`shlex` of Python 2.7: a text taken apart as a shell would.

A copy of the library's own: its files in memory are those of 2.7, in which a text that is not ASCII can be read character
by character.
"""

from _python2 import fresh_copy, load

__all__ = ["shlex", "split"]

_copy = fresh_copy("shlex", "shlex")
_copy.StringIO = load("StringIO").StringIO
shlex = _copy.shlex
shlex.next = shlex.__next__


def split(s, comments=False, posix=True):
    """The words of a command."""
    lexer = shlex("" if s is None else s, posix=posix)
    lexer.whitespace_split = True
    if not comments:
        lexer.commenters = ""
    return list(lexer)
