"""`fractions` of Python 2.7, which has `gcd`."""

from fractions import Fraction

__all__ = ["Fraction", "gcd"]


def gcd(a, b):
    """The greatest common divisor, with the sign of b unless it is zero."""
    while b:
        a, b = b, a % b
    return a
