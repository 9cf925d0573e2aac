# python: both
# Comprehensions whose iterators fail: the first or a later one, at once or after some items, in each place.
class E(Exception):
    pass


def fails(after):
    for i in range(after):
        yield i
    raise E(after)


class Bad(object):
    def __init__(self, left):
        self.left = left

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise E("bad")
        return self.left

    next = __next__


def of_list(it):
    return [x for x in it]


def of_set(it):
    return set(x for x in it) | {x for x in it}


def of_dict(it):
    return {x: x for x in it}


def of_pairs(it):
    return [(x, y) for x in (1, 2) for y in it]


def chosen(it):
    return [x for x in it if x > 0]


def inner(it):
    return [[y for y in it] for x in (1, 2)]


def kept(it):
    x, other = "kept", "other"
    try:
        return [x + other for x in it]
    except E:
        pass
    except TypeError:
        pass
    # Python 2 leaves the variable of a comprehension behind.
    return other


def again(it):
    found = []
    for turn in range(3):
        try:
            found.append([x for x in it() if x >= 0])
        except E as error:
            found.append(str(error))
        finally:
            found.append(turn)
    return found


def in_generator(it):
    yield 1
    try:
        yield [x for x in it]
    except E:
        yield "caught"
    yield 2


def with_cells(it):
    try:
        return [(lambda: x)() for x in it]
    except E as error:
        return error.args


for after in (0, 1, 3):
    for function in (of_list, of_set, of_dict, of_pairs, chosen, inner, kept, in_generator, with_cells):
        for made in (fails, Bad):
            try:
                end = function(made(after))
                end = list(end) if function is in_generator else end
            except E as error:
                end = "E %s" % error
            print("%s %s %s: %s" % (function.__name__, made.__name__, after, end))
    print(again(lambda: fails(after)))
    print(again(lambda: Bad(after)))
try:
    print([x for x in fails(2)])
except E as error:
    print("module %s" % error)


class Body(object):
    try:
        values = [x for x in Bad(1)]
    except E as error:
        values = str(error)


print(Body.values)
