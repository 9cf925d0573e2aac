//! `range`, `map`, `filter`, `zip`, `reduce` and their like, which make lists in Python 2.
//!
//! Loops in here may be long without running any Python code, so they look for interrupts.

use rollcall_engine::interrupt;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyFloat, PyGenerator, PyInt, PyStr, PyTuple, PyType};
use rustpython_vm::function::{FuncArgs, OptionalArg, PosArgs};
use rustpython_vm::protocol::{PyIter, PyIterReturn};
use rustpython_vm::types::IterNext;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::room::{self, push};
use super::text::is_text;
use super::{all_types, job_is_python2, set_method, set_method_of, unicode};

/// How many rounds of a native loop pass between two looks for an interrupt.
const ROUNDS: usize = 4096;

/// Gives iterators their method `next`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    for class in all_types(vm) {
        if class.slots.iternext.load().is_some() && !class.as_object().class().is(vm.ctx.types.object_type) {
            set_method_of(&class, "next", next_item, vm);
        }
    }
    let generator = vm.ctx.types.generator_type;
    generator.slots.iternext.store(Some(next_of_generator));
    for original in generator.slots.methods.iter().filter(|method| matches!(method.name, "send" | "throw")) {
        let call = move |args: FuncArgs, vm: &VirtualMachine| {
            (original.func)(vm, args).map_err(|error| stop_itself(error.clone(), vm).unwrap_or(error))
        };
        set_method(generator, original.name, call, vm);
    }
    Ok(())
}

/// The `StopIteration` that has left a generator of Python 2: the parser has it returned, and a generator's return
/// value is the value of the engine's own `StopIteration`.
pub(super) fn stop_itself(error: PyBaseExceptionRef, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    let is_stop = error.fast_isinstance(vm.ctx.exceptions.stop_iteration);
    is_stop.then(|| error.args().first().and_then(|value| as_stop(value, vm))).flatten()
}

fn as_stop(value: &PyObjectRef, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    let is_stop = job_is_python2() && value.fast_isinstance(vm.ctx.exceptions.stop_iteration);
    is_stop.then(|| value.clone().downcast().ok()).flatten()
}

/// The next item of a generator. A `StopIteration` that is raised in one of Python 2 ends it; the parser arranges that
/// in functions, so this is for generator expressions. The engine's `for` does not come here.
fn next_of_generator(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
    let Some(generator) = object.downcast_ref::<PyGenerator>() else {
        return Err(vm.new_type_error("a generator was expected"));
    };
    PyGenerator::next(generator, vm).or_else(|error| {
        let is_converted = error.fast_isinstance(vm.ctx.exceptions.runtime_error)
            && error.__cause__().is_some_and(|cause| cause.fast_isinstance(vm.ctx.exceptions.stop_iteration));
        let is_ours = || {
            let frame = generator.as_coro().frame();
            super::language().is_some_and(|language| frame.builtins.is(&language.names))
        };
        if is_converted && is_ours() { Ok(PyIterReturn::StopIteration(None)) } else { Err(error) }
    })
}

/// Gives one more type of iterators its method `next`.
pub(crate) fn give_next(class: &'static Py<PyType>, vm: &VirtualMachine) {
    set_method(class, "next", next_item, vm);
}

fn next_item(iterator: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let Some(next) = iterator.class().slots.iternext.load() else {
        return Err(vm.new_attribute_error("next"));
    };
    match next(&iterator, vm)? {
        PyIterReturn::Return(item) => Ok(item),
        PyIterReturn::StopIteration(value) => {
            let itself = value.and_then(|value| as_stop(&value, vm));
            Err(itself.unwrap_or_else(|| vm.new_stop_iteration(None)))
        }
    }
}

/// The items of anything that can be gone over.
pub(super) fn collect(iterable: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    if iterable.downcast_ref::<rustpython_vm::builtins::PyList>().is_some()
        || iterable.downcast_ref::<PyTuple>().is_some()
    {
        return vm.extract_elements_with(iterable, Ok);
    }
    room::check(iterable, vm)?;
    let iterator = iterable.get_iter(vm)?;
    let mut items = Vec::new();
    while let PyIterReturn::Return(item) = iterator.next(vm)? {
        push(&mut items, item, vm)?;
    }
    Ok(items)
}

/// `range([start, ]stop[, step])`: a list.
pub(super) fn range(
    first: PyObjectRef,
    stop: OptionalArg<PyObjectRef>,
    step: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let numbers = match Progression::of(&first, stop.as_option(), step.as_option(), vm) {
        Ok(numbers) => numbers,
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.overflow_error) => {
            return range_of_any(error, [Some(first), stop.into_option(), step.into_option()], vm);
        }
        Err(error) => return Err(error),
    };
    let mut items = Vec::new();
    // All of its place at once: a list that grows is copied again and again.
    let count = usize::try_from(numbers.count()).unwrap_or(usize::MAX);
    items.try_reserve_exact(count).map_err(|_| vm.new_memory_error("the list is too long"))?;
    let mut number = numbers.start;
    for _ in 0..count {
        push(&mut items, vm.ctx.new_int(number).into(), vm)?;
        number = number.wrapping_add(numbers.step);
    }
    Ok(vm.ctx.new_list(items).into())
}

