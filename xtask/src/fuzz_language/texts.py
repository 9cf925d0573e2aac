"""Makes up calls of the methods of texts, and formats, for `cargo xtask fuzz-language --texts`.

    python3 texts.py LANGUAGE SEED COUNT

LANGUAGE is 2 or 3. Written is one script that makes COUNT calls and prints each with its answer, or with the kind of error
that it leads to. What it calls follows from the seed alone, by a generator of its own, so whoever runs the script has to
print the same.
"""

import sys

SCRIPT = r'''
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

PIECES = [u'', u'', u'a', u'b', u'ab', u'A', u' ', u'\t', u'\n', u'\r\n', u'\xe9', u'\xdf', u'\u0130', u'\u1e9e', u'\u01c5', u'\ufb01', u'\u20ac',
          u'\u0301', u'\xa0', u'\u2028', u'\u3000', u'\x1c', u'\x85', u'\u0660', u'\xb2', u'\u2460', u'\u4e00', u'\u0905', u'\u03a3', u'\u03c3', u'\u03c2', u'Jos\xe9 Luis',
          u'x,y', u',', u'-', u'0', u'12', u'+7', u'1.5', u'%', u'{}', u'\x00', u'aXbX', u'.', u"'", u'"', u'\\']
ASTRAL = [u'\U0001f600', u'\U00010400', u'\U00010428', u'\U0001d7ce', u'\U0001f600a', u'\U00020000']

def text():
    pieces = PIECES
    if R.below(4) == 0: pieces = ASTRAL
    if LANGUAGE == 3 and R.below(12) == 0: pieces = SURROGATES
    made = u''.join([R.of(R.of([PIECES, pieces])) for _ in range(R.of([0, 1, 1, 2, 3, 5]))])
    if LANGUAGE == 2 and R.below(3) == 0: return made.encode('utf-8')
    return made

def number(): return R.of([-100, -3, -2, -1, 0, 0, 1, 1, 2, 3, 4, 7, 10, 40])
def maybe(*makers):
    return tuple([make() for make in makers[:R.below(len(makers) + 1)]])
def texts(): return [text() for _ in range(R.below(4))]
def either(): return text() if R.below(4) else tuple(texts())
def fill(): return R.of([u' ', u'*', u'\xe9', u'0', text()])
def table(): return dict([(ord(R.of([u'a', u'b', u'\xe9', u' ', u'\u20ac'])), R.of([None, u'z', u'', u'\xe9\xe9', 98])) for _ in range(R.below(3))])

SIMPLE = ['capitalize', 'isalnum', 'isalpha', 'isdigit', 'islower', 'isspace', 'istitle', 'isupper', 'lower', 'swapcase', 'title', 'upper']
if LANGUAGE == 3:
    SIMPLE += ['isdecimal', 'isnumeric', 'casefold', 'isprintable', 'isascii', 'isidentifier']

def call():
    kind = R.below(34)
    if kind < 4: return R.of(SIMPLE), ()
    if kind < 6: return R.of(['strip', 'lstrip', 'rstrip']), maybe(text)
    if kind < 9: return R.of(['find', 'rfind', 'index', 'rindex', 'count']), (text(),) + maybe(number, number)
    if kind < 11: return R.of(['startswith', 'endswith']), (either(),) + maybe(number, number)
    if kind < 14: return 'replace', (text(), text()) + maybe(number)
    if kind < 17: return R.of(['split', 'rsplit']), maybe(lambda: R.of([None, text()]), number)
    if kind < 18: return 'splitlines', maybe(lambda: R.of([True, False]))
    if kind < 20: return R.of(['partition', 'rpartition']), (text(),)
    if kind < 22: return R.of(['center', 'ljust', 'rjust']), (number(),) + maybe(fill)
    if kind < 23: return 'zfill', (number(),)
    if kind < 24: return 'expandtabs', maybe(number)
    if kind < 25: return 'join', (texts(),)
    if kind < 26: return '[]', (R.of([number(), slice(R.of([None, number()]), R.of([None, number()]), R.of([None, None, 1, 2, -1, -2]))]),)
    if kind < 27: return 'in', (text(),)
    if kind < 28: return '*', (number() % 5,)
    if kind < 29: return '+', (text(),)
    if kind < 30 and LANGUAGE == 3: return R.of(['removeprefix', 'removesuffix']), (text(),)
    if kind < 31: return R.of(['==', '!=']), (text(),)
    if kind < 32: return 'len', ()
    if kind < 33 and LANGUAGE == 3: return 'translate', (table(),)
    return 'format', (text(), number())

OPERATORS = {
    '[]': lambda a, b: a[b], 'in': lambda a, b: b in a, '*': lambda a, b: a * b, '+': lambda a, b: a + b,
    '==': lambda a, b: a == b, '!=': lambda a, b: a != b, 'len': lambda a: len(a),
}

def value():
    kind = R.below(8)
    if kind < 4: return text()
    if kind < 6: return R.of([0, 1, -1, 7, 255, -256, 97, 12345678901234567890, 233, 1114111, 128512])
    return R.of([0.0, -0.0, 1.0, -1.5, 3.14159, 1e100, 1e-7, 123456789.125, 2.5, 0.5, 1e16, float('inf'), float('nan')])

def spec():
    align = R.of([u'', u'', u'<', u'>', u'^', u'=', R.of([u'*', u'\xe9', u'0', u'\U0001f600', u' ']) + R.of([u'<', u'>', u'^', u'='])])
    return (align + R.of([u'', u'', u'', u'+', u'-', u' ']) + R.of([u'', u'', u'#']) + R.of([u'', u'', u'0']) + R.of([u'', u'1', u'4', u'9', u'15'])
            + R.of([u'', u'', u',']) + R.of([u'', u'.0', u'.1', u'.4', u'.9']) + R.of([u'', u's', u's', u'd', u'x', u'X', u'o', u'b', u'c', u'e', u'E', u'f', u'F', u'g', u'G', u'n', u'%', u'z', u'r']))

def percent():
    return u'%' + u''.join([R.of([u'', u'-', u'+', u' ', u'#', u'0']) for _ in range(2)]) + R.of([u'', u'', u'1', u'4', u'9', u'15', u'*']) + R.of([u'', u'.', u'.0', u'.1', u'.4', u'.9', u'.*']) + R.of(
        [u'', u'', u'', u'l']) + R.of([u's', u's', u'r', u'd', u'i', u'u', u'x', u'X', u'o', u'e', u'E', u'f', u'F', u'g', u'G', u'c', u'%', u'a' if LANGUAGE == 3 else u's', u'y', u''])

def one():
    kind = R.below(10)
    if kind < 6:
        subject = text()
        name, arguments = call()
        if name in OPERATORS: return subject, name, arguments, lambda: OPERATORS[name](subject, *arguments)
        return subject, '.' + name, arguments, lambda: getattr(subject, name)(*arguments)
    if kind < 8:
        shape = R.of([u'{0:%s}', u'x{0:%s}y', u'{0!s:%s}', u'{0!r:%s}']) % spec()
        if LANGUAGE == 2 and R.below(2): shape = shape.encode('utf-8')
        given = value()
        return shape, '.format', given, lambda: shape.format(given)
    shape = R.of([u'', u'a', u'\xe9', u'\U0001f600']) + percent()
    if LANGUAGE == 2 and R.below(2): shape = shape.encode('utf-8')
    given = value()
    if u'*' in shape.decode('utf-8', 'replace') if isinstance(shape, bytes) else u'*' in shape: given = (number(), value())
    return shape, '%', given, lambda: shape % given

def shown(thing):
    if isinstance(thing, list): return '[' + ', '.join([shown(part) for part in thing]) + ']'
    if isinstance(thing, tuple): return '(' + ', '.join([shown(part) for part in thing]) + ')'
    if isinstance(thing, dict): return '{' + ', '.join(sorted([shown(item) for item in thing.items()])) + '}'
    return SHOW(thing)

SHOW = repr if LANGUAGE == 2 else ascii

def never_ends(subject, name, arguments):
    """Whether Jython never comes back from a call: it counts nothing in a text of characters beyond U+FFFF for ever."""
    if LANGUAGE == 3 or not isinstance(subject, type(u'')): return False
    return name == '.count' and arguments[0] in ('', u'') and any([ord(letter) > 0xffff for letter in subject])

def run():
    for number in range(COUNT):
        subject, name, arguments, function = one()
        try:
            answer = '(not asked)' if never_ends(subject, name, arguments) else shown(function())
        except Exception as error:
            answer = '! ' + type(error).__name__
        except:
            # Java's own exceptions are none of Python's.
            answer = '(Java fails)'
        print('%d: %s %s %s -> %s' % (number, shown(subject), name, shown(arguments), answer))

run()
'''


if __name__ == "__main__":
    language, seed, count = (int(argument) for argument in sys.argv[1:4])
    print("# -*- coding: utf-8 -*-")
    if language == 3:
        print("# python: 3")
    print("LANGUAGE, SEED, COUNT = %d, %d, %d" % (language, seed, count))
    # Jython has no text with half a pair of surrogates.
    print(r"SURROGATES = [u'\ud800', u'\udc00', u'\udfff', u'a\ud83d', u'\ude00']" if language == 3 else "SURROGATES = []")
    print(SCRIPT)
