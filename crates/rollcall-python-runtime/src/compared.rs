//! `__cmp__` of builtin types, for scripts that call it by its name: `'a'.__cmp__('b')`.
//!
//! Comparison itself does not ask it, see `order`: where a script's class inherits it, a refusal means that there is no
//! answer.

use rustpython_vm::builtins::{PyComplex, PyDict, PyFloat, PyInt, PyStr};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{number, order, set_method, type_names, unicode};

/// Gives the types the method.
pub(super) fn install(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    for class in [types.int_type, types.float_type, types.str_type, types.dict_type] {
        set_method(class, "__cmp__", compare, vm);
    }
    let refuse = |_set: PyObjectRef, _other: PyObjectRef, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_type_error("cannot compare sets using cmp()"))
    };
    set_method(types.set_type, "__cmp__", refuse, vm);
    set_method(types.frozenset_type, "__cmp__", refuse, vm);
}

/// The kind that another value must have to be compared by a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Int,
    Long,
    Float,
    Text,
    Dict,
}

fn kind(object: &PyObject) -> Option<Kind> {
    if let Some(whole) = object.downcast_ref::<PyInt>() {
        return Some(if number::is_long(whole) { Kind::Long } else { Kind::Int });
    }
    if object.downcast_ref::<PyFloat>().is_some() {
        return Some(Kind::Float);
    }
    if object.downcast_ref::<PyStr>().is_some() {
        return Some(Kind::Text);
    }
    object.downcast_ref::<PyDict>().map(|_| Kind::Dict)
}

/// Whether a value of one kind knows how it compares with one of another: a number with those of no wider kind.
fn knows(own: Kind, other: Kind) -> bool {
    own == other || (own <= Kind::Float && other <= own)
}

fn compare(own: PyObjectRef, other: PyObjectRef, vm: &VirtualMachine) -> PyResult<i32> {
    match (kind(&own), kind(&other)) {
        (Some(wanted), Some(given)) if knows(wanted, given) => {
            let (own, other) = (plain(own, vm)?, plain(other, vm)?);
            Ok(order::compare(&own, &other, vm)? as i32)
        }
        _ => {
            let (own, given) = (type_names::name_in_errors(&own, vm), type_names::name_in_errors(&other, vm));
            Err(vm.new_type_error(format!("{own}.__cmp__(x,y) requires y to be '{own}', not a '{given}'")))
        }
    }
}

/// A text without the methods of its script's class.
pub(super) fn plain_text(text: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let Some(characters) = text.downcast_ref::<PyStr>().map(|text| text.as_wtf8().to_owned()) else { return Ok(text) };
    let is_plain = text.class().is(vm.ctx.types.str_type) || unicode::is_exact(&text);
    match unicode::is_unicode(&text) {
        _ if is_plain => Ok(text),
        true => unicode::new(characters, vm),
        false => Ok(vm.ctx.new_str(characters).into()),
    }
}

/// A value without the methods of its script's class.
pub(super) fn plain(value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if let Some(whole) = value.downcast_ref::<PyInt>() {
        return Ok(vm.ctx.new_bigint(whole.as_bigint()).into());
    }
    if let Some(number) = value.downcast_ref::<PyFloat>() {
        return Ok(vm.ctx.new_float(number.to_f64()).into());
    }
    if let Some(number) = value.downcast_ref::<PyComplex>() {
        return Ok(vm.ctx.new_complex(number.to_complex()).into());
    }
    if value.downcast_ref::<PyStr>().is_some() {
        return plain_text(value, vm);
    }
    match value.downcast_ref_if_exact::<PyDict>(vm) {
        None => match value.downcast_ref::<PyDict>() {
            Some(dict) => Ok(rustpython_vm::PyPayload::into_ref(dict.copy(), &vm.ctx).into()),
            None => Ok(value),
        },
        Some(_) => Ok(value),
    }
}
