# python: both
# A finalizer looks at the deque that it has just been taken out of, and items are compared that change theirs.
from collections import deque


class Watching(object):
    def __del__(self):
        seen.append(len(q))


def show(label):
    print((label, seen[:]))
    del seen[:]


seen = []
q = deque([], 2)
for i in range(3):
    q.append(Watching())
show('append')
q.appendleft(Watching())
show('appendleft')
q[0] = Watching()
q[-1] = Watching()
show('item')
del q[0]
show('del')
q.extend([Watching(), Watching()])
show('extend')
q.extend([Watching(), Watching(), Watching()])
show('extend by more than it keeps')
q.extendleft([Watching()])
q.extendleft([Watching(), Watching(), Watching()])
show('extendleft')
q += [Watching()]
show('+=')
q.pop()
q.popleft()
show('pop')
q.append(Watching())
q.clear()
show('clear')
q.append(Watching())
q.__init__()
show('__init__')

full = deque([1, 2], 0)
full.append(1)
full.appendleft(2)
full.extend([1])
full.extendleft([2])
print((list(full), full.maxlen))
kept = deque('abcde', 3)
kept.extend('xy')
print(list(kept))
kept.extendleft('12')
print(list(kept))
kept.extend('0123456789')
print(list(kept))
kept.extendleft('0123456789')
print(list(kept))
kept *= 2
print(list(kept))
print(list(deque((letter for letter in 'abcdef'), 2)))
pairs = [('ab', 'ab'), ('ab', 'ac'), ('a', 'ab'), ('b', 'ab'), ('', '')]
print([(deque(a) == deque(b), deque(a) < deque(b), deque(a) >= deque(b)) for a, b in pairs])


class Growing(object):
    __hash__ = None

    def __eq__(self, other):
        grown.append(1)
        return other == 1


grown = deque([Growing()])
try:
    print(grown == deque([2]))
    grown = deque([Growing()])
    print(grown == deque([1]))
except RuntimeError as error:
    print('changed')
