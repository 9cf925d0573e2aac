//! `sys.settrace` and `sys.setprofile`: functions that observe a script.
//!
//! The engine asks the same function about everything: the function that it returned for a frame, which is to be called
//! for that frame from then on, is kept and never called. And one that fails stays: it is called again at the next line
//! of the code that handles its error. Both are corrected here, by a function of ours that the engine gets, with the
//! script's bound to it. The earlier function is let go outside the lock that it lay behind, since its finalizer may
//! look there.

use std::cell::{OnceCell, RefCell};
use std::mem;

use rustpython_vm::builtins::{PyBoundMethod, PyStr};
use rustpython_vm::frame::Frame;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use crate::{interned, job_is_python2};

thread_local! {
    static TRACE: OnceCell<PyObjectRef> = const { OnceCell::new() };
    static PROFILE: OnceCell<PyObjectRef> = const { OnceCell::new() };
}

/// Replaces the two, the functions that read them, and `f_trace`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    TRACE.with(|kept| kept.get_or_init(|| vm.new_function("trace", trace).into()).clone());
    PROFILE.with(|kept| kept.get_or_init(|| vm.new_function("profile", profile).into()).clone());
    let sys = &vm.sys_module;
    sys.set_attr("settrace", vm.new_function("settrace", set_trace), vm)?;
    sys.set_attr("setprofile", vm.new_function("setprofile", set_profile), vm)?;
    let get_trace = |vm: &VirtualMachine| given(&vm.trace_func, vm);
    let get_profile = |vm: &VirtualMachine| given(&vm.profile_func, vm);
    sys.set_attr("gettrace", vm.new_function("gettrace", get_trace), vm)?;
    sys.set_attr("getprofile", vm.new_function("getprofile", get_profile), vm)?;
    let read = |frame: PyRef<Frame>| frame.trace.lock().clone();
    let write = |frame: PyRef<Frame>, value: PyObjectRef| ask(&frame, value);
    let delete = |frame: PyRef<Frame>, vm: &VirtualMachine| ask(&frame, vm.ctx.none());
    let name = interned("f_trace", vm);
    let accessors =
        (vm.new_function("f_trace", read), vm.new_function("f_trace", write), vm.new_function("f_trace", delete));
    let property = vm.ctx.types.property_type.as_object().call(accessors, vm)?;
    vm.ctx.types.frame_type.set_attr(name, property);
    Ok(())
}

/// Removes all tracing. The next script must not be observed by functions that the last one has left.
pub fn forget(vm: &VirtualMachine) {
    drop(vm.trace_func.replace(vm.ctx.none()));
    drop(vm.profile_func.replace(vm.ctx.none()));
    vm.use_tracing.set(false);
}

fn set_trace(function: PyObjectRef, vm: &VirtualMachine) {
    give(&vm.trace_func, function, TRACE.with(|kept| kept.get().cloned()), vm);
}

fn set_profile(function: PyObjectRef, vm: &VirtualMachine) {
    give(&vm.profile_func, function, PROFILE.with(|kept| kept.get().cloned()), vm);
}

/// Gives the engine ours with a script's function bound to it.
fn give(place: &RefCell<PyObjectRef>, function: PyObjectRef, ours: Option<PyObjectRef>, vm: &VirtualMachine) {
    let bound = match ours {
        Some(ours) if !vm.is_none(&function) => PyBoundMethod::new(function, ours).into_pyobject(vm),
        _ => vm.ctx.none(),
    };
    drop(place.replace(bound));
    let is_none = |place: &RefCell<PyObjectRef>| vm.is_none(&place.borrow());
    vm.use_tracing.set(!is_none(&vm.trace_func) || !is_none(&vm.profile_func));
}

/// The script's function, as it was given.
fn given(place: &RefCell<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    let bound = place.borrow().clone();
    if vm.is_none(&bound) { Ok(bound) } else { bound.get_attr("__self__", vm) }
}

/// Has a frame's function asked from now on.
fn ask(frame: &Frame, function: PyObjectRef) {
    let before = mem::replace(&mut *frame.trace.lock(), function);
    drop(before);
}

/// Calls the script's function for a call, and its result for all other events.
fn trace(
    function: PyObjectRef,
    frame: PyRef<Frame>,
    event: PyRef<PyStr>,
    argument: PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let is_call = event.as_bytes() == b"call";
    let asked = if is_call { function } else { frame.trace.lock().clone() };
    if vm.is_none(&asked) {
        return Ok(());
    }
    let answer = asked.call((frame.clone(), event, argument), vm);
    let Ok(answer) = answer else {
        drop(vm.trace_func.replace(vm.ctx.none()));
        ask(&frame, vm.ctx.none());
        return answer.map(drop);
    };
    if replaces(&answer, vm) {
        ask(&frame, answer);
    }
    Ok(())
}

/// Whether the result is called from then on: None ends the tracing in Jython, and changes nothing in CPython.
fn replaces(answer: &PyObject, vm: &VirtualMachine) -> bool {
    job_is_python2() || !vm.is_none(answer)
}

/// The engine keeps the errors of such a function to itself; it is not asked again.
fn profile(
    function: PyObjectRef,
    frame: PyObjectRef,
    event: PyObjectRef,
    argument: PyObjectRef,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if function.call((frame, event, argument), vm).is_err() {
        drop(vm.profile_func.replace(vm.ctx.none()));
    }
    Ok(())
}
