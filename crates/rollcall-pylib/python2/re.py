"""`re` of Python 2.7, on the engine's matcher.

What differs: classes such as `\\w` know ASCII unless UNICODE is asked for; flags may stand anywhere in a pattern; an
escape that means nothing is the letter; an empty match right after another is not replaced and splits nothing; what is
found in a `unicode` is `unicode`. The pattern is rewritten token by token for the engine, and its matches are wrapped. Where a
pattern cannot match nothing, the engine's own loops do the work.
"""

import re as _engines
from re import _parser

from _python2._text import joined, to_unicode, unicode

__all__ = """
    match search sub subn split findall finditer compile purge template escape error I L M S X U IGNORECASE LOCALE
    MULTILINE DOTALL VERBOSE UNICODE
""".split()

I = IGNORECASE = 2
L = LOCALE = 4
M = MULTILINE = 8
S = DOTALL = 16
U = UNICODE = 32
X = VERBOSE = 64
T = TEMPLATE = 1
DEBUG = 128

# The end of what is searched, unless one is given.
_END = 0x7fffffff

_LETTERS = {"i": I, "L": L, "m": M, "s": S, "u": U, "x": X}
# An escape, a set of characters, a group of flags: what has to be looked at in a pattern.
_TOKEN = _engines.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[iLmsux]+\)", _engines.DOTALL)
_IN_SET = _engines.compile(r"\\.|\[|(?<=[&~|-])[&~|-]", _engines.DOTALL)
_ESCAPES = frozenset("AbBdDsSwWZafnrtvx")
_IN_TEMPLATE = _engines.compile(r"\\(?:g(<[^>]*>?)?|(0[0-7]{0,2}|[0-3][0-7]{2}|[1-9][0-9]?)|(.)|$)", _engines.DOTALL)
_TEMPLATE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\"}

# What the engine says of a bad pattern, and 2.7.
_WORDS = (
    ("missing ), unterminated subpattern", "unbalanced parenthesis"),
    ("unterminated character set", "unexpected end of regular expression"),
    ("bad escape (end of pattern)", "bogus escape (end of line)"),
    ("bad escape", "bogus escape"),
    ("bad character range", "bad character range"),
    ("min repeat greater than max repeat", "bad repeat interval"),
    ("missing >, unterminated name", "unterminated name"),
    ("unknown extension ?P", "unknown specifier: ?P"),
    ("unknown extension ?<", "syntax error"),
    ("unknown extension", "unexpected end of pattern"),
    ("cannot refer to an open group", "cannot refer to open group"),
    ("missing ), unterminated comment", "unbalanced parenthesis"),
    ("missing -, : or )", "unexpected end of pattern"),
    ("unknown group name", "unknown group name"),
    ("bad character in group name", "bad character in group name"),
)


class error(Exception):
    """A pattern or a template that means nothing."""


error.__module__ = "sre_constants"


class Scanner:
    """Takes a text apart into tokens: pairs of a pattern and what is made of its text, a function, a value or None."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        self._rules = [(compile(pattern, flags), action) for pattern, action in lexicon]

    def scan(self, string):
        """The tokens, and the rest from where no pattern matches."""
        tokens, at = [], 0
        while at < len(string):
            found, action = self._first(string, at)
            if found is None or found.end() == at:
                break
            self.match = found
            token = action(self, found.group()) if callable(action) else action
            if token is not None:
                tokens.append(token)
            at = found.end()
        return tokens, string[at:]

    def _first(self, string, at):
        for pattern, action in self._rules:
            found = pattern.match(string, at)
            if found is not None:
                return found, action
        return None, None


# Patterns.

_cache = {}


def compile(pattern, flags=0):
    """A pattern, made ready."""
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("Cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, str):
        raise TypeError("first argument must be string or compiled pattern")
    key = (type(pattern), pattern, flags)
    made = _cache.get(key)
    if made is None:
        if len(_cache) >= 100:
            _cache.clear()
        made = _cache[key] = Pattern(pattern, flags)
    return made


def purge():
    _cache.clear()


def template(pattern, flags=0):
    return compile(pattern, flags | T)


def _rewritten(pattern, flags):
    """The pattern in the engine's dialect, with the flags that it names itself."""
    def token(found):
        nonlocal flags
        text = found.group()
        if text[0] == "\\":
            return _escape(text)
        if text[0] == "[":
            return "[" + _IN_SET.sub(_in_set, text[1:-1]) + "]"
        for letter in text[2:-1]:
            flags |= _LETTERS[letter]
        return ""

    return _TOKEN.sub(token, str.__str__(pattern)), flags


def _escape(text):
    letter = text[1]
    return letter if letter.isascii() and letter.isalpha() and letter not in _ESCAPES else text


def _in_set(found):
    text = found.group()
    return _escape(text) if text[0] == "\\" else "\\" + text


