"""`time` of Python 2.7: the engine's clock, and `clock`.

The zone belongs to a job and not to the process, so what depends on it is asked of the engine each time.
"""

import re
import time as _engines
from time import asctime, ctime, gmtime, localtime, mktime, sleep, struct_time, time

from _python2._text import to_str, to_unicode

__all__ = """
    accept2dyear altzone asctime clock ctime daylight gmtime localtime mktime sleep strftime strptime struct_time time
    timezone tzname
""".split()

accept2dyear = 0
_start = None
_DAY_OF_MONTH = re.compile(r"day (\d+) must be in range 1\.\.(\d+) for")


def __getattr__(name):
    if name in ("altzone", "daylight", "timezone", "tzname"):
        return getattr(_engines, name)
    raise AttributeError(f"'module' object has no attribute '{name}'")


def clock():
    """Seconds since the first call, as exactly as the machine has them."""
    global _start
    now = _engines.perf_counter()
    # Not at the import: a worker imports the module before there is a script.
    if _start is None:
        _start = now
    return now - _start


def _within(function):
    """A function of a number of seconds, which says ValueError of those that no year has."""
    def answer(*seconds):
        try:
            return function(*seconds)
        except OverflowError as fault:
            raise ValueError(str(fault)) from None

    answer.__name__ = function.__name__
    return answer


ctime, gmtime, localtime = map(_within, (ctime, gmtime, localtime))


def strftime(format, t=None):
    """A time as text: now, unless one is given."""
    if not isinstance(format, str):
        raise TypeError("strftime(): 1st arg can't be coerced to String")
    plain = str.__str__(format)
    if t is not None and "%Y" in plain and t[0] < 1000:
        # The engine writes early years with fewer digits.
        plain = re.sub("%(.)", lambda found: f"{t[0]!s:0>4}" if found[1] == "Y" else found[0], plain)
    text = _engines.strftime(plain, *(() if t is None else (t,)))
    # A format of bytes is taken for Latin-1, as in Jython.
    return to_str(str.encode(text, "utf-8"))


def strptime(string, format="%a %b %d %H:%M:%S %Y"):
    """The time that a text says."""
    for number, text in enumerate((string, format)):
        if not isinstance(text, str):
            raise TypeError(f"strptime(): {('1st', '2nd')[number]} arg can't be coerced to String")
    try:
        return _engines.strptime(string, format)
    except ValueError as error:
        raise ValueError(*_in_own_words(str(error), string, format)) from None


def _in_own_words(message, string, format):
    """Jython takes its arguments for `unicode`, and shows them so."""
    if message.startswith("time data"):
        return (f"time data {to_unicode(string)!r} does not match format {to_unicode(format)!r}",)
    day = _DAY_OF_MONTH.match(message)
    return (message,) if day is None else (f"day must be in 1..{day[2]}", int(day[1]))
