# python: both
# A text that is filled up to more than a worker has memory for is an error, and the worker goes on.
WIDTH = 2 ** 50


def tried(call):
    try:
        return len(call())
    except MemoryError:
        return 'no room'


print([tried(lambda: getattr('x', name)(WIDTH)) for name in ('ljust', 'rjust', 'center', 'zfill')])
print([tried(lambda: getattr(u'\u20ac', name)(WIDTH)) for name in ('ljust', 'rjust', 'center', 'zfill')])
TABS = '\t' * 1000000
print([tried(lambda: TABS.expandtabs(2147483647)), tried(lambda: format('x', '>1125899906842624')), tried(lambda: format(97, '1125899906842624c'))])
print([tried(lambda: 'x'.ljust(3000000)), tried(lambda: 'a\tb'.expandtabs(2000000))])
# So it is with numbers that are too long, and with bytes.
HUGE = 10 ** 18


def kept(call):
    try:
        call()
        return 'done'
    except MemoryError:
        return 'no room'


print([kept(lambda: HUGE ** HUGE), kept(lambda: 1 << HUGE), kept(lambda: pow(-7, HUGE)), kept(lambda: bytearray(2 ** 50))])
print([kept(lambda: 1 ** HUGE), kept(lambda: (-1) ** HUGE), kept(lambda: 0 << HUGE), kept(lambda: pow(7, HUGE, 10)), kept(lambda: HUGE >> HUGE)])
print([kept(lambda: format(5, '1125899906842624')), kept(lambda: format(1.5, '.1125899906842624f'))])

# So it is with what has as many items as a number says, and with numbers that no machine can count.
import collections
import hashlib
import itertools
import struct

try:
    numbers = xrange
except NameError:
    numbers = range
MANY = 2 ** 31 - 1


def refused(call):
    try:
        call()
        return 'done'
    except (MemoryError, OverflowError):
        return 'no room'


TEN = numbers(10)
# 64 texts: there is no room for so many places for each of them.
WIDE = ['ab'] * 64
print([refused(lambda: collections.deque('x' * 1000) * MANY), refused(lambda: collections.deque('x', 3) * 1000), refused(lambda: collections.deque(numbers(1000)))])
print([refused(lambda: itertools.combinations(TEN, HUGE ** 2)), refused(lambda: itertools.combinations_with_replacement(TEN, HUGE ** 2)), refused(lambda: itertools.permutations(TEN, HUGE ** 2))])
print([refused(lambda: itertools.product(*WIDE, repeat=MANY)), refused(lambda: itertools.tee([], HUGE)), refused(lambda: itertools.permutations(TEN, 20))])
print([refused(lambda: bytearray(b'x').ljust(HUGE)), refused(lambda: bytearray(b'x').zfill(HUGE)), refused(lambda: bytearray(b'\t' * 1000000).expandtabs(MANY))])
print([refused(lambda: bytearray(b'x').center(9)), refused(lambda: bytearray(b'a\tb').expandtabs(200)), refused(lambda: struct.pack('2000000x'))])
for made in (lambda: itertools.product(TEN, repeat=-1), lambda: itertools.tee([], -1), lambda: itertools.combinations(TEN, -1), lambda: itertools.permutations(TEN, -1)):
    try:
        made()
    except ValueError as error:
        print(error)

# The least and the greatest of what has no room for all of its items.
print([max(numbers(3000000)), min(numbers(7, 3000000)), max(i % 7 for i in numbers(100)), min('b', 'a', key=ord), max([3, 1, 2], key=lambda x: 1)])
