# python: both
# A method of a type is refused for an instance of another, whatever that says that it is.
import collections
import itertools


class Plain(object):
    pass


class Faked(object):
    def __init__(self, kind):
        self.kind = kind

    __class__ = property(lambda self: self.kind)


TYPES = [str, type(u''), bytes, bytearray, list, tuple, dict, set, frozenset, int, float, complex, bool, slice, property, staticmethod,
         classmethod, type(lambda: 1), type(Plain().__init__), type(n for n in ()), type(enumerate(())), Exception, OSError, KeyError,
         UnicodeDecodeError, collections.deque, collections.defaultdict, itertools.chain, itertools.islice, itertools.count, memoryview]
STATIC = ('__new__', 'fromkeys', 'maketrans', 'fromhex', '__class_getitem__', '__getformat__', '__setformat__', '__init_subclass__',
          '__subclasshook__', 'from_bytes', 'from_iterable', '__doc__', '__class__', '__slots__', '__module__', '__dict__', '__hash__', 'from_number',
          '_from_flags', '_defaultdict__repr_factory')
OF_OBJECT = set(dir(object))


def answers(kind, name):
    method = getattr(kind, name)
    for receiver in (Plain(), Faked(kind), 5 if kind not in (int, bool) else 'x', 'x' if kind not in (str, bytes, type(u'')) else 5, [] if kind is not list else ()):
        if isinstance(receiver, kind) and not isinstance(receiver, Faked):
            continue
        for more in ((), ('abc',), (1,), (1, 2), ('a', 'b'), ([1],)):
            try:
                answer = method(receiver, *more)
            except (TypeError, AttributeError, ValueError, LookupError):
                continue
            if answer is not NotImplemented:
                yield '%s.%s of %s' % (kind.__name__, name, type(receiver).__name__)


count = 0
for kind in TYPES:
    for name in sorted(set(vars(kind)) - set(STATIC) - OF_OBJECT):
        if callable(getattr(kind, name, None)):
            count += 1
            for answer in answers(kind, name):
                print(answer)
print(count > 300)
