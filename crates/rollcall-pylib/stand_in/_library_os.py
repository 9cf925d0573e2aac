"""What the library's own modules need of `os`, and no more.

Scripts cannot import `os`; see `_refused_imports`.
"""

from _rollcall import urandom

name = "posix"


class PathLike:
    """No object is a path here."""


class path:
    """Names of files as text; none is ever looked at."""

    sep = "/"

    @staticmethod
    def basename(name):
        return name[name.rfind("/") + 1:]

    @staticmethod
    def dirname(name):
        head = name[:name.rfind("/") + 1]
        return head.rstrip("/") or head

    @staticmethod
    def splitext(name):
        dot = name.rfind(".")
        return (name[:dot], name[dot:]) if dot > name.rfind("/") + 1 else (name, "")

    @staticmethod
    def normcase(name):
        return name

    abspath = realpath = normcase

    @staticmethod
    def exists(name):
        return False
