//! `system.db`: of it, the two names under which the older manuals know the conversions of `system.dataset`.

use super::dataset::{TO_DATASET, TO_PY_DATASET};
use crate::function::Namespace;

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.db",
    about: "The older names of two functions of system.dataset.",
    functions: &[TO_DATASET, TO_PY_DATASET],
    errors: &[],
};
