"""`itertools` of Python 2.7: the iterators that Python 3 made its builtins have their own names here."""

import builtins
from itertools import (
    chain,
    combinations,
    combinations_with_replacement,
    compress,
    count,
    cycle,
    dropwhile,
    groupby,
    islice,
    permutations,
    product,
    repeat,
    starmap,
    takewhile,
    tee,
)
from itertools import filterfalse as ifilterfalse
from itertools import zip_longest as izip_longest

izip = builtins.zip
ifilter = builtins.filter


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
