//! `list.sort` and `sorted`, for both languages, in place of the engine's.
//!
//! The engine's sort (crate `timsort` 0.1.3) asks about as often as the square of the number of items, and cannot be
//! interrupted. Only the comparison of two items differs here: numbers and texts of one type natively, all else by the
//! item's `<`, or by the function that Python 2 can be given.

mod merge;

use std::cell::Cell;
use std::cmp::Ordering;

use rollcall_engine::interrupt;
use rustpython_vm::builtins::{PyFloat, PyInt, PyList, PyStr};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::types::PyComparisonOp;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// After so many comparisons it is asked whether the script has to stop.
const INTERRUPTIBLE: u32 = 1024;

/// Replaces the engine's.
pub fn install(vm: &VirtualMachine) -> PyResult<()> {
    let list = vm.ctx.types.list_type;
    if let Some(original) = list.slots.methods.iter().find(|definition| definition.name == "sort") {
        crate::set_method(list, "sort", move |args: FuncArgs, vm: &VirtualMachine| method(original, args, vm), vm);
    }
    let original: &'static PyObjectRef = Box::leak(Box::new(vm.builtins.get_attr("sorted", vm)?));
    let sorted = vm.new_function("sorted", move |args: FuncArgs, vm: &VirtualMachine| sorted(original, args, vm));
    vm.builtins.set_attr("sorted", sorted, vm)
}

/// How to sort.
#[derive(Default)]
pub(crate) struct Options {
    /// Python 2's argument `cmp`.
    pub(crate) compare: Option<PyObjectRef>,
    pub(crate) key: Option<PyObjectRef>,
    pub(crate) reverse: Option<PyObjectRef>,
}

/// `list.sort(*, key=None, reverse=False)`, in Python 2 `list.sort([cmp[, key[, reverse]]])`. The engine reports the
/// mistake in other arguments.
fn method(original: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let is_python2 = crate::job_is_python2();
    if is_python2 && args.args.len() > 4 {
        return Err(vm.new_type_error("sort() takes at most 3 arguments"));
    }
    let known = |name: &String| matches!(name.as_str(), "key" | "reverse") || (is_python2 && name == "cmp");
    let fits = (is_python2 || args.args.len() == 1) && args.kwargs.keys().all(known);
    let list = args.args.first().and_then(|list| list.downcast_ref::<PyList>().map(ToOwned::to_owned));
    let Some(list) = list.filter(|_| fits) else { return (original.func)(vm, args) };
    sort(&list, &options(args), vm)?;
    Ok(vm.ctx.none())
}

fn options(mut args: FuncArgs) -> Options {
    let mut positional = args.args.drain(1..).collect::<Vec<_>>().into_iter();
    let mut given = |name: &str| positional.next().or_else(|| args.kwargs.shift_remove(name));
    Options { compare: given("cmp"), key: given("key"), reverse: given("reverse") }
}

/// `sorted(iterable, *, key=None, reverse=False)`.
fn sorted(original: &'static PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let fits = args.args.len() == 1 && args.kwargs.keys().all(|name| matches!(name.as_str(), "key" | "reverse"));
    let Some(iterable) = args.args.first().filter(|_| fits) else { return original.call(args, vm) };
    let items: Vec<PyObjectRef> = match crate::collected(iterable, vm)? {
        Some(items) => items,
        None => iterable.clone().try_to_value(vm)?,
    };
    let list = vm.ctx.new_list(items);
    sort(&list, &options(args), vm)?;
    Ok(list.into())
}

/// Sorts a list in place. It is empty during the sort, as Python's are: a change by functions of the script is an
/// error, and cannot harm.
///
/// # Errors
/// Errors of keys and comparisons, which leave the list unchanged; or that the list was changed.
pub(crate) fn sort(list: &PyRef<PyList>, options: &Options, vm: &VirtualMachine) -> PyResult<()> {
    let items = std::mem::take(&mut *list.borrow_vec_mut());
    let order = order(&items, options, vm);
    let sorted = match &order {
        Ok(order) => order.iter().filter_map(|index| items.get(*index).cloned()).collect(),
        Err(_) => items,
    };
    let changed = std::mem::replace(&mut *list.borrow_vec_mut(), sorted);
    order?;
    if changed.capacity() > 0 { Err(vm.new_value_error("list modified during sort")) } else { Ok(()) }
}

