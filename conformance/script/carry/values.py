# python: 3
values = [None, True, False, 0, -1, 2 ** 31, 2 ** 63, -2 ** 200, 0.5, float("inf"), float("-inf"), 1e300, "", "x", u"\u20ac",
          b"\x00\xff", bytearray(b"ab"), (), (1, (2, [3])), [], [[]], {}, {"a": 1, (1, 2): [3]}, set([1, 2]),
          frozenset([3]), complex(1, 2), slice(1, 2, 3), len, str, dict, ValueError, NotImplemented, Ellipsis]
nan = float("nan")
shared = []
values.append([shared, shared])
def show(values, expected):
    print(len(values))
    for value, text in zip(values, expected):
        if repr(value) != text:
            print("%s became %r" % (text, value))
    pair = values[-1]
    print("%s %s" % (pair[0] is pair[1], nan != nan))
show(values, [repr(value) for value in values])
system.util.invokeAsynchronous(show, [values, [repr(value) for value in values]])
