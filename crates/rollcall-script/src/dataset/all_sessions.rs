//! `AllSessions`: the PyDataSet of `system.rollcall.getSessions`, which knows what each node did.

use std::rc::Rc;

use rollcall_dataset::{Dataset, Value};
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::PyList;
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::{AsObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::table::{PyDataSet, Table};
use super::{as_dataset, py_dataset};

/// The attribute that holds the rows of the nodes.
const NODES: &str = "_nodes";

/// Makes the class.
pub(super) fn make_class() {
    AllSessions::make_static_type();
}

/// `AllSessions`. Its objects have a [`Table`] for payload.
#[pyclass(module = "system.rollcall", name = "AllSessions", base = PyDataSet)]
#[derive(Debug)]
#[repr(transparent)]
struct AllSessions(PyDataSet);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl AllSessions {
    #[pygetset]
    fn complete(zelf: PyRef<Table>, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(missing(&zelf, vm)?.is_empty())
    }

    #[pygetset]
    fn missing(zelf: PyRef<Table>, vm: &VirtualMachine) -> PyResult<PyRef<PyList>> {
        let names = missing(&zelf, vm)?.into_iter().map(|name| python2::from_host(name, vm));
        Ok(vm.ctx.new_list(names.collect()))
    }

    #[pygetset]
    fn nodes(zelf: PyRef<Table>, vm: &VirtualMachine) -> PyResult {
        zelf.as_object().get_attr(NODES, vm)
    }
}

fn missing(sessions: &PyRef<Table>, vm: &VirtualMachine) -> PyResult<Vec<String>> {
    let nodes = sessions.as_object().get_attr(NODES, vm)?;
    Ok(as_dataset(&nodes).map_or_else(Vec::new, |nodes| missing_nodes(&nodes)))
}

/// The names of the nodes that did not answer.
pub(crate) fn missing_nodes(nodes: &Dataset) -> Vec<String> {
    let text = |row, column| match nodes.value(row, nodes.column_index(column)?)? {
        Value::String(text) => Some(text.to_string()),
        _ => None,
    };
    let rows = (0..nodes.row_count()).filter(|row| text(*row, "status").as_deref() != Some("ok"));
    rows.filter_map(|row| text(row, "name")).collect()
}

/// The object that a script gets.
pub(crate) fn all_sessions(sessions: Dataset, nodes: Dataset, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
    let class = AllSessions::static_type().to_owned();
    let object: PyObjectRef = Table::new(Rc::new(sessions)).into_ref_with_type(vm, class)?.into();
    object.set_attr(NODES, py_dataset(nodes, vm)?, vm)?;
    Ok(object)
}
