//! Special methods of numbers that only Python 2 has, for scripts that call them by their names: `(7).__div__(2)`.
//!
//! The operators do not need them: they ask the slots, see `number`. Each method answers `NotImplemented` to a value
//! that is not of its kind, so that a caller on the way from an operator goes on as before.

use rustpython_vm::builtins::{PyComplex, PyFloat, PyInt, PyType};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{builtin, number, set_method};

/// How far a number's kind is from the whole ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Int,
    Long,
    Float,
    Complex,
}

/// Gives the engine's numbers the methods; `long` and `bool` are below `int`.
pub(super) fn install(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    for class in [types.int_type, types.float_type, types.complex_type] {
        set_method(class, "__coerce__", coerce, vm);
        set_method(class, "__div__", |a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine| divide(&a, &b, &a, vm), vm);
        set_method(class, "__rdiv__", |a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine| divide(&b, &a, &a, vm), vm);
        set_method(class, "__nonzero__", |number: PyObjectRef, vm: &VirtualMachine| is_true(&number, vm), vm);
    }
    for class in [types.int_type, types.float_type] {
        set_method(class, "__long__", long, vm);
    }
    set_method(types.int_type, "__hex__", |number: PyRef<PyInt>| builtin::digits_of(&number, "0x", 16), vm);
    set_method(types.int_type, "__oct__", |number: PyRef<PyInt>| builtin::digits_of(&number, "0", 8), vm);
    rest_of_complex(types.complex_type, vm);
}

/// The operators of complex numbers that Python 3 lacks.
fn rest_of_complex(class: &'static Py<PyType>, vm: &VirtualMachine) {
    type Operator = fn(&VirtualMachine, &PyObject, &PyObject) -> PyResult;
    let operators: [(&'static str, &'static str, Operator); 3] = [
        ("__floordiv__", "__rfloordiv__", VirtualMachine::_floordiv),
        ("__mod__", "__rmod__", VirtualMachine::_mod),
        ("__divmod__", "__rdivmod__", VirtualMachine::_divmod),
    ];
    for (left, right, operator) in operators {
        let of = move |a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine| among(&a, &b, &a, operator, vm);
        set_method(class, left, of, vm);
        let of = move |a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine| among(&b, &a, &a, operator, vm);
        set_method(class, right, of, vm);
    }
}

fn kind(object: &PyObject) -> Option<Kind> {
    if let Some(whole) = object.downcast_ref::<PyInt>() {
        return Some(if number::is_long(whole) { Kind::Long } else { Kind::Int });
    }
    if object.downcast_ref::<PyFloat>().is_some() {
        return Some(Kind::Float);
    }
    object.downcast_ref::<PyComplex>().map(|_| Kind::Complex)
}

/// An operator's result for two numbers of which the own one is of the wider kind.
fn among(
    a: &PyObject,
    b: &PyObject,
    own: &PyObject,
    operator: fn(&VirtualMachine, &PyObject, &PyObject) -> PyResult,
    vm: &VirtualMachine,
) -> PyResult {
    match (kind(a), kind(b), kind(own)) {
        (Some(left), Some(right), Some(own)) if left.max(right) == own => operator(vm, a, b),
        _ => Ok(vm.ctx.not_implemented()),
    }
}

fn divide(a: &PyObject, b: &PyObject, own: &PyObject, vm: &VirtualMachine) -> PyResult {
    among(a, b, own, |vm, a, b| number::divide_builtin(a, b, vm), vm)
}

/// A number as one of a kind.
fn converted(value: &PyObject, kind: Kind, vm: &VirtualMachine) -> PyResult {
    let types = &vm.ctx.types;
    match (kind, value.downcast_ref::<PyInt>()) {
        (Kind::Int, Some(whole)) => Ok(vm.ctx.new_bigint(whole.as_bigint()).into()),
        (Kind::Long, Some(whole)) => number::to_long(whole, vm),
        (Kind::Complex, _) => types.complex_type.as_object().call((value.to_owned(),), vm),
        _ => types.float_type.as_object().call((value.to_owned(),), vm),
    }
}

/// `number.__coerce__(other)`: both as numbers of the own kind.
fn coerce(own: PyObjectRef, other: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match (kind(&own), kind(&other)) {
        (Some(wanted), Some(given)) if given <= wanted => {
            let other = converted(&other, wanted, vm)?;
            Ok(vm.ctx.new_tuple(vec![own, other]).into())
        }
        _ => Ok(vm.ctx.not_implemented()),
    }
}

fn is_true(number: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if let Some(whole) = number.downcast_ref::<PyInt>() {
        return Ok(*whole.as_bigint() != *PyInt::from(0).as_bigint());
    }
    match (number.downcast_ref::<PyFloat>(), number.downcast_ref::<PyComplex>()) {
        (Some(number), _) => Ok(number.to_f64() != 0.0),
        (None, Some(number)) => {
            let number = number.to_complex();
            Ok(number.re != 0.0 || number.im != 0.0)
        }
        (None, None) => number.to_owned().try_to_bool(vm),
    }
}

fn long(own: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let whole = match own.downcast_ref::<PyInt>() {
        Some(_) => own,
        None => vm.call_method(&own, "__int__", ())?,
    };
    match whole.downcast_ref::<PyInt>() {
        Some(whole) => number::to_long(whole, vm),
        None => Ok(whole),
    }
}
