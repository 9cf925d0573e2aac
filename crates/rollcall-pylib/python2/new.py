"""`new` of Python 2.7: makes objects of the interpreter's own types."""

from _python2 import load

_types = load("types")

function = _types.FunctionType
module = _types.ModuleType
code = _types.CodeType
instancemethod = _types.MethodType
classobj = _types.ClassType


def instance(klass, attributes=None):
    """An instance that `__init__` has not seen."""
    made = object.__new__(klass)
    made.__dict__.update(attributes or {})
    return made
