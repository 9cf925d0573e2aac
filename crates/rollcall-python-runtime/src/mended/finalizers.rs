//! `__del__` while the engine holds a lock: it runs before the next instruction.
//!
//! The engine drops what a variable in a cell, an item of a list, or an attribute of a class or a property held before it
//! gives back the lock of the place, and some of that is done by instructions, which nobody can wrap. A finalizer that
//! looked at the place was a panic. So there the object is kept, and its finalizer is run by the callback that the engine
//! polls before each instruction. Everywhere else it runs at once: a collection of garbage counts on that.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyType};
use rustpython_vm::bytecode::Instruction;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::signal::UserSignalSender;
use rustpython_vm::{Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::{interned, renew_operators};

type Init = fn(PyObjectRef, FuncArgs, &VirtualMachine) -> PyResult<()>;

static INIT: OnceLock<Init> = OnceLock::new();

thread_local! {
    /// What has the engine poll; none where it does not, and then nothing is put off.
    static SIGNALS: RefCell<Option<UserSignalSender>> = const { RefCell::new(None) };
    static WAITING: RefCell<VecDeque<PyObjectRef>> = const { RefCell::new(VecDeque::new()) };
    /// Whether those that wait have their turn.
    static RUNS: Cell<bool> = const { Cell::new(false) };
    /// How many native functions run that hold a lock.
    static LOCKED: Cell<usize> = const { Cell::new(0) };
}

/// Gives this thread what has the engine poll.
pub fn put_off_with(signals: UserSignalSender) {
    SIGNALS.set(Some(signals));
}

/// `property.__init__`, which drops what the property had.
pub(super) fn install(vm: &VirtualMachine) {
    let property = vm.ctx.types.property_type;
    let slot = &property.slots.init;
    if let Some(original) = slot.load() {
        INIT.get_or_init(|| original);
        slot.store(Some(|property, args, vm| {
            locked(|| INIT.get().map_or(Ok(()), |original| original(property, args, vm)))
        }));
        renew_operators(property, &["__init__"], vm);
    }
}

/// Does what drops something under a lock.
pub(super) fn locked<T>(act: impl FnOnce() -> T) -> T {
    struct Guard;
    impl Drop for Guard {
        fn drop(&mut self) {
            LOCKED.set(LOCKED.get().saturating_sub(1));
        }
    }
    LOCKED.set(LOCKED.get() + 1);
    let _guard = Guard;
    act()
}

/// Has the finalizers of a class wait for their turn, after it was made or was given the method `__del__`.
pub(crate) fn watch(class: &Py<PyType>) {
    if class.slots.del.load().is_some() {
        class.slots.del.store(Some(finalize));
    }
}

fn finalize(object: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    if !is_locked(vm) || !put_off(object) { run(object, vm) } else { Ok(()) }
}

fn run(object: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    match finalizer(object, vm) {
        Some(_) => vm.call_special_method(object, interned("__del__", vm), ()).map(drop),
        None => Ok(()),
    }
}

fn finalizer(object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    object.class().get_attr(interned("__del__", vm))
}

/// Whether the engine holds a lock: one of our functions says so, or the instruction is one of those that do.
fn is_locked(vm: &VirtualMachine) -> bool {
    if LOCKED.get() > 0 {
        return true;
    }
    let Some(frame) = vm.current_frame() else { return false };
    let Some(index) = frame.lasti().checked_sub(1) else { return false };
    matches!(
        frame.code.code.instructions.read_op(index as usize),
        Instruction::StoreDeref { .. } | Instruction::DeleteDeref { .. } | Instruction::StoreSubscrListInt
    )
}

/// Keeps an object for its turn, if the engine will say when that is.
fn put_off(object: &PyObject) -> bool {
    let is_polled = poll();
    if is_polled {
        WAITING.with_borrow_mut(|waiting| waiting.push_back(object.to_owned()));
    }
    is_polled
}

/// Asks for a turn; the one that there is will do.
fn poll() -> bool {
    if RUNS.get() {
        return true;
    }
    SIGNALS.with_borrow(|signals| {
        signals.as_ref().is_some_and(|signals| {
            signals
                .send(Box::new(|vm| {
                    finalize_waiting(vm);
                    Ok(())
                }))
                .is_ok()
        })
    })
}

/// Runs the finalizers that wait, and those that come of them; but not for ever.
pub fn finalize_waiting(vm: &VirtualMachine) {
    const MOST: usize = 10_000;
    if RUNS.replace(true) {
        return;
    }
    for _ in 0..MOST {
        let Some(object) = WAITING.with_borrow_mut(VecDeque::pop_front) else { break };
        if let Err(error) = run(&object, vm) {
            report(&object, error, vm);
        }
    }
    RUNS.set(false);
}

/// Says what a finalizer raised, which nobody can catch.
fn report(object: &PyObject, error: PyBaseExceptionRef, vm: &VirtualMachine) {
    let method = finalizer(object, vm).unwrap_or_else(|| vm.ctx.none());
    vm.run_unraisable(error, None, method);
}
