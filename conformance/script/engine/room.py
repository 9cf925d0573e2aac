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
