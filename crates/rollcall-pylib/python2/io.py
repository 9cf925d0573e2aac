"""`io` of Python 2.7, as far as it is in memory: text is `unicode`, bytes are `str`."""

import io as _engines
from io import SEEK_CUR, SEEK_END, SEEK_SET, UnsupportedOperation

import __builtin__
import _rollcall

from _python2._refused import refuse
from _python2._text import WITH_BYTES, to_bytes, to_str, to_unicode, unicode

__all__ = [
    "BlockingIOError", "BufferedIOBase", "BufferedRWPair", "BufferedRandom", "BufferedReader", "BufferedWriter", "BytesIO",
    "DEFAULT_BUFFER_SIZE", "FileIO", "IOBase", "RawIOBase", "SEEK_CUR", "SEEK_END", "SEEK_SET", "StringIO", "TextIOBase",
    "TextIOWrapper", "UnsupportedOperation", "open",
]

BlockingIOError = _engines.BlockingIOError
DEFAULT_BUFFER_SIZE = 8192


def open(*args, **kwargs):
    """Refuses: there are no files."""
    refuse("open")


OpenWrapper = open


class IOBase:
    """What all files have."""

    closed = False
    softspace = 0

    def __iter__(self):
        self._require_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__

    def _require_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def _unsupported(self, *args, **kwargs):
        raise UnsupportedOperation("not supported")

    fileno = detach = seek = truncate = _unsupported

    def tell(self):
        return self.seek(0, 1)

    def flush(self):
        self._require_open()

    def close(self):
        self.closed = True

    def readable(self):
        self._require_open()
        return False

    writable = seekable = readable

    def isatty(self):
        self._require_open()
        return False

    def readlines(self, hint=-1):
        if hint is not None and not hasattr(hint, "__index__"):
            raise TypeError(f"'{type(hint).__name__}' object cannot be interpreted as an index")
        lines, total = [], 0
        for line in self:
            lines.append(line)
            total += len(line)
            if 0 < (hint or 0) <= total:
                break
        return lines

    def writelines(self, lines):
        self._require_open()
        for line in lines:
            self.write(line)

    def __enter__(self):
        self._require_open()
        return self

    def __exit__(self, *exception):
        self.close()


class RawIOBase(IOBase):
    """A file of bytes without a buffer."""


class BufferedIOBase(IOBase):
    """A file of bytes."""


class TextIOBase(IOBase):
    """A file of text."""

    encoding = errors = newlines = None


class FileIO(RawIOBase):
    """Refuses: there are no files."""

    def __init__(self, *args, **kwargs):
        refuse("FileIO")


class _Places:
    """A file whose characters have places: a buffer of the runtime's, and where it is read and written."""

    def _begin(self):
        self._data, self._at = _rollcall.text_buffer(), 0

    def readable(self):
        self._require_open()
        return True

    writable = seekable = readable

    def _take(self, end):
        start, self._at = self._at, max(self._at, min(end, self._data.length()))
        return self._data.part(start, self._at)

    def _end(self, count):
        return self._data.length() if count is None or count < 0 else self._at + count

    def read(self, n=-1):
        self._require_open()
        return self._take(self._end(n))

    def tell(self):
        self._require_open()
        return self._at

    def seek(self, pos, whence=0):
        self._require_open()
        if not hasattr(pos, "__index__"):
            raise TypeError("an integer is required")
        base = {0: 0, 1: self._at, 2: self._data.length()}.get(whence)
        if base is None:
            raise ValueError("invalid whence value")
        if whence == 0 and pos < 0:
            raise ValueError("negative seek position %d" % pos)
        self._at = max(0, base + pos)
        return self._at

    def truncate(self, pos=None):
        self._require_open()
        pos = self._at if pos is None else pos
        if pos < 0:
            raise ValueError("negative truncate position %d" % pos)
        self._data.truncate(pos)
        return pos

    def getvalue(self):
        self._require_open()
        return self._data.part(0, self._data.length())

    def _own_attributes(self):
        """What a script has added to the file, if anything."""
        return {name: value for name, value in vars(self).items() if name not in _PARTS} or None

    def _restore(self, place, own):
        """Goes on at a place with what a script had added, as `__setstate__` is told."""
        if not isinstance(place, int):
            raise TypeError("an integer is required")
        if place < 0:
            raise ValueError("position value cannot be negative")
        if own is not None and not isinstance(own, dict):
            raise TypeError(f"fourth item of state should be a dict, got a {type(own).__name__}")
        self._at = place
        vars(self).update(own or {})


_PARTS = frozenset(["_data", "_at", "_newline", "_seen", "closed"])


