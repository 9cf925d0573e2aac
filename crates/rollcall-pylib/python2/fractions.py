"""`fractions` of Python 2.7, which has `gcd`.

`Fraction` is the engine's, executed once more under this name and changed where 2.7 differs.
"""

import math
import re
from decimal import Decimal
from numbers import Rational

from _python2 import fresh_copy

__all__ = ["Fraction", "gcd"]

_copy = fresh_copy("fractions", "fractions")
Fraction = _copy.Fraction
# No blanks about the stroke, and no underscores.
_copy._RATIONAL_FORMAT = re.compile(
    r"\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*)(?:(?:/(?P<denom>\d+))?|(?:\.(?P<decimal>\d*))?(?:[eE](?P<exp>[-+]?\d+))?)"
    r"\s*\Z")


def gcd(a, b):
    """The greatest common divisor, with the sign of b unless it is zero."""
    while b:
        a, b = b, a % b
    return a


def _require_finite(value):
    if isinstance(value, float) and not math.isfinite(value) or isinstance(value, Decimal) and not value.is_finite():
        raise TypeError(f"Cannot convert {value} to Fraction.")


def _checked(make):
    """A function that makes a fraction of what is a number."""
    def made(cls, *given, **named):
        for value in given:
            _require_finite(value)
        return make(cls, *given, **named)

    return made


Fraction.__new__ = staticmethod(_checked(Fraction.__new__))
for _name in ("from_float", "from_decimal"):
    setattr(Fraction, _name, classmethod(_checked(getattr(Fraction, _name).__func__)))


def _whole(quotient):
    return quotient.numerator // quotient.denominator if isinstance(quotient, Rational) else math.floor(quotient)


def _with_floats(name, of_floats):
    """An operator that goes by the quotient where one of the two is a float."""
    engines = getattr(Fraction, name)

    def operated(a, b):
        return of_floats(a, b) if isinstance(b, float) else engines(a, b)

    setattr(Fraction, name, operated)


_with_floats("__mod__", lambda a, b: a - b * _whole(a / b))
_with_floats("__rmod__", lambda a, b: b - a * _whole(b / a))
_equals = Fraction.__eq__


def _equal(self, other):
    return False if isinstance(other, Decimal) else _equals(self, other)


Fraction.__eq__ = _equal
