//! `findall` and `split` of Python 3's patterns over long bytes: matches are kept as long as there is room for them.
//!
//! The engine keeps all of them without a check. Its iterator over matches, which gives them out one by one, is as
//! quick for bytes; in texts it would count the characters before each match: see `texts`.

mod texts;

use rustpython_vm::builtins::{PyBytes, PyInt, PyList, PyStr, PyTuple, PyType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::{push, set_method};

/// Shorter bytes are not worth the check.
const LONG: usize = 1 << 20;

/// Puts both in the place of the engine's.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    // The type has no name in its module.
    let compile = vm.import("_sre", 0)?.get_attr("compile", vm)?;
    let nothing = (vm.ctx.new_str(""), 0, vm.ctx.new_list(vec![vm.ctx.new_int(1).into()]), 0);
    let none = (vm.ctx.new_dict(), vm.ctx.new_tuple(Vec::new()));
    let pattern = compile.call((nothing.0, nothing.1, nothing.2, nothing.3, none.0, none.1), vm)?;
    let class = pattern.class().to_owned();
    let class: &'static Py<PyType> = Box::leak(Box::new(class));
    fill_groups(class, vm);
    replace(class, "findall", found, vm);
    replace(class, "split", parts, vm);
    texts::install(class, vm)
}

/// `findall` gives an empty text for a group that took no part; the engine gave None, or among several one that is no bytes.
fn fill_groups(class: &'static Py<PyType>, vm: &VirtualMachine) {
    let Some(original) = class.attributes.read().get(vm.ctx.intern_str("findall")).cloned() else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        let pattern = args.args.first().cloned();
        let found = original.call(args, vm)?;
        if let (Some(pattern), Some(items)) = (pattern, found.downcast_ref::<PyList>()) {
            let is_text = !is_of_bytes(&pattern, vm)?;
            let nothing = if is_text { vm.ctx.new_str("").into() } else { vm.ctx.new_bytes(Vec::new()).into() };
            items.borrow_vec_mut().iter_mut().for_each(|item| fill(item, is_text, &nothing, vm));
        }
        Ok(found) as PyResult
    };
    set_method(class, "findall", call, vm);
}

fn fill(item: &mut PyObjectRef, is_text: bool, nothing: &PyObjectRef, vm: &VirtualMachine) {
    if vm.is_none(item) {
        *item = nothing.clone();
    } else if let Some(groups) = item.downcast_ref::<PyTuple>().filter(|_| !is_text) {
        let group = |group: &PyObjectRef| if group.downcast_ref::<PyStr>().is_some() { nothing } else { group }.clone();
        let groups = groups.iter().map(group).collect();
        *item = vm.ctx.new_tuple(groups).into();
    }
}

type Answer = fn(&PyObject, &PyObjectRef, &VirtualMachine) -> PyResult;

fn replace(class: &'static Py<PyType>, name: &'static str, answer: Answer, vm: &VirtualMachine) {
    wrap(class, name, vm, move |args, vm| match args.args.as_slice() {
        [pattern, text, rest @ ..]
            if args.kwargs.is_empty() && is_zero(rest) && is_long(text, vm) && is_of_bytes(pattern, vm)? =>
        {
            answer(pattern, text, vm).map(Some)
        }
        _ => Ok(None),
    });
}

/// Puts a function in the place of a method; the method answers what it leaves to it.
fn wrap(
    class: &'static Py<PyType>,
    name: &'static str,
    vm: &VirtualMachine,
    answer: impl Fn(&FuncArgs, &VirtualMachine) -> PyResult<Option<PyObjectRef>> + Copy + 'static,
) {
    let Some(original) = class.attributes.read().get(vm.ctx.intern_str(name)).cloned() else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let call = move |args: FuncArgs, vm: &VirtualMachine| match answer(&args, vm)? {
        Some(answer) => Ok(answer),
        None => original.call(args, vm),
    };
    set_method(class, name, call, vm);
}

/// Whether no count and no start are given: `re.split` passes a zero.
fn is_zero(rest: &[PyObjectRef]) -> bool {
    match rest {
        [] => true,
        [only] => only.downcast_ref::<PyInt>().is_some_and(|number| number.as_bigint().bits() == 0),
        _ => false,
    }
}

fn is_long(text: &PyObject, vm: &VirtualMachine) -> bool {
    text.downcast_ref_if_exact::<PyBytes>(vm).is_some_and(|bytes| bytes.as_bytes().len() >= LONG)
}

/// Whether a pattern is one of bytes; otherwise the engine reports the mistake.
fn is_of_bytes(pattern: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let of = pattern.get_attr("pattern", vm)?;
    Ok(of.downcast_ref::<PyStr>().is_none())
}

/// Has every match looked at.
fn each(
    pattern: &PyObject,
    text: &PyObjectRef,
    vm: &VirtualMachine,
    mut look: impl FnMut(&PyObject) -> PyResult<()>,
) -> PyResult<()> {
    let matches = vm.call_method(pattern, "finditer", (text.clone(),))?.get_iter(vm)?;
    while let PyIterReturn::Return(found) = matches.next(vm)? {
        look(&found)?;
    }
    Ok(())
}

/// `pattern.findall(text)`.
fn found(pattern: &PyObject, text: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let groups: usize = pattern.get_attr("groups", vm)?.try_to_value(vm)?;
    let nothing = cut(text, 0, 0, vm)?;
    let mut items = Vec::new();
    each(pattern, text, vm, |found| {
        let item = match groups {
            0 => vm.call_method(found, "group", ())?,
            1 => or(vm.call_method(found, "group", (1,))?, &nothing, vm),
            _ => vm.call_method(found, "groups", (nothing.clone(),))?,
        };
        push(&mut items, item, vm)
    })?;
    Ok(vm.ctx.new_list(items).into())
}

fn or(text: PyObjectRef, nothing: &PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
    if vm.is_none(&text) { nothing.clone() } else { text }
}

fn cut(text: &PyObject, start: usize, stop: usize, vm: &VirtualMachine) -> PyResult {
    let slice = vm.ctx.types.slice_type.as_object().call((start, stop), vm)?;
    text.get_item(&*slice, vm)
}

/// `pattern.split(text)`.
fn parts(pattern: &PyObject, text: &PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let (mut items, mut last) = (Vec::new(), 0);
    each(pattern, text, vm, |found| {
        let start: usize = vm.call_method(found, "start", ())?.try_to_value(vm)?;
        let stop: usize = vm.call_method(found, "end", ())?.try_to_value(vm)?;
        push(&mut items, cut(text, last, start, vm)?, vm)?;
        let groups = vm.call_method(found, "groups", ())?;
        for group in vm.extract_elements_with(&groups, Ok)? {
            push(&mut items, group, vm)?;
        }
        last = stop;
        Ok(())
    })?;
    push(&mut items, cut(text, last, usize::MAX >> 1, vm)?, vm)?;
    Ok(vm.ctx.new_list(items).into())
}