/// The numbers of the items, in their order.
fn order(items: &[PyObjectRef], options: &Options, vm: &VirtualMachine) -> PyResult<Vec<usize>> {
    let given = |function: &Option<PyObjectRef>| function.clone().filter(|function| !vm.is_none(function));
    let made: Vec<PyObjectRef>;
    let keys = match given(&options.key) {
        Some(key) => {
            made = items.iter().map(|item| key.call((item.clone(),), vm)).collect::<PyResult<_>>()?;
            &made
        }
        None => items,
    };
    let reverse = options.reverse.as_ref().map_or(Ok(false), |reverse| reverse.clone().try_to_bool(vm))?;
    let compare = given(&options.compare);
    if compare.is_none()
        && let Some(order) = native_order(keys, reverse, vm)
    {
        return Ok(order);
    }
    // A stable sort of the reverse order keeps equal items in their order, as Python does.
    let place = |index: usize| if reverse { keys.len() - 1 - index } else { index };
    let asked = Cell::new(0_u32);
    let less = |a: usize, b: usize| {
        asked.set(asked.get().wrapping_add(1));
        if asked.get().is_multiple_of(INTERRUPTIBLE) {
            interrupt::check(vm)?;
        }
        is_less(&keys[place(a)], &keys[place(b)], compare.as_deref(), vm)
    };
    let mut order = merge::order(keys.len(), less)?;
    if reverse {
        order.reverse();
        order.iter_mut().for_each(|index| *index = place(*index));
    }
    Ok(order)
}

fn is_less(a: &PyObject, b: &PyObject, compare: Option<&PyObject>, vm: &VirtualMachine) -> PyResult<bool> {
    match compare {
        Some(compare) => {
            let result = compare.call((a.to_owned(), b.to_owned()), vm)?;
            Ok(crate::order_of_answer(&result, vm)? == Ordering::Less)
        }
        None => a.rich_compare_bool(b, PyComparisonOp::Lt, vm),
    }
}

/// The order of keys that are numbers or texts of one and the same type, which no script can have changed.
fn native_order(keys: &[PyObjectRef], reverse: bool, vm: &VirtualMachine) -> Option<Vec<usize>> {
    let class = keys.first()?.class();
    if !keys.iter().all(|key| key.class().is(class)) {
        return None;
    }
    if class.is(vm.ctx.types.int_type) {
        let small = |key: &PyObjectRef| i64::try_from(key.downcast_ref::<PyInt>()?.as_bigint()).ok();
        return Some(order_of(&keys.iter().map(small).collect::<Option<Vec<_>>>()?, reverse, i64::cmp));
    }
    if class.is(vm.ctx.types.float_type) {
        let number =
            |key: &PyObjectRef| key.downcast_ref::<PyFloat>().map(|number| number.to_f64()).filter(|n| !n.is_nan());
        let numbers = keys.iter().map(number).collect::<Option<Vec<_>>>()?;
        return Some(order_of(&numbers, reverse, |a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal)));
    }
    if class.is(vm.ctx.types.str_type) || crate::is_unicode_type(class) {
        return Some(order_of(&keys.iter().map(text).collect::<Option<Vec<_>>>()?, reverse, |a, b| a.cmp(b)));
    }
    None
}

/// The bytes by which texts compare: their order is that of the characters.
fn text(key: &PyObjectRef) -> Option<&[u8]> {
    key.downcast_ref::<PyStr>().map(|text| text.as_wtf8().as_bytes())
}

fn order_of<T>(keys: &[T], reverse: bool, compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| {
        let found = compare(&keys[*a], &keys[*b]);
        if reverse { found.reverse() } else { found }
    });
    order
}
