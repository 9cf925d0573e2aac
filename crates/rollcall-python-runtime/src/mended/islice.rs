//! `itertools.islice`, which the engine leaves running where it should end.
//!
//! The engine's passes items over until it is where the next one would be: beyond the stop, which never ends over
//! `count()`; and on and on when there are no more, which for `islice(rows, 10**12, None)` takes hours. So this is another
//! one, which also looks for interrupts.

use std::cell::{Cell, RefCell};

use rollcall_engine::interrupt;
use rustpython_vm::builtins::PyTypeRef;
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};

/// How many items are passed over between two looks for an interrupt.
const ROUNDS: usize = 4096;

/// Python's message for an invalid stop.
const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const INDICES: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
const STEP: &str = "Step for islice() must be a positive integer or None.";

/// Every so manieth item of an iterator, from one place to another.
#[pyclass(module = "itertools", name = "islice")]
#[derive(Debug, PyPayload)]
struct Islice {
    /// None when it has ended: its iterator is let go.
    iterator: RefCell<Option<PyIter>>,
    passed: Cell<usize>,
    next: Cell<usize>,
    stop: Option<usize>,
    step: usize,
}

#[pyclass(with(IterNext, Iterable), flags(BASETYPE))]
impl Islice {
    #[pyslot]
    fn slot_new(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !args.kwargs.is_empty() {
            return Err(vm.new_type_error("islice() takes no keyword arguments"));
        }
        let (iterable, start, stop, step) = match args.args.as_slice() {
            [iterable, stop] => (iterable, None, bound(stop, STOP, vm)?, None),
            [iterable, start, stop, step @ ..] if step.len() < 2 => {
                let (start, stop) = (bound(start, INDICES, vm)?, bound(stop, STOP, vm)?);
                (iterable, start, stop, step.first().map_or(Ok(None), |step| bound(step, STEP, vm))?)
            }
            few if few.len() < 2 => {
                return Err(vm.new_type_error(format!("islice expected at least 2 arguments, got {}", few.len())));
            }
            many => return Err(vm.new_type_error(format!("islice expected at most 4 arguments, got {}", many.len()))),
        };
        let step = match step.unwrap_or(1) {
            0 => return Err(vm.new_value_error(STEP)),
            step => step,
        };
        let iterator = RefCell::new(Some(iterable.get_iter(vm)?));
        let made = Self { iterator, passed: Cell::new(0), next: Cell::new(start.unwrap_or(0)), stop, step };
        made.into_ref_with_type(vm, class).map(Into::into)
    }
}

/// A place among the items; None for Python's None.
fn bound(value: &PyObject, words: &'static str, vm: &VirtualMachine) -> PyResult<Option<usize>> {
    if vm.is_none(value) {
        return Ok(None);
    }
    let number = value.try_index_opt(vm).and_then(Result::ok);
    let number = number.and_then(|number| isize::try_from(number.as_bigint()).ok());
    let place = number.and_then(|number| usize::try_from(number).ok());
    place.map(Some).ok_or_else(|| vm.new_value_error(words))
}

impl Islice {
    /// The next item of its iterator; None at that one's end, or its own.
    fn step(&self, iterator: &PyIter, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
        let last = |place: usize| self.stop.map_or(place, |stop| place.min(stop));
        while self.passed.get() < last(self.next.get()) {
            if self.passed.get() % ROUNDS == ROUNDS - 1 {
                interrupt::check(vm)?;
            }
            let PyIterReturn::Return(_) = iterator.next(vm)? else { return Ok(None) };
            self.passed.set(self.passed.get() + 1);
        }
        if self.stop.is_some_and(|stop| self.passed.get() >= stop) {
            return Ok(None);
        }
        let PyIterReturn::Return(item) = iterator.next(vm)? else { return Ok(None) };
        self.passed.set(self.passed.get() + 1);
        self.next.set(last(self.next.get().saturating_add(self.step)));
        Ok(Some(item))
    }
}

impl SelfIter for Islice {}

impl IterNext for Islice {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let Some(iterator) = zelf.iterator.borrow().clone() else { return Ok(PyIterReturn::StopIteration(None)) };
        match zelf.step(&iterator, vm)? {
            Some(item) => Ok(PyIterReturn::Return(item)),
            None => {
                let ended = zelf.iterator.take();
                drop(ended);
                Ok(PyIterReturn::StopIteration(None))
            }
        }
    }
}

/// Puts it into `itertools`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let class = Islice::make_static_type();
    crate::give_next(Islice::static_type(), vm);
    vm.import("itertools", 0)?.set_attr("islice", PyObjectRef::from(class), vm)
}
