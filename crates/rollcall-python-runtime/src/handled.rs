//! Which exception each running function has handled last.
//!
//! In Python 3 an exception is forgotten when its handler ends; in Python 2 it stays until the function returns, so
//! that `sys.exc_info` and a bare `raise` know it afterwards, also in functions that are called then. The engine keeps
//! the exception that is being handled; the last handled one is kept here, from the moment in which a handler takes it.

use std::cell::RefCell;

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::bytecode::Instruction;
use rustpython_vm::frame::FrameRef;
use rustpython_vm::{AsObject, VirtualMachine};

/// The exception that a function has handled last.
struct Handled {
    function: FrameRef,
    exception: PyBaseExceptionRef,
    /// Whether `sys.exc_clear` was called since.
    is_cleared: bool,
}

thread_local! {
    /// The functions that run and have handled something, the innermost last. A frame of the engine has no place for
    /// data of its embedder.
    static HANDLED: RefCell<Vec<Handled>> = const { RefCell::new(Vec::new()) };
}

/// Forgets everything, when a job has ended.
pub fn forget() {
    drop(HANDLED.take());
}

/// Notes that the running function handles an exception.
pub(super) fn note(exception: PyBaseExceptionRef, vm: &VirtualMachine) {
    set(exception, false, vm);
}

/// Forgets an exception for the running function.
pub(super) fn clear(exception: PyBaseExceptionRef, vm: &VirtualMachine) {
    set(exception, true, vm);
}

fn set(exception: PyBaseExceptionRef, is_cleared: bool, vm: &VirtualMachine) {
    let Some(function) = vm.current_frame() else { return };
    let is_known = HANDLED.with_borrow(|handled| handled.last().is_some_and(|last| last.function.is(&function)));
    if !is_known {
        forget_ended(vm);
    }
    let handled = Handled { function, exception, is_cleared };
    // The replaced exception is dropped outside, since that may run a script's `__del__`.
    let _replaced = HANDLED.with_borrow_mut(|all| {
        let known = all.last_mut().filter(|last| last.function.is(&handled.function));
        match known {
            Some(last) => Some(std::mem::replace(last, handled)),
            None => {
                all.push(handled);
                None
            }
        }
    });
}

/// The exception that code of Python 2 knows of, where the engine is handling `current`: the last handled one, unless a
/// `with` is being left by an exception. On its way through a `finally` it is not known yet.
pub(super) fn last(current: Option<PyBaseExceptionRef>, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    if current.is_some() && is_leaving_with(vm) {
        return current;
    }
    forget_ended(vm);
    HANDLED.with_borrow(|handled| {
        let last = handled.last().filter(|last| !last.is_cleared)?;
        Some(last.exception.clone())
    })
}

/// Whether one of the functions that run calls an `__exit__` because of an exception.
fn is_leaving_with(vm: &VirtualMachine) -> bool {
    frames(vm).any(|frame| {
        let at = frame.lasti() as usize;
        let unit = at.checked_sub(1).and_then(|at| frame.code.instructions.get(at));
        unit.is_some_and(|unit| matches!(unit.op, Instruction::WithExceptStart))
    })
}

fn frames(vm: &VirtualMachine) -> impl Iterator<Item = FrameRef> {
    std::iter::successors(vm.current_frame(), |frame| frame.f_back(vm))
}

/// Forgets the exceptions of functions that have returned since.
fn forget_ended(vm: &VirtualMachine) {
    if HANDLED.with_borrow(Vec::is_empty) {
        return;
    }
    let running: Vec<usize> = frames(vm).map(|frame| frame.as_object().get_id()).collect();
    let ended = HANDLED.with_borrow_mut(|handled| {
        let (kept, ended) =
            handled.drain(..).partition::<Vec<_>, _>(|known| running.contains(&known.function.as_object().get_id()));
        *handled = kept;
        ended
    });
    drop(ended);
}
