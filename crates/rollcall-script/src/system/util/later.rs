//! Functions that are called later: `system.util.invokeLater` and `invokeAsynchronous`.
//!
//! What runs later in the client's own interpreter waits there and is called as it is. What runs beside the client's
//! events runs in another interpreter and is carried there, and so is what it wants to be called later in turn.

use std::time::Duration;

use rollcall_wire::host::{Function as Later, HostCall};
use rustpython_vm::builtins::{PyDict, PyInt, PyList, PyStr, PyTuple};
use rustpython_vm::function::{FuncArgs, KwArgs};
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::arguments::Arguments;
use crate::{carry, host};

pub(super) fn invoke_later(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let args = Arguments::bind("invokeLater", &["function", "delay"], 1, args, vm)?;
    let function = callable("invokeLater", &args, vm)?;
    let delay = delay(&args, vm)?;
    let Some(host) = host::current() else { return Err(vm.new_runtime_error("no script is running")) };
    if host.is_visiting() {
        let function = carry::pack_call("system.util.invokeLater", &function, FuncArgs::default(), vm)?;
        return host
            .call(HostCall::InvokeLater { function: Later::Carried(function), delay }, vm)
            .map(|_| vm.ctx.none());
    }
    let number = host.keep(function);
    match host.call(HostCall::InvokeLater { function: Later::Kept(number), delay }, vm) {
        Ok(_) => Ok(vm.ctx.none()),
        Err(error) => {
            host.take_kept(number);
            Err(error)
        }
    }
}

pub(super) fn invoke_asynchronous(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let names = ["function", "args", "kwargs", "description"];
    let args = Arguments::bind("invokeAsynchronous", &names, 1, args, vm)?;
    let function = callable("invokeAsynchronous", &args, vm)?;
    let positional = match args.object(1, vm) {
        Some(given) if given.downcast_ref::<PyList>().is_some() || given.downcast_ref::<PyTuple>().is_some() => {
            vm.extract_elements_with(given, Ok)?
        }
        Some(_) => return Err(vm.new_type_error("invokeAsynchronous(): args is a list or tuple of arguments")),
        None => Vec::new(),
    };
    let call = FuncArgs::new(positional, keywords(&args, vm)?);
    args.string(3, vm)?;
    let function = carry::pack_call("system.util.invokeAsynchronous", &function, call, vm)?;
    host::call(HostCall::InvokeAsynchronous { function }, vm).map(|_| vm.ctx.none())
}

fn callable(function: &str, args: &Arguments, vm: &VirtualMachine) -> PyResult {
    let given = args.object(0, vm).cloned().unwrap_or_else(|| vm.ctx.none());
    if given.is_callable() {
        return Ok(given);
    }
    let class = given.class().slot_name().to_string();
    Err(vm.new_type_error(format!(
        "{function}(): a function is wanted, not {class}; without the parentheses that would call it"
    )))
}

fn delay(args: &Arguments, vm: &VirtualMachine) -> PyResult<u64> {
    let Some(given) = args.object(1, vm) else { return Ok(0) };
    let wrong = || vm.new_type_error("invokeLater(): delay is a number of milliseconds");
    let given = given.downcast_ref::<PyInt>().ok_or_else(wrong)?;
    let least = || vm.new_value_error("invokeLater(): delay is a number of milliseconds, from 0 to those of a day");
    let delay = given.try_to_primitive(vm).map_err(|_| least())?;
    if delay > DAY { Err(least()) } else { Ok(delay) }
}

/// The longest delay, in milliseconds: the gateway keeps none longer.
const DAY: u64 = Duration::from_secs(24 * 3600).as_millis() as u64;

fn keywords(args: &Arguments, vm: &VirtualMachine) -> PyResult<KwArgs> {
    let Some(given) = args.object(2, vm) else { return Ok(KwArgs::default()) };
    let wrong = || vm.new_type_error("invokeAsynchronous(): kwargs is a dictionary of arguments by name");
    let given = given.downcast_ref::<PyDict>().ok_or_else(wrong)?;
    let named = given.into_iter().map(|(name, value)| -> PyResult<(String, PyObjectRef)> {
        let name = name.downcast_ref::<PyStr>().and_then(|name| name.to_str()).ok_or_else(wrong)?;
        Ok((name.to_owned(), value))
    });
    named.collect()
}
