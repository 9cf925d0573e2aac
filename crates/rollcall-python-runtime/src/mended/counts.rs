//! Numbers that set how much is made in one go: places of `itertools`, the width of bytes, the bytes of a `struct` or of
//! a key.
//!
//! The engine asks the machine for that much, which ends the worker where there is no room, and panics at a number of more
//! than 64 bits. Here it is a `MemoryError` or an `OverflowError`, as everywhere else.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyByteArray, PyBytes, PyInt, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::large::{check as check_room, check_shown, length as length_of_text};
use crate::{has_room, job_is_python2, kept, set_method};

/// The bytes of one counted item, with its place in a result.
const EACH: usize = 32;

/// Wraps the functions that take such numbers.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    guard_itertools(vm)?;
    for class in [vm.ctx.types.bytes_type, vm.ctx.types.bytearray_type] {
        for name in ["ljust", "rjust", "center", "zfill", "expandtabs"] {
            guard_bytes(class, name, vm);
        }
    }
    guard_bytes_made(vm);
    guard_method(vm.ctx.types.int_type, "to_bytes", |args, vm| check(argument(args, 1, "length"), 1, vm), vm);
    for name in ["StringIO", "BytesIO"] {
        guard_method(class("_io", name, vm)?, "write", check_written, vm);
    }
    for name in ["encode_basestring", "encode_basestring_ascii"] {
        guard_function(
            "_json",
            name,
            |args, vm| args.args.first().map_or(Ok(()), |text| check_shown(text, 2, vm)),
            vm,
        )?;
    }
    guard_function("_struct", "pack", check_format, vm)?;
    guard_function("_hashlib", "pbkdf2_hmac", |args, vm| check(argument(args, 4, "dklen"), 1, vm), vm)
}

/// Refuses so many if there is no room for them.
///
/// # Errors
/// A `MemoryError`, or an `OverflowError` for a number that no machine can count.
fn check(wanted: Option<&PyObjectRef>, each: usize, vm: &VirtualMachine) -> PyResult<()> {
    let Some(number) = wanted.and_then(|wanted| wanted.downcast_ref::<PyInt>()) else { return Ok(()) };
    let most = if job_is_python2() { i32::MAX as i64 } else { i64::MAX };
    match i64::try_from(number.as_bigint()) {
        Ok(count) if count.checked_abs().is_some_and(|count| count <= most) => {
            let bytes = usize::try_from(count).unwrap_or(0).saturating_mul(each);
            if has_room(bytes) { Ok(()) } else { Err(vm.new_memory_error("")) }
        }
        _ if job_is_python2() => Err(vm.new_overflow_error("long int too large to convert to int")),
        _ => Err(vm.new_overflow_error("Python int too large to convert to C ssize_t")),
    }
}

fn refuse_negative(wanted: Option<&PyObjectRef>, words: &'static str, vm: &VirtualMachine) -> PyResult<()> {
    let is_negative = |number: &PyInt| number.as_bigint() < PyInt::from(0).as_bigint();
    match wanted.and_then(|wanted| wanted.downcast_ref::<PyInt>()) {
        Some(number) if is_negative(number) => Err(vm.new_value_error(words)),
        _ => Ok(()),
    }
}

pub(super) fn argument<'a>(args: &'a FuncArgs, place: usize, name: &str) -> Option<&'a PyObjectRef> {
    args.args.get(place).or_else(|| args.kwargs.get(name))
}

type New = fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult;

macro_rules! guard_new {
    ($vm:ident; $($class:literal $place:literal $name:literal $negative:literal $each:expr;)*) => {
        $({
            static NEW: OnceLock<New> = OnceLock::new();
            let class = class("itertools", $class, $vm)?;
            if let Some(original) = class.slots.new.load() {
                NEW.get_or_init(|| original);
                class.slots.new.store(Some(|class, args, vm| {
                    let each: fn(&FuncArgs) -> usize = $each;
                    let wanted = argument(&args, $place, $name);
                    refuse_negative(wanted, $negative, vm)?;
                    check(wanted, each(&args), vm)?;
                    match NEW.get() {
                        Some(original) => original(class, args, vm),
                        None => Err(vm.new_type_error("no such type")),
                    }
                }));
            }
        })*
    };
}

