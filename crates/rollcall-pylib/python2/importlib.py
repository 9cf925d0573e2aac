"""`importlib` of Python 2.7: modules by names that are made at run time."""

import __builtin__

__all__ = ["import_module"]

# An import means to code of Python 2 what it means in a script.
_import = __builtin__.eval("lambda name: __import__(name)", {"__builtins__": __builtin__})


def import_module(name, package=None):
    """The module of a name, which may be relative to a package."""
    if name.startswith("."):
        if not package:
            raise TypeError("relative imports require the 'package' argument")
        own = name.lstrip(".")
        level = len(name) - len(own)
        above = package.split(".")
        if level > len(above):
            raise ValueError("attempted relative import beyond top-level package")
        name = ".".join([*above[:len(above) - level + 1], own])
    module = _import(name)
    for part in name.split(".")[1:]:
        module = getattr(module, part)
    return module
