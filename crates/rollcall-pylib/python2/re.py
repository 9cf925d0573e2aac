"""`re` of Python 2.7, on the engine's matcher.

What differs: classes such as `\\w` know ASCII unless UNICODE is asked for; flags may stand anywhere in a pattern; an
escape that means nothing is the letter; an empty match right after another is not replaced and splits nothing; what is
found in a `unicode` is `unicode`. The pattern is rewritten token by token for the engine, and its matches are wrapped.
Short texts are given to the engine's matcher. What goes through a whole text is done by the runtime, in one walk: the
engine would count the characters before each match.
"""

import re as _engines

import _rollcall
import _sre
from re import _compiler, _parser

from _python2._text import WITH_BYTES, joined, to_bytes, to_place, to_str, to_unicode, unicode

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
# A text that is longer is searched by the runtime.
_SHORT = 200

_LETTERS = {"i": I, "L": L, "m": M, "s": S, "u": U, "x": X}
# An escape, a set of characters, a group of flags: what has to be looked at in a pattern.
_TOKEN = _engines.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[iLmsux]+\)", _engines.DOTALL)
_IN_SET = _engines.compile(r"\\.|\[|(?<=[&~|-])[&~|-]", _engines.DOTALL)
_ESCAPES = frozenset("AbBdDsSwWZafnrtvx")
# In a set there are no places.
_ESCAPES_IN_SET = _ESCAPES - frozenset("ABZ")
_IN_TEMPLATE = _engines.compile(r"\\(?:g(<[^>]*>?)?|(0[0-7]{0,2}|[1-7][0-7]{2}|[1-9][0-9]?)|(.)|$)", _engines.DOTALL)
_TEMPLATE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "\\": "\\"}

# Where the digits of the scripts begin, of which each has ten one after the other; the mathematical ones are five times
# ten.
_ZEROS = """
    30 660 6f0 7c0 966 9e6 a66 ae6 b66 be6 c66 ce6 d66 de6 e50 ed0 f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 1bb0
    1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 ff10 104a0 10d30 11066 110f0 11136 111d0 112f0 11450 114d0 11650 116c0
    11730 118e0 11950 11c50 11d50 11da0 16a60 16b50 1d7ce 1d7d8 1d7e2 1d7ec 1d7f6 1e140 1e2f0 1e950 1fbf0
"""
_ZEROS = [int(zero, 16) for zero in _ZEROS.split()]
_DIGITS = "".join(f"{chr(zero)}-{chr(zero + 9)}" for zero in _ZEROS)
_NO_DIGITS = "".join(
    f"\\U{behind:08x}-\\U{zero - 1:08x}"
    for behind, zero in zip([0, *(zero + 10 for zero in _ZEROS)], [*_ZEROS, 0x110000]) if behind < zero)
_DIGIT_IN_SET = _engines.compile(r"\\.", _engines.DOTALL)

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
        self.lexicon, self.flags = lexicon, flags
        self._rules = [(compile(pattern, flags), action) for pattern, action in lexicon]

    @property
    def scanner(self):
        """The patterns as one."""
        return compile("|".join(f"({pattern})" for pattern, _ in self.lexicon), self.flags)

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


def _escape(text, known=_ESCAPES):
    letter = text[1]
    return letter if letter.isascii() and letter.isalpha() and letter not in known else text


def _in_set(found):
    text = found.group()
    return _escape(text, _ESCAPES_IN_SET) if text[0] == "\\" else "\\" + text


def _with_digits(found):
    """Lets digits be those of all scripts: the engine's matcher knows those of ASCII only."""
    text = found.group()
    if text[0] == "[":
        return _DIGIT_IN_SET.sub(_digits_in_set, text)
    return {r"\d": f"[{_DIGITS}]", r"\D": f"[^{_DIGITS}]"}.get(text, text)


def _digits_in_set(found):
    return {r"\d": _DIGITS, r"\D": _NO_DIGITS}.get(found.group(), found.group())


