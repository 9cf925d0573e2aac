//! `system.rollcall`.

use rollcall_catalogue::system::rollcall as entries;
use rollcall_wire::host::{AllSessions, SessionAnswer, SessionCall};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyModule, PyRuntimeError};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine, pyclass};

use crate::call::{Binding, Call, bind};
use crate::dataset;

pub(super) fn bindings() -> Vec<Binding> {
    vec![bind(&entries::GET_SESSIONS, get_sessions)]
}

/// The attribute that holds the sessions of the nodes that answered.
const PARTIAL: &str = "_partial";

/// `system.rollcall.NodesMissing`.
#[pyclass(module = "system.rollcall", name = "NodesMissing", base = PyRuntimeError)]
#[derive(Debug)]
#[repr(transparent)]
struct NodesMissing(PyRuntimeError);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl NodesMissing {
    #[pygetset]
    fn partial(zelf: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
        Ok(vm.get_attribute_opt(zelf.as_object().to_owned(), PARTIAL)?.unwrap_or_else(|| vm.ctx.none()))
    }
}

/// Makes the exceptions.
pub(super) fn install(system: &Py<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
    let module = system.as_object().get_attr("rollcall", vm)?;
    module.set_attr(entries::NODES_MISSING.name, NodesMissing::make_static_type(), vm)
}

fn get_sessions(
    call: &Call<'_>,
    username_filter: Option<String>,
    project_filter: Option<String>,
    cluster: bool,
    on_missing: String,
    timeout: Option<PyObjectRef>,
) -> PyResult {
    let raises = match on_missing.as_str() {
        "raise" => true,
        "partial" => false,
        other => return Err(call.value_error(format!("onMissing is \"raise\" or \"partial\", not {other:?}"))),
    };
    let timeout_ms = milliseconds(call, timeout)?;
    let asked = call.ask(SessionCall::GetSessions { username_filter, project_filter, cluster, timeout_ms })?;
    let SessionAnswer::All(AllSessions { sessions, nodes }) = asked else {
        return Err(call.unexpected("something else"));
    };
    let missing = dataset::missing_nodes(&nodes);
    let sessions = dataset::all_sessions(sessions, nodes, call.vm)?;
    if missing.is_empty() || !raises { Ok(sessions) } else { Err(nodes_missing(call, &missing, sessions)) }
}

fn nodes_missing(call: &Call<'_>, missing: &[String], partial: PyObjectRef) -> PyBaseExceptionRef {
    let message = format!(
        "{}: {} of the cluster did not answer: {}; onMissing=\"partial\" lists the sessions of the others",
        call.name(),
        if missing.len() == 1 { "a node" } else { "some nodes" },
        missing.join(", ")
    );
    let error = call.vm.new_exception(NodesMissing::static_type().to_owned(), vec![call.text(message)]);
    let _ = error.as_object().set_attr(PARTIAL, partial, call.vm);
    error
}

fn milliseconds(call: &Call<'_>, given: Option<PyObjectRef>) -> PyResult<u32> {
    let Some(given) = given else { return Ok(DEFAULT_TIMEOUT) };
    let wrong = || call.type_error("timeout is a number of milliseconds");
    let given = given.downcast_ref::<PyInt>().ok_or_else(wrong)?;
    let bounds = || call.value_error(format!("timeout is a number of milliseconds, 1 to {}", SessionCall::MAX_TIMEOUT));
    let timeout = given.try_to_primitive(call.vm).map_err(|_| bounds())?;
    if (1..=SessionCall::MAX_TIMEOUT).contains(&timeout) { Ok(timeout) } else { Err(bounds()) }
}

/// The entry's default.
const DEFAULT_TIMEOUT: u32 = 1000;
