"""How modules are found, for those who look: built in or frozen, never from a file."""

from _frozen_importlib import BuiltinImporter, FrozenImporter, ModuleSpec

__all__ = ["BuiltinImporter", "FrozenImporter", "ModuleSpec", "all_suffixes"]

SOURCE_SUFFIXES = [".py"]
BYTECODE_SUFFIXES = []
EXTENSION_SUFFIXES = []


def all_suffixes():
    return list(SOURCE_SUFFIXES)
