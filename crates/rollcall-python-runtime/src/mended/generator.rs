//! Generators that are entered or closed while they run.
//!
//! The engine refuses to, and all the same marks them as ended and takes their variables away, which are in use.

use std::cell::Cell;

use rustpython_vm::builtins::{PyCoroutine, PyGenerator, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::set_method;

thread_local! {
    /// The function that was there before: the engine's, or that of Python 2.
    static NEXT: Cell<Option<IterNextFunc>> = const { Cell::new(None) };
}

type IterNextFunc = fn(&PyObject, &VirtualMachine) -> PyResult<PyIterReturn>;

/// The methods that enter.
const ENTERING: [&str; 3] = ["send", "throw", "close"];

/// Replaces them, and `next`.
pub(super) fn install(vm: &VirtualMachine) {
    let generator = vm.ctx.types.generator_type;
    for class in [generator, vm.ctx.types.coroutine_type] {
        ENTERING.iter().for_each(|name| replace(class, name, vm));
    }
    NEXT.set(generator.slots.iternext.load());
    generator.slots.iternext.store(Some(|generator, vm| {
        refuse(generator, vm)?;
        NEXT.get().map_or(Ok(PyIterReturn::StopIteration(None)), |next| next(generator, vm))
    }));
}

fn replace(class: &'static Py<PyType>, name: &'static str, vm: &VirtualMachine) {
    let Ok(original) = class.as_object().get_attr(name, vm) else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        if let Some(generator) = args.args.first() {
            refuse(generator, vm)?;
        }
        original.call(args, vm)
    };
    set_method(class, name, call, vm);
}

fn refuse(object: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let generator = object.downcast_ref::<PyGenerator>().map(|generator| generator.as_coro());
    let coroutine = object.downcast_ref::<PyCoroutine>().map(|coroutine| coroutine.as_coro());
    match (generator, coroutine) {
        (Some(running), _) if running.running() => Err(vm.new_value_error("generator already executing")),
        (_, Some(running)) if running.running() => Err(vm.new_value_error("coroutine already executing")),
        _ => Ok(()),
    }
}
