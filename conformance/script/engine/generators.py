# python: 3
# Generators that enter or close themselves while they run.
def tried(function, *arguments):
    try:
        return function(*arguments)
    except (ValueError, TypeError, StopIteration) as error:
        return '%s: %s' % (type(error).__name__, error)


def closes():
    x = [1, 2, 3]
    try:
        yield 1
    finally:
        seen.append(tried(me[0].close))
        seen.append(x)


def enters():
    x = 'kept'
    for n in range(2):
        seen.append(tried(next, me[0]))
        seen.append(tried(me[0].send, None))
        seen.append(tried(me[0].throw, KeyError('k')))
        yield n, x
    seen.append(tried(list, me[0]))
    yield 'end'


seen, me = [], []
me.append(closes())
print(next(me[0]))
print(tried(me[0].close))
print(seen)

seen, me = [], []
me.append(enters())
print(list(me[0]))
print(seen)


class Closer(object):
    def __init__(self, generator): self.generator = generator
    def __enter__(self): return self
    def __exit__(self, *error):
        seen.append(tried(self.generator.close))


def inside():
    with Closer(me[0]):
        yield 1
        yield 2


seen, me = [], [None]
me[0] = inside()
print(next(me[0]))
try:
    me[0].throw(IndexError('i'))
except IndexError as error:
    print('%s %s' % (error, seen))
print(tried(next, me[0]))
