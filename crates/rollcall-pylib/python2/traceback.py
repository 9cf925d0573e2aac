"""`traceback` of Python 2.7: what a traceback says, without marks under its lines and without chains of exceptions."""

import sys
from linecache import getline

from _python2 import load
from _python2._text import unicode

__all__ = """
    extract_stack extract_tb format_exception format_exception_only format_list format_stack format_tb print_exc
    format_exc print_exception print_last print_stack print_tb tb_lineno
""".split()


def extract_tb(tb, limit=None):
    """The entries of a traceback, as `(file, line, function, text)`."""
    found = []
    while tb is not None and (limit is None or len(found) < limit):
        found.append(_entry(tb.tb_frame, tb.tb_lineno))
        tb = tb.tb_next
    return found


def extract_stack(f=None, limit=None):
    """The entries of the calls that led here, the outermost first."""
    frame, found = f or _caller(), []
    while frame is not None and (limit is None or len(found) < limit):
        found.append(_entry(frame, frame.f_lineno))
        frame = frame.f_back
    return found[::-1]


def _caller():
    """The frame outside this module."""
    frame = sys._getframe(1)
    while frame.f_globals is globals():
        frame = frame.f_back
    return frame


def _entry(frame, line):
    name = frame.f_code.co_filename
    return name, line, frame.f_code.co_name, getline(name, line, frame.f_globals).strip() or None


def format_list(extracted_list):
    return [
        f'  File "{name}", line {line}, in {function}\n' + (f"    {text.strip()}\n" if text else "")
        for name, line, function, text in extracted_list
    ]


def format_tb(tb, limit=None):
    return format_list(extract_tb(tb, limit))


def format_stack(f=None, limit=None):
    return format_list(extract_stack(f, limit))


def format_exception_only(etype, value):
    """The lines that say what was raised."""
    if etype is None or isinstance(etype, str):
        return [_line(str(etype), value)]
    if issubclass(etype, SyntaxError) and len(getattr(value, "args", ())) > 1:
        return _syntax_error(etype, value)
    return [_line(etype.__name__, value)]


def _syntax_error(etype, value):
    lines = [f'  File "{value.filename or "<string>"}", line {value.lineno}\n']
    if value.text:
        text = value.text.rstrip("\n")
        lines.append(f"    {text.strip()}\n")
        if value.offset is not None:
            before = text[:max(value.offset - 1, 0)].lstrip()
            lines.append("    " + "".join(c if c.isspace() else " " for c in before) + "^\n")
    return [*lines, _line(etype.__name__, value.msg)]


def _line(name, value):
    text = _text(value)
    return f"{name}\n" if value is None or not text else f"{name}: {text}\n"


def _text(value):
    try:
        text = load("__builtin__").str(value)
        args = getattr(value, "args", ())
        if len(args) == 1 and isinstance(args[0], unicode) and type(value).__str__ is BaseException.__str__:
            text = args[0]
        # A `unicode` is shown in ASCII: what is made of it here is a `str`.
        return str.encode(text, "ascii", "backslashreplace").decode() if isinstance(text, unicode) else text
    except Exception:
        return f"<unprintable {type(value).__name__} object>"


def format_exception(etype, value, tb, limit=None):
    head = ["Traceback (most recent call last):\n", *format_tb(tb, limit)] if tb is not None else []
    return head + format_exception_only(etype, value)


def format_exc(limit=None):
    """What is being handled, as one text."""
    return "".join(format_exception(*sys.exc_info(), limit))


def print_tb(tb, limit=None, file=None):
    _write(format_tb(tb, limit), file)


def print_exception(etype, value, tb, limit=None, file=None):
    _write(format_exception(etype, value, tb, limit), file)


def print_exc(limit=None, file=None):
    print_exception(*sys.exc_info(), limit, file)


def print_last(limit=None, file=None):
    print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file)


def print_stack(f=None, limit=None, file=None):
    _write(format_stack(f, limit), file)


def _write(lines, file):
    out = sys.stderr if file is None else file
    for line in lines:
        out.write(line)


def tb_lineno(tb):
    return tb.tb_lineno
