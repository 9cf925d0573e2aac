//! Long texts and bytes: a method that makes as much again of them first checks whether there is room for it.
//!
//! The engine asks the machine, and the worker ends where that fails. The size of a result is not known before it is
//! made, so its upper bound is checked, closely enough that nothing is refused that there is room for several times
//! over. Short texts are not checked.

mod operators;

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyDict, PyInt, PyList, PyStr, PyTuple};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::has_room;

pub(crate) use operators::check_remainder;
pub(super) use operators::install;

/// A shorter text is not worth the check.
const LONG: usize = 1 << 20;

/// The bytes of a part of a text, with its place in a list.
const PART: usize = 112;

/// Has a method of a text or of bytes ask for its room; the arguments begin with the object that it is called on.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check_method(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let Some(text) = args.args.first() else { return Ok(()) };
    match length(text) {
        Some(length) if length >= LONG => {
            let wanted = with_bytes(text, |bytes| wanted(method, bytes, args, vm)).unwrap_or(0);
            check(wanted, vm)
        }
        _ if method == "format" => check(formatted(text, args), vm),
        _ => Ok(()),
    }
}

/// Refuses so many bytes if there is no room for them.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check(bytes: usize, vm: &VirtualMachine) -> PyResult<()> {
    if bytes < LONG || has_room(bytes) { Ok(()) } else { Err(vm.new_memory_error("the text is too long")) }
}

/// How many bytes a text or bytes have; None for other objects.
pub(crate) fn length(object: &PyObject) -> Option<usize> {
    with_bytes(object, <[u8]>::len)
}

fn with_bytes<T>(object: &PyObject, read: impl FnOnce(&[u8]) -> T) -> Option<T> {
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return Some(read(text.as_bytes()));
    }
    if let Some(bytes) = object.downcast_ref::<PyBytes>() {
        return Some(read(bytes.as_bytes()));
    }
    object.downcast_ref::<PyByteArray>().map(|array| read(&array.borrow_buf()))
}

/// How many bytes a method makes of a long text, at most.
fn wanted(method: &str, text: &[u8], args: &FuncArgs, vm: &VirtualMachine) -> usize {
    let length = text.len();
    let given = |index: usize| args.args.get(index).filter(|given| !vm.is_none(given));
    // A text that is not ASCII is taken apart into its characters.
    let once = if text.is_ascii() { length } else { length.saturating_mul(6) };
    match method {
        "strip" | "lstrip" | "rstrip" | "partition" | "rpartition" | "removeprefix" | "removesuffix" => once,
        "capitalize" | "lower" | "upper" | "title" | "swapcase" | "casefold" => once,
        "split" | "rsplit" => once.saturating_add(PART.saturating_mul(parts(text, given(1), given(2)))),
        "splitlines" => {
            let ends = text.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
            length.saturating_mul(5).saturating_add(PART.saturating_mul(ends))
        }
        "hex" => length.saturating_mul(3),
        "encode" | "decode" => length.saturating_mul(of_encoding(args)),
        "translate" => length.saturating_mul(of_table(given(1)).saturating_add(2)),
        "replace" => replaced(text, given(1), given(2)),
        "format" => length.saturating_add(length),
        _ => 0,
    }
}

/// How many parts there are at most when a text is split.
fn parts(text: &[u8], separator: Option<&PyObjectRef>, most: Option<&PyObjectRef>) -> usize {
    let most =
        most.and_then(|most| most.downcast_ref::<PyInt>()).and_then(|most| usize::try_from(most.as_bigint()).ok());
    let found = match separator {
        Some(separator) => with_bytes(separator, |separator| occurrences(text, separator)).unwrap_or(0),
        None => text.windows(2).filter(|two| two[0].is_ascii_whitespace() && !two[1].is_ascii_whitespace()).count(),
    };
    most.map_or(found, |most| found.min(most)).saturating_add(1)
}

/// How often a part is in a text; at most, where it is not a text.
fn occurrences(text: &[u8], part: &[u8]) -> usize {
    match (std::str::from_utf8(text), std::str::from_utf8(part), part) {
        (_, _, []) => text.len() + 1,
        (_, _, [only]) => text.iter().filter(|byte| *byte == only).count(),
        (Ok(text), Ok(part), _) => text.matches(part).count(),
        (_, _, [first, ..]) => text.iter().filter(|byte| *byte == first).count(),
    }
}

/// How many times as much bytes or a text take that are encoded or decoded, with the intermediate results.
fn of_encoding(args: &FuncArgs) -> usize {
    let encoding = args.args.get(1).or_else(|| args.kwargs.get("encoding"));
    let encoding = encoding.and_then(|encoding| encoding.downcast_ref::<PyStr>());
    match encoding.map(|encoding| encoding.as_bytes().to_ascii_lowercase()).as_deref() {
        None | Some(b"utf-8" | b"utf8" | b"utf_8" | b"ascii") => 2,
        Some(name) if name.windows(2).any(|two| two == b"32") => 9,
        Some(_) => 5,
    }
}

/// How long the longest text is that a table puts in the place of a character.
fn of_table(table: Option<&PyObjectRef>) -> usize {
    let Some(table) = table.and_then(|table| table.downcast_ref::<PyDict>()) else { return 2 };
    let lengths = table.items_vec().into_iter().map(|(_, value)| length(&value).unwrap_or(4));
    lengths.max().unwrap_or(0)
}

/// How long a text is after all matches have been replaced by a longer text.
fn replaced(text: &[u8], old: Option<&PyObjectRef>, new: Option<&PyObjectRef>) -> usize {
    let (Some(old), Some(new)) = (old, new) else { return 0 };
    let longer = length(new).unwrap_or(0).saturating_sub(length(old).unwrap_or(0));
    let count = with_bytes(old, |old| occurrences(text, old)).unwrap_or(0);
    text.len().saturating_add(count.saturating_mul(longer).saturating_mul(2))
}

/// How long a text is at most into which others are put.
fn formatted(template: &PyObject, args: &FuncArgs) -> usize {
    let values = args.args.iter().skip(1).chain(args.kwargs.values());
    let longest = values.filter_map(|value| length(value)).max().unwrap_or(0);
    if longest < LONG / 16 {
        return 0;
    }
    let places = with_bytes(template, |template| template.iter().filter(|byte| **byte == b'{').count()).unwrap_or(0);
    places.saturating_mul(longest).saturating_mul(2)
}

/// Refuses a text for `repr` of something long.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check_shown(text: &PyObject, on_the_way: usize, vm: &VirtualMachine) -> PyResult<()> {
    if length(text).is_none_or(|length| length < LONG) {
        return Ok(());
    }
    let shown = |bytes: &[u8]| {
        let shown: usize = bytes.iter().map(|byte| if matches!(byte, b' '..=b'~') { 1 } else { 4 }).sum();
        shown + bytes.len().saturating_mul(on_the_way)
    };
    check(with_bytes(text, shown).unwrap_or(0), vm)
}

/// Refuses `a + b` of long sequences.
///
/// # Errors
/// A `MemoryError`.
pub(crate) fn check_sum(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let size = |object: &PyObject| {
        let places = |count: usize| count.saturating_mul(size_of::<PyObjectRef>());
        let list = || object.downcast_ref::<PyList>().map(|list| places(list.borrow_vec().len()));
        let tuple = || object.downcast_ref::<PyTuple>().map(|tuple| places(tuple.len()));
        length(object).or_else(list).or_else(tuple).unwrap_or(0)
    };
    check(size(a).saturating_add(size(b)), vm)
}
