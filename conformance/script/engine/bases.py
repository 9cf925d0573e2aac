# python: both
# A class may get other bases, but none that its instances do not fit, and not itself.


def tried(cls, bases):
    try:
        cls.__bases__ = bases
        return 'done'
    except TypeError:
        return 'refused'


class Top(object):
    pass


class A(Top):
    x = 1


class B(Top):
    x = 2

    def __len__(self):
        return 3


class C(A):
    pass


class D(C):
    pass


class Slotted(object):
    __slots__ = ('a', 'b')


class Gone(C):
    pass


del Gone
d = D()
print([tried(C, (C,)), tried(C, (D,)), tried(A, (D,)), tried(C, (int,)), tried(C, (list,)), tried(C, (Slotted,)), tried(C, ())])
print([d.x, tried(C, (B,)), d.x, len(d), [c.__name__ for c in D.__mro__], A.__subclasses__(), [c.__name__ for c in B.__subclasses__()]])
print([tried(C, (A, B)), d.x, tried(C, (Top, A)), d.x, [c.__name__ for c in D.__mro__]])


class X(A, B):
    pass


class Y(X):
    pass


class Z(Y, A):
    pass


class Other(B, A):
    pass


print([tried(Y, (Other,)), [c.__name__ for c in Z.__mro__], tried(Y, (X, Other)), [c.__name__ for c in Z.__mro__], Z().x])
