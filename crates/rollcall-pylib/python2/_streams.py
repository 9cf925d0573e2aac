"""Files behind encodings, for `codecs`."""

from _python2._partial import Decoder, encode, lines_of, marked
from _python2._text import to_unicode


class Codec:
    """What an encoding can do, to derive from."""

    __module__ = "codecs"

    def encode(self, input, errors="strict"):
        raise NotImplementedError

    def decode(self, input, errors="strict"):
        raise NotImplementedError


class _BeforeFile:
    """Stands before a file, `stream`: what it does not do itself, the file does."""

    __module__ = "codecs"

    def __getattr__(self, name):
        if name == "stream":
            raise AttributeError(name)
        return getattr(self.stream, name)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.stream.close()


class _Stream(_BeforeFile, Codec):
    """A file in an encoding."""

    __module__ = "codecs"
    encoding = None

    def __init__(self, stream, errors="strict"):
        self.stream, self.errors = stream, errors
        self.reset()

    def reset(self):
        """Begins another text."""


class StreamWriter(_Stream):
    """Writes what it is given in an encoding; only the first text has the mark of the order of bytes."""

    __module__ = "codecs"

    def encode(self, input, errors="strict"):
        if self.encoding is None:
            raise NotImplementedError
        data = encode(input, self._now, errors)
        self._now = marked(self._now)
        return data, len(input)

    def write(self, object):
        self.stream.write(self.encode(object, self.errors)[0])

    def writelines(self, list):
        self.write("".join(list) if all(type(text) is str for text in list) else to_unicode("").join(list))

    def reset(self):
        self._now = self.encoding

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        if whence == 0 and offset == 0:
            self.reset()


class StreamReader(_Stream):
    """Reads the text of what is in an encoding.

    What was read and not decoded waits in `bytebuffer`, what was decoded and not asked for in `charbuffer`, and lines
    that were taken apart in `linebuffer`, the next one last.
    """

    __module__ = "codecs"

    def decode(self, input, errors="strict"):
        if self.encoding is None:
            raise NotImplementedError
        return self._decoder.decode(input, errors)

    def reset(self):
        """Forgets what was read ahead."""
        self.bytebuffer, self.charbuffer, self.linebuffer = "", "", None
        if self.encoding is not None:
            self._decoder = Decoder(self.encoding, self.errors, needs_mark=True)

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reset()

    def read(self, size=-1, chars=-1, firstline=False):
        """About so many bytes, or exactly so many characters, or everything."""
        size = -1 if size is None else size
        if self.linebuffer:
            self.charbuffer = self._empty().join(reversed(self.linebuffer))
            self.linebuffer = None
        parts, length, wanted = [self.charbuffer], len(self.charbuffer), chars if chars >= 0 else size
        while wanted < 0 or length < wanted:
            data = self.stream.read() if size < 0 else self.stream.read(size)
            text, taken = self._decoded(self.bytebuffer + data, firstline)
            parts.append(text)
            length += len(text)
            if not data:
                break
        text = _joined(parts)
        if chars < 0:
            self.charbuffer = self._empty()
            return text
        self.charbuffer = text[chars:]
        return text[:chars]

    def _empty(self):
        return self.charbuffer[:0]

    def _decoded(self, data, firstline):
        """The text of bytes; where only a line is asked for, an error behind it waits."""
        try:
            text, taken = self.decode(data, self.errors)
        except UnicodeDecodeError as error:
            if not firstline:
                raise
            text, taken = self.decode(data[:error.start], self.errors)
            if len(lines_of(text, False)) <= 1:
                raise
        self.bytebuffer = data[taken:]
        return text, taken

    def readline(self, size=None, keepends=True):
        """A line, or what there is of it in so many bytes."""
        if self.linebuffer:
            line = self.linebuffer.pop()
            if len(self.linebuffer) == 1:
                self.charbuffer, self.linebuffer = self.linebuffer[0], None
            return line if keepends else _without_end(line)
        read, line = size or 72, self.charbuffer[:0]
        while True:
            data = self.read(read, firstline=True)
            if data[-1:] == "\r":
                # The other half of a `\r\n` is part of the line.
                data = data + self.read(size=1, chars=1)
            line = line + data
            lines = lines_of(line, True)
            if len(lines) > 1 or lines and _without_end(lines[0]) != lines[0]:
                line = self._take_first(lines)
                break
            if not data or size is not None:
                break
            # Twice as much each time, so that the time grows with the line.
            read *= 2
        return line if keepends else _without_end(line)

    def _take_first(self, lines):
        """The first of some lines; the others wait."""
        first, *others = lines
        if len(others) > 1:
            others[-1] = others[-1] + self.charbuffer
            self.linebuffer = others[::-1]
        elif others:
            self.charbuffer = others[0] + self.charbuffer
        return first

    def readlines(self, sizehint=None, keepends=True):
        return lines_of(self.read(), keepends)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    next = __next__


def _joined(parts):
    parts = [part for part in parts if part] or parts[-1:]
    joined = parts[0]
    if len(parts) > 1:
        joined = "".join(parts)
        joined = joined if all(type(part) is str for part in parts) else to_unicode(joined)
    return joined


def _without_end(line):
    return lines_of(line, False)[0] if line else line


class StreamReaderWriter(_BeforeFile):
    """A file that is read and written in an encoding."""

    __module__ = "codecs"
    encoding = "unknown"

    def __init__(self, stream, Reader, Writer, errors="strict"):
        self.stream, self.errors = stream, errors
        self.reader, self.writer = Reader(stream, errors), Writer(stream, errors)

    def read(self, size=-1):
        return self.reader.read(size)

    def readline(self, size=None):
        return self.reader.readline(size)

    def readlines(self, sizehint=None):
        return self.reader.readlines(sizehint)

    def write(self, data):
        return self.writer.write(data)

    def writelines(self, list):
        return self.writer.writelines(list)

    def reset(self):
        self.reader.reset()
        self.writer.reset()

    def seek(self, offset, whence=0):
        self.stream.seek(offset, whence)
        self.reader.reset()
        if whence == 0 and offset == 0:
            self.writer.reset()

    def __next__(self):
        return next(self.reader)

    def next(self):
        return self.__next__()

    def __iter__(self):
        return self


class StreamRecoder(StreamReaderWriter):
    """A file whose bytes are in one encoding, and those that are read and written in another."""

    __module__ = "codecs"
    data_encoding = file_encoding = "unknown"

    def __init__(self, stream, encode, decode, Reader, Writer, errors="strict"):
        super().__init__(stream, Reader, Writer, errors)
        self.encode, self.decode = encode, decode

    def read(self, size=-1):
        return self.encode(self.reader.read(size), self.errors)[0]

    def readline(self, size=None):
        return self.encode(self.reader.readline(size), self.errors)[0]

    def readlines(self, sizehint=None):
        return lines_of(self.read(), True)

    def __next__(self):
        return self.encode(next(self.reader), self.errors)[0]

    def write(self, data):
        return self.writer.write(self.decode(data, self.errors)[0])

    def writelines(self, list):
        return self.write("".join(list))
