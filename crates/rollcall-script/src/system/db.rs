//! `system.db`: of it, the two names under which the older manuals know the conversions of `system.dataset`.

use crate::catalogue::{Function, Namespace};
use crate::system::dataset;

pub(crate) const NAMESPACE: Namespace = Namespace {
    name: "system.db",
    documentation: "The older names of two functions of system.dataset.",
    functions: FUNCTIONS,
};

const FUNCTIONS: &[Function] = &[dataset::TO_DATASET, dataset::TO_PY_DATASET];
