"""`csv` of Python 2.7: rows to and from lines of `str`, in memory.

The engine's reads and writes text of Python 3 and does not know all dialects. Lines are taken apart by the runtime's
reader of rows, which knows them.
"""

import csv as _engines
from itertools import islice

import _rollcall

from _python2._text import long, to_bytes, to_str, unicode

__all__ = [
    "QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC", "QUOTE_NONE", "Error", "Dialect", "excel", "excel_tab",
    "field_size_limit", "reader", "writer", "register_dialect", "get_dialect", "list_dialects",
    "unregister_dialect", "DictReader", "DictWriter", "Sniffer", "__doc__", "__version__",
]

__version__ = "1.0"
QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)

_dialects = {}
_limit = [128 * 1024]


class Error(Exception):
    """Lines that are no rows, or values that a dialect cannot write."""


Error.__module__ = "_csv"


class Dialect:
    """How rows are written."""

    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        """Fails with an `Error` where a class says what is no dialect."""
        if not isinstance(self.quoting, int):
            raise Error('"quoting" must be an integer')
        try:
            _Format(self, {})
        except TypeError as fault:
            raise Error(str(fault)) from None


class excel(Dialect):
    """What Excel writes."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    """What Excel writes, with tabs."""

    delimiter = "\t"


class _Fixed:
    """What has attributes that are read and not set."""

    __slots__ = ()

    def __setattr__(self, name, value):
        raise (TypeError if hasattr(self, name) else AttributeError)("readonly attribute")

    def __delattr__(self, name):
        raise TypeError("readonly attribute")

    def _set(self, **values):
        for name, value in values.items():
            object.__setattr__(self, name, value)


class _Format(_Fixed):
    """A dialect with what a call changes of it."""

    def __setattr__(self, name, value):
        self.__delattr__(name)

    def __delattr__(self, name):
        if name == "quoting":
            raise AttributeError("attribute 'quoting' of '_csv.Dialect' objects is not writable")
        raise TypeError("readonly attribute")

    def __init__(self, dialect, changes):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        if "quotechar" in changes and not changes["quotechar"] and "quoting" not in changes:
            changes["quoting"] = QUOTE_NONE
        for name in ("delimiter", "quotechar", "escapechar", "doublequote", "skipinitialspace", "lineterminator",
                     "quoting", "strict"):
            value = changes.pop(name) if name in changes else getattr(dialect, name, getattr(excel, name, None))
            object.__setattr__(self, name, value)
        for name in changes:
            raise TypeError(f"'{name}' is an invalid keyword argument for this function")
        self._set(strict=bool(self.strict))
        if not isinstance(self.quoting, int):
            raise TypeError('"quoting" must be an integer')
        if self.quoting not in range(4):
            raise TypeError('bad "quoting" value')
        if not self.delimiter or not isinstance(self.delimiter, (str, int)):
            raise TypeError("delimiter must be set")
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        for name in ("delimiter", "quotechar", "escapechar"):
            value = getattr(self, name)
            if value and (not isinstance(value, str) or len(value) != 1):
                raise TypeError(f'"{name}" must be a 1-character string')
        if self.quoting != QUOTE_NONE and not self.quotechar:
            raise TypeError("quotechar must be set if quoting enabled")

    def reader(self):
        """What takes lines of this dialect apart."""
        return _rollcall.row_reader(
            delimiter=self.delimiter, quotechar=self.quotechar or None, escapechar=self.escapechar or None,
            doublequote=bool(self.doublequote), skipinitialspace=bool(self.skipinitialspace), quoting=self.quoting,
            strict=self.strict, error=Error)


def register_dialect(name, dialect=excel, **fmtparams):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string or unicode")
    _dialects[name] = _Format(dialect, fmtparams)


def unregister_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    del _dialects[name]


def get_dialect(name):
    if name not in _dialects:
        raise Error("unknown dialect")
    return _dialects[name]


def list_dialects():
    return list(_dialects)


_NOT_GIVEN = object()


def field_size_limit(limit=_NOT_GIVEN):
    """The longest field that is read; sets it if one is given."""
    before = _limit[0]
    if limit is not _NOT_GIVEN:
        if not isinstance(limit, int) or isinstance(limit, long):
            raise TypeError("limit must be an integer")
        _limit[0] = limit
    return before


class reader(_Fixed):
    """The rows of some lines."""

    __slots__ = ("dialect", "line_num", "_rows", "_lines")

    def __init__(self, iterable, dialect="excel", **fmtparams):
        dialect = _Format(dialect, fmtparams)
        self._set(dialect=dialect, _rows=dialect.reader(), line_num=0)
        try:
            self._set(_lines=iter(iterable))
        except TypeError:
            raise TypeError("argument 1 must be an iterator") from None

    def __iter__(self):
        return self

    def __next__(self):
        row = None
        while row is None:
            try:
                line = _bytes_of(next(self._lines))
            except StopIteration:
                row = self._rows.end()
                if row is None:
                    raise
                return row
            object.__setattr__(self, "line_num", self.line_num + 1)
            if "\0" in line:
                raise Error("line contains NULL byte")
            row = self._rows.take(line, max(_limit[0], 0))
        return row

    next = __next__


def _bytes_of(line):
    """A line as `str`: of a `unicode`, whose characters have to be bytes."""
    if not isinstance(line, str):
        line = str(line)
    return to_str(str.encode(line, "latin-1")) if isinstance(line, unicode) else line


class writer(_Fixed):
    """Writes rows to a file in memory."""

    __slots__ = ("dialect", "_write", "_special")

    def __init__(self, fileobj, dialect="excel", **fmtparams):
        dialect = _Format(dialect, fmtparams)
        if not hasattr(fileobj, "write"):
            raise TypeError('argument 1 must have a "write" method')
        # The characters for which a field is put into quotes, and those that are escaped.
        special = "".join([dialect.delimiter, dialect.escapechar or "", dialect.quotechar or "", dialect.lineterminator,
                           "\n\r"])
        self._set(dialect=dialect, _write=fileobj.write, _special=special)

    def writerow(self, row):
        try:
            row = list(row)
        except TypeError:
            raise Error("sequence expected") from None
        fields = [self._field(value, len(row) == 1) for value in row]
        self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows):
        for row in rows:
            self.writerow(row)

    def _field(self, value, is_alone):
        dialect, text = self.dialect, _text(value)
        quoting, quote = dialect.quoting, dialect.quotechar
        if quoting == QUOTE_NONE:
            return self._escaped(text, self._special)
        is_special = _rollcall.has_any(text, self._special)
        must_quote = (
            quoting == QUOTE_ALL
            or quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))
            or quoting == QUOTE_MINIMAL and (is_special and self._needs_quotes(text) or is_alone and not text)
        )
        if is_special:
            text = text.replace(quote, quote + quote) if dialect.doublequote else self._escaped(text, quote)
        return quote + text + quote if must_quote else text

    def _needs_quotes(self, text):
        if self.dialect.doublequote:
            return True
        return _rollcall.has_any(text, self._special.replace(self.dialect.quotechar, ""))

    def _escaped(self, text, special):
        if not _rollcall.has_any(text, special):
            return text
        escape = self.dialect.escapechar
        if not escape:
            raise Error("need to escape, but no escapechar set")
        return "".join(escape + character if character in special else character for character in text)


def _text(value):
    """A value in a field: nothing for None, a float in all its digits, a `unicode` in ASCII."""
    if value is None:
        return ""
    if isinstance(value, unicode):
        return to_str(to_bytes(value))
    return float.__repr__(value) if isinstance(value, float) else str(value)


class DictReader:
    """The rows of some lines as dictionaries; the first row has the names unless they are given."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        self._fieldnames = fieldnames
        self.restkey, self.restval = restkey, restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            self._fieldnames = next(self.reader, None)
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, names):
        self._fieldnames = names

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while not row:
            row = next(self.reader)
        self.line_num = self.reader.line_num
        found = dict(zip(names, row))
        if len(row) > len(names):
            found[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            found[name] = self.restval
        return found

    next = __next__


class DictWriter:
    """Writes dictionaries as rows."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if extrasaction.lower() not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.fieldnames, self.restval, self.extrasaction = fieldnames, restval, extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        self.writer.writerow(self.fieldnames)

    def _row(self, rowdict):
        unknown = [key for key in rowdict if key not in self.fieldnames]
        if unknown and self.extrasaction == "raise":
            raise ValueError("dict contains fields not in fieldnames: " + ", ".join(map(str, unknown)))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        for rowdict in rowdicts:
            self.writerow(rowdict)


class Sniffer:
    """Guesses how some lines are written."""

    preferred = [",", "\t", ";", " ", ":"]

    def sniff(self, sample, delimiters=None):
        """A dialect that fits a sample."""
        try:
            found = _engines.Sniffer().sniff(sample, delimiters)
        except _engines.Error as fault:
            raise Error(str(fault)) from None
        names = ("delimiter", "quotechar", "doublequote", "skipinitialspace", "lineterminator", "quoting")
        return type("dialect", (Dialect,), {name: getattr(found, name) for name in names})

    def has_header(self, sample):
        """Whether the first row seems to name the columns: it is of other lengths or of another kind than the rest."""
        rows = reader(sample.splitlines(True), self.sniff(sample))
        header = next(rows)
        kinds = dict.fromkeys(range(len(header)))
        for row in islice(rows, 21):
            for column in list(kinds) if len(row) == len(header) else ():
                kind = _kind(row[column])
                if kinds[column] is None:
                    kinds[column] = kind
                elif kinds[column] != kind:
                    # A column of several kinds says nothing.
                    del kinds[column]
        return sum(-1 if _is_of(kind, header[column]) else 1 for column, kind in kinds.items()) > 0


def _kind(text):
    """What a column is judged by: which numbers it has, or else how long its texts are."""
    for kind in (int, float, complex):
        if _is_of(kind, text):
            return kind
    return len(text)


def _is_of(kind, text):
    if not isinstance(kind, type):
        return kind == len(text)
    try:
        kind(text)
    except ValueError:
        return False
    return True


register_dialect("excel", excel)
register_dialect("excel-tab", excel_tab)
