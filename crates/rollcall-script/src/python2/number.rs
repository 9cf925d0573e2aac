//! Whole numbers: `/`, and which of them are `long`.
//!
//! The engine has one type of whole numbers; Jython has two, an `int` of 32 bits and a `long` without bounds. An `int`
//! of the engine that does not fit 32 bits is taken for a `long` wherever it shows (`type`, `isinstance`, `repr`), so
//! that numbers need no other class to become large; a small `long` is of a class of its own (`long`). What is computed
//! from a `long` is a `long`. The engine computes `+`, `-` and `*` of plain numbers by itself once a line of code has
//! run often; there a large number that becomes small again shows as an `int`.

use rustpython_vm::builtins::{PyFloat, PyFunction, PyInt, PyType};
use rustpython_vm::protocol::{PyNumber, PyNumberBinaryFunc};
use rustpython_vm::types::AsNumber;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::{Language, interned, is_running, language};

/// Puts division into all types, and keeps a `long` a `long` in those of whole numbers.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    for class in super::all_types(vm) {
        let number = &class.slots.as_number;
        number.matrix_multiply.store(Some(divide));
        number.right_matrix_multiply.store(Some(divide));
        number.inplace_matrix_multiply.store(Some(divide_in_place));
    }
    install_operators(vm.ctx.types.int_type);
    install_operators(&language.long);
    Ok(())
}

/// Whether scripts see a whole number as a `long`.
pub(super) fn is_long(number: &Py<PyInt>) -> bool {
    let Some(language) = language() else { return false };
    number.class().is(&language.long) || (!fits(number) && !number.class().is(bool_type()))
}

fn bool_type() -> &'static Py<PyType> {
    use rustpython_vm::class::StaticType;
    rustpython_vm::builtins::PyBool::static_type()
}

/// Whether a number fits Jython's `int`.
pub(super) fn fits(number: &PyInt) -> bool {
    i32::try_from(number.as_bigint()).is_ok()
}

/// A `long` of the same value.
pub(super) fn to_long(number: &PyInt, vm: &VirtualMachine) -> PyResult {
    let Some(language) = language() else { return Ok(vm.ctx.new_bigint(number.as_bigint()).into()) };
    PyInt::from(number.as_bigint().clone()).into_ref_with_type(vm, language.long.clone()).map(Into::into)
}

/// The `long` of a machine's number, as a Java `long` becomes one.
pub(crate) fn long_of(value: i64, vm: &VirtualMachine) -> PyResult {
    to_long(&PyInt::from(value), vm)
}

/// A result of whole numbers: a `long` if one of them is.
fn sticky(operands: &[&PyObject], result: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    let is_plain = |object: &PyObject| object.downcast_ref_if_exact::<PyInt>(vm).is_some_and(|number| fits(number));
    if !is_running() || operands.iter().all(|operand| is_plain(operand)) {
        return Ok(result);
    }
    let any_long = operands.iter().any(|operand| operand.downcast_ref::<PyInt>().is_some_and(is_long));
    match result.downcast_ref_if_exact::<PyInt>(vm) {
        Some(number) if any_long && fits(number) => to_long(number, vm),
        _ => Ok(result),
    }
}

