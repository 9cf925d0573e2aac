# What `cargo xtask bench language` measures: loops in the words that Python 2, Python 3 and Jython share. Each is run
# WARM times without being counted and then RUNS times; a line is its name and the milliseconds of processor time that the
# thread took.

import csv
import json
import re

try:
    from StringIO import StringIO
except ImportError:
    from io import StringIO

try:
    from java.lang.management import ManagementFactory
    bean = ManagementFactory.getThreadMXBean()

    def clock():
        return bean.getCurrentThreadCpuTime() / 1e6
except ImportError:
    import time

    def clock():
        return (time.process_time() if hasattr(time, 'process_time') else time.clock()) * 1e3


def additions():
    n = 0
    for i in range(300000):
        n = n + i


def divisions():
    for i in range(200000):
        i // 7


def quotients():
    for i in range(200000):
        i / 7


def hashes():
    h = 0
    for i in range(100000):
        h = (h * 31 + i) & 0xFFFFFFFF


def comparisons():
    n = 0
    for i in range(100000):
        if i < 5 or i > 99990 or i == 7:
            n += 1


def same(x):
    return x


def calls():
    for i in range(100000):
        same(i)


class Tank(object):
    def __init__(self):
        self.level = 0

    def fill(self, amount):
        self.level += amount


def methods():
    tank = Tank()
    for i in range(100000):
        tank.fill(i)


def texts():
    lines = []
    for i in range(40000):
        lines.append('%d: %s' % (i, 'on'))
    ', '.join(lines)


def dicts():
    found = {}
    for i in range(80000):
        found[i % 1000] = found.get(i % 1000, 0) + 1


def sorting():
    sorted([(i * 7919) % 100003 for i in range(20000)])


def matches():
    pattern = re.compile(r'(\w+)-(\d+)')
    for i in range(10000):
        pattern.match('line-12345').group(1)


def replacements():
    for i in range(2000):
        re.sub(r'\d+', '#', 'a1 b22 c333 d4444')


TANKS = [{'name': 'tank%d' % i, 'level': i * 0.5, 'on': True, 'tags': [1, 2, 3]} for i in range(500)]
TEXT = json.dumps(TANKS)


def to_json():
    for i in range(2):
        json.dumps(TANKS)


def of_json():
    for i in range(2):
        json.loads(TEXT)


# What has to grow as the number of elements does, and no faster.

def writes(count):
    file = StringIO()
    for i in range(count):
        file.write('value,')
    file.getvalue()


def rows(count):
    file = StringIO()
    csv.writer(file).writerows([i, 'a name'] for i in range(count))
    sum(1 for row in csv.reader(StringIO(file.getvalue())))


def finds(count):
    re.findall(r'\w+', 'tag12, ' * count)


def substitutions(count):
    re.sub(r'(\w+), ', r'<\1>', 'tag12, ' * count)


def prefixes(count):
    text = 'ab,' * count
    for i in range(count):
        text.startswith('ab', i * 3) and text.endswith(',')


def loops_of(function):
    """The function for three numbers of elements, each a loop with a name of its own."""
    for count in (1000, 10000, 100000):
        def loop(count=count):
            function(count)
        loop.__name__ = '%s_%d' % (function.__name__, count)
        yield loop


growing = [loop for function in (writes, rows, finds, substitutions, prefixes) for loop in loops_of(function)]

for loop in [additions, divisions, quotients, hashes, comparisons, calls, methods, texts, dicts, sorting, matches,
             replacements, to_json, of_json] + growing:
    for run in range(WARM + RUNS):
        start = clock()
        loop()
        if run >= WARM:
            print('%s %.4f' % (loop.__name__, clock() - start))
