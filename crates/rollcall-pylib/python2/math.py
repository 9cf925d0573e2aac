"""`math` of Python 2.7: `floor` and `ceil` are floats, and what Python 3 has added is not there."""

import math as _engines
from math import (
    acos, acosh, asin, asinh, atan, atan2, atanh, copysign, cos, cosh, degrees, e, erf, erfc, exp, expm1, fabs, fmod,
    frexp, fsum, isinf, isnan, ldexp, lgamma, log, log10, log1p, modf, pi, radians, sin, sinh, sqrt,
    tan, tanh,
)

from _python2._text import long, number


def floor(x):
    """The largest whole number that is not above x, as a float."""
    return _rounded(_engines.floor, x)


def ceil(x):
    """The smallest whole number that is not below x, as a float."""
    return _rounded(_engines.ceil, x)


def _rounded(function, x):
    value = float(x)
    return _engines.copysign(function(value), value) if _engines.isfinite(value) else value


def hypot(*args):
    """The length of what is x long one way and y across."""
    if len(args) != 2:
        raise TypeError(f"hypot(): expected 2 args; got {len(args)}")
    return _engines.hypot(*args)


def gamma(x):
    try:
        return _engines.gamma(x)
    except ValueError:
        raise ValueError("math domain error") from None


def pow(x, y):
    """x to the power y; what is too large is infinite, as in Java, but not where there is no power."""
    if x == 0 and y == -_engines.inf:
        raise ValueError("math domain error")
    try:
        return _engines.pow(x, y)
    except OverflowError:
        is_negative = x < 0 and _engines.fmod(y, 2) != 0
        return -_engines.inf if is_negative else _engines.inf


def trunc(x):
    return number(_engines.trunc(x))


def factorial(x):
    if x < 0 or int(x) != x:
        raise ValueError("math domain error")
    return long(_engines.factorial(int(x)))
