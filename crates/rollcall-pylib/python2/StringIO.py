"""`StringIO` of Python 2.7: a file in memory that takes `str` and `unicode` and gives back what it was given.

Whether what was written may be put together is asked when it is read: bytes that are not ASCII and a `unicode` are not.
"""

import __builtin__
import _rollcall

__all__ = ["StringIO"]


class StringIO:
    """A file that is a text."""

    def __init__(self, buf=""):
        self._text = _rollcall.text_buffer()
        self._written = []
        self._text.write(0, buf if isinstance(buf, str) else str(buf))
        self.pos = 0
        self.closed = False
        self.softspace = 0

    @property
    def buf(self):
        """Everything that was written, as one text."""
        self._written.clear()
        return self._text.part(0, self.len)

    @property
    def buflist(self):
        """What was written since the text was last put together."""
        return list(self._written)

    @property
    def len(self):
        return self._text.length()

    def __iter__(self):
        return self

    def __next__(self):
        self._require_open()
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

    def close(self):
        if not self.closed:
            self.closed = True
            self._text.truncate(0)

    def isatty(self):
        self._require_open()
        return False

    def flush(self):
        self._require_open()

    def seek(self, pos, mode=0):
        self._require_open()
        base = {1: self.pos, 2: self.len}.get(mode, 0)
        self.pos = max(0, base + pos)

    def tell(self):
        self._require_open()
        return self.pos

    def read(self, n=-1):
        self._require_open()
        end = self.len if n is None or n < 0 else min(self.pos + n, self.len)
        return self._advance(end)

    def readline(self, length=None):
        self._require_open()
        found = self._text.find("\n", self.pos)
        end = self.len if found < 0 else found + 1
        if length is not None and length >= 0:
            end = min(end, self.pos + length)
        return self._advance(end)

    def readlines(self, sizehint=0):
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if 0 < sizehint <= total:
                break
        return lines

    def write(self, s):
        self._require_open()
        if not s:
            return
        text = s if isinstance(s, str) else str(s)
        self._written.append(text)
        self.pos += self._text.write(self.pos, text)

    def writelines(self, iterable):
        for line in iterable:
            self.write(line)

    def truncate(self, size=None):
        self._require_open()
        if size is None:
            size = self.pos
        elif size < 0:
            raise __builtin__.IOError(22, "Negative size not allowed")
        self.pos = min(self.pos, size)
        self._text.truncate(size)

    def getvalue(self):
        self._require_open()
        return self.buf

    def _advance(self, end):
        self._written.clear()
        text = self._text.part(self.pos, end)
        self.pos = max(self.pos, end)
        return text

    def _require_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def __copy__(self):
        """Another file with the same text and at the same place; the text itself is the runtime's and cannot be copied."""
        made = type(self).__new__(type(self))
        made.__dict__.update({name: value for name, value in self.__dict__.items() if not name.startswith("_")})
        made._text, made._written = _rollcall.text_buffer(), list(self._written)
        made._text.write(0, self._text.part(0, self.len))
        return made

    def __deepcopy__(self, memo):
        return self.__copy__()

    def __enter__(self):
        self._require_open()
        return self

    def __exit__(self, *exception):
        self.close()
