# python: both
class Base(object):
    kind = "base"
    made = []
    def __init__(self, name):
        self.name = name
        self.made.append(name)
    def greet(self):
        return "%s %s" % (self.kind, self.name)
    @staticmethod
    def twice(n):
        return n * 2
    @classmethod
    def named(cls, name):
        return cls(name)
    @property
    def upper(self):
        return self.name.upper()
    def __eq__(self, other):
        return self.name == other.name
    def __hash__(self):
        return hash(self.name)

class Derived(Base):
    kind = "derived"
    def greet(self):
        return super(Derived, self).greet() + "!"
    def copy(self):
        return Derived(self.name)

class Problem(Exception):
    def __init__(self, code):
        Exception.__init__(self, "code %d" % code)
        self.code = code

class Bag(dict):
    pass

class Row(list):
    def total(self):
        return sum(self)

class Node(object):
    def __init__(self, value):
        self.value = value
        self.next = self

class Keeper(object):
    def __getstate__(self):
        return {"kept": 1}
    def __setstate__(self, state):
        self.restored = state

things = [Derived("x"), Base.named("y"), Bag(a=1), Row([1, 2, 3]), Node(7), Keeper()]
things[2].extra = things
Base.first = things[0]

def work(things):
    derived, base, bag, row, node, keeper = things
    print("%s | %s | %s | %s" % (derived.greet(), base.greet(), derived.twice(4), derived.upper))
    print("%s %s %s" % (isinstance(derived, Base), type(derived) is Derived, Derived.__mro__[1] is Base))
    print("%s %s" % (derived.copy() == derived, len(set([derived, derived.copy()]))))
    print("%s %s %s" % (bag, bag.extra is things, type(bag).__name__))
    print("%s %s" % (row.total(), type(row).__name__))
    print("%s %s" % (node.next is node, node.value))
    print(keeper.restored)
    print("%s %s" % (Base.first is derived, Base.made))
    try:
        raise Problem(5)
    except Problem as problem:
        print("%s %s" % (problem, problem.code))
    method = derived.greet
    system.util.invokeLater(method)

system.util.invokeAsynchronous(work, [things])
system.util.invokeAsynchronous(things[0].greet)
system.util.invokeAsynchronous(Derived, ["new"])
