"""Finds the script modules of the project that a script belongs to.

Two names lead to one module: `import library.units` and, as in 7.9, `project.library.units` without any import. A module
is kept under the first, and `project.` is another way to it; only where Python's own library has a module of that name
is the project's to be reached by `project.` alone. Nothing is copied to this interpreter before it is asked for.
"""

import sys

from _frozen_importlib import ModuleSpec
from _rollcall import find_module, run_module

_PREFIX = "project."


def _load(name):
    __import__(name)
    return sys.modules[name]


def _members(package, missing):
    """The `__getattr__` of a package: `package.module` imports the module."""

    def __getattr__(name):
        full = f"{package}.{name}"
        # Python asks every module for such names.
        if not name.startswith("__"):
            try:
                return _load(full)
            except ModuleNotFoundError as error:
                if error.name not in (full, full.removeprefix(_PREFIX)):
                    raise
        raise AttributeError(missing.format(name))

    return __getattr__


class _Loader:
    """Runs a module's text."""

    def __init__(self, file, source, is_package):
        self.file = file
        self.source = source
        self.is_package = is_package

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        if self.is_package:
            missing = f"module '{module.__name__}' has no attribute '{{}}'"
            module.__getattr__ = _members(module.__name__, missing)
        if self.file is not None:
            module.__file__ = self.file
            run_module(self.file, self.source, module.__dict__)


class _Alias:
    """Answers with a module that exists already."""

    def __init__(self, module):
        self.module = module
        self.spec = module.__spec__

    def create_module(self, spec):
        return self.module

    def exec_module(self, module):
        # The machinery has put the other name's in its place.
        module.__spec__ = self.spec


def _is_ours(module):
    return isinstance(getattr(getattr(module, "__spec__", None), "loader", None), _Loader)


def _in_library(name):
    """Whether a name without dots leads to another module than the project's."""
    module = sys.modules.get(name)
    if module is not None:
        return not _is_ours(module)
    finders = sys.meta_path[:sys.meta_path.index(ProjectModules)]
    return any(finder.find_spec(name) is not None for finder in finders)


def _alias(name, own):
    try:
        return ModuleSpec(name, _Alias(_load(own)))
    except ModuleNotFoundError as error:
        if error.name != own:
            raise
        return None


class ProjectModules:
    """The finder. It is asked after the library's."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        own = name.removeprefix(_PREFIX)
        if not all(part.isidentifier() for part in own.split(".")):
            return None
        parent = name.rpartition(".")[0]
        if own != name:
            top = own.partition(".")[0]
            if not _in_library(top):
                return _alias(name, own)
        elif parent and not _is_ours(sys.modules.get(parent)):
            return None
        found = find_module(own)
        if found is None:
            return None
        loader = _Loader(*found)
        return ModuleSpec(name, loader, origin=loader.file, is_package=loader.is_package)


def project(module_type):
    """The module `project`, through which all of a project's modules are reached."""
    module = module_type("project", "The script modules of this script's project.")
    module.__path__ = []
    module.__getattr__ = _members("project", "the project has no script module '{}'")
    return module
