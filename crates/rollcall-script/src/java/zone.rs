//! Time zones as Java has them: which offset holds at an instant, and the short name that a date is printed with.
//!
//! The offsets are those of the IANA database, in the form that never has daylight time behind standard time (the law
//! has it so in Ireland): that is Java's form, too. It is part of this program; the machine's own database, of any form
//! and age, is not looked at. The names are Java's own: many zones have no names in the database any more, so they were
//! recorded from a JDK (`conformance/java/TimeZoneNames.java`).

use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

/// The recording of `TimeZoneNames.java names`: standard name, daylight name, zones.
const NAMES: &str = include_str!("zone_names.tsv");

/// The names of the zone that an unknown name means.
const UTC: (&str, &str) = ("UTC", "UTC");

/// Where Java has daylight time and the database does not: zone, from, until, in milliseconds. Ireland kept summer time
/// from 1968 to 1971; for Namibia Java never noticed that the last summer time of 2017 was made permanent.
const DAYLIGHT: &[(&str, i64, i64)] = &[
    ("Africa/Windhoek", 1_508_796_000_000, i64::MAX),
    ("Eire", -37_242_000_000, 57_722_400_000),
    ("Europe/Dublin", -37_242_000_000, 57_722_400_000),
];

/// A time zone.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    rules: TimeZone,
    standard: String,
    daylight: String,
    daylight_too: Option<(i64, i64)>,
}

/// The local time of a zone at an instant: offset and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Local {
    /// Seconds east of Greenwich.
    pub offset: i32,
    /// Whether it is daylight time.
    pub daylight: bool,
}

impl Zone {
    /// The zone of this name: one of the IANA database, or `GMT+hh:mm`. As in Java, an unknown name means UTC.
    pub(crate) fn named(name: &str) -> Zone {
        let custom = custom_offset(name);
        let rules = custom.map(TimeZone::fixed).or_else(|| TimeZoneDatabase::bundled().get(name).ok());
        let daylight_too = DAYLIGHT.iter().find(|(zone, ..)| *zone == name).map(|(_, from, until)| (*from, *until));
        let names = recorded_names(name).or_else(|| custom.map(|_| (name, name)));
        match (rules, names) {
            (Some(rules), Some((standard, daylight))) => {
                Zone { rules, standard: standard.to_owned(), daylight: daylight.to_owned(), daylight_too }
            }
            // A zone that is newer than the recorded names: the database's abbreviations will do.
            (Some(rules), None) => Zone { rules, standard: String::new(), daylight: String::new(), daylight_too },
            (None, _) => {
                Zone { rules: TimeZone::UTC, standard: UTC.0.to_owned(), daylight: UTC.1.to_owned(), daylight_too }
            }
        }
    }

    /// The local time at this instant, in milliseconds since the epoch. Before and after the years -9999 and 9999, the
    /// one at their ends.
    pub(crate) fn at(&self, millis: i64) -> Local {
        let info = self.rules.to_offset_info(timestamp(millis));
        let daylight_too = self.daylight_too.is_some_and(|(from, until)| (from..until).contains(&millis));
        Local { offset: info.offset().seconds(), daylight: info.dst().is_dst() || daylight_too }
    }

    /// The short name at this instant.
    pub(crate) fn name(&self, millis: i64) -> String {
        let name = if self.at(millis).daylight { &self.daylight } else { &self.standard };
        if name.is_empty() {
            return self.rules.to_offset_info(timestamp(millis)).abbreviation().to_owned();
        }
        name.clone()
    }

    /// The names of standard and daylight time.
    pub(crate) fn names(&self) -> (&str, &str) {
        (&self.standard, &self.daylight)
    }

    /// The instant of a local time, both in milliseconds, the local time as if it were UTC. A time that exists twice
    /// is its first pass; one that does not exist is as much later as was left out.
    pub(crate) fn instant(&self, local: i64) -> i64 {
        let datetime = Offset::UTC.to_datetime(timestamp(local));
        match self.rules.to_ambiguous_timestamp(datetime).compatible() {
            Ok(found) if Timestamp::from_millisecond(local).is_ok() => found.as_millisecond(),
            _ => local.saturating_sub(i64::from(self.at(local).offset) * 1000),
        }
    }
}

fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// Java's names of a zone.
fn recorded_names(zone: &str) -> Option<(&'static str, &'static str)> {
    NAMES.lines().find_map(|line| {
        let (names, zones) = line.rsplit_once('\t')?;
        zones.split(' ').any(|z| z == zone).then(|| names.split_once('\t')).flatten()
    })
}

/// `GMT+5`, `GMT+05:30`, `GMT-0800`, as the javadoc of `java.util.TimeZone` defines custom time zones.
fn custom_offset(name: &str) -> Option<Offset> {
    let rest = name.strip_prefix("GMT")?;
    let (sign, digits) = if let Some(d) = rest.strip_prefix('+') { (1, d) } else { (-1, rest.strip_prefix('-')?) };
    let (hours, minutes) = match (digits.split_once(':'), digits.len()) {
        (Some(parts), _) => parts,
        (None, 1 | 2) => (digits, "0"),
        (None, 3 | 4) => digits.split_at(digits.len() - 2),
        _ => return None,
    };
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let valid = (0..24).contains(&hours) && (0..60).contains(&minutes);
    let span = SignedDuration::from_mins(sign * (hours * 60 + minutes));
    valid.then(|| Offset::try_from(span).ok()).flatten()
}

#[cfg(test)]
mod tests;
