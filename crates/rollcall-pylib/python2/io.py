"""`io` of Python 2.7, as far as it is in memory: text is `unicode`, bytes are `str`."""

import io as _engines
from io import SEEK_CUR, SEEK_END, SEEK_SET, UnsupportedOperation

from _python2._refused import refuse
from _python2._text import to_bytes, to_str, to_unicode, unicode

__all__ = ["BytesIO", "StringIO", "open", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END"]


def open(*args, **kwargs):
    """Refuses: there are no files."""
    refuse("open")


class _Memory:
    """What both kinds of files do, on a file of the engine."""

    def __init__(self, file):
        self._file = file
        self.softspace = 0

    @property
    def closed(self):
        return self._file.closed

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

    def read(self, n=-1):
        return self._out(self._file.read(n))

    def readline(self, limit=-1):
        return self._out(self._file.readline(limit))

    def readlines(self, hint=-1):
        return list(map(self._out, self._file.readlines(hint)))

    def getvalue(self):
        return self._out(self._file.getvalue())

    def write(self, s):
        return self._file.write(self._in(s))

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def seek(self, pos, whence=0):
        return self._file.seek(pos, whence)

    def tell(self):
        return self._file.tell()

    def truncate(self, pos=None):
        return self._file.truncate(pos)

    def flush(self):
        self._file.flush()

    def close(self):
        self._file.close()

    def readable(self):
        return True

    writable = seekable = readable

    def isatty(self):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


class StringIO(_Memory):
    """A file of text."""

    def __init__(self, initial_value=None, newline="\n"):
        text = None if initial_value is None else self._in(initial_value)
        super().__init__(_engines.StringIO(text, newline))

    def _in(self, text):
        if not isinstance(text, unicode):
            raise TypeError(f"can't write {type(text).__name__} to text stream")
        return text

    def _out(self, text):
        return to_unicode(text)


class BytesIO(_Memory):
    """A file of bytes."""

    def __init__(self, initial_bytes=""):
        super().__init__(_engines.BytesIO(to_bytes(initial_bytes)))

    def _in(self, data):
        if isinstance(data, unicode):
            raise TypeError("'unicode' does not have the buffer interface")
        return to_bytes(data)

    def _out(self, data):
        return to_str(data)
