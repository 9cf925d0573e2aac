//! Dates against those that a JDK printed, and the two directions of the calendar against each other.

use super::*;

/// The recording of `TimeZoneNames.java dates`: zone, instant, text.
const DATES: &str = include_str!("../../../../../conformance/java/dates.tsv");

#[test]
fn every_recorded_date() {
    for line in DATES.lines() {
        let parts: Vec<_> = line.split('\t').collect();
        let [zone, instant, expected] = parts[..] else { panic!("not a recording: {line}") };
        let instant = instant.parse().expect("an instant");
        assert_eq!(text(instant, &Zone::named(zone)), expected, "{zone} {instant}");
    }
}

#[test]
fn the_ends_of_the_range_have_a_text() {
    let utc = Zone::named("UTC");
    assert_eq!(text(i64::MAX, &utc), "Sun Aug 17 07:12:55 UTC 292278994");
    assert_eq!(text(i64::MIN, &utc), "Sun Dec 02 16:47:04 UTC 292269055");
}

#[test]
fn fields_lead_back_to_their_instant() {
    let zone = Zone::named("America/New_York");
    // From the change of calendar on: before it, the fields are Julian and the constructor takes Gregorian ones.
    for instant in (CUTOVER + DAY..253_402_300_800_000).step_by(12_345_678_901) {
        let f = Fields::of(instant, &zone);
        let back = super::instant([f.year, f.month, f.day, f.hours, f.minutes, f.seconds], &zone);
        let second = instant.div_euclid(1000) * 1000;
        // An hour that exists twice leads back to its first pass.
        assert!(back == second || back == second - 3_600_000, "{instant} {f:?} {back}");
    }
}

#[test]
fn fields_outside_their_ranges_are_carried() {
    let utc = Zone::named("UTC");
    let cases = [
        ([2000, 0, 1, 0, 0, 0], 946_684_800_000),
        ([1999, 12, 1, 0, 0, 0], 946_684_800_000),
        ([2000, 0, 0, 24, 0, 0], 946_684_800_000),
        ([2001, -12, 1, 0, -1, 60], 946_684_800_000),
        ([1970, 0, 1, 0, 0, -1], -1000),
    ];
    for (fields, expected) in cases {
        assert_eq!(instant(fields, &utc), expected, "{fields:?}");
    }
}
