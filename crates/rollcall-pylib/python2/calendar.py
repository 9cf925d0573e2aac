"""`calendar` of Python 2.7: days and months are plain numbers, and years those that dates have."""

import calendar as _engines
from calendar import (
    IllegalMonthError, IllegalWeekdayError, day_abbr, day_name, error, isleap, leapdays, month_abbr, month_name,
)

from _python2 import load
from _python2._text import number, to_str

__all__ = """
    IllegalMonthError IllegalWeekdayError setfirstweekday firstweekday isleap leapdays weekday monthrange monthcalendar
    prmonth month prcal calendar timegm month_name month_abbr day_name day_abbr
""".split()

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
January, February = 1, 2
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
EPOCH = 1970

_datetime = load("datetime")


class Calendar(_engines.Calendar):
    """Days of months in weeks."""

    def itermonthdays(self, year, month):
        """The numbers of the days of a month, and zeros for those around it."""
        weekday(year, month, 1)
        yield from super().itermonthdays(year, month)

    def itermonthdates(self, year, month):
        """The days of a month and of the weeks in which it begins and ends, as far as there are years."""
        day = _datetime.date(year, month, 1)
        day -= _datetime.timedelta((day.weekday() - self.firstweekday) % 7)
        while True:
            yield day
            try:
                day += _datetime.timedelta(1)
            except OverflowError:
                return
            if day.month != month and day.weekday() == self.firstweekday:
                return


class TextCalendar(Calendar, _engines.TextCalendar):
    """Months and years as plain text."""


class HTMLCalendar(Calendar, _engines.HTMLCalendar):
    """Months and years as tables of a page."""

    def formatyearpage(self, theyear, width=3, css="calendar.css", encoding=None):
        """A whole page, as bytes in an encoding."""
        return to_str(super().formatyearpage(theyear, width, css, encoding or "ascii"))


class TimeEncoding:
    """A block in which the rules of a place hold, of which there are those of `C` only."""

    def __init__(self, locale):
        self.locale = locale

    def __enter__(self):
        rules = load("locale")
        self.oldlocale = rules.setlocale(rules.LC_TIME, self.locale)
        return None

    def __exit__(self, *exception):
        rules = load("locale")
        rules.setlocale(rules.LC_TIME, self.oldlocale)


class _OfPlace:
    """A calendar by the rules of a place."""

    def __init__(self, firstweekday=0, locale=None):
        super().__init__(firstweekday)
        self.locale = "" if locale is None else locale

    def formatweekday(self, *how):
        with TimeEncoding(self.locale):
            return super().formatweekday(*how)

    def formatmonthname(self, *how, **named):
        with TimeEncoding(self.locale):
            return super().formatmonthname(*how, **named)


class LocaleTextCalendar(_OfPlace, TextCalendar):
    """Months and years as plain text, by the rules of a place."""


class LocaleHTMLCalendar(_OfPlace, HTMLCalendar):
    """Months and years as tables of a page, by the rules of a place."""


_text = TextCalendar(MONDAY)


def firstweekday():
    return _text.firstweekday


def setfirstweekday(firstweekday):
    """The day with which weeks begin, for the functions of this module."""
    if not hasattr(firstweekday, "__index__") or not MONDAY <= firstweekday <= SUNDAY:
        raise IllegalWeekdayError(firstweekday)
    _text.firstweekday = firstweekday


def weekday(year, month, day):
    return _datetime.date(year, month, day).weekday()


def monthrange(year, month):
    """The weekday of the first day of a month, and how many days it has."""
    if not 1 <= month <= 12:
        raise IllegalMonthError(month)
    return weekday(year, month, 1), mdays[month] + (month == February and isleap(year))


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


def formatstring(cols, colwidth=20, spacing=6):
    """Texts beside each other, each in the middle of its column."""
    return (" " * spacing).join(text.center(colwidth) for text in cols)


def format(cols, colwidth=20, spacing=6):
    _print(formatstring(cols, colwidth, spacing) + "\n")


def _print(text):
    load("sys").stdout.write(text)


def timegm(tuple):
    """The seconds since 1970 of a time in UTC."""
    year, month, day, hour, minute, second = tuple[:6]
    days = _datetime.date(year, month, 1).toordinal() - _datetime.date(EPOCH, 1, 1).toordinal() + day - 1
    return number(((days * 24 + hour) * 60 + minute) * 60 + second)
