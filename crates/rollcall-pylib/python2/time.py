"""`time` of Python 2.7: the engine's clock, and `clock`.

The zone belongs to a job and not to the process, so what depends on it is asked of the engine each time.
"""

import time as _engines
from time import asctime, ctime, gmtime, localtime, mktime, sleep, struct_time, time

from _python2._text import to_unicode

__all__ = """
    accept2dyear altzone asctime clock ctime daylight gmtime localtime mktime sleep strftime strptime struct_time time
    timezone tzname
""".split()

accept2dyear = 1
_start = _engines.perf_counter()


def __getattr__(name):
    if name in ("altzone", "daylight", "timezone", "tzname"):
        return getattr(_engines, name)
    raise AttributeError(f"'module' object has no attribute '{name}'")


def clock():
    """Seconds since the module was imported, as exactly as the machine has them."""
    return _engines.perf_counter() - _start


def strftime(format, t=None):
    """A time as text: now, unless one is given."""
    return _engines.strftime(str(format), *(() if t is None else (t,)))


def strptime(string, format="%a %b %d %H:%M:%S %Y"):
    """The time that a text says."""
    try:
        return _engines.strptime(string, format)
    except ValueError as error:
        raise ValueError(_in_own_words(str(error), string, format)) from None


def _in_own_words(message, string, format):
    """Jython takes its arguments for `unicode`, and shows them so."""
    if message.startswith("time data"):
        return f"time data {to_unicode(string)!r} does not match format {to_unicode(format)!r}"
    return message
