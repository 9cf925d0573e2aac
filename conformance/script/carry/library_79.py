import copy, datetime, decimal, re
from collections import defaultdict, deque
values = [datetime.datetime(2017, 7, 14, 2, 40), decimal.Decimal("1.10"), deque([1, 2], 5), ValueError("x", 3), KeyError("k"),
          xrange(3), datetime.timedelta(1)]
groups = defaultdict(list)
groups["a"].append(1)
pattern = re.compile("b.*", re.I)
def show(values, expected):
    for value, text in zip(values, expected):
        print text, repr(value) == text
    groups["b"].append(copy.copy([2]))
    print sorted(groups.items())
    print pattern.match("Billy").group()
system.util.invokeAsynchronous(show, [values, [repr(value) for value in values]])
