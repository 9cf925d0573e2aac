"""`datetime` of Python 2.7: the engine's own, executed once more under this name and changed where 2.7 differs.

A copy, because the classes make each other: a difference of two dates has to be a `timedelta` that looks as in 2.7. The
words of errors are those of Jython, which scripts show to people.
"""

import re

import __builtin__
from _python2 import fresh_copy
from _python2._text import to_str

__all__ = ["date", "datetime", "time", "timedelta", "tzinfo", "MINYEAR", "MAXYEAR"]

MINYEAR, MAXYEAR = 1, 9999

_copy = fresh_copy("_pydatetime", "datetime")
date, datetime, time, timedelta, tzinfo = (
    getattr(_copy, name) for name in ("date", "datetime", "time", "timedelta", "tzinfo")
)


# Differences.


def _represent(self):
    """Positional arguments, without those at the end that are zero."""
    parts = [self.days, self.seconds, self.microseconds]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return f"datetime.timedelta({', '.join(map(str, parts))})"


def _divide(self, other):
    """Whole numbers divide, downwards, and nothing else does."""
    return self // other if isinstance(other, int) else NotImplemented


timedelta.__repr__ = _represent
timedelta.__div__ = timedelta.__truediv__ = _divide


def _of_whole(operator):
    """An operator that takes whole numbers only."""
    return lambda self, other: operator(self, other) if isinstance(other, int) else NotImplemented


timedelta.__mul__ = timedelta.__rmul__ = _of_whole(timedelta.__mul__)


# Checks of what a date is made of: Jython gives the value beside the words.


def _check_whole(values):
    for value in values:
        if not isinstance(value, int):
            is_float = isinstance(value, float)
            raise TypeError("integer argument expected, got float" if is_float else "an integer is required")


def _check_date(year, month, day):
    _check_whole((year, month, day))
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}", year)
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12", month)
    last = _copy._days_in_month(year, month)
    if not 1 <= day <= last:
        raise ValueError(f"day must be in 1..{last}", day)
    return year, month, day


def _check_time(hour, minute, second, microsecond, fold=0):
    _check_whole((hour, minute, second, microsecond))
    for value, end, name in ((hour, 23, "hour"), (minute, 59, "minute"), (second, 59, "second"),
                             (microsecond, 999999, "microsecond")):
        if not 0 <= value <= end:
            raise ValueError(f"{name} must be in 0..{end}", value)
    return hour, minute, second, microsecond, fold


def _refuse_comparison(x, y):
    raise TypeError(f"can't compare '{type(x).__name__}' to '{type(y).__name__}'")


_copy._check_date_fields = _check_date
_copy._check_time_fields = _check_time
_copy._cmperror = _refuse_comparison


def _ordered(cls):
    """Lets the comparisons that Python 3 leaves to the other side say that there is no order."""
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        setattr(cls, name, _strict(getattr(cls, name)))


def _strict(compare):
    def compared(self, other):
        are_dates = isinstance(self, date) and isinstance(other, date)
        if are_dates and isinstance(self, datetime) != isinstance(other, datetime):
            raise TypeError("can't compare 'datetime' to 'date'")
        result = compare(self, other)
        # Another kind of date may know how to compare with these.
        if result is NotImplemented and not hasattr(other, "timetuple"):
            _refuse_comparison(self, other)
        return result

    return compared


def _equal_or_not(cls):
    """Lets a comparison with what is no date be false, unless the other may know how to compare with these."""
    for name in ("__eq__", "__ne__"):
        setattr(cls, name, _decided(getattr(cls, name), name == "__ne__"))


def _decided(compare, otherwise):
    def compared(self, other):
        if isinstance(self, date) and isinstance(other, date) and isinstance(self, datetime) != isinstance(other, datetime):
            # A moment is no date. Who asks the date all the same is answered by what both have.
            is_same = not isinstance(self, datetime) and self.toordinal() == other.toordinal()
            return is_same != otherwise
        result = compare(self, other)
        return otherwise if result is NotImplemented and not hasattr(other, "timetuple") else result

    return compared


date.__ne__, datetime.__ne__, time.__ne__, timedelta.__ne__ = (
    lambda self, other, equal=cls.__eq__: result if (result := equal(self, other)) is NotImplemented else not result
    for cls in (date, datetime, time, timedelta)
)
for _class in (date, datetime, time, timedelta):
    _ordered(_class)
    _equal_or_not(_class)


# Methods.


def _within_range(cls, name, sign):
    """Lets a sum say which year it would be in, where there is none."""
    add = getattr(cls, name)

    def added(self, other):
        try:
            return add(self, other)
        except OverflowError:
            ordinal = self.toordinal() + _days_moved(self, other, sign)
            # Every 400 years have the same days.
            cycles, day = divmod(ordinal - 1, 146097)
            year = 400 * cycles + date.fromordinal(day + 1).year
            raise OverflowError(f"date +/-: result year {year} not in {MINYEAR}..{MAXYEAR}") from None

    setattr(cls, name, added)


for _class in (date, datetime):
    for _name, _sign in (("__add__", 1), ("__radd__", 1), ("__sub__", -1)):
        _within_range(_class, _name, _sign)


def _days_moved(moment, delta, sign):
    """How many days later a date or a moment is after a difference: a whole number, however great."""
    if not isinstance(moment, datetime):
        return sign * delta.days
    # Of the greatest difference there is no negative, and that is refused here.
    delta = delta if sign == 1 else -delta
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + delta.seconds
    seconds += (moment.microsecond + delta.microseconds) // 1000000
    return delta.days + seconds // 86400


