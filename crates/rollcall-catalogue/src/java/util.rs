//! `java.util.Date`.

use super::lang::OBJECT;
use crate::class::{Class, bean, class, method, operation};
use crate::function::{Parameter, parameter};
use crate::value::Type;

/// A date.
pub const DATE: Type = Type::Object("java.util.Date");

const OTHER: Parameter = parameter("other", DATE, "The other date.");
const YEAR: Parameter = parameter("year", Type::Integer, "The year, less 1900.");
const MONTH: Parameter = parameter("month", Type::Integer, "The month, from 0.");
const DAY: Parameter = parameter("date", Type::Integer, "The day of the month, from 1.");
const HOUR: Parameter = parameter("hrs", Type::Integer, "The hour.");
const MINUTE: Parameter = parameter("min", Type::Integer, "The minute.");
const SECOND: Parameter = parameter("sec", Type::Integer, "The second.");

/// The classes.
pub const CLASSES: &[Class] = &[class(
    "java.util.Date",
    "An instant, in milliseconds; what properties and cells of dates hold. Its text is Java's, in the gateway's time zone. A date \
     knows no arithmetic: that is a `TypeError`, in Jython's words.",
)
.below(OBJECT)
.made_of(&[])
.made_of(&[parameter("date", Type::Integer, "Milliseconds since the beginning of 1970, UTC.")])
.made_of(&[YEAR, MONTH, DAY])
.made_of(&[YEAR, MONTH, DAY, HOUR, MINUTE])
.made_of(&[YEAR, MONTH, DAY, HOUR, MINUTE, SECOND])
.has(&[
    method("after", Type::Boolean, "Whether it is later.").takes(&[OTHER]),
    method("before", Type::Boolean, "Whether it is earlier.").takes(&[OTHER]),
    method("clone", DATE, "Another date of the same instant."),
    method("compareTo", Type::Integer, "-1, 0 or 1: whether it is earlier, the same or later.").takes(&[OTHER]),
    bean("date", "getDate", Type::Integer, "The day of the month."),
    bean("day", "getDay", Type::Integer, "The day of the week; Sunday is 0."),
    bean("hours", "getHours", Type::Integer, "The hour."),
    bean("minutes", "getMinutes", Type::Integer, "The minute."),
    bean("month", "getMonth", Type::Integer, "The month, from 0."),
    bean("seconds", "getSeconds", Type::Integer, "The second."),
    bean("time", "getTime", Type::Integer, "Milliseconds since the beginning of 1970, UTC.").set_by("setTime"),
    bean("timezoneOffset", "getTimezoneOffset", Type::Integer, "Minutes from local time to UTC."),
    bean("year", "getYear", Type::Integer, "The year, less 1900."),
    operation("__ge__", Type::Boolean, "`a >= b`.").takes(&[OTHER]),
    operation("__gt__", Type::Boolean, "`a > b`.").takes(&[OTHER]),
    operation("__le__", Type::Boolean, "`a <= b`.").takes(&[OTHER]),
    operation("__lt__", Type::Boolean, "`a < b`.").takes(&[OTHER]),
])
.differs(
    "A text is not parsed. Of the setters there is `setTime`. Comparing with something else finds the order of unlike values in \
     Python 2, and is a `TypeError` in Python 3. Fields before 15 October 1582 are taken as Gregorian. Names of time zones are \
     those of a JDK 17, recorded; an unknown zone is UTC, as in Java. Daylight time follows the IANA database, of which a JDK of \
     another age may have another release.",
)];
