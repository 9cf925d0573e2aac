//! `Dataset` and `PyDataSet` as Python types, over the columns that the gateway sends.
//!
//! Rows and cells are made when they are asked for: a script that counts a hundred thousand rows builds none of them.

mod all_sessions;
mod build;
mod row;
mod table;

use std::rc::Rc;

use rollcall_dataset::{ColumnType, Dataset, Value};
use rollcall_python_runtime as python2;
use rustpython_vm::class::StaticType;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

pub(crate) use all_sessions::{all_sessions, missing_nodes};
pub(crate) use build::from_rows;
use table::{BasicDataset, PyDataSet, Table};

use crate::java;

/// The packages that the original's classes are imported from.
const PACKAGES: &[&str] = &[
    "com",
    "com.inductiveautomation",
    "com.inductiveautomation.ignition",
    "com.inductiveautomation.ignition.common",
    "com.inductiveautomation.ignition.common.script",
    "com.inductiveautomation.ignition.common.script.builtin",
    "com.inductiveautomation.ignition.common.script.builtin.DatasetUtilities",
];

/// Makes the types and the modules that scripts import them from.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    table::make_classes();
    row::make_classes();
    all_sessions::make_class();
    for name in PACKAGES {
        let package = java::package(name, vm)?;
        if name.ends_with(".common") {
            package.set_attr("Dataset", Table::static_type().to_owned(), vm)?;
            package.set_attr("BasicDataset", BasicDataset::static_type().to_owned(), vm)?;
        }
        if name.ends_with(".DatasetUtilities") {
            package.set_attr("PyDataSet", PyDataSet::static_type().to_owned(), vm)?;
        }
    }
    Ok(())
}

/// A PyDataSet of these rows.
pub(crate) fn py_dataset(dataset: Dataset, vm: &VirtualMachine) -> PyResult {
    shared_py_dataset(Rc::new(dataset), vm)
}

/// A PyDataSet that shares its rows.
pub(crate) fn shared_py_dataset(dataset: Rc<Dataset>, vm: &VirtualMachine) -> PyResult {
    Table::new(dataset).into_ref_with_type(vm, PyDataSet::static_type().to_owned()).map(Into::into)
}

/// A plain dataset that shares its rows.
pub(crate) fn basic_dataset(dataset: Rc<Dataset>, vm: &VirtualMachine) -> PyResult {
    Table::new(dataset).into_ref_with_type(vm, BasicDataset::static_type().to_owned()).map(Into::into)
}

/// The rows of an object that is a dataset of either kind.
pub(crate) fn as_dataset(object: &PyObject) -> Option<Rc<Dataset>> {
    object.downcast_ref::<Table>().map(|table: &Py<Table>| Rc::clone(table.dataset()))
}

/// Whether an object is a sequence of rows, too.
pub(crate) fn is_py_dataset(object: &PyObject) -> bool {
    object.class().fast_issubclass(PyDataSet::static_type())
}

/// A cell as scripts see it.
fn cell(value: Value, vm: &VirtualMachine) -> PyObjectRef {
    match value {
        Value::Null => vm.ctx.none(),
        Value::Boolean(truth) => vm.ctx.new_bool(truth).into(),
        Value::Integer(number) => vm.ctx.new_int(number).into(),
        Value::Long(number) => vm.ctx.new_int(number).into(),
        Value::Double(number) => vm.ctx.new_float(number).into(),
        Value::Date(millis) => java::date::date(millis, vm),
        Value::String(text) => python2::from_host(&*text, vm),
    }
}

/// The Python type that the cells of a column have.
fn python_type(column_type: ColumnType, vm: &VirtualMachine) -> PyObjectRef {
    let types = &vm.ctx.types;
    match column_type {
        ColumnType::Boolean => types.bool_type.to_owned().into(),
        ColumnType::Integer | ColumnType::Long => types.int_type.to_owned().into(),
        ColumnType::Double => types.float_type.to_owned().into(),
        ColumnType::Date => java::date::Date::static_type().as_object().to_owned(),
        ColumnType::String => types.str_type.to_owned().into(),
    }
}
