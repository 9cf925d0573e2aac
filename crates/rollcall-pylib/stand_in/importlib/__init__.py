"""Import by name, of the modules that are here anyway."""

import sys

__all__ = ["import_module", "invalidate_caches"]


def import_module(name, package=None):
    """The module of this name; a leading dot needs the package it is relative to."""
    level = len(name) - len(name.lstrip("."))
    if level:
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        base = package.rsplit(".", level - 1)[0]
        name = f"{base}.{name[level:]}" if name[level:] else base
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """There is nothing to forget: no module comes from a file."""
