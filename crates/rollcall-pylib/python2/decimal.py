"""`decimal` of Python 2.7: the engine's own, executed once more under this name and changed where 2.7 differs.

A copy, because scripts of Python 3 that the same worker runs have theirs. A number hashes as the `int` or the `float`
that is equal to it.
"""

import unicodedata

import __builtin__
from _python2 import fresh_copy
from _python2._text import long

_copy = fresh_copy("_pydecimal", "decimal")
globals().update({name: getattr(_copy, name) for name in _copy.__all__})
__all__ = """
    Decimal Context DefaultContext BasicContext ExtendedContext DecimalException Clamped InvalidOperation DivisionByZero
    Inexact Rounded Subnormal Overflow Underflow ROUND_DOWN ROUND_HALF_UP ROUND_HALF_EVEN ROUND_CEILING ROUND_FLOOR
    ROUND_UP ROUND_HALF_DOWN ROUND_05UP setcontext getcontext localcontext
""".split()
for _context in (DefaultContext, BasicContext, ExtendedContext):
    _context.Emin, _context.Emax = -999999999, 999999999

_make = Decimal.__new__


def _made(cls, value="0", context=None):
    """A number; the digits of a `unicode` may be those of any script."""
    if isinstance(value, str):
        if "_" in value:
            # Python 3 takes it between digits.
            return (_copy.getcontext() if context is None else context)._raise_error(
                _copy.ConversionSyntax, f"Invalid literal for Decimal: {value!r}")
        if not value.isascii():
            value = "".join(map(_digit, value))
    return _make(cls, value, context)


def _digit(character):
    digit = unicodedata.decimal(str(character), None)
    return character if digit is None else str(digit)


def _hash(self):
    """What Jython answers, where the engine's hash is that of Python 3's numbers."""
    if self._is_special:
        return 0 if self.is_nan() else -271828 if self._sign else 314159
    approximated = float(self)
    if Decimal.from_float(approximated) == self:
        return __builtin__.hash(approximated)
    if self._isinteger():
        digits = int(self.to_integral_value().copy_abs())
        return __builtin__.hash(-digits if self._sign else digits)
    return __builtin__.hash((self._sign, self._exp + len(self._int), self._int.rstrip("0")))


def _represent(self):
    """A context, without what 2.7 has not."""
    names = ", ".join(f"{name}={getattr(self, name)}" for name in ("prec", "rounding", "Emin", "Emax", "capitals"))
    flags, traps = ([signal.__name__ for signal, is_set in kind.items() if is_set] for kind in (self.flags, self.traps))
    return f"Context({names}, flags=[{', '.join(flags)}], traps=[{', '.join(traps)}])"


Context.__repr__ = _represent
Decimal.__new__ = staticmethod(_made)
Decimal.__nonzero__ = Decimal.__bool__
Decimal.__long__ = lambda self: long(int(self))
Decimal.__div__, Decimal.__rdiv__ = Decimal.__truediv__, Decimal.__rtruediv__
setattr(Decimal, "$hash", _hash)