class StringIO(_Places, TextIOBase):
    """A file of text."""

    line_buffering = False
    # The ends of lines that were read.
    _seen = frozenset()

    def __init__(self, initial_value=None, newline="\n"):
        if newline is not None and newline not in ("", "\n", "\r", "\r\n"):
            raise ValueError("illegal newline value: %r" % (newline,))
        self._newline = newline
        self._begin()
        self._data.write(0, to_unicode(""))
        if initial_value is not None:
            self.write(initial_value)
            self._at = 0

    @property
    def newlines(self):
        """The ends of lines that were read, if the file was made to look for them."""
        seen = tuple(end for end in ("\r", "\n", "\r\n") if end in self._seen)
        return to_unicode(seen[0]) if len(seen) == 1 else tuple(map(to_unicode, seen)) or None

    def __getstate__(self):
        return self.getvalue(), self._newline, self.tell(), self._own_attributes()

    def __setstate__(self, state):
        self._require_open()
        if not isinstance(state, tuple) or len(state) != 4:
            raise TypeError(f"{type(self).__name__}.__setstate__ argument should be 4-tuple")
        self.__init__(state[0], state[1])
        self._restore(*state[2:])

    def seek(self, pos, whence=0):
        self._require_open()
        if whence in (1, 2) and pos:
            raise __builtin__.IOError(f"Can't do nonzero {('cur', 'end')[whence - 1]}-relative seeks")
        return super().seek(pos, whence)

    def write(self, s):
        self._require_open()
        if not isinstance(s, unicode):
            raise TypeError("can't write %s to text stream" % type(s).__name__)
        text = s.replace("\n", self._newline) if self._newline in ("\r", "\r\n") else s
        if text:
            self._at += self._data.write(self._at, to_unicode(text))
        return len(s)

    def read(self, n=-1):
        self._require_open()
        if self._newline is not None or n is None or n < 0:
            return self._translated(self._take(self._end(n)))
        return self._read_universal(n)

    def _read_universal(self, count):
        """So many characters of the text in which all ends of lines are those of this language."""
        parts = [to_unicode("")]
        while count > 0:
            text = self._take(self._at + count)
            if not text:
                break
            if text.endswith("\r") and self._data.part(self._at, self._at + 1) == "\n":
                self._at += 1
                text = text + "\n"
            parts.append(self._translated(text))
            count -= len(parts[-1])
        return parts[0].join(parts)

    def _translated(self, text):
        """A text that was read, as the script sees it."""
        if self._newline not in (None, ""):
            return text
        # The first is looked for in each text, the others where there are any.
        if "\r" in text:
            plain = text.replace("\r\n", "")
            ends = [("\r\n", len(plain) != len(text)), ("\r", "\r" in plain), ("\n", "\n" in plain)]
            self._seen |= {end for end, is_there in ends if is_there}
        elif "\n" in text and "\n" not in self._seen:
            self._seen |= {"\n"}
        return text.replace("\r\n", "\n").replace("\r", "\n") if self._newline is None else text

    def readline(self, limit=-1):
        self._require_open()
        end = self._line_end()
        if limit is not None and limit >= 0:
            end = min(end, self._at + limit)
        return self._translated(self._take(end))

    def _line_end(self):
        length = self._data.length()
        if self._newline not in (None, ""):
            mark = self._newline
            start = self._data.find(mark[-1], self._at)
            while len(mark) == 2 and start >= 0 and (start == self._at or self._data.part(start - 1, start) != mark[0]):
                start = self._data.find(mark[-1], start + 1)
            return length if start < 0 else start + 1
        feed, carriage = self._data.find("\n", self._at), self._data.find("\r", self._at)
        if carriage >= 0 and (feed < 0 or carriage < feed):
            return carriage + (2 if feed == carriage + 1 else 1)
        return length if feed < 0 else feed + 1

    def getvalue(self):
        self._require_open()
        return self._data.part(0, self._data.length())


