# python: 3
# Patterns over a long text, which are not the engine's: each does what it does in a short one.
import re

rows = ['ab cd1\n', '\u00e9b \U0001f600 x_2\n', '', '\n', '--- 17\n']
short = ''.join(rows)
patterns = [
    r'\w+', r'(\w)(\w)?', r'^', r'$', r'(?m)^', r'(?m)$', r'', r'\b', r'x*', r'|a', r'(?<=b) ', r'(?P<first>[a-c])|(?P<second>\d)', r'\s',
    r'(?i)AB', r'\Z', r'(?=b)', r'.', r'(?s).', r'(a)|b', r'zzz', r'(?:(\d)|-)+',
]


def shown(match):
    return match and (match.span(), match.group(), match.groups(), match.groups(''), match.groupdict(), match.lastindex,
                      match.lastgroup, match.regs, match[0], match.start(), match.end())


def answers(pattern, text):
    compiled = re.compile(pattern)
    groups = compiled.groups
    yield compiled.findall(text)
    yield [shown(match) for match in compiled.finditer(text)]
    yield compiled.split(text)
    yield compiled.split(text, 3)
    yield compiled.split(text, maxsplit=2)
    yield compiled.sub('<\\\\\\g<0>>', text)
    yield compiled.sub('', text)
    yield compiled.sub('-', text, count=2)
    yield compiled.subn(lambda match: match.group().upper() + str(match.start()), text)
    yield compiled.sub(r'\%d!' % groups if groups else r'\g<0>!', text, 4)
    yield shown(compiled.match(text, 3))
    yield shown(compiled.search(text, 5))
    yield shown(compiled.search(text, 5, 9))
    yield shown(compiled.fullmatch(text, 3, 6))
    yield [shown(match) for match in compiled.finditer(text, 3, 12)]
    yield compiled.findall(text, 2)
    scan = compiled.scanner(text)
    yield [shown(match) for match in iter(scan.search, None)]


total = 0
for pattern in patterns:
    for times in (1, 100):
        for number, answer in enumerate(answers(pattern, short * times)):
            text = repr(answer)
            total += len(text)
            print(pattern, times, number, len(text), sum(map(ord, text)) % 9973)
print(total)

text = short * 100
match = re.compile('(?P<name>c)(d)?').search(text, 1)
print(match, isinstance(match, re.Match), match.string is text, match.re.pattern, match.expand(r'\2\g<name>'), match.endpos)
for wrong in (lambda: match.group(3), lambda: match['x'], lambda: match.start('x'), lambda: match.group(-1)):
    try:
        print(wrong())
    except IndexError as error:
        print(error)
for wrong in (lambda: re.sub('(a)', r'\2', text), lambda: re.sub('(a)', r'\g<x>', text), lambda: re.sub('a', lambda m: 1, text),
              lambda: re.findall('a', text, 'x'), lambda: re.compile('a').sub('b', text, 'x'), lambda: re.compile(b'a').findall(text)):
    try:
        print(len(wrong()))
    except Exception as error:
        print(isinstance(error, re.error), type(error) is TypeError)
print(next(re.finditer('b', text)).span())
print(re.Scanner([(r'\w+', lambda scanner, token: len(token)), (r'\W', None)]).scan(text)[0][:5])

print(re.findall('(a)|b', 'ab'), re.findall(b'(a)|b', b'ab'), re.findall(b'(a)|(b)', b'ab'), re.findall('(a)|(b)', 'ab'))
