# Repetitions for which no worker has the memory, and those whose length Java has no number for.
def tried(make):
    try:
        return type(make()).__name__
    except (MemoryError, OverflowError), error:
        return 'refused'


def grown():
    found = [0]
    for turn in range(4):
        found *= 2 ** 16
    return found


for make in (lambda: [0] * 2 ** 36, lambda: (0,) * 2 ** 36, lambda: 'ab' * 2 ** 36, lambda: u'ab' * 2 ** 36,
             lambda: bytearray('ab') * 2 ** 36, lambda: 2 ** 36 * [1, 2], grown):
    print tried(make)
print len([0] * 100000), len('ab' * 100000), [1, 2] * -1, 'a' * 0
