//! The definition of a scenario.

use std::pin::Pin;
use std::time::Duration;

use testkit::Setup;

use crate::ground::Ground;

/// How much is thrown at the gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// As much as fits into a few seconds: for CI.
    Bounded,
    /// As much as an attacker would take.
    Full,
}

/// One attack.
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// The rule that must hold, in a sentence.
    pub rule: &'static str,
    /// The gateway's data beside the bystander's: projects, users, settings.
    pub prepare: fn(Setup) -> Setup,
    /// The attack. It panics at a broken rule.
    pub attack: for<'a> fn(&'a mut Ground) -> Attack<'a>,
    /// The longest that the bystander may wait; None where no person is measured, since the gateway is meant to be
    /// away.
    pub bounds: Option<Bounds>,
    /// Whether it is left out of the bounded part, unless it is named.
    pub only_full: bool,
}

/// An attack under way.
pub type Attack<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The most that 99 of 100 answers to the bystander may take, with a wide margin for a machine that is shared.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// From a press of a button to its script's effect on the screen.
    pub click: Duration,
    /// A call of `getSessionInfo` over the session's socket.
    pub call: Duration,
    /// `GET /healthz` on a connection of its own.
    pub health: Duration,
}

impl Bounds {
    /// For scenarios that set no other bounds.
    pub const USUAL: Bounds =
        Bounds { click: Duration::from_secs(5), call: Duration::from_secs(5), health: Duration::from_secs(5) };
}