/// `range` of numbers that need more than 64 bits; or the error, if there are more than there is room for.
fn range_of_any(error: PyBaseExceptionRef, bounds: [Option<PyObjectRef>; 3], vm: &VirtualMachine) -> PyResult {
    let bounds: Vec<PyObjectRef> = bounds.into_iter().flatten().collect();
    let numbers = vm.ctx.types.range_type.as_object().call(FuncArgs::from(bounds), vm)?;
    match room::count(&numbers, vm) {
        Some(count) if i32::try_from(count).is_ok() => Ok(vm.ctx.new_list(collect(&numbers, vm)?).into()),
        _ => Err(error),
    }
}

/// `$counted(function, …)`: the iterable of a loop. For the builtin `range`, which is `builtin`, no code sees the list,
/// so no list is made.
pub(super) fn counted(builtin: &PyObject, function: PyObjectRef, arguments: PosArgs, vm: &VirtualMachine) -> PyResult {
    let arguments = arguments.into_vec();
    let [first, more @ ..] = arguments.as_slice() else { return function.call((), vm) };
    if !function.is(builtin) || more.len() > 2 {
        return function.call(FuncArgs::from(arguments), vm);
    }
    let Progression { start, stop, step } = Progression::of(first, more.first(), more.get(1), vm)?;
    vm.ctx.types.range_type.as_object().call((start, stop, step), vm)
}

/// The whole numbers from one to before another.
struct Progression {
    start: i64,
    stop: i64,
    /// Never 0.
    step: i64,
}

impl Progression {
    /// The bounds in the arguments of `range`; the first is the end when there is no other.
    fn of(
        first: &PyObject,
        stop: Option<&PyObjectRef>,
        step: Option<&PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        let (start, stop) = match stop {
            Some(stop) => (bound(first, "start", vm)?, bound(stop, "end", vm)?),
            None => (0, bound(first, "end", vm)?),
        };
        let step = step.map_or(Ok(1), |step| bound(step, "step", vm))?;
        if step == 0 {
            return Err(vm.new_value_error("range() step argument must not be zero"));
        }
        Ok(Progression { start, stop, step })
    }

    /// How many numbers there are.
    fn count(&self) -> u64 {
        let (from, to) = if self.step > 0 { (self.start, self.stop) } else { (self.stop, self.start) };
        if from < to { to.abs_diff(from).div_ceil(self.step.unsigned_abs()) } else { 0 }
    }
}

/// The result of `__int__` of an object.
pub(super) fn whole_of(value: &PyObject, vm: &VirtualMachine) -> PyResult<Option<rustpython_vm::builtins::PyIntRef>> {
    let has_int = value.class().slots.as_number.int.load().is_some();
    if !has_int {
        return Ok(None);
    }
    value.try_int(vm).map(Some)
}

fn bound(value: &PyObject, place: &str, vm: &VirtualMachine) -> PyResult<i64> {
    let number = match value.downcast_ref::<PyInt>() {
        Some(number) => Some(number.to_owned()),
        None if value.downcast_ref::<PyFloat>().is_some() || is_text(value) => None,
        None => whole_of(value, vm)?,
    };
    let Some(number) = number else {
        let found = super::type_names::shown_type(value, vm).name().to_string();
        return Err(vm.new_type_error(format!("range() integer {place} argument expected, got {found}.")));
    };
    i64::try_from(number.as_bigint()).map_err(|_| vm.new_overflow_error("range() result has too many items"))
}

/// `map(function, iterable, …)`: a list; shorter iterables are filled up with None, and None as function makes tuples.
pub(super) fn map(function: PyObjectRef, iterables: PosArgs, vm: &VirtualMachine) -> PyResult {
    let iterators = opened(iterables, vm)?;
    if iterators.is_empty() {
        return Err(vm.new_type_error("map() requires at least 2 arguments (1) given"));
    }
    let mut items = Vec::new();
    while let Some(mut row) = padded_row(&iterators, vm)? {
        let item = match (vm.is_none(&function), row.len()) {
            (false, _) => function.call(FuncArgs::from(row), vm)?,
            (true, 1) => row.pop().unwrap_or_else(|| vm.ctx.none()),
            (true, _) => vm.ctx.new_tuple(row).into(),
        };
        push(&mut items, item, vm)?;
    }
    Ok(vm.ctx.new_list(items).into())
}

/// The iterators over each, where all items will be kept.
fn opened(iterables: PosArgs, vm: &VirtualMachine) -> PyResult<Vec<PyIter>> {
    let open = |one: &PyObjectRef| {
        room::check(one, vm)?;
        one.get_iter(vm)
    };
    iterables.into_vec().iter().map(open).collect()
}

