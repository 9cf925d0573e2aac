//! Where random bytes come from. The gateway passes the operating system's source, a test a predictable one.

use thiserror::Error;

/// A source of random bytes.
pub trait Entropy {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// When the source cannot give them; `bytes` is then not to be used.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError>;
}

/// The source of random bytes failed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("no random bytes: {0}")]
pub struct EntropyError(String);

impl EntropyError {
    /// An error with the source's message.
    pub fn new(message: impl Into<String>) -> Self {
        EntropyError(message.into())
    }
}
