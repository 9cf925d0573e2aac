# python: 3
# Items whose comparison changes the list that they are in, and sorting.
class Clears(object):
    def __init__(self, items): self.items = items
    def __eq__(self, other):
        del self.items[:]
        return True
    __hash__ = None


a = []
a += [Clears(a), Clears(a)]
print([a == [1, 2], len(a), [] == a, [1, [2]] == [1, [2]], [1, 2] != [1], [[1, 2], [3]] < [[1, 2], [4]], [1] < [1, 0]])


class Grows(object):
    count = 0

    def __eq__(self, other):
        Grows.count += 1
        if Grows.count < 5:
            b.append(self)
        return True


b = []
b.append(Grows())
print([b == [0], len(b)])

words = ['pear', 'fig', 'apple', 'kiwi', 'date', 'plum']
print(sorted(words))
print(sorted(words, key=len))
print(sorted(words, key=len, reverse=True))
print(sorted([3, 1, 2, 10 ** 20, -1]) == [-1, 1, 2, 3, 10 ** 20])
print(sorted([2.5, -1.0, 0.0, 1e300], reverse=True))
print(sorted([(2, 'b'), (1, 'z'), (2, 'a')]))
print(sorted(u'\u20ac\xe9za\uffff') == [u'a', u'z', u'\xe9', u'\u20ac', u'\uffff'])


class Item(object):
    asked = 0

    def __init__(self, value): self.value = value

    def __lt__(self, other):
        Item.asked += 1
        return self.value < other.value


items = [Item((n * 7919) % 16001) for n in range(16000)]
in_order = sorted(items)
print([all(x.value <= y.value for x, y in zip(in_order, in_order[1:])), Item.asked < 600000])

c = [3, 1, 2]


def key(x):
    seen.append(len(c))
    return x


seen = []
c.sort(key=key)
print([c, seen])


def meddles(x):
    c.append(x)
    return x


try:
    c.sort(key=meddles)
except ValueError as error:
    print([str(error), c])


def fails(x):
    raise KeyError(x)


try:
    c.sort(key=fails)
except KeyError as error:
    print([str(error), c])
print([c.sort(reverse=True), c])
