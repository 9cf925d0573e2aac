//! `system.db`: of it, the two names under which the older manuals know the conversions of `system.dataset`.

use super::dataset;
use crate::call::Binding;

pub(super) fn bindings() -> Vec<Binding> {
    dataset::conversions().into()
}
