# python: both
# `islice` passes over no more than it was told to, and ends when there is nothing left.
from itertools import count, islice

print([list(islice(count(), 1, 10, 2 ** 31 - 1)), list(islice('abc', 2 ** 31 - 1, None)), list(islice('abcdef', 1, None, 2))])
c = count()
print([list(islice(c, 1, 3, 50)), next(c)])
it = iter('abcdef')
part = islice(it, 2)
print([list(part), next(part, 'end'), list(it), list(islice(count(), 0)), list(islice(iter('abc'), None))])
for bounds in ((), (-1,), ('x',), (1, 'x'), ('x', 1), (1, 2, 0), (1, 2, -1), (1, 2, 3, 4), (10 ** 30,)):
    try:
        islice('abc', *bounds)
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
