//! A number that is computed once, and adds nothing to the value that it is computed from.

use std::fmt;
use std::sync::OnceLock;

/// The number of a dataset, computed at the first request and kept. It depends on the columns alone.
#[derive(Clone, Default)]
pub(crate) struct Known(pub(crate) OnceLock<u64>);

impl fmt::Debug for Known {
    /// Equal datasets are shown alike, whether or not their number has been computed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Known {}
