"""`repr` of Python 2.7: how values look where there is little room."""

import reprlib as _engines

import __builtin__
from _python2._text import long

__all__ = ["Repr", "repr"]


class Repr(_engines.Repr):
    """Shows values, as much of them as its limits let it."""

    def __init__(self):
        super().__init__(maxother=20)

    def repr1(self, x, level):
        method = getattr(self, "repr_" + "_".join(__builtin__.type(x).__name__.split()), None)
        return self._shortened(_shown(x), self.maxother) if method is None else method(x, level)

    def repr_set(self, x, level):
        return self._repr_iterable(_sorted(x), level, "set([", "])", self.maxset)

    def repr_frozenset(self, x, level):
        return self._repr_iterable(_sorted(x), level, "frozenset([", "])", self.maxfrozenset)

    def repr_long(self, x, level):
        return self._shortened(long.__repr__(x), self.maxlong)

    def repr_array(self, x, level):
        return self._repr_iterable(x, level, f"array('{x.typecode}', [", "])", self.maxarray)

    def repr_instance(self, x, level):
        try:
            return self._shortened(_shown(x), self.maxstring)
        except Exception:
            return "<%s instance at %x>" % (x.__class__.__name__, id(x))

    def _shortened(self, text, most):
        """A text without its middle if it is too long."""
        if len(text) <= most:
            return text
        first = max(0, (most - 3) // 2)
        last = max(0, most - 3 - first)
        return text[:first] + "..." + text[len(text) - last:]


_shown = repr


def _sorted(values):
    try:
        return sorted(values)
    except Exception:
        return list(values)


aRepr = Repr()
repr = aRepr.repr