class BytesIO(_Places, BufferedIOBase):
    """A file of bytes."""

    def __init__(self, initial_bytes=""):
        self._begin()
        if initial_bytes is not None:
            self.write(initial_bytes)
            self._at = 0

    def write(self, s):
        self._require_open()
        if isinstance(s, unicode) or not isinstance(s, (str, *WITH_BYTES)) and not hasattr(s, "tostring"):
            raise TypeError("'%s' does not have the buffer interface" % type(s).__name__)
        data = to_str(to_bytes(s))
        # Nothing leaves no gap, wherever it is written.
        if data:
            self._at += self._data.write(self._at, data)
        return len(data)

    def __getstate__(self):
        return self.getvalue(), self.tell(), self._own_attributes()

    def __setstate__(self, state):
        self._require_open()
        if not isinstance(state, tuple) or len(state) != 3:
            raise TypeError(f"{type(self).__name__}.__setstate__ argument should be 3-tuple")
        self.__init__(state[0])
        self._restore(*state[1:])

    def read1(self, n):
        return self.read(n)

    def readinto(self, b):
        """Fills a `bytearray`; with how many bytes."""
        if hasattr(b, "_overwrite"):
            data = self.read(len(b) * b.itemsize)
            b._overwrite(0, to_bytes(data))
            return len(data)
        data = to_bytes(self.read(len(b)))
        b[:len(data)] = data
        return len(data)

    def readline(self, limit=-1):
        self._require_open()
        found = self._data.find("\n", self._at)
        end = self._data.length() if found < 0 else found + 1
        return self._take(min(end, self._at + limit) if limit is not None and limit >= 0 else end)


class _Layer:
    """What a file over another passes on to it."""

    def __init__(self, raw, buffer_size=DEFAULT_BUFFER_SIZE, max_buffer_size=None):
        self.raw = raw

    @property
    def closed(self):
        return self.raw.closed

    @property
    def mode(self):
        return self.raw.mode

    def detach(self):
        raw, self.raw = self.raw, None
        return raw

    def close(self):
        self.raw.close()

    def flush(self):
        self.raw.flush()

    def seek(self, pos, whence=0):
        return self.raw.seek(pos, whence)

    def tell(self):
        return self.raw.tell()

    def truncate(self, pos=None):
        return self.raw.truncate(pos)

    def seekable(self):
        return self.raw.seekable()


class BufferedReader(_Layer, BufferedIOBase):
    """Reads from a file of bytes."""

    def readable(self):
        return True

    def read(self, n=-1):
        return self.raw.read(n)

    def read1(self, n=-1):
        return self.raw.read(n)

    def readinto(self, b):
        return self.raw.readinto(b)

    def readline(self, limit=-1):
        return self.raw.readline(limit)

    def peek(self, n=0):
        """What comes next, which stays to be read."""
        place = self.raw.tell()
        data = self.raw.read(DEFAULT_BUFFER_SIZE)
        self.raw.seek(place)
        return data


class BufferedWriter(_Layer, BufferedIOBase):
    """Writes to a file of bytes."""

    def writable(self):
        return True

    def write(self, b):
        return self.raw.write(b)


class BufferedRandom(BufferedReader, BufferedWriter):
    """Reads and writes a file of bytes."""


class BufferedRWPair(BufferedIOBase):
    """Reads from one file of bytes and writes to another."""

    def __init__(self, reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, max_buffer_size=None):
        self._reader, self._writer = BufferedReader(reader), BufferedWriter(writer)
        self.read, self.readline, self.peek = self._reader.read, self._reader.readline, self._reader.peek
        self.write, self.flush = self._writer.write, self._writer.flush

    def readable(self):
        return True

    def writable(self):
        return True


class TextIOWrapper(TextIOBase):
    """Text over a file of bytes."""

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False):
        if newline is not None and newline not in ("", "\n", "\r", "\r\n"):
            raise ValueError("illegal newline value: %r" % (newline,))
        self.buffer, self.encoding, self.errors = buffer, encoding or "ascii", errors or "strict"
        self.line_buffering, self._newline, self._text = line_buffering, newline, None

    @property
    def closed(self):
        return self.buffer.closed

    def _read_text(self):
        """What is left of the file, as text."""
        if self._text is None:
            from _python2 import load
            text = load("codecs").decode(self.buffer.read(), self.encoding, self.errors)
            self._text = StringIO(text, "\n" if self._newline == "\n" else None if self._newline is None else "")
            self._text._newline = self._newline
        return self._text

    def read(self, n=-1):
        return self._read_text().read(n)

    def readline(self, limit=-1):
        return self._read_text().readline(limit)

    def write(self, s):
        if not isinstance(s, unicode):
            raise TypeError("can't write %s to text stream" % type(s).__name__)
        from _python2 import load
        text = s.replace("\n", self._newline) if self._newline in ("\r", "\r\n") else s
        self.buffer.write(load("codecs").encode(to_unicode(text), self.encoding, self.errors))
        return len(s)

    def seek(self, pos, whence=0):
        self._text = None
        return self.buffer.seek(pos, whence)

    def tell(self):
        return self.buffer.tell()

    def truncate(self, pos=None):
        return self.buffer.truncate(pos)

    def flush(self):
        self.buffer.flush()

    def close(self):
        self.buffer.close()

    def detach(self):
        buffer, self.buffer = self.buffer, None
        return buffer

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def seekable(self):
        return self.buffer.seekable()
