# python: both
# A finalizer looks at the variable, the item, the attribute or the property that it has just been taken out of.
class Watching(object):
    def __init__(self, look):
        self.look = look

    def __del__(self):
        seen.append(self.look())


def captured():
    value = Watching(lambda: read())

    def read():
        return value is None
    value = None
    return read


class Holding(object):
    value = None


seen = []
captured()
print(seen)
seen = []
items = [0]
for i in range(40):
    items[0] = Watching(lambda: len(items))
items[0] = None
print((len(seen), set(seen) == set([1])))
seen = []
Holding.value = Watching(lambda: Holding.value)
Holding.value = None
Holding.other = Watching(lambda: hasattr(Holding, 'other'))
del Holding.other
print(seen)
seen = []
made = property(Watching(lambda: made.fget))
made.__init__()
print(seen)


class Again(object):
    """Leaves one behind when it goes, a hundred times."""
    left = 100

    def __del__(self):
        Again.left -= 1
        if Again.left > 0:
            items[0] = Again()


for i in range(9):
    items[0] = Again()
print(Again.left <= 0)
