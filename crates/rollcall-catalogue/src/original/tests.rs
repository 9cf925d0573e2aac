//! Every function of 7.9 is accounted for, once; and so is everything that ours has otherwise.

use std::collections::HashSet;

use super::*;
use crate::system::functions;

#[test]
fn the_list_is_whole_and_in_order() {
    let names: Vec<(&str, &str)> = recorded().map(|function| (function.namespace, function.name)).collect();
    assert!(names.is_sorted_by(|a, b| a < b), "out of order, or twice");
    assert_eq!(names.len(), RECORDED.lines().count(), "a line that is no function");
    assert!(names.len() > 300, "{}", names.len());
}

#[test]
fn every_function_of_7_9_is_provided_or_has_its_reason() {
    for function in recorded() {
        let Recorded { namespace, name, .. } = function;
        match (function.provided(), missing(namespace, name)) {
            (Some(_), Some(why)) => panic!("{namespace}.{name} is provided, and said to be missing: {why}"),
            (None, None) => panic!("{namespace}.{name} is neither provided nor said to be missing"),
            _ => {}
        }
    }
    let (all, provided) = count();
    let missing: usize = not_provided().values().flatten().map(|(_, names)| names.len()).sum();
    assert_eq!(provided + missing, all);
}

#[test]
fn what_is_said_to_be_missing_is_in_the_list_once() {
    let mut seen = HashSet::new();
    for (namespace, names) in missing::named() {
        let known: Vec<&str> =
            recorded().filter(|function| function.namespace == namespace).map(|function| function.name).collect();
        assert!(!known.is_empty(), "7.9 has no {namespace}");
        assert!(!names.is_empty() || crate::system::namespace(namespace).is_none(), "{namespace} is not missing");
        for name in names {
            assert!(known.contains(name), "7.9 has no {namespace}.{name}");
            assert!(seen.insert((namespace, *name)), "{namespace}.{name} is there twice");
        }
    }
}

#[test]
fn reasons_are_sentences() {
    let reasons = not_provided().into_values().flatten().map(|(why, _)| why.to_string());
    for reason in reasons.chain(RENAMED.iter().chain(OURS).map(|(_, reason)| (*reason).to_owned())) {
        assert!(reason.ends_with('.') && reason.starts_with(char::is_uppercase), "{reason}");
    }
}

#[test]
fn every_provided_function_is_in_the_list_or_said_to_be_ours() {
    for (namespace, function) in functions() {
        let is_recorded = recorded().any(|known| known.namespace == namespace.name && known.name == function.name);
        let is_ours = ours(namespace, function).is_some();
        assert!(is_recorded != is_ours, "{}.{}: recorded {is_recorded}, ours {is_ours}", namespace.name, function.name);
    }
    let known = |full: &str| functions().any(|(space, function)| full == format!("{}.{}", space.name, function.name));
    assert!(OURS.iter().all(|(name, _)| known(name)));
}

#[test]
fn signatures_are_those_of_7_9_or_said_to_differ() {
    for function in recorded() {
        let Some(ours) = function.provided() else { continue };
        let full = format!("{}.{}", function.namespace, function.name);
        let has_reason = RENAMED.iter().any(|(name, _)| *name == full);
        let signatures = ours.signatures().join(", ");
        match (function.differs_from(ours), has_reason) {
            (true, false) => panic!("{full}({}) is {signatures} here, without a reason", function.parameters),
            (false, true) => panic!("{full} is said to differ, and is the same"),
            _ => {}
        }
    }
    let known = |full: &str| recorded().any(|known| full == format!("{}.{}", known.namespace, known.name));
    assert!(RENAMED.iter().all(|(name, _)| known(name)));
}
