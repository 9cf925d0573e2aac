# python: both
# What refers to itself, in every way that a script can make it.
class A(object):
    def __init__(self, x):
        self.x = x
    def other(self):
        return B(self)
class B(A):
    pass
A.first = B(1)
A.all = [A.first, (A, B)]
B.me = B
t = ([],)
t[0].append(t)
d = {}
d[A.first] = d
def f(): return f, g, t, A
def g(): return f
f.partner = g
A.first.function = f
A.first.method = A.first.other
def work():
    print("%s %s" % (f()[0] is f, g() is f))
    print(f.partner is g)
    print(t[0][0] is t)
    print("%s %s" % (A.first.x, A.all[1][1] is B))
    print(d[A.first] is d)
    print(A.first.function is f)
    print(A.first.method().x is A.first)
    print(B.me is B)
    deep = chain
    count = 0
    while deep:
        deep = deep[0]
        count += 1
    print(count)
chain = []
for i in range(1000):
    chain = [chain]
system.util.invokeAsynchronous(work)
system.util.invokeAsynchronous(A.first.method)
