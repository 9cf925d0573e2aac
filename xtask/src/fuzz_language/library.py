"""Makes up calls of Python 2's library, for `cargo xtask fuzz-language --library`.

    python3 library.py LANGUAGE SEED COUNT

LANGUAGE is 2. Written is one script that makes COUNT calls of what `library.txt` beside this names, with arguments that are
seldom, and prints each with its answer. What it calls follows from the seed alone, by a generator of its own, so whoever
runs the script has to print the same. Which exception a wrong argument leads to is not compared: the engine looks at
arguments in another order.
"""

import re
import sys
from pathlib import Path

SCRIPT = r'''
import sys
REPR = __builtin__.repr

class Random(object):
    def __init__(self, seed):
        self.state = seed
        for _ in range(3): self.below(7)
    def below(self, count):
        self.state = (self.state * 1103515245 + 12345) % 2147483648
        return (self.state >> 8) % count
    def of(self, items):
        return items[self.below(len(items))]

R = Random(SEED)

class Quiet(object):
    softspace = 0
    def write(self, text): pass
    def flush(self): pass

OUT = sys.stdout
INTS = [0, 1, -1, 2, 3, 7, 12, 64, 255, -100]
FLOATS = [0.0, 1.5, -2.25, -0.0, 0.1]  # No end of numbers: what loops until one is reached does so under both.
STRS = ['', 'a', 'abc', 'aB cd', '12', '-1.5', ' x\n', '\xe4', 'a,b;"c"', '%s', '\0', 'utf-8', '<a href="x">&amp;</a>', 'YWJj', '2020-02-29', 'i']
UNIS = [u'', u'a', u'abc', u'\xe4\xdf', u'\U0001f600', u'12', u'a b', u'\u20ac']
OTHERS = [None, True, False, 1L, -5L, 1j]
MAKERS = [lambda: R.of(INTS), lambda: R.of(FLOATS), lambda: R.of(STRS), lambda: R.of(STRS), lambda: R.of(UNIS), lambda: R.of(OTHERS),
          lambda: [some(6) for _ in range(R.below(4))], lambda: tuple([some(6) for _ in range(R.below(4))]),
          lambda: dict([(R.of(STRS), some(6)) for _ in range(R.below(2))]), lambda: R.of([len, str, int, max]),
          lambda: StringIO.StringIO('ab\ncd'), lambda: datetime.date(2020, 2, 29)]

def some(count=12):
    return MAKERS[R.below(count)]()

def shown(value, depth=3):
    kind = type(value)
    if kind in (set, frozenset): return kind.__name__ + '(%s)' % ', '.join(sorted(map(shown, value)))
    if isinstance(value, dict): return '{%s}' % ', '.join(sorted(shown(k, depth - 1) + ': ' + shown(v, depth - 1) for k, v in dict.items(value)))
    if depth and kind in (list, tuple): return kind.__name__ + '(%s)' % ', '.join(shown(part, depth - 1) for part in value[:50])
    if kind in (int, long): return '%d' % value
    if isinstance(value, type) or hasattr(value, '__call__'): return '<callable>'
    if hasattr(value, 'next') and not hasattr(value, 'read'): return iterated(value, depth)
    if isinstance(value, BaseException): return '<exception>'
    text = REPR(value)
    return '<object>' if ' at 0x' in text or ' object' in text or 'instance' in text else kind.__name__ + text

def iterated(value, depth):
    parts = []
    try:
        for part in itertools.islice(value, 4): parts.append(shown(part, depth - 1))
    except:
        parts.append('raises')
    return 'iterator(%s)' % ', '.join(parts)

def tried(make, name, args):
    random.seed(7)
    function = getattr(make(), name)
    return '-> ' + shown(function(*args)) if callable(function) else '= ' + shown(function)

def call(number, title, make, name):
    args = [some() for _ in range(R.of([0, 1, 1, 1, 2, 2, 2, 3]))]
    given = ', '.join(map(shown, args))
    sys.stdout = sys.stderr = Quiet()
    try:
        try: result = tried(make, name, args)
        except: result = 'raises'
    finally:
        sys.stdout = OUT
    print ('%d %s.%s(%s) %s' % (number, title, name, given, result)).replace('\n', '\\n').encode('ascii', 'replace')

for number in xrange(COUNT):
    title, make, names = R.of(SUBJECTS)
    call(number, title, make, R.of(names.split()))
'''


def subjects():
    """What is called: a module or an expression, and the names of what it has."""
    text = Path(__file__).with_name("library.txt").read_text()
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    return [entry.rpartition(": ")[::2] for entry in re.sub(r"\n +", " ", text).splitlines() if entry]


def main():
    language, seed, count = map(int, sys.argv[1:])
    found = subjects()
    modules = sorted({re.match(r"\w+(?:\.\w+(?=$))?", subject)[0] for subject, _ in found} | {"__builtin__"})
    print(f"# coding: ascii\n# Made by library.py {language} {seed} {count}")
    for module in modules:
        print("import", module)
    print("SUBJECTS = [")
    for subject, names in found:
        print(f"    ({subject!r}, lambda: {subject}, {names!r}),")
    print(f"]\nSEED, COUNT = {seed}, {count}")
    print(SCRIPT)


main()
