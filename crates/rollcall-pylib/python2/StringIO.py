"""`StringIO` of Python 2.7: a file in memory that takes `str` and `unicode` and gives back what it was given.

Whether what was written may be put together is asked when it is read: bytes that are not ASCII and a `unicode` are not.
"""

from _python2._text import joined

__all__ = ["StringIO"]


class StringIO:
    """A file that is a text."""

    def __init__(self, buf=""):
        self._parts = [buf if isinstance(buf, str) else str(buf)]
        self.pos = 0
        self.closed = False
        self.softspace = 0

    @property
    def buf(self):
        """Everything that was written, as one text."""
        if len(self._parts) != 1:
            self._parts = [joined(self._parts)]
        return self._parts[0]

    @property
    def buflist(self):
        """What was written since the text was last put together."""
        return self._parts[1:]

    @property
    def len(self):
        return sum(map(len, self._parts))

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
        self.closed = True
        self._parts = [""]

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

    def reset(self):
        self.seek(0)

    def read(self, n=-1):
        self._require_open()
        end = self.len if n is None or n < 0 else min(self.pos + n, self.len)
        return self._advance(end)

    def readline(self, length=None):
        self._require_open()
        found = self.buf.find("\n", self.pos)
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
        if self.pos == self.len:
            self._parts.append(text)
        else:
            self._overwrite(text)
        self.pos += len(text)

    def writelines(self, iterable):
        for line in iterable:
            self.write(line)

    def truncate(self, size=None):
        self._require_open()
        if size is None:
            size = self.pos
        elif size < 0:
            raise IOError(22, "Negative size not allowed")
        self.pos = min(self.pos, size)
        self._parts = [self.buf[:size]]

    def getvalue(self):
        self._require_open()
        return self.buf

    def _overwrite(self, text):
        before, after = self.buf[:self.pos], self.buf[self.pos + len(text):]
        self._parts = [before, "\0" * (self.pos - len(before)), text, after]

    def _advance(self, end):
        text = self.buf[self.pos:end]
        self.pos = max(self.pos, end)
        return text

    def _require_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def __enter__(self):
        self._require_open()
        return self

    def __exit__(self, *exception):
        self.close()
