//! The fingerprint of a project's files: shows a reload the changed projects.

use std::fmt;

use sha2::{Digest, Sha256};

/// A hash over the settings, scripts and windows that make up a loaded project. Pictures are not read for it: of them
/// names and sizes count, and their times of change where it is to show a change.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of files, each with its path, in the order given.
    pub(crate) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut hash = Sha256::new();
        for part in files.into_iter().flat_map(|(file, text)| [file, text]) {
            // With the lengths, text that moves from one file to the next cannot go unnoticed.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Fingerprint(hash.finalize().into())
    }

    /// The first eight bytes, where two are only to be told apart.
    pub fn short(&self) -> u64 {
        self.0.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