class Pattern:
    """A pattern, ready to be looked for."""

    __slots__ = ("pattern", "flags", "groups", "groupindex", "_matcher", "_match", "_search", "_never_empty",
                 "__weakref__")

    def __init__(self, pattern, flags):
        rewritten, flags = _rewritten(pattern, flags)
        engines = flags & (I | M | S | X) | (0 if flags & U else _engines.ASCII)
        try:
            self._matcher = _engines.compile(rewritten, engines)
            self._never_empty = _parser.parse(rewritten, engines).getwidth()[0] > 0
        except _engines.error as fault:
            raise error(_in_words(fault.msg)) from None
        except OverflowError:
            raise error("bad repeat interval") from None
        self._match, self._search = self._matcher.match, self._matcher.search
        self.pattern, self.flags = pattern, flags
        self.groups, self.groupindex = self._matcher.groups, dict(self._matcher.groupindex)

    def __repr__(self):
        return f"<SRE_Pattern object at 0x{id(self):x}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    # A loop over many lines is made of these two, so they call as little as they can.

    def match(self, string, pos=0, endpos=_END):
        try:
            found = self._match(string, pos, endpos)
        except TypeError:
            _subject(string)
            raise
        if found is None:
            return None
        return Match(self, found) if pos == 0 and endpos == _END else _bounded(Match(self, found), pos, endpos)

    def search(self, string, pos=0, endpos=_END):
        try:
            found = self._search(string, pos, endpos)
        except TypeError:
            _subject(string)
            raise
        if found is None:
            return None
        return Match(self, found) if pos == 0 and endpos == _END else _bounded(Match(self, found), pos, endpos)

    def scanner(self, string, pos=0, endpos=_END):
        """Matches one after the other: each call of its `match` or `search` begins where the last match ended."""
        return _Scan(self, _subject(string), pos, endpos)

    def _scan(self, string, pos=0, endpos=_END):
        """The engine's matches; after an empty one it goes on a character later."""
        end = min(len(string), endpos)
        while pos <= end:
            found = self._matcher.search(string, pos, end)
            if found is None:
                return
            yield found
            pos = found.end() + (found.start() == found.end())

    def finditer(self, string, pos=0, endpos=_END):
        return _Iterator(_bounded(Match(self, found), pos, endpos)
                         for found in self._scan(_subject(string), pos, endpos))

    def findall(self, string, pos=0, endpos=_END):
        string = _subject(string)
        if self._never_empty:
            found = self._matcher.findall(string, pos, endpos)
            if self.groups == 1:
                # The engine says None of a group that took no part.
                found = ["" if text is None else text for text in found]
        else:
            found = [_groups_or_all(match) for match in self._scan(string, pos, endpos)]
        return _as_unicode(found) if isinstance(string, unicode) else found

    def split(self, string, maxsplit=0):
        string = _subject(string)
        if self._never_empty:
            parts = self._matcher.split(string, maxsplit)
        else:
            parts = self._split(string, maxsplit)
        return _as_unicode(parts) if isinstance(string, unicode) else parts

    def _split(self, string, maxsplit):
        parts, last = [], 0
        for found in self._scan(string):
            if found.start() == found.end():
                continue
            parts += [string[last:found.start()], *found.groups()]
            last = found.end()
            maxsplit -= 1
            if maxsplit == 0:
                break
        return [*parts, string[last:]]

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        string = _subject(string)
        if self._never_empty and isinstance(repl, str) and "\\" not in repl and type(repl) is type(string):
            result, number = self._matcher.subn(repl, string, count)
            return (to_unicode(result) if isinstance(string, unicode) else result), number
        return self._replace(repl if callable(repl) else _Template(repl, self).expand, string, count)

    def _replace(self, replacement, string, count):
        parts, last, number = [], 0, 0
        for found in self._scan(string):
            if number and found.start() == found.end() == last:
                continue
            parts += [string[last:found.start()], replacement(Match(self, found))]
            last = found.end()
            number += 1
            if number == count:
                break
        parts.append(string[last:])
        return joined([string[:0], *(part for part in parts if part)]), number


def _in_words(message):
    for engines, ours in _WORDS:
        if message.startswith(engines):
            return ours
    return message


def _subject(string):
    if not isinstance(string, str):
        raise TypeError(f"expected string or buffer, but got {type(string)!r}")
    return string


def _groups_or_all(match):
    groups = match.groups("")
    return match.group() if not groups else groups[0] if len(groups) == 1 else groups


def _as_unicode(found):
    """Texts, None and tuples of them, as `unicode`."""
    if isinstance(found, str):
        return to_unicode(found)
    if isinstance(found, (list, tuple)):
        return type(found)(map(_as_unicode, found))
    return found


