//! Functions that are called later: `system.util.invokeLater` and `invokeAsynchronous`.
//!
//! A function that runs later in the client's own interpreter waits there and is called directly. A function that runs
//! beside the client's events runs in another interpreter and is carried there, and so are the functions that it wants
//! to be called later in turn.

use std::time::Duration;

use rollcall_wire::host::{Function as Later, ScriptCall};
use rustpython_vm::builtins::{PyDict, PyInt, PyList, PyStr, PyTuple};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{PyObjectRef, PyResult};

use crate::call::{Call, Callable};
use crate::{carry, host};

pub(super) fn invoke_later(call: &Call<'_>, function: Callable, delay: Option<PyObjectRef>) -> PyResult {
    let vm = call.vm;
    let delay = milliseconds(call, delay)?;
    let Some(host) = host::current() else { return Err(vm.new_runtime_error("no script is running")) };
    if host.is_visiting() {
        let function = carry::pack_call(&call.name(), &function.0, FuncArgs::default(), vm)?;
        return call.order(ScriptCall::InvokeLater { function: Later::Carried(function), delay_ms: delay });
    }
    let number = host.keep(function.0);
    let asked = call.order(ScriptCall::InvokeLater { function: Later::Kept(number), delay_ms: delay });
    if asked.is_err() {
        host.take_kept(number);
    }
    asked
}

pub(super) fn invoke_asynchronous(
    call: &Call<'_>,
    function: Callable,
    args: Option<PyObjectRef>,
    kwargs: Option<PyObjectRef>,
    _description: Option<String>,
) -> PyResult {
    let vm = call.vm;
    let positional = match args {
        Some(given) if given.downcast_ref::<PyList>().is_some() || given.downcast_ref::<PyTuple>().is_some() => {
            vm.extract_elements_with(&given, Ok)?
        }
        Some(_) => return Err(call.type_error("args is a list or tuple of arguments")),
        None => Vec::new(),
    };
    let carried = FuncArgs::new(positional, keywords(call, kwargs)?);
    let function = carry::pack_call(&call.name(), &function.0, carried, vm)?;
    call.order(ScriptCall::InvokeAsynchronous { function })
}

fn milliseconds(call: &Call<'_>, delay: Option<PyObjectRef>) -> PyResult<u64> {
    let Some(given) = delay else { return Ok(0) };
    let wrong = || call.type_error("delay is a number of milliseconds");
    let given = given.downcast_ref::<PyInt>().ok_or_else(wrong)?;
    let least = || call.value_error("delay is a number of milliseconds, from 0 to those of a day");
    let delay = given.try_to_primitive(call.vm).map_err(|_| least())?;
    if delay > DAY { Err(least()) } else { Ok(delay) }
}

/// The longest delay, in milliseconds: the gateway keeps no function longer.
const DAY: u64 = Duration::from_secs(24 * 3600).as_millis() as u64;

fn keywords(call: &Call<'_>, given: Option<PyObjectRef>) -> PyResult<KwArgs> {
    let Some(given) = given else { return Ok(KwArgs::default()) };
    let wrong = || call.type_error("kwargs is a dictionary of arguments by name");
    let given = given.downcast_ref::<PyDict>().ok_or_else(wrong)?;
    let named = given.into_iter().map(|(name, value)| -> PyResult<(String, PyObjectRef)> {
        let name = name.downcast_ref::<PyStr>().and_then(|name| name.to_str()).ok_or_else(wrong)?;
        Ok((name.to_owned(), value))
    });
    named.collect()
}
