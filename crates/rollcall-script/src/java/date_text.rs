//! The calendar behind `java.util.Date`: from milliseconds to year, month and day, and to the text that Java prints.
//!
//! Java's dates are Gregorian from 15 October 1582 on and Julian before, have no year 0, and reach far beyond the years
//! that time libraries support; so the calendar is computed here. The formulas for days and dates are those for the
//! Julian day number (E. G. Richards, in: Explanatory Supplement to the Astronomical Almanac, 2013).

use super::zone::Zone;

/// 1582-10-15T00:00:00Z, when the Gregorian calendar begins.
const CUTOVER: i64 = -12_219_292_800_000;

const DAY: i64 = 86_400_000;

/// The Julian day number of 1970-01-01.
const EPOCH: i64 = 2_440_588;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A local date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    /// The year; 0 is the year before year 1.
    pub year: i64,
    /// The month, from 0.
    pub month: i64,
    /// The day of the month, from 1.
    pub day: i64,
    /// The day of the week, from 0 for Sunday.
    pub weekday: i64,
    /// The hour.
    pub hours: i64,
    /// The minute.
    pub minutes: i64,
    /// The second.
    pub seconds: i64,
}

impl Fields {
    /// The local fields of an instant.
    pub(crate) fn of(millis: i64, zone: &Zone) -> Fields {
        // The ends of the range have no local time in some zones; nothing prints them.
        let local = millis.saturating_add(i64::from(zone.at(millis).offset) * 1000);
        let (days, time) = (local.div_euclid(DAY), local.rem_euclid(DAY) / 1000);
        let (year, month, day) = date_of(days, local >= CUTOVER);
        Fields {
            year,
            month,
            day,
            weekday: (days + 4).rem_euclid(7),
            hours: time / 3600,
            minutes: time / 60 % 60,
            seconds: time % 60,
        }
    }
}

/// Year, month from 0 and day of a day counted from 1970-01-01.
fn date_of(days: i64, gregorian: bool) -> (i64, i64, i64) {
    let julian_day = days + EPOCH;
    let mut f = julian_day + 1401;
    if gregorian {
        f += (4 * julian_day + 274_277).div_euclid(146_097) * 3 / 4 - 38;
    }
    let e = 4 * f + 3;
    let g = e.rem_euclid(1461) / 4;
    let h = 5 * g + 2;
    let month = (h / 153 + 2) % 12;
    (e.div_euclid(1461) - 4716 + (13 - month) / 12, month, h % 153 / 5 + 1)
}

/// The day, counted from 1970-01-01, of a Gregorian date; month and day may lie outside their ranges.
fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + month.div_euclid(12), month.rem_euclid(12));
    // The year is taken to begin in March, so that the leap day is its last.
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month + 2) / 5 + day - 719_469
}

/// The instant of local fields, which may lie outside their ranges as `new Date(year, month, date, …)` takes them. They
/// are taken as Gregorian; Java takes those before 15 October 1582 as Julian, which has not been needed yet.
pub(crate) fn instant(fields: [i64; 6], zone: &Zone) -> i64 {
    let [year, month, day, hours, minutes, seconds] = fields;
    let time = (hours.saturating_mul(60).saturating_add(minutes)).saturating_mul(60).saturating_add(seconds);
    let local = day_of(year, month, day).saturating_mul(DAY).saturating_add(time.saturating_mul(1000));
    zone.instant(local)
}

/// The text of `Date.toString`: `Tue Nov 14 22:13:20 UTC 2023`.
pub(crate) fn text(millis: i64, zone: &Zone) -> String {
    let f = Fields::of(millis, zone);
    // The year before year 1 is 1 BC, and the text does not distinguish the eras.
    let year = if f.year > 0 { f.year } else { 1 - f.year };
    format!(
        "{} {} {:02} {:02}:{:02}:{:02} {} {year}",
        DAYS[f.weekday as usize],
        MONTHS[f.month as usize],
        f.day,
        f.hours,
        f.minutes,
        f.seconds,
        zone.name(millis)
    )
}

#[cfg(test)]
mod tests;
