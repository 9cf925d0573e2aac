//! A set of code points as the moves ask it: nearly always about a letter of ASCII.

use crate::set::CodeSet;

/// A set with its ASCII part at hand.
#[derive(Clone, Debug)]
pub(super) struct Class {
    ascii: u128,
    set: CodeSet,
}

impl Class {
    pub(super) fn new(set: CodeSet) -> Self {
        let ascii = (0..128).filter(|&code| set.contains(code)).fold(0, |bits, code| bits | (1u128 << code));
        Self { ascii, set }
    }

    pub(super) fn has(&self, code: u32) -> bool {
        if code < 128 { self.ascii >> code & 1 == 1 } else { self.set.contains(code) }
    }
}
