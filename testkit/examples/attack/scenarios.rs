//! The scenarios, in the order in which they run: one file for each.

mod calls;
mod prints;

use crate::scenario::Scenario;

/// All of them.
pub const SCENARIOS: &[&Scenario] = &[&calls::SCENARIO, &prints::SCENARIO];