class _Scan:
    """Where the next match of a pattern is looked for."""

    def __init__(self, pattern, string, pos, endpos):
        self.pattern, self._string, self._pos, self._at, self._end = pattern, string, pos, pos, endpos

    def match(self):
        return self._next(self.pattern.match)

    def search(self):
        return self._next(self.pattern.search)

    def _next(self, look):
        if self._at > len(self._string):
            return None
        found = look(self._string, self._at, self._end)
        if found is not None:
            self._at = found.end() + (found.start() == found.end())
            _bounded(found, self._pos, self._end)
        return found


class _Iterator:
    """An iterator that 2.7 knows how to advance."""

    def __init__(self, items):
        self._items = items

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

    next = __next__


# Matches.

class Match:
    """Where a pattern was found, and its groups, of the kind of text that it was found in."""

    __slots__ = ("re", "group", "_found", "_bounds")

    def __init__(self, pattern, found):
        self.re = pattern
        self._found = found
        self.group = found.group if type(found.string) is str else self._group

    def __getattr__(self, name):
        """What the engine's match has, such as `start`."""
        # Asked for one of these there is none, as in an instance that is being made: `_found` would ask again.
        if name in Match.__slots__:
            raise AttributeError(name)
        return getattr(self._found, name)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @property
    def _is_unicode(self):
        return isinstance(self._found.string, unicode)

    def _group(self, *which):
        return self._unicode_group(*which) if self._is_unicode else self._found.group(*which)

    def _unicode_group(self, *which):
        return _as_unicode(self._found.group(*which))

    def groups(self, default=None):
        found = self._found.groups(default)
        return _as_unicode(found) if self._is_unicode else found

    def groupdict(self, default=None):
        found = self._found.groupdict(default)
        return {name: _as_unicode(text) for name, text in found.items()} if self._is_unicode else found

    def expand(self, template):
        return _Template(template, self.re).expand(self)

    @property
    def pos(self):
        """Where the search began; the engine says where the match did."""
        return max(0, min(self._searched[0], len(self.string)))

    @property
    def endpos(self):
        """Where the search ended."""
        return max(0, min(self._searched[1], len(self.string)))

    @property
    def _searched(self):
        """What the search was given, or the whole text."""
        try:
            return object.__getattribute__(self, "_bounds")
        except AttributeError:
            return 0, _END

    @property
    def regs(self):
        return tuple(map(self.span, range(self.re.groups + 1)))

    def __repr__(self):
        return f"<SRE_Match object at 0x{id(self):x}>"


def _bounded(match, pos, endpos):
    """A match that knows what its search was given."""
    match._bounds = pos, endpos
    return match


class _Template:
    """What stands for a match: text, and groups of it."""

    def __init__(self, template, pattern):
        if not isinstance(template, str):
            raise TypeError(f"object of type '{type(template).__name__}' has no len()")
        self._parts, last = [], 0
        for found in _IN_TEMPLATE.finditer(template):
            self._parts += [template[last:found.start()], _template_part(found, pattern)]
            last = found.end()
        self._parts.append(template[last:])

    def expand(self, match):
        return joined([part if isinstance(part, str) else _group(match, part[0]) for part in self._parts])


def _template_part(found, pattern):
    """A text, or a group in a tuple."""
    name, digits, letter = found.groups()
    if letter is not None:
        return _TEMPLATE_ESCAPES.get(letter, found.group())
    if digits is not None and (digits[0] == "0" or len(digits) == 3):
        return chr(int(digits, 8) & 0xFF)
    group = digits or _name_of_group(found.group(), name)
    if not group.isdigit():
        if group not in pattern.groupindex:
            raise IndexError("unknown group name") if group.isidentifier() else error("bad character in group name")
        return (pattern.groupindex[group],)
    if int(group) > pattern.groups:
        raise error("invalid group reference")
    return (int(group),)


def _name_of_group(escape, name):
    """What stands between the brackets of an escape that names a group."""
    if escape == "\\":
        raise error("bogus escape (end of line)")
    if name is None or name == "<>":
        raise error("missing group name")
    if not name.endswith(">"):
        raise error("unterminated group name")
    return name[1:-1]


def _group(match, number):
    text = match.group(number)
    if text is None:
        raise error("unmatched group")
    return text


# Functions that compile first.

def match(pattern, string, flags=0):
    return compile(pattern, flags).match(string)


def search(pattern, string, flags=0):
    return compile(pattern, flags).search(string)


def findall(pattern, string, flags=0):
    return compile(pattern, flags).findall(string)


def finditer(pattern, string, flags=0):
    return compile(pattern, flags).finditer(string)


def split(pattern, string, maxsplit=0, flags=0):
    return compile(pattern, flags).split(string, maxsplit)


def sub(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    return compile(pattern, flags).subn(repl, string, count)


def escape(pattern):
    """A pattern that matches a text and nothing else."""
    return joined([pattern[:0], *(_escaped(character) for character in pattern)])


def _escaped(character):
    if character.isascii() and character.isalnum():
        return character
    return "\\000" if character == "\0" else "\\" + character
