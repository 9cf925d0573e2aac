//! The scenarios, in the order in which they run: one file for each.

mod boxes;
mod calls;
mod dialogs;
mod fairness;
mod frames;
mod full_disk;
mod hoards;
mod killed_workers;
mod labels;
mod later;
mod log_in_flood;
mod log_ins;
mod mass_log_out;
mod messages;
mod names;
mod peers;
mod pings;
mod prints;
mod silent_peers;
mod stopped_workers;
mod stopped_zygote;
mod storm;

use crate::scenario::Scenario;

/// All of them.
pub const SCENARIOS: &[&Scenario] = &[
    &calls::SCENARIO,
    &prints::SCENARIO,
    &mass_log_out::SCENARIO,
    &fairness::SCENARIO,
    &storm::SCENARIO,
    &dialogs::SCENARIO,
    &log_ins::SCENARIO,
    &silent_peers::SCENARIO,
    &log_in_flood::SCENARIO,
    &labels::SCENARIO,
    &messages::SCENARIO,
    &boxes::SCENARIO,
    &later::SCENARIO,
    &names::SCENARIO,
    &peers::SCENARIO,
    &pings::SCENARIO,
    &frames::SCENARIO,
    &hoards::SCENARIO,
    &full_disk::SCENARIO,
    &killed_workers::SCENARIO,
    &stopped_workers::SCENARIO,
    &stopped_zygote::SCENARIO,
];
