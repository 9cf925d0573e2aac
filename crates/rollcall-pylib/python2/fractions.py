"""`fractions` of Python 2.7, which has `gcd`.

`Fraction` is the engine's, executed once more under this name and changed where 2.7 differs.
"""

import math
import re
from numbers import Rational

import __builtin__
from _python2 import fresh_copy, load

__all__ = ["Fraction", "gcd"]

Decimal = load("decimal").Decimal
_copy = fresh_copy("fractions", "fractions")
_copy.Decimal = Decimal
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
Fraction.from_float = classmethod(_checked(Fraction.from_float.__func__))


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


def _hash(self):
    """What Jython answers, where the engine's hash is that of Python 3's numbers."""
    if self.denominator == 1:
        return __builtin__.hash(self.numerator)
    approximated = float(self)
    return __builtin__.hash(approximated if self == approximated else (self.numerator, self.denominator))


@classmethod
def _from_decimal(cls, dec):
    """The fraction of a `Decimal` or of a whole number."""
    if isinstance(dec, int):
        return cls(dec)
    if not isinstance(dec, Decimal):
        raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} ({type(dec).__name__})")
    _require_finite(dec)
    return cls(*dec.as_integer_ratio())


Fraction.from_decimal = _from_decimal
setattr(Fraction, "$hash", _hash)
Fraction.__nonzero__ = Fraction.__bool__
Fraction.__div__, Fraction.__rdiv__ = Fraction.__truediv__, Fraction.__rtruediv__
