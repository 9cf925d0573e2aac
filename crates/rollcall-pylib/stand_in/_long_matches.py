"""What the patterns of `re` do with a long text, in one walk through it.

The engine's patterns count the characters before each match, and before each text that a match gives out, so a text of
many matches took a time that grew with the square of its length. The runtime calls these functions in the place of the
methods of a pattern, with the pattern and its code before their arguments, when a text is long. Bytes are not affected.
"""

from re import Match as _engines, _parser
from sys import maxsize as _END

# So many matches are looked for at once: few enough to be dropped when the first is all that was wanted.
_SOME = 64


def _walk(code, string, pos=0, endpos=_END):
    """All matches one after the other: places, texts, the text before, the group that ended last."""
    walk = code.walk(string, max(pos, 0), max(endpos, 0))
    while True:
        found = walk.some(_SOME)
        yield from found
        if len(found) < _SOME:
            return


def findall(pattern, code, string, pos=0, endpos=_END):
    if pattern.groups == 0:
        return [texts[0] for _, texts, _, _ in _walk(code, string, pos, endpos)]
    if pattern.groups == 1:
        return [texts[1] or "" for _, texts, _, _ in _walk(code, string, pos, endpos)]
    return [tuple([text or "" for text in texts[1:]]) for _, texts, _, _ in _walk(code, string, pos, endpos)]


def finditer(pattern, code, string, pos=0, endpos=_END):
    bounds = _bounds(string, pos, endpos)
    return (Match(pattern, string, bounds, found) for found in _walk(code, string, pos, endpos))


def split(pattern, code, string, maxsplit=0):
    parts, last, count = [], 0, 0
    if maxsplit >= 0:
        for spans, texts, before, _ in _walk(code, string):
            parts.append(before)
            parts += texts[1:]
            last = spans[1]
            count += 1
            if count == maxsplit:
                break
    parts.append(string[last:])
    return parts


def sub(pattern, code, repl, string, count=0):
    return subn(pattern, code, repl, string, count)[0]


def subn(pattern, code, repl, string, count=0):
    parts, last, number = [], 0, 0
    replacement = _replacement(pattern, repl, string)
    if count >= 0:
        for found in _walk(code, string):
            parts.append(found[2])
            text = replacement(found)
            if text is not None:
                parts.append(text)
            last = found[0][1]
            number += 1
            if number == count:
                break
    parts.append(string[last:])
    return "".join(parts), number


def _replacement(pattern, repl, string):
    """A function of what was found: what stands for it."""
    if callable(repl):
        bounds = _bounds(string, 0, _END)
        return lambda found: repl(Match(pattern, string, bounds, found))
    if "\\" not in repl:
        return lambda found: repl
    parts = _parser.parse_template(repl, pattern)
    return lambda found: _filled(parts, found[1])


def _filled(parts, texts):
    """A template with the texts of its groups."""
    return "".join([part if type(part) is str else texts[part] or "" for part in parts])


def match(pattern, code, string, pos=0, endpos=_END):
    return _at(code.match, pattern, string, pos, endpos)


def fullmatch(pattern, code, string, pos=0, endpos=_END):
    return _at(code.fullmatch, pattern, string, pos, endpos)


def search(pattern, code, string, pos=0, endpos=_END):
    return _at(code.search, pattern, string, pos, endpos)


def _at(look, pattern, string, pos, endpos):
    found = look(string, max(pos, 0), max(endpos, 0), False)
    return None if found is None else Match(pattern, string, _bounds(string, pos, endpos), found)


def scanner(pattern, code, string, pos=0, endpos=_END):
    return _Scanner(pattern, code, string, pos, endpos)


class _Scanner:
    """Matches one after the other: each call begins where the last match ended."""

    __slots__ = ("pattern", "_code", "_string", "_at", "_end", "_bounds", "_must_advance")

    def __init__(self, pattern, code, string, pos, endpos):
        self.pattern, self._code, self._string = pattern, code, string
        self._at, self._end, self._bounds = max(pos, 0), max(endpos, 0), _bounds(string, pos, endpos)
        self._must_advance = False

    def match(self):
        return self._next(self._code.match)

    def search(self):
        return self._next(self._code.search)

    def _next(self, look):
        if self._at is None:
            return None
        found = look(self._string, self._at, self._end, self._must_advance)
        if found is None:
            self._at = None
            return None
        start, self._at = found[0][:2]
        self._must_advance = start == self._at
        return Match(self.pattern, self._string, self._bounds, found)


def _bounds(string, pos, endpos):
    """Where a search begins and ends, as a match says it."""
    endpos = max(0, min(endpos, len(string)))
    return max(0, min(pos, endpos)), endpos


class Match:
    """A match with its texts."""

    __slots__ = ("re", "string", "pos", "endpos", "lastindex", "_spans", "_texts")

    def __init__(self, pattern, string, bounds, found):
        self.re, self.string = pattern, string
        self.pos, self.endpos = bounds
        self._spans, self._texts, _, last = found
        self.lastindex = last if last > 0 else None

    @property
    def __class__(self):
        return _engines

    def _number(self, which):
        try:
            number = which.__index__()
        except AttributeError:
            number = self.re.groupindex.get(which, -1) if isinstance(which, str) else -1
        if not 0 <= number < len(self._texts):
            raise IndexError("no such group")
        return number

    def group(self, *which):
        if not which:
            return self._texts[0]
        texts = tuple([self._texts[self._number(one)] for one in which])
        return texts if len(texts) > 1 else texts[0]

    def __getitem__(self, which):
        return self._texts[self._number(which)]

    def groups(self, default=None):
        return tuple([default if text is None else text for text in self._texts[1:]])

    def groupdict(self, default=None):
        texts = ((name, self._texts[number]) for name, number in self.re.groupindex.items())
        return {name: default if text is None else text for name, text in texts}

    def start(self, group=0):
        return self._spans[2 * self._number(group)]

    def end(self, group=0):
        return self._spans[2 * self._number(group) + 1]

    def span(self, group=0):
        return self.start(group), self.end(group)

    def expand(self, template):
        return _filled(_parser.parse_template(template, self.re), self._texts)

    @property
    def regs(self):
        return tuple(map(self.span, range(len(self._texts))))

    @property
    def lastgroup(self):
        for name, number in self.re.groupindex.items():
            if number == self.lastindex:
                return name
        return None

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        raise TypeError("cannot pickle 're.Match' object")

    def __repr__(self):
        return f"<re.Match object; span={self.span()}, match={self.group()!r}>"


Match.__module__ = "re"
