//! The flags of `(?idmsuxU)`.

use super::tree::Case;
use crate::options::JavaVersion;

/// The flags in force at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    /// `i`
    pub(crate) ignore_case: bool,
    /// `m`
    pub(crate) multiline: bool,
    /// `s`
    pub(crate) dot_all: bool,
    /// `d`
    pub(crate) unix_lines: bool,
    /// `u`
    pub(crate) unicode_case: bool,
    /// `c`: canonical equivalence, which Java reads here although its documentation does not list it.
    pub(crate) canonical: bool,
    /// `x`
    pub(crate) comments: bool,
    /// `U`, which brings `u` with it.
    pub(crate) unicode_classes: bool,
}

impl Flags {
    /// Sets or clears the flag of a letter; `false` when there is no such flag.
    pub(crate) fn set(&mut self, letter: u32, on: bool) -> bool {
        let flag = match char::from_u32(letter) {
            Some('i') => &mut self.ignore_case,
            Some('m') => &mut self.multiline,
            Some('s') => &mut self.dot_all,
            Some('d') => &mut self.unix_lines,
            Some('u') => &mut self.unicode_case,
            Some('c') => &mut self.canonical,
            Some('x') => &mut self.comments,
            Some('U') => {
                self.unicode_case = on;
                &mut self.unicode_classes
            }
            _ => return false,
        };
        *flag = on;
        true
    }

    /// Whether the letter after which Java 8 stops reading flags to clear: a missing `break` of its parser, which makes
    /// `(?-U)` an error there.
    pub(crate) fn ends_clearing(letter: u32, version: JavaVersion) -> bool {
        version == JavaVersion::V8 && letter == u32::from('U')
    }

    /// How literals and back references compare case.
    pub(crate) fn case(self) -> Case {
        match (self.ignore_case, self.unicode_case) {
            (false, _) => Case::Exact,
            (true, false) => Case::Ascii,
            (true, true) => Case::Unicode,
        }
    }
}
