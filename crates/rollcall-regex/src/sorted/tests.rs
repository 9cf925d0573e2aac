//! The walk over sorted values against the filter asked about each of them.

use proptest::prelude::*;

use super::*;
use crate::Filter;

/// Patterns of every engine and of every way to begin.
const PATTERNS: [&str; 22] = [
    "billy",
    "bi.*",
    ".*ill.*",
    r"b[a-m]+y\d*",
    "(?i)BI.*",
    "(bob|bill).*",
    ".*",
    "",
    "b?",
    "(?:a|b)+",
    "b",
    "é.*",
    "[^b].*",
    ".",
    "(b)\\1.*",
    "(?=b).*y",
    "b++.*",
    ".*y$",
    "bb.*b",
    "b{300}b*",
    "\\w*",
    "(?!b).*",
];

fn check<'a>(values: impl IntoIterator<Item = &'a str>) {
    let values: SortedValues = values.into_iter().collect();
    for pattern in PATTERNS {
        let filter = Filter::new(pattern).expect("a pattern of the dialect");
        let walked = filter.matches_sorted(&values, &mut Budget::unlimited()).unwrap();
        let one_by_one = (0..values.len()).filter(|place| {
            filter.is_match(values.get(*place), &mut Budget::unlimited()).expect("the budget has no end")
        });
        assert_eq!(walked, one_by_one.collect::<Vec<_>>(), "{pattern:?} over {values:?}");
    }
}

#[test]
fn long_beginnings_in_common_are_no_matter() {
    let long = "b".repeat(300);
    let more: Vec<String> = (0..40).map(|end| format!("{long}{}", "b".repeat(end))).collect();
    check(more.iter().map(String::as_str).chain(["", "a", "b", "b\n", "c", "\u{1F600}", "é", "éa", "bobby", "billy"]));
}

proptest! {
    #[test]
    fn the_walk_is_one_call_for_each_value(values in prop::collection::vec("[abiloyé0\n]{0,6}", 0..200)) {
        check(values.iter().map(String::as_str));
    }

    #[test]
    fn values_are_sorted_once_and_found(values in prop::collection::vec("[ab]{0,4}", 0..60)) {
        let sorted: SortedValues = values.iter().map(String::as_str).collect();
        let set: std::collections::BTreeSet<&str> = values.iter().map(String::as_str).collect();
        prop_assert!((0..sorted.len()).map(|place| sorted.get(place)).eq(set.iter().copied()));
        for value in ["", "a", "abab", "bb"] {
            prop_assert_eq!(sorted.find(value), set.iter().position(|other| *other == value));
        }
    }
}

#[test]
fn what_is_out_of_order_is_refused() {
    let mut values: SortedValues = ["b"].into_iter().collect();
    assert!(!values.push("a") && !values.push("b") && values.push("ba"));
    assert_eq!(values.len(), 2);
}

#[test]
fn each_beginning_is_paid_for_once() {
    let names: Vec<String> = (0..10_000).map(|number| format!("somebody{number:04}")).collect();
    let values: SortedValues = names.iter().map(String::as_str).collect();
    let spent = |pattern: &str| {
        let mut budget = Budget::unlimited();
        let before = budget.left();
        Filter::new(pattern).unwrap().matches_sorted(&values, &mut budget).unwrap();
        before - budget.left()
    };
    assert!(spent(".*7.*") < 3 * 10_000, "two steps a name, where the names have twelve letters");
    assert!(spent("x.*") < 20 && spent("(x|y).*") < 20, "no name begins so");
    assert!(spent("somebody(12|34).*") < 1_000);
}
