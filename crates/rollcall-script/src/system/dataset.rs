//! `system.dataset`.

use std::rc::Rc;

use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::catalogue::{Function, Namespace, Scopes};
use crate::dataset::{as_dataset, basic_dataset, from_rows, shared_py_dataset};
use crate::python2;

pub(crate) const NAMESPACE: Namespace = Namespace {
    name: "system.dataset",
    documentation: "Datasets: columns of rows. Every function answers with a new dataset.",
    functions: FUNCTIONS,
};

const FUNCTIONS: &[Function] = &[GET_COLUMN_HEADERS, TO_DATASET, TO_PY_DATASET];

const GET_COLUMN_HEADERS: Function = Function {
    name: "getColumnHeaders",
    parameters: "dataset",
    documentation: "The names of the columns, in order, as a list.",
    scopes: Scopes::All,
    call: get_column_headers,
};

pub(crate) const TO_DATASET: Function = Function {
    name: "toDataSet",
    parameters: "headers, rows",
    documentation: "A dataset from a list of column names and a list of rows, each a sequence of as many values; or, \
                    called with a PyDataSet or dataset alone, the dataset behind it. A column's type follows from its \
                    values: bool, int, float, str, java.util.Date, None for no value. A row of another length raises \
                    an IndexError.",
    scopes: Scopes::All,
    call: to_dataset,
};

pub(crate) const TO_PY_DATASET: Function = Function {
    name: "toPyDataSet",
    parameters: "dataset",
    documentation: "A PyDataSet of the rows of a dataset. A PyDataSet is taken, too.",
    scopes: Scopes::All,
    call: to_py_dataset,
};

fn get_column_headers(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let dataset = one_dataset("getColumnHeaders", args, vm)?;
    let names = dataset.columns().iter().map(|column| python2::from_host(&*column.name, vm));
    Ok(vm.ctx.new_list(names.collect()).into())
}

fn to_dataset(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if args.args.len() + args.kwargs.len() == 1 {
        return basic_dataset(one_dataset("toDataSet", args, vm)?, vm);
    }
    let args = Arguments::bind("toDataSet", &["headers", "rows"], 1, args, vm)?;
    let argument = |index, name| {
        let missing = || vm.new_type_error(format!("toDataSet(): {name} is None; a list is wanted"));
        args.object(index, vm).ok_or_else(missing)
    };
    basic_dataset(Rc::new(from_rows(argument(0, "headers")?, argument(1, "rows")?, vm)?), vm)
}

fn to_py_dataset(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    shared_py_dataset(one_dataset("toPyDataSet", args, vm)?, vm)
}

/// The one argument, a dataset of either kind.
fn one_dataset(function: &str, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Rc<rollcall_dataset::Dataset>> {
    let args = Arguments::bind(function, &["dataset"], 1, args, vm)?;
    let dataset = args.object(0, vm).and_then(|object| as_dataset(object));
    dataset.ok_or_else(|| vm.new_type_error(format!("{function}(): 1st arg can't be coerced to Dataset")))
}