/// `bytes(count)` and `bytes(numbers)`.
fn guard_bytes_made(vm: &VirtualMachine) {
    static NEW: OnceLock<New> = OnceLock::new();
    let bytes = vm.ctx.types.bytes_type;
    let Some(original) = bytes.slots.new.load() else { return };
    NEW.get_or_init(|| original);
    bytes.slots.new.store(Some(|class, mut args, vm| {
        if let [source] = args.args.as_mut_slice()
            && args.kwargs.is_empty()
        {
            check(Some(source), 1, vm)?;
            let is_iterator = source.class().slots.iternext.load().is_some();
            if is_iterator {
                *source = kept(source, vm)?;
            }
        }
        NEW.get().map_or_else(|| Err(vm.new_type_error("no such type")), |original| original(class, args, vm))
    }));
}

/// `file.write(text)` of a file in memory, which takes twice its room when it grows.
fn check_written(args: &FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let [file, text] = args.args.as_slice() else { return Ok(()) };
    let Ok(at) = vm.call_method(file, "tell", ()) else { return Ok(()) };
    let at: usize = at.try_to_value(vm).unwrap_or(0);
    check_room(at.saturating_add(length_of_text(text).unwrap_or(0)).saturating_mul(2), vm)
}

fn guard_itertools(vm: &VirtualMachine) -> PyResult<()> {
    guard_new! { vm;
        "combinations" 1 "r" "r must be non-negative" |_| EACH;
        "combinations_with_replacement" 1 "r" "r must be non-negative" |_| EACH;
        "permutations" 1 "r" "r must be non-negative" |_| 0;
        "product" 0x7fff_ffff "repeat" "repeat argument cannot be negative" |args| EACH * args.args.len();
        "tee" 1 "n" "n must be >= 0" |_| EACH;
    }
    Ok(())
}

pub(super) fn class(module: &'static str, name: &'static str, vm: &VirtualMachine) -> PyResult<&'static Py<PyType>> {
    let class = vm.import(module, 0)?.get_attr(name, vm)?.downcast::<PyType>();
    // The types of the engine's modules live as long as the process.
    class
        .map(|class| &**Box::leak(Box::new(class)))
        .map_err(|_| vm.new_type_error(format!("{module}.{name} is no type")))
}

type Check = fn(&FuncArgs, &VirtualMachine) -> PyResult<()>;

fn guard_method(class: &'static Py<PyType>, name: &'static str, check: Check, vm: &VirtualMachine) {
    let Ok(original) = class.as_object().get_attr(name, vm) else { return };
    let original: &'static PyObjectRef = Box::leak(Box::new(original));
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        check(&args, vm)?;
        original.call(args, vm)
    };
    set_method(class, name, call, vm);
}

fn guard_function(module: &'static str, name: &'static str, check: Check, vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import(module, 0)?;
    let original: &'static PyObjectRef = Box::leak(Box::new(module.get_attr(name, vm)?));
    let call = move |args: FuncArgs, vm: &VirtualMachine| {
        check(&args, vm)?;
        original.call(args, vm)
    };
    module.set_attr(name, vm.new_function(name, call), vm)
}

/// `ljust(width)` and its like, and `expandtabs(tabsize)`.
fn guard_bytes(class: &'static Py<PyType>, name: &'static str, vm: &VirtualMachine) {
    let check: Check = match name {
        "expandtabs" => {
            |args, vm| check(argument(args, 1, "tabsize"), args.args.first().map_or(0, |bytes| tabs(bytes)), vm)
        }
        _ => |args, vm| check(args.args.get(1), 2, vm),
    };
    guard_method(class, name, check, vm);
}

/// How many tabulators some bytes have.
fn tabs(bytes: &PyObject) -> usize {
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\t').count();
    match (bytes.downcast_ref::<PyBytes>(), bytes.downcast_ref::<PyByteArray>()) {
        (Some(bytes), _) => count(bytes.as_bytes()),
        (_, Some(bytes)) => count(&bytes.borrow_buf()),
        _ => 0,
    }
}

/// A format of `struct` with a great number in it has its size asked for first.
fn check_format(args: &FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let Some(format) = args.args.first() else { return Ok(()) };
    let text = format.str(vm)?;
    if text.as_bytes().split(|byte| !byte.is_ascii_digit()).all(|digits| digits.len() < 7) {
        return Ok(());
    }
    let size = vm.import("_struct", 0)?.get_attr("calcsize", vm)?.call((format.clone(),), vm)?;
    check(Some(&size), 2, vm)
}
