"""Says why a module cannot be imported, and what there is instead.

The finder stands last, so it is asked only for modules that nothing else has.
"""

_HOST = "scripts have no access to the host's files, processes or sockets"
_THREADS = "a worker runs one script at a time, in one thread"

# The first part of a module's name, why there is none, and what to use.
_REFUSED = {
    "_ctypes": (_HOST, None),
    "asyncio": (_THREADS, None),
    "concurrent": (_THREADS, None),
    "ctypes": (_HOST, None),
    "dbm": (_HOST, None),
    "email": (_HOST, None),
    "fcntl": (_HOST, None),
    "fileinput": (_HOST, None),
    "ftplib": (_HOST, None),
    "getpass": (_HOST, "system.security.getUsername"),
    "glob": (_HOST, None),
    "gzip": (_HOST, "zlib for data in memory"),
    "http": (_HOST, None),
    "imaplib": (_HOST, None),
    "logging": (_HOST, "system.util.getLogger"),
    "mmap": (_HOST, None),
    "multiprocessing": (_THREADS, None),
    "os": (_HOST, None),
    "pathlib": (_HOST, None),
    "pickle": ("it runs whatever it is given", "json"),
    "platform": (_HOST, None),
    "poplib": (_HOST, None),
    "posix": (_HOST, None),
    "posixpath": (_HOST, None),
    "pwd": (_HOST, None),
    "queue": (_THREADS, "collections.deque"),
    "select": (_HOST, None),
    "selectors": (_HOST, None),
    "shelve": (_HOST, None),
    "shutil": (_HOST, None),
    "signal": (_HOST, None),
    "smtplib": (_HOST, None),
    "socket": (_HOST, None),
    "socketserver": (_HOST, None),
    "sqlite3": (_HOST, None),
    "ssl": (_HOST, None),
    "subprocess": (_HOST, None),
    "tarfile": (_HOST, None),
    "tempfile": (_HOST, "io.StringIO or io.BytesIO"),
    "threading": (_THREADS, None),
    "tkinter": (_HOST, "system.gui"),
    "urllib.request": (_HOST, None),
    "webbrowser": (_HOST, None),
    "xml": ("the engine's XML parser loses elements", None),
    "zipfile": (_HOST, "zlib for data in memory"),
    "zoneinfo": (_HOST, "datetime.timezone for fixed offsets"),
}


def _reason(name):
    reason, instead = _REFUSED.get(name) or _REFUSED.get(name.partition(".")[0]) or (None, None)
    if reason is None:
        return None
    return f"{reason}; use {instead}" if instead else reason


class RefusedImports:
    """A finder that finds nothing and explains it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        reason = _reason(name)
        if reason is not None:
            raise ModuleNotFoundError(f"module '{name}' is not available: {reason}", name=name)
        return None


def open(*args, **kwargs):
    """Refuses: there are no files."""
    raise PermissionError(f"open() is not available: {_HOST}")