macro_rules! binary {
    ($($name:ident)*) => {
        $(fn $name(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
            match PyInt::as_number().$name {
                Some(operator) => sticky(&[a, b], operator(a, b, vm)?, vm),
                None => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

macro_rules! unary {
    ($($name:ident)*) => {
        $(fn $name(a: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
            match PyInt::as_number().$name {
                Some(operator) => sticky(&[&a], operator(a, vm)?, vm),
                None => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

binary!(add subtract multiply remainder floor_divide lshift rshift and or xor);
unary!(negative positive absolute invert);

fn power(a: &PyObject, b: &PyObject, c: &PyObject, vm: &VirtualMachine) -> PyResult {
    match PyInt::as_number().power {
        Some(operator) => sticky(&[a, b], operator(a, b, c, vm)?, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn divmod(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(operator) = PyInt::as_number().divmod else { return Ok(vm.ctx.not_implemented()) };
    let result = operator(a, b, vm)?;
    let Some(pair) = result.downcast_ref::<rustpython_vm::builtins::PyTuple>() else { return Ok(result) };
    let parts = pair.iter().map(|part| sticky(&[a, b], part.clone(), vm)).collect::<PyResult<_>>()?;
    Ok(vm.ctx.new_tuple(parts).into())
}

fn install_operators(class: &Py<PyType>) {
    let slots = &class.slots.as_number;
    macro_rules! both {
        ($($name:ident $right:ident)*) => {
            $(slots.$name.store(Some($name as PyNumberBinaryFunc)); slots.$right.store(Some($name));)*
        };
    }
    both!(add right_add subtract right_subtract multiply right_multiply remainder right_remainder
        floor_divide right_floor_divide lshift right_lshift rshift right_rshift and right_and or right_or xor right_xor
        divmod right_divmod);
    slots.power.store(Some(power));
    slots.right_power.store(Some(power));
    slots.negative.store(Some(negative));
    slots.positive.store(Some(positive));
    slots.absolute.store(Some(absolute));
    slots.invert.store(Some(invert));
}

/// `a / b` as Python 2 has it: whole numbers to whole numbers, towards negative infinity.
fn divide(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let (Some(x), Some(y)) = (a.downcast_ref_if_exact::<PyInt>(vm), b.downcast_ref_if_exact::<PyInt>(vm)) {
        return divide_whole(x, y, vm);
    }
    if is_builtin_number(a, vm) && is_builtin_number(b, vm) {
        return divide_builtin(a, b, vm);
    }
    divide_by_method(a, b, vm)?.map_or_else(|| divide_builtin(a, b, vm), Ok)
}

/// `a /= b`: by `__idiv__` if the left one has it.
fn divide_in_place(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if !is_builtin_number(a, vm)
        && let Some(result) = call_method(a, "__idiv__", b, vm)?
    {
        return Ok(result);
    }
    divide(a, b, vm)
}

fn divide_whole(a: &Py<PyInt>, b: &Py<PyInt>, vm: &VirtualMachine) -> PyResult {
    let small = |number: &Py<PyInt>| i32::try_from(number.as_bigint()).ok().map(i64::from);
    match (small(a), small(b)) {
        (Some(_), Some(0)) => Err(vm.new_zero_division_error("integer division or modulo by zero")),
        (Some(x), Some(y)) => {
            let quotient = x / y;
            let is_inexact_and_negative = x % y != 0 && (x < 0) != (y < 0);
            Ok(vm.ctx.new_int(if is_inexact_and_negative { quotient - 1 } else { quotient }).into())
        }
        _ => floor_divide(a.as_object(), b.as_object(), vm),
    }
}

fn divide_builtin(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if a.downcast_ref::<PyInt>().is_some() && b.downcast_ref::<PyInt>().is_some() {
        return floor_divide(a, b, vm);
    }
    vm._truediv(a, b)
}

fn is_builtin_number(object: &PyObject, vm: &VirtualMachine) -> bool {
    let class = object.class();
    class.is(vm.ctx.types.int_type)
        || class.is(PyFloat::class(&vm.ctx))
        || class.is(vm.ctx.types.bool_type)
        || language().is_some_and(|language| class.is(&language.long))
}

/// Division by the methods of classes; none if neither has one that answers.
fn divide_by_method(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let is_subclass = !a.class().is(b.class()) && b.class().fast_issubclass(a.class());
    if is_subclass && let Some(result) = call_method(b, "__rdiv__", a, vm)? {
        return Ok(Some(result));
    }
    if let Some(result) = call_method(a, "__div__", b, vm)? {
        return Ok(Some(result));
    }
    if is_subclass { Ok(None) } else { call_method(b, "__rdiv__", a, vm) }
}

/// The answer of a special method that takes one value; none if there is no such method or it does not know.
pub(super) fn call_method(
    object: &PyObject,
    name: &'static str,
    argument: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<PyObjectRef>> {
    let Some(method) = object.class().get_attr(interned(name, vm)) else { return Ok(None) };
    let result = match method.downcast_ref::<PyFunction>() {
        Some(_) => method.call((object.to_owned(), argument.to_owned()), vm)?,
        None => object.get_attr(name, vm)?.call((argument.to_owned(),), vm)?,
    };
    Ok(if result.is(&vm.ctx.not_implemented) { None } else { Some(result) })
}
