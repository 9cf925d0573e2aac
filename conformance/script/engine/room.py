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
