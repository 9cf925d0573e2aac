"""`fnmatch` of Python 2.7: names by patterns of a shell (`Tank*`, `Pump_[0-9]?`).

Of names of files there are none; capitals and small letters differ, as on a machine that is not Windows.
"""

from _python2 import load
from _python2._text import joined

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]

_re = load("re")
# More patterns than this are not kept.
_MAXCACHE = 100
_cache = {}


def _matcher(pattern):
    key = type(pattern), pattern
    found = _cache.get(key)
    if found is None:
        if len(_cache) >= _MAXCACHE:
            _cache.clear()
        found = _cache[key] = _re.compile(translate(pattern)).match
    return found


def _purge():
    _cache.clear()


def fnmatch(name, pat):
    """Whether a name matches a pattern."""
    return _matcher(pat)(name) is not None


fnmatchcase = fnmatch


def filter(names, pat):
    """The names that match a pattern."""
    matches = _matcher(pat)
    return [name for name in names if matches(name)]


def translate(pat):
    """A pattern of a shell as a regular expression."""
    parts, at = [], 0
    while at < len(pat):
        character = pat[at]
        at += 1
        if character == "*":
            parts.append(".*")
        elif character == "?":
            parts.append(".")
        elif character == "[" and (end := _end_of_set(pat, at)) > 0:
            parts.append(_set(pat[at:end]))
            at = end + 1
        else:
            parts.append(_re.escape(character))
    return joined([*parts, "\\Z(?ms)"])


def _end_of_set(pat, start):
    """Where the bracket behind `[` is closed: not at the first character, and not where it is only refused; -1 if never."""
    at = start + 1 if pat[start:start + 1] == "!" else start
    return pat.find("]", at + 1)


def _set(characters):
    characters = characters.replace("\\", "\\\\")
    if characters[0] == "!":
        characters = "^" + characters[1:]
    elif characters[0] == "^":
        characters = "\\" + characters
    return "[" + characters + "]"
