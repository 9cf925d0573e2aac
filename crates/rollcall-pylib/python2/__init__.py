"""The modules of Python 2.7, for scripts of 7.9: which module a name means there, and those that differ from Python 3's.

The library that is frozen beside this package stays Python 3, for itself and for scripts in that language. Code of
Python 2 that imports `string` must get another module than the library's own code does; so what differs is kept here,
and `load` chooses. Whoever runs code of Python 2 calls it from its `__import__` with the whole, absolute name.

The files are Python 3, each the whole of a module of 2.7 (`string.py`, `json.decoder` is `json/decoder.py`); a name with
an underscore in front is nobody's to import. They are executed under their public names, so that classes say
`StringIO.StringIO` and not where they lie. A `str` of Python 2 is a `str` of the engine with one character for each
byte; `unicode` and `long` come from `__builtin__`, which the runtime provides. See `_text`.

Left out is what reaches the machine; `_refused` says why and what to use instead. A module of Python 3 that 2.7 did not
have is not found, as scripts expect that try one import and then another.
"""

import _imp
import sys
from types import ModuleType

from _python2._refused import reason

# Modules that 2.7 has under these names and that the engine's own can stand for.
_SAME = frozenset("""
    __builtin__ __future__ _collections _functools _weakref abc atexit bisect cmath colorsys
    difflib errno gc heapq linecache locale numbers sys warnings
""".split())

# Modules that only changed their names.
_RENAMED = {"copy_reg": "copyreg"}

# Packages of Java's classes.
_WITH_CLASSES = frozenset(["java", "javax", "com"])
# Those that say what they have not, and what comes near.
_EXPLAINING = _WITH_CLASSES | {"system"}

_loaded = {}


def load(name):
    """The module that an absolute name means to a script, imported with those above it.

    Raises ImportError in the words of 2.7, or with the reason if the module is kept from scripts.
    """
    parts = name.split(".")
    module = None
    for depth in range(len(parts)):
        module = _find(".".join(parts[:depth + 1]), module)
    return module


def _find(name, parent):
    if name in _loaded:
        return _loaded[name]
    # What the runtime or a script has put there: `system`, `java`, a module that was made by hand. A class of Java can
    # be imported like a module.
    top, _, inner = name.partition(".")
    if name in sys.modules and not _is_ours(name) and not _is_of_library(top):
        return sys.modules[name]
    if parent is not None and top in _WITH_CLASSES and hasattr(parent, name.rpartition(".")[2]):
        return getattr(parent, name.rpartition(".")[2])
    why = reason(name)
    if why is not None:
        raise ImportError(f"module '{name}' is not available: {why}")
    if _is_ours(name):
        return _execute(name, parent)
    if name in _RENAMED:
        return _engines(_RENAMED[name])
    if top in _SAME:
        return _engines(name)
    if parent is not None and top in _EXPLAINING:
        _explain(parent, name)
    raise ImportError("No module named " + (inner.rpartition(".")[2] or top))


def _explain(package, name):
    """Raises what a package says of a name that it has not."""
    try:
        getattr(package, name.rpartition(".")[2])
    except AttributeError as error:
        raise ImportError(str(error)) from None


def _is_ours(name):
    return not name.startswith("_") and _imp.is_frozen("_python2." + name)


def _is_of_library(name):
    return _imp.is_builtin(name) or _imp.is_frozen(name)


def _engines(name):
    __import__(name)
    return sys.modules[name]


def _execute(name, parent):
    module = _loaded[name] = ModuleType(name)
    try:
        exec(_imp.get_frozen_object("_python2." + name), vars(module))
    except BaseException:
        del _loaded[name]
        raise
    if not _is_of_library(name):
        sys.modules[name] = module
    if parent is not None:
        setattr(parent, name.rpartition(".")[2], module)
    return module


def fresh_copy(name, public_name):
    """A module of the library executed once more, under another name."""
    module = ModuleType(public_name)
    exec(_imp.get_frozen_object(name), vars(module))
    return module
