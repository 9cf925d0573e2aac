"""`itertools` of Python 2.7: the iterators that Python 3 made its builtins have their own names here."""

import builtins
import itertools as _engines
from itertools import (
    chain,
    combinations,
    compress,
    count,
    cycle,
    dropwhile,
    groupby,
    permutations,
    product,
    repeat,
    starmap,
    takewhile,
    tee,
)
from itertools import filterfalse as ifilterfalse
from itertools import zip_longest as izip_longest

_MOST = 0x7fffffff

izip = builtins.zip
ifilter = builtins.filter


class combinations_with_replacement:
    """Selections of r items, where an item may be taken again."""

    def __new__(cls, iterable, r):
        if isinstance(r, int):
            if r > _MOST:
                raise OverflowError("long int too large to convert to int")
            # The engine would end the process where there is no room for so many places; this is refused.
            builtins.bytearray(8 * max(r, 0))
        return _engines.combinations_with_replacement(iterable, r)


class islice:
    """The items between two places; a bound has to be one, also where there is nothing to take."""

    def __new__(cls, iterable, *bounds):
        if not 1 <= len(bounds) <= 3:
            raise TypeError(f"islice() takes 2-4 arguments ({len(bounds) + 1} given)")
        names = ("Stop",) if len(bounds) == 1 else ("Start", "Stop", "Step")
        for name, bound in zip(names, bounds):
            if bound is not None and not (isinstance(bound, int) and -_MOST <= bound <= _MOST):
                raise ValueError(f"{name} argument must be a non-negative integer or None")
        if any(bound is not None and bound < 0 for bound in bounds):
            raise ValueError("Indices for islice() must be non-negative integers")
        if len(bounds) == 3 and bounds[2] == 0:
            raise ValueError("Step must be one or larger for islice()")
        return _engines.islice(iterable, *bounds)


class imap:
    """`function` of the items that the iterables have together; of None, the items as tuples."""

    def __init__(self, function, *iterables):
        if not iterables:
            raise TypeError("imap() must have at least two arguments.")
        together = zip(*iterables)
        self._results = together if function is None else starmap(function, together)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._results)

    next = __next__
