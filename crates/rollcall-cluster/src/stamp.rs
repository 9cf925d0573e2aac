//! How old a question is. The clocks of two machines are never compared: the asker estimates the tick of the node that it
//! asks, from that node's last hello and the time since then on its own clock, and the node compares the estimate with its
//! own clock. The estimate is behind by the time that the hello was under way, so a question only ever looks older than it
//! is; and a message that waited for a connection to come back looks as old as it is.

use rollcall_session::Tick;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Incarnation, Name};

/// The age in milliseconds past which nothing is obeyed.
pub const MAX_AGE: u64 = 2_000;
/// How far ahead an estimate may be: two clocks do not run equally fast, and one process may have stood still.
const MAX_AHEAD: u64 = 2_000;

/// Whom a question is for, and when it was asked by that node's own clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// The node.
    pub node: Name,
    /// Its incarnation, as far as the asker knows.
    pub incarnation: Incarnation,
    /// Its tick, as the asker estimates it.
    pub tick: u64,
}

/// Why a question is not obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StampError {
    /// It is for another node, or for an earlier process of this name.
    #[error("the question is for another process of this name")]
    OtherProcess,
    /// It is too old.
    #[error("the question is {0} ms old, and nothing older than {MAX_AGE} ms is obeyed")]
    Late(u64),
    /// It is from the future.
    #[error("the question is {0} ms ahead of this node's clock")]
    Ahead(u64),
}

impl Stamp {
    /// Whether this node may obey it at `now`.
    ///
    /// # Errors
    /// When it may not.
    pub fn check(&self, node: &Name, incarnation: Incarnation, now: Tick) -> Result<(), StampError> {
        if self.node != *node || self.incarnation != incarnation {
            return Err(StampError::OtherProcess);
        }
        match now.0.checked_sub(self.tick) {
            Some(age) if age > MAX_AGE => Err(StampError::Late(age)),
            Some(_) => Ok(()),
            None if self.tick - now.0 > MAX_AHEAD => Err(StampError::Ahead(self.tick - now.0)),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_questions_and_those_for_others_are_refused() {
        let name: Name = "a".parse().unwrap();
        let stamp = Stamp { node: name.clone(), incarnation: Incarnation(1), tick: 10_000 };
        let check =
            |node: &str, incarnation, now| stamp.check(&node.parse().unwrap(), Incarnation(incarnation), Tick(now));
        for (now, expected) in [
            (10_000, Ok(())),
            (12_000, Ok(())),
            (12_001, Err(StampError::Late(2_001))),
            (8_000, Ok(())),
            (7_999, Err(StampError::Ahead(2_001))),
        ] {
            assert_eq!(check("a", 1, now), expected, "{now}");
        }
        assert_eq!(check("a", 2, 10_000), Err(StampError::OtherProcess));
        assert_eq!(check("b", 1, 10_000), Err(StampError::OtherProcess));
    }
}