def _since_1900(cls):
    """Lets `strftime` refuse years that 2.7 does not write."""
    strftime = cls.strftime

    def written(self, format):
        if self.year < 1900:
            raise ValueError(
                f"year={self.year} is before 1900; the datetime strftime() methods require year >= 1900")
        return _as_bytes(strftime(self, format))

    cls.strftime = written


def _as_bytes(text):
    """What is written is a `str` in UTF-8, by either kind of format; one of bytes is taken for Latin-1, as in Jython."""
    return to_str(str.encode(text, "utf-8"))


_since_1900(date)
_time_strftime = time.strftime
time.strftime = lambda self, format: _as_bytes(_time_strftime(self, format))
_from_timestamp = datetime._fromtimestamp.__func__


def _of_timestamp(cls, t, utc, tz):
    try:
        return _from_timestamp(cls, t, utc, tz)
    except OverflowError as fault:
        raise ValueError(str(fault)) from None


datetime._fromtimestamp = classmethod(_of_timestamp)
_date_from_timestamp = date.fromtimestamp.__func__


def _date_of_timestamp(cls, timestamp):
    """The date of a time in the gateway's zone."""
    try:
        return _date_from_timestamp(cls, timestamp)
    except OverflowError as fault:
        raise ValueError(str(fault)) from None


date.fromtimestamp = classmethod(_date_of_timestamp)


def _strict_zones(cls, name):
    """Lets a comparison refuse what Python 3 finds unequal: one with a zone and one without."""
    compare = getattr(cls, name)

    def compared(self, other):
        # With the same zone it does not matter how far that is away.
        is_other = isinstance(other, cls) and self.tzinfo is not other.tzinfo
        if is_other and (self.utcoffset() is None) != (other.utcoffset() is None):
            kind = cls.__name__
            raise TypeError(f"can't compare offset-naive and offset-aware {kind}s")
        return compare(self, other)

    setattr(cls, name, compared)


for _class in (datetime, time):
    for _name in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"):
        _strict_zones(_class, _name)


_minus = datetime.__sub__
_astimezone = datetime.astimezone


def _subtract(self, other):
    if isinstance(other, datetime) and (self.utcoffset() is None) != (other.utcoffset() is None):
        raise TypeError("can't subtract offset-naive and offset-aware datetimes")
    return _minus(self, other)


def _in_zone(self, tz):
    """The same moment in another zone; what has no zone is no moment."""
    if not isinstance(tz, tzinfo):
        raise TypeError("tz argument must be an instance of tzinfo")
    if self.utcoffset() is None:
        raise ValueError("astimezone() requires an aware datetime")
    return _astimezone(self, tz)


datetime.__sub__ = _subtract
datetime.astimezone = _in_zone
_isocalendar = date.isocalendar


def _utcfromtimestamp(cls, timestamp):
    """The date of a time in UTC, without a zone."""
    return cls._fromtimestamp(timestamp, True, None)


def _utcnow(cls):
    """Now, in UTC and without a zone."""
    from time import time as now

    return _utcfromtimestamp(cls, now())


_utctimetuple = datetime.utctimetuple


def _in_utc(self):
    """The parts of the moment in UTC; at the ends of time those may be of a year that no date has."""
    try:
        return _utctimetuple(self)
    except OverflowError:
        is_before = self.year == MINYEAR
        inner = self.replace(year=self.year + 400 if is_before else self.year - 400)
        year, *parts, _weekday, day, dst = _utctimetuple(inner)
        # After 400 years the days have the same names.
        ordinal = self.toordinal() + (-1 if is_before else 1)
        return _copy._time.struct_time((year - 400 if is_before else year + 400, *parts, (ordinal + 6) % 7, day, dst))


_strptime = datetime.strptime


def _parsed(cls, date_string, format):
    """The date that a text says; a day that its month has not is refused as everywhere."""
    for text in (date_string, format):
        if not isinstance(text, str):
            raise TypeError(f"expected string or buffer, but got {__builtin__.type(text)!r}")
    try:
        return _strptime.__func__(cls, date_string, format)
    except ValueError as fault:
        day = _DAY_OF_MONTH.match(str(fault))
        if day is None:
            raise
        raise ValueError(f"day must be in 1..{day[2]}", int(day[1])) from None


_DAY_OF_MONTH = re.compile(r"day (\d+) must be in range 1\.\.(\d+) for")
datetime.strptime = classmethod(_parsed)
date.isocalendar = lambda self: tuple(_isocalendar(self))
datetime.utcfromtimestamp = classmethod(_utcfromtimestamp)
datetime.utcnow = classmethod(_utcnow)
datetime.utctimetuple = _in_utc


def _is_not_midnight(self):
    """Midnight was false before Python 3.5, and so was what is midnight in UTC."""
    if self.second or self.microsecond:
        return True
    offset = self.utcoffset()
    minutes = 0 if offset is None else offset.days * 1440 + offset.seconds // 60
    return self.hour * 60 + self.minute != minutes


time.__nonzero__ = time.__bool__ = _is_not_midnight
timedelta.__nonzero__ = timedelta.__bool__
_check_offset = _copy._check_utc_offset


def _in_minutes(name, offset):
    """Refuses what the distance of a zone cannot be; seconds came with Python 3."""
    _check_offset(name, offset)
    if offset is not None and (offset.seconds % 60 or offset.microseconds):
        raise ValueError(f"tzinfo.{name}() must return a whole number of minutes")


_copy._check_utc_offset = _in_minutes
# What Python 3 has added.
del date.fromisocalendar, date.fromisoformat, time.fromisoformat, datetime.fromisoformat, datetime.timestamp
