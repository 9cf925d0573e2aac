"""`string` of Python 2.7: its constants, and the functions that became methods."""

import __builtin__
import string as _engines

from _python2._text import joined, to_unicode, unicode

ascii_lowercase = lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = letters = lowercase + uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = _engines.punctuation
whitespace = " \t\n\r\v\f"
printable = digits + letters + punctuation + whitespace

class Formatter(_engines.Formatter):
    """Fills fields of a text in: `unicode` if what stands between the fields is."""

    def vformat(self, format_string, args, kwargs):
        found = super().vformat(format_string, args, kwargs)
        is_text = isinstance(format_string, unicode) and any(parts[0] for parts in self.parse(format_string))
        return to_unicode(found) if is_text else found


class Template(_engines.Template):
    """A text with names to be filled in: `unicode` if it is one itself or is given one."""

    idpattern = "[_a-z][_a-z0-9]*"

    def substitute(*args, **kws):
        return _filled(_engines.Template.substitute, args, kws)

    def safe_substitute(*args, **kws):
        return _filled(_engines.Template.safe_substitute, args, kws)


def _filled(function, args, kws):
    values = [*kws.values()] + [value for mapping in args[1:] for value in getattr(mapping, "values", list)()]
    found = function(*args, **kws)
    template = args[0].template
    # What was not inserted does not count.
    is_text = isinstance(template, unicode) or any(isinstance(value, unicode) and value in found for value in values)
    return to_unicode(found) if is_text else found

index_error = ValueError
atoi_error = atof_error = atol_error = ValueError

_identity = "".join(map(chr, range(256)))


def lower(s):
    return s.lower()


def upper(s):
    return s.upper()


def swapcase(s):
    return s.swapcase()


def capitalize(s):
    return s.capitalize()


def capwords(s, sep=None):
    """Every word capitalized; without a separator, runs of blanks become one."""
    return join([word.capitalize() for word in s.split(sep)], sep or " ")


def strip(s, chars=None):
    return s.strip(chars)


def lstrip(s, chars=None):
    return s.lstrip(chars)


def rstrip(s, chars=None):
    return s.rstrip(chars)


def split(s, sep=None, maxsplit=-1):
    return s.split(sep, maxsplit)


def rsplit(s, sep=None, maxsplit=-1):
    return s.rsplit(sep, maxsplit)


def join(words, sep=" "):
    return sep.join(words)


splitfields = split
joinfields = join


def find(s, *args):
    return s.find(*args)


def rfind(s, *args):
    return s.rfind(*args)


def index(s, *args):
    return s.index(*args)


def rindex(s, *args):
    return s.rindex(*args)


def count(s, *args):
    return s.count(*args)


def replace(s, old, new, maxreplace=-1):
    return s.replace(old, new, maxreplace)


def ljust(s, width, *args):
    return s.ljust(width, *args)


def rjust(s, width, *args):
    return s.rjust(width, *args)


def center(s, width, *args):
    return s.center(width, *args)


def expandtabs(s, tabsize=8):
    return s.expandtabs(tabsize)


def zfill(x, width):
    """A text or a number, filled up with zeros on the left."""
    return (x if isinstance(x, str) else repr(x)).zfill(width)


def maketrans(fromstr, tostr):
    """A table of 256 characters for `translate`."""
    if len(fromstr) != len(tostr):
        raise ValueError("maketrans arguments must have same length")
    table = list(_identity)
    for source, target in zip(fromstr, tostr):
        table[ord(source)] = target
    return joined(table)


def translate(s, table, deletions=""):
    """Each character's entry in a table of 256, without those that are to go."""
    kept = [character for character in s if character not in deletions]
    return joined([table[ord(character)] for character in kept])


def atof(s):
    return float(s)


def atoi(s, base=10):
    return __builtin__.int(s, base)


def atol(s, base=10):
    return __builtin__.long(s, base)