/// The next item of each; None when all are at their end.
fn padded_row(iterators: &[PyIter], vm: &VirtualMachine) -> PyResult<Option<Vec<PyObjectRef>>> {
    let (mut row, mut any) = (Vec::with_capacity(iterators.len()), false);
    for iterator in iterators {
        match iterator.next(vm)? {
            PyIterReturn::Return(item) => {
                any = true;
                row.push(item);
            }
            PyIterReturn::StopIteration(_) => row.push(vm.ctx.none()),
        }
    }
    Ok(any.then_some(row))
}

/// `zip(iterable, …)`: a list.
pub(super) fn zip(iterables: PosArgs, vm: &VirtualMachine) -> PyResult {
    let iterables = iterables.into_vec();
    // The shortest one counts.
    let lengths: Option<Vec<usize>> = iterables.iter().map(|one| room::count(one, vm)).collect();
    lengths.and_then(|lengths| lengths.into_iter().min()).map_or(Ok(()), |count| room::check_count(count, vm))?;
    let iterators: Vec<PyIter> = iterables.iter().map(|one| one.get_iter(vm)).collect::<PyResult<_>>()?;
    let mut items = Vec::new();
    'rows: while !iterators.is_empty() {
        let mut row = Vec::with_capacity(iterators.len());
        for iterator in &iterators {
            match iterator.next(vm)? {
                PyIterReturn::Return(item) => row.push(item),
                PyIterReturn::StopIteration(_) => break 'rows,
            }
        }
        push(&mut items, vm.ctx.new_tuple(row).into(), vm)?;
    }
    Ok(vm.ctx.new_list(items).into())
}

/// The items of a tuple whose class may have a `__getitem__` of its own: as many as it is long.
fn items_by_index(sequence: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if sequence.downcast_ref::<PyTuple>().is_none() || sequence.class().is(vm.ctx.types.tuple_type) {
        return Ok(None);
    }
    let mut items = Vec::new();
    for index in 0..sequence.length(vm)? {
        push(&mut items, sequence.get_item(&index, vm)?, vm)?;
    }
    Ok(Some(vm.ctx.new_list(items).into()))
}

/// `filter(function, iterable)`: a text of a text, a tuple of a tuple, else a list.
pub(super) fn filter(function: PyObjectRef, iterable: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    // Of numbers all but one are kept; of a repeated object possibly none.
    if vm.is_none(&function) && &*iterable.class().name() != "repeat" {
        room::check(&iterable, vm)?;
    }
    let iterator = match items_by_index(&iterable, vm)? {
        Some(items) => items.get_iter(vm)?,
        None => iterable.get_iter(vm)?,
    };
    let is_text = iterable.downcast_ref::<PyStr>().is_some();
    let mut items = Vec::new();
    let mut rounds = 0_usize;
    while let PyIterReturn::Return(item) = iterator.next(vm)? {
        rounds += 1;
        if rounds.is_multiple_of(ROUNDS) {
            interrupt::check(vm)?;
        }
        if is_text && item.downcast_ref::<PyStr>().is_none() {
            return Err(vm.new_type_error("can't filter str to str: __getitem__ returned different type"));
        }
        let kept = if vm.is_none(&function) { item.clone() } else { function.call((item.clone(),), vm)? };
        if kept.try_to_bool(vm)? {
            push(&mut items, item, vm)?;
        }
    }
    if iterable.downcast_ref::<PyTuple>().is_some() {
        return Ok(vm.ctx.new_tuple(items).into());
    }
    if iterable.downcast_ref::<PyStr>().is_some() {
        let empty: PyObjectRef = vm.ctx.new_str("").into();
        let empty = if unicode::is_unicode(&iterable) { unicode::of(empty, vm)? } else { empty };
        return vm.call_method(&empty, "join", (vm.ctx.new_list(items),));
    }
    Ok(vm.ctx.new_list(items).into())
}

/// `reduce(function, iterable[, start])`.
pub(super) fn reduce(
    function: PyObjectRef,
    iterable: PyObjectRef,
    start: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let iterator = iterable.get_iter(vm)?;
    let mut value = match start {
        OptionalArg::Present(start) => start,
        OptionalArg::Missing => match iterator.next(vm)? {
            PyIterReturn::Return(first) => first,
            PyIterReturn::StopIteration(_) => {
                return Err(vm.new_type_error("reduce of empty sequence with no initial value"));
            }
        },
    };
    let mut rounds = 0_usize;
    while let PyIterReturn::Return(item) = iterator.next(vm)? {
        rounds += 1;
        if rounds.is_multiple_of(ROUNDS) {
            interrupt::check(vm)?;
        }
        value = function.call((value, item), vm)?;
    }
    Ok(value)
}
