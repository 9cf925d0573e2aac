"""`functools` of Python 2.7: what Python 3 has added is not there, so that scripts which try for it find their own."""

import __builtin__
from functools import cmp_to_key, partial, total_ordering

__all__ = ["WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES", "update_wrapper", "wraps", "reduce", "partial", "total_ordering",
           "cmp_to_key"]

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__doc__")
WRAPPER_UPDATES = ("__dict__",)

reduce = __builtin__.reduce


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Makes one function look like another; an attribute that the other has not is an error."""
    for name in assigned:
        value = getattr(wrapped, name)
        setattr(wrapper, name, "__builtin__" if name == "__module__" and value == "builtins" else value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """The decorator that does so."""
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)
