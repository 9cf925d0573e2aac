"""`calendar` of Python 2.7: days and months are plain numbers."""

import calendar as _engines
from calendar import (
    Calendar, HTMLCalendar, IllegalMonthError, IllegalWeekdayError, TextCalendar, day_abbr, day_name, error, isleap,
    leapdays, month_abbr, month_name,
)

from _python2 import load
from _python2._text import number

__all__ = """
    IllegalMonthError IllegalWeekdayError setfirstweekday firstweekday isleap leapdays weekday monthrange monthcalendar
    prmonth month prcal calendar timegm month_name month_abbr day_name day_abbr
""".split()

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
January, February = 1, 2
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
EPOCH = 1970

_text = TextCalendar(MONDAY)


def firstweekday():
    return _text.firstweekday


def setfirstweekday(firstweekday):
    """The day with which weeks begin, for the functions of this module."""
    if not MONDAY <= firstweekday <= SUNDAY:
        raise IllegalWeekdayError(firstweekday)
    _text.firstweekday = firstweekday


def weekday(year, month, day):
    return int(_engines.weekday(year, month, day))


def monthrange(year, month):
    """The weekday of the first day of a month, and how many days it has."""
    first, days = _engines.monthrange(year, month)
    return int(first), days


def monthcalendar(year, month):
    return _text.monthdayscalendar(year, month)


def month(theyear, themonth, w=0, l=0):
    return _text.formatmonth(theyear, themonth, w, l)


def week(theweek, width):
    return _text.formatweek(theweek, width)


def prweek(theweek, width):
    _print(week(theweek, width))


def weekheader(width):
    return _text.formatweekheader(width)


def prmonth(theyear, themonth, w=0, l=0):
    _print(month(theyear, themonth, w, l))


def calendar(year, w=0, l=0, c=6, m=3):
    return _text.formatyear(year, w, l, c, m)


def prcal(year, w=0, l=0, c=6, m=3):
    _print(calendar(year, w, l, c, m))


def _print(text):
    load("sys").stdout.write(text)


def timegm(tuple):
    """The seconds since 1970 of a time in UTC."""
    return number(_engines.timegm(tuple))
