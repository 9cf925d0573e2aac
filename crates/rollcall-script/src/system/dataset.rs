//! `system.dataset`.

use std::rc::Rc;

use rollcall_catalogue::system::dataset as entries;
use rollcall_dataset::Dataset;
use rustpython_vm::{PyObjectRef, PyResult};

use crate::call::{Binding, Call, bind};
use crate::dataset::{basic_dataset, from_rows, shared_py_dataset};

pub(super) fn bindings() -> Vec<Binding> {
    let mut all = vec![bind(&entries::GET_COLUMN_HEADERS, get_column_headers)];
    all.extend(conversions());
    all
}

/// The conversions that `system.db` has as well.
pub(super) fn conversions() -> [Binding; 2] {
    [bind(&entries::TO_DATASET, underlying).or(to_dataset), bind(&entries::TO_PY_DATASET, to_py_dataset)]
}

fn get_column_headers(call: &Call<'_>, dataset: Rc<Dataset>) -> PyResult {
    let names = dataset.columns().iter().map(|column| call.text(&*column.name));
    Ok(call.vm.ctx.new_list(names.collect()).into())
}

fn underlying(call: &Call<'_>, dataset: Rc<Dataset>) -> PyResult {
    basic_dataset(dataset, call.vm)
}

fn to_dataset(call: &Call<'_>, headers: Option<PyObjectRef>, rows: Option<PyObjectRef>) -> PyResult {
    let missing = |name| call.type_error(format!("{name} is None; a list is wanted"));
    let headers = headers.ok_or_else(|| missing("headers"))?;
    let rows = rows.ok_or_else(|| missing("rows"))?;
    basic_dataset(Rc::new(from_rows(&headers, &rows, call.vm)?), call.vm)
}

fn to_py_dataset(call: &Call<'_>, dataset: Rc<Dataset>) -> PyResult {
    shared_py_dataset(dataset, call.vm)
}
