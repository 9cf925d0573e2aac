# python: 3
import collections, datetime, decimal, fractions, functools, re, random, uuid
from collections import OrderedDict, defaultdict, deque, Counter
values = [datetime.datetime(2017, 7, 14, 2, 40), datetime.timedelta(1, 2, 3), datetime.date(2020, 2, 29),
          decimal.Decimal("1.10"), fractions.Fraction(1, 3), OrderedDict([("b", 1), ("a", 2)]), Counter("abca"),
          deque([1, 2], 5), uuid.UUID(int=5), re.compile("b.*", re.I), functools.partial(int, base=2),
          ValueError("x", 3), KeyError("k"), range(3)]
groups = defaultdict(list)
groups["a"].append(1)
dice = random.Random(5)
dice.random()
def show(values, expected, next_number):
    for value, text in zip(values, expected):
        same = repr(value) == text
        print("%s%s" % (text if " at 0x" not in text else type(value).__name__, "" if same or " at 0x" in text else " became %r" % (value,)))
    groups["b"].append(2)
    print(sorted(groups.items()))
    print(values[10]("101"))
    print(dice.random() == next_number)
    print(values[9].match("Billy").group())
copy = random.Random()
copy.setstate(dice.getstate())
system.util.invokeAsynchronous(show, [values, [repr(value) for value in values], copy.random()])