class Pattern:
    """A pattern, ready to be looked for."""

    __slots__ = ("pattern", "flags", "groups", "groupindex", "_match", "_search", "_scan", "_match_at", "__weakref__")

    def __init__(self, pattern, flags):
        rewritten, flags = _rewritten(pattern, flags)
        if flags & U:
            rewritten = _TOKEN.sub(_with_digits, rewritten)
        engines = flags & (I | M | S | X) | (0 if flags & U else _engines.ASCII)
        try:
            parsed = _parser.parse(rewritten, engines)
            code = _compiler._code(parsed, engines)
        except _engines.error as fault:
            raise error(_in_words(fault.msg)) from None
        except OverflowError:
            raise error("bad repeat interval") from None
        names = parsed.state.groupdict
        by_number = [None] * parsed.state.groups
        for name, number in names.items():
            by_number[number] = name
        self.pattern, self.flags = pattern, flags
        self.groups, self.groupindex = parsed.state.groups - 1, dict(names)
        matcher = _sre.compile(rewritten, engines | parsed.state.flags, code, self.groups, names, tuple(by_number))
        self._match, self._search = matcher.match, matcher.search
        code = _rollcall.pattern_code(code, self.groups)
        self._scan, self._match_at = code.scan, code.match

    def __repr__(self):
        return f"<SRE_Pattern object at 0x{id(self):x}>"

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return compile, (self.pattern, self.flags)

    # A loop over many lines is made of these two, so they call as little as they can.

    def match(self, string, pos=0, endpos=_END):
        try:
            if pos and len(string) > _SHORT:
                return self._match_long(_subject(string), pos, endpos)
            found = self._match(string, pos, endpos)
        except (OverflowError, TypeError):
            pos, endpos = to_place(pos), to_place(endpos)
            found = self._match(_subject(string), pos, endpos)
        if found is None:
            return None
        return Match(self, found) if pos == 0 and endpos == _END else _bounded(Match(self, found), pos, endpos)

    def search(self, string, pos=0, endpos=_END):
        try:
            if len(string) > _SHORT:
                return self._search_long(_subject(string), pos, endpos)
            found = self._search(string, pos, endpos)
        except (OverflowError, TypeError):
            pos, endpos = to_place(pos), to_place(endpos)
            found = self._search(_subject(string), pos, endpos)
        if found is None:
            return None
        return Match(self, found) if pos == 0 and endpos == _END else _bounded(Match(self, found), pos, endpos)

    def _match_long(self, string, pos, endpos):
        found = self._match_at(string, max(to_place(pos), 0), max(to_place(endpos), 0), False)
        return None if found is None else _bounded(_Spanned(self, string, found), pos, endpos)

    def _search_long(self, string, pos, endpos):
        found, _ = self._scan(string, max(to_place(pos), 0), max(to_place(endpos), 0), 1)
        return _bounded(_Spanned(self, string, found[0]), pos, endpos) if found else None

    def scanner(self, string, pos=0, endpos=_END):
        """Matches one after the other: each call of its `match` or `search` begins where the last match ended."""
        return _Scan(self, _subject(string), to_place(pos), to_place(endpos))

    def _all(self, string, pos=0, endpos=_END):
        """All matches in a text and what is left behind them; after an empty one it goes on a character later."""
        return self._scan(string, max(to_place(pos), 0), max(to_place(endpos), 0), 0)

    def finditer(self, string, pos=0, endpos=_END):
        string = _subject(string)
        found, _ = self._all(string, pos, endpos)
        return _Iterator(_bounded(_Spanned(self, string, match), pos, endpos) for match in found)

    def findall(self, string, pos=0, endpos=_END):
        string = _subject(string)
        found, _ = self._all(string, pos, endpos)
        if self.groups == 0:
            return [texts[0] for _, texts, _, _ in found]
        nothing = string[:0]
        if self.groups == 1:
            return [nothing if texts[1] is None else texts[1] for _, texts, _, _ in found]
        return [tuple(nothing if text is None else text for text in texts[1:]) for _, texts, _, _ in found]

    def split(self, string, maxsplit=0):
        string, maxsplit = _subject(string), to_place(maxsplit)
        if maxsplit < 0:
            return [string]
        found, rest = self._all(string)
        parts, pieces = [], []
        for spans, texts, before, _ in found:
            pieces.append(before)
            if spans[0] == spans[1]:
                continue
            parts += [string[:0].join(pieces), *texts[1:]]
            pieces = []
            maxsplit -= 1
            if maxsplit == 0:
                return [*parts, string[spans[1]:]]
        return [*parts, string[:0].join([*pieces, rest])]

    def sub(self, repl, string, count=0):
        return self.subn(repl, string, count)[0]

    def subn(self, repl, string, count=0):
        string, count = _subject(string), to_place(count)
        found, rest = ([], string) if count < 0 else self._all(string)
        if isinstance(repl, str) and "\\" not in repl:
            return self._replace(lambda match: repl, string, found, rest, count)
        replacement = repl if callable(repl) else _Template(repl, self).expand
        return self._replace(lambda match: replacement(_Spanned(self, string, match)), string, found, rest, count)

    def _replace(self, replacement, string, found, rest, count):
        parts, last, number = [], 0, 0
        for match in found:
            start, end = match[0][:2]
            parts.append(match[2])
            if number and start == end == last:
                continue
            parts.append(replacement(match))
            last = end
            number += 1
            if number == count:
                rest = string[last:]
                break
        parts.append(rest)
        return joined([string[:0], *(part for part in parts if part)]), number


_pattern_type = Pattern


def _in_words(message):
    for engines, ours in _WORDS:
        if message.startswith(engines):
            return ours
    return message


def _subject(string):
    """What is searched: a text, or the bytes of something that has some."""
    if isinstance(string, str):
        return string
    if isinstance(string, WITH_BYTES) or type(string).__name__ == "array":
        return to_str(to_bytes(string))
    raise TypeError(f"expected string or buffer, but got {type(string)!r}")


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


class _Spanned(Match):
    """A match that the runtime has found: its places, its texts, and which group ended last."""

    __slots__ = ("string", "_spans", "_texts", "lastindex")

    def __init__(self, pattern, string, found):
        self.re, self.string = pattern, string
        self._spans, self._texts, _, last = found
        self.lastindex = last if last > 0 else None

    def _number(self, which):
        if isinstance(which, str):
            which = self.re.groupindex.get(which, -1)
        if not isinstance(which, int) or not 0 <= which < len(self._texts):
            raise IndexError("no such group")
        return which

    def group(self, *which):
        if not which:
            return self._texts[0]
        texts = tuple(self._texts[self._number(one)] for one in which)
        return texts if len(texts) > 1 else texts[0]

    def groups(self, default=None):
        return tuple(default if text is None else text for text in self._texts[1:])

    def groupdict(self, default=None):
        texts = ((name, self._texts[number]) for name, number in self.re.groupindex.items())
        return {name: default if text is None else text for name, text in texts}

    def start(self, group=0):
        return self._spans[2 * self._number(group)]

    def end(self, group=0):
        return self._spans[2 * self._number(group) + 1]

    def span(self, group=0):
        return self.start(group), self.end(group)

    @property
    def lastgroup(self):
        names = {number: name for name, number in self.re.groupindex.items()}
        return names.get(self.lastindex)


_Spanned.__name__ = "Match"


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
