//! Time zones as Java has them: which offset holds at an instant, and the short name that a date is printed with.
//!
//! The offsets are those of the IANA database. The names are Java's own: many have none in the database any more, so
//! they were recorded from a JDK (`conformance/java/TimeZoneNames.java`). Java calls the time that is ahead in summer
//! daylight time; the database has it the other way round where the law has (in Ireland winter time is the exception),
//! so what counts here is which offset is the larger.

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

/// What `TimeZoneNames.java names` recorded: standard name, daylight name, zones.
const NAMES: &str = include_str!("zone_names.tsv");

/// The names of the zone that an unknown name means.
const UTC: (&str, &str) = ("UTC", "UTC");

/// Zones whose daylight time the database has as the standard, with a negative exception in winter.
const TURNED_ROUND: &[&str] = &["Africa/Casablanca", "Africa/El_Aaiun", "Africa/Windhoek", "Eire", "Europe/Dublin"];

/// A time zone.
#[derive(Clone, Debug)]
pub(crate) struct Zone {
    rules: TimeZone,
    standard: String,
    daylight: String,
    turned_round: bool,
}

/// What holds in a zone at an instant.
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
        let rules = custom.map(TimeZone::fixed).or_else(|| TimeZone::get(name).ok());
        let names = recorded_names(name).or_else(|| custom.map(|_| (name, name)));
        match (rules, names) {
            (Some(rules), Some((standard, daylight))) => Zone {
                rules,
                standard: standard.to_owned(),
                daylight: daylight.to_owned(),
                turned_round: TURNED_ROUND.contains(&name),
            },
            // A zone that is newer than the recorded names: the database's abbreviations will do.
            (Some(rules), None) => {
                Zone { rules, standard: String::new(), daylight: String::new(), turned_round: false }
            }
            (None, _) => Zone {
                rules: TimeZone::UTC,
                standard: UTC.0.to_owned(),
                daylight: UTC.1.to_owned(),
                turned_round: false,
            },
        }
    }

    /// What holds at this instant, in milliseconds since the epoch. Before and after the years -9999 and 9999, what
    /// holds at their ends.
    pub(crate) fn at(&self, millis: i64) -> Local {
        let info = self.rules.to_offset_info(timestamp(millis));
        let database = info.dst().is_dst();
        Local { offset: info.offset().seconds(), daylight: database != self.turned_round }
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

    /// The offset at a local time, in milliseconds as if it were UTC. A time that exists twice is the earlier one, a
    /// time that does not exist is as much later.
    pub(crate) fn offset_of_local(&self, local: i64) -> i32 {
        let datetime = Offset::UTC.to_datetime(timestamp(local));
        let zoned = self.rules.to_ambiguous_timestamp(datetime).compatible();
        zoned.map_or_else(|_| self.at(local).offset, |t| self.rules.to_offset(t).seconds())
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
