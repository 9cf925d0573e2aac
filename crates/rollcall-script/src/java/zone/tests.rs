//! Offsets and names against those that a JDK recorded.

use super::*;

/// The recording of `TimeZoneNames.java samples`.
const SAMPLES: &str = include_str!("../../../../../conformance/java/zone_samples.tsv");

/// Zones that the IANA database does not know: Java's own three letters, and names of the System V database.
fn only_in_java(zone: &str) -> bool {
    let three_letters = zone.len() == 3 && TimeZoneDatabase::bundled().get(zone).is_err();
    three_letters || zone.starts_with("SystemV/")
}

/// Zones whose history in the database is newer than in the recorded JDK.
const NEWER: [&str; 4] = [
    "America/Ensenada 79200000000: Java has -28800 PST, found -25200 PDT",
    "America/Santa_Isabel 79200000000: Java has -28800 PST, found -25200 PDT",
    "America/Tijuana 79200000000: Java has -28800 PST, found -25200 PDT",
    "Mexico/BajaNorte 79200000000: Java has -28800 PST, found -25200 PDT",
];

/// A sample of a zone: the instant, offset and name.
type Sample = (i64, i32, &'static str);

/// The recording of every zone.
fn samples() -> Vec<(&'static str, Vec<Sample>)> {
    let (instants, lines) = SAMPLES.split_once('\n').expect("the first line holds the instants");
    let instants: Vec<i64> = instants.split(' ').map(|i| i.parse().expect("an instant")).collect();
    let mut samples = Vec::new();
    for line in lines.lines() {
        let (said, zones) = line.split_once('\t').expect("a tab before the zones");
        let said = said.split('|').zip(&instants).map(|(at, instant)| {
            let (offset, name) = at.split_once(' ').expect("offset and name");
            (*instant, offset.parse().expect("an offset"), name)
        });
        let said: Vec<_> = said.collect();
        samples.extend(zones.split(' ').map(|zone| (zone, said.clone())));
    }
    samples
}

#[test]
fn every_zone_as_java_has_it() {
    let mut differences = Vec::new();
    let mut checked = 0;
    for (id, said) in samples().into_iter().filter(|(id, _)| !only_in_java(id)) {
        let zone = Zone::named(id);
        for (instant, offset, name) in said {
            let found = (zone.at(instant).offset, zone.name(instant));
            checked += 1;
            if found != (offset, name.to_owned()) {
                differences.push(format!("{id} {instant}: Java has {offset} {name}, found {} {}", found.0, found.1));
            }
        }
    }
    assert!(checked > 9000, "only {checked} checked");
    assert_eq!(differences, NEWER.map(str::to_owned));
}

#[test]
fn custom_zones() {
    let cases = [
        ("GMT+5", 18_000, "GMT+5"),
        ("GMT+05:30", 19_800, "GMT+05:30"),
        ("GMT-0800", -28_800, "GMT-0800"),
        ("GMT+25:00", 0, "UTC"),
        ("GMT+", 0, "UTC"),
        ("Mars/Olympus", 0, "UTC"),
        ("", 0, "UTC"),
    ];
    for (id, offset, name) in cases {
        let zone = Zone::named(id);
        assert_eq!((zone.at(0).offset, zone.name(0)), (offset, name.to_owned()), "{id}");
    }
}

#[test]
fn local_times_that_exist_twice_or_never() {
    let berlin = Zone::named("Europe/Berlin");
    let local = |text: &str| {
        let datetime: jiff::civil::DateTime = text.parse().expect("a local time");
        Offset::UTC.to_timestamp(datetime).expect("it is in range").as_millisecond()
    };
    let hours = |from: &str| (local(from) - berlin.instant(local(from))) / 3_600_000;
    // In the gap of spring and the overlap of autumn 2024.
    assert_eq!(hours("2024-03-31T02:30"), 1);
    assert_eq!(hours("2024-10-27T02:30"), 2);
    assert_eq!(hours("2024-07-01T12:00"), 2);
    assert_eq!(berlin.instant(i64::MAX), i64::MAX - 3_600_000);
}
