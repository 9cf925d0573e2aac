"""`jarray` of Jython: Java's arrays of plain values, which are those of `array`."""

from _python2 import load

_array = load("array")


def array(sequence, type):
    """An array of a type with these values."""
    return _array.array(type, sequence)


def zeros(length, type):
    """An array of a type with so many zeros."""
    return _array.zeros(type, length)
