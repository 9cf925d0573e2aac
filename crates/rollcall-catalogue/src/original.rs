//! The catalogue beside the list of 7.9's functions: the functions that are provided, those that are not and why, and
//! those with another signature.
//!
//! The list is recorded (`conformance/functions`). Each of its functions must be in the catalogue or in [`missing()`];
//! each function of the catalogue must be in it, or be marked as ours. So a function can be forgotten on neither side.

mod missing;
mod renamed;

use std::collections::BTreeMap;

use crate::function::{Function, Namespace};
use crate::system::namespace;

pub use missing::{Missing, missing};
pub use renamed::{OURS, RENAMED};

/// The recorded list: namespace, function and parameters, between tabs.
const RECORDED: &str = include_str!("../../../conformance/functions/ignition-7.9.tsv");

/// A function of 7.9 as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The full name of its namespace.
    pub namespace: &'static str,
    /// Its name without the namespace.
    pub name: &'static str,
    /// Its parameters with their defaults, as the source writes them.
    pub parameters: &'static str,
}

/// Every function of 7.9, in the order of the list.
pub fn recorded() -> impl Iterator<Item = Recorded> {
    RECORDED.lines().filter_map(|line| {
        let mut fields = line.split('\t');
        let (namespace, name, parameters) = (fields.next()?, fields.next()?, fields.next()?);
        Some(Recorded { namespace, name, parameters })
    })
}

impl Recorded {
    /// The entry that provides it.
    #[must_use]
    pub fn provided(&self) -> Option<&'static Function> {
        namespace(self.namespace)?.function(self.name)
    }

    /// Whether our signature differs. Two forms of a call differ from one, and so do names and defaults.
    #[must_use]
    pub fn differs_from(&self, ours: &Function) -> bool {
        ours.signatures() != [format!("{}({})", self.name, self.parameters)]
    }
}

/// How many functions 7.9 has, and how many of them are provided.
#[must_use]
pub fn count() -> (usize, usize) {
    (recorded().count(), recorded().filter(|function| function.provided().is_some()).count())
}

/// The missing functions: for each namespace of 7.9 the reasons with the functions that each holds for.
#[must_use]
pub fn not_provided() -> BTreeMap<&'static str, Vec<(Missing, Vec<&'static str>)>> {
    let mut found: BTreeMap<&str, Vec<(Missing, Vec<&str>)>> = BTreeMap::new();
    for function in recorded().filter(|function| function.provided().is_none()) {
        let Some(why) = missing(function.namespace, function.name) else { continue };
        let reasons = found.entry(function.namespace).or_default();
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(function.name),
            None => reasons.push((why, vec![function.name])),
        }
    }
    found
}

/// Why a function is provided that is not in the list; None when it is there.
#[must_use]
pub fn ours(namespace: &Namespace, function: &Function) -> Option<&'static str> {
    let full = format!("{}.{}", namespace.name, function.name);
    OURS.iter().find(|(name, _)| *name == full).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests;
