//! The operators of whole numbers: a result computed from a `long`, or one that outgrows 32 bits, is a `long`.
//!
//! Numbers of up to 64 bits are computed here; larger ones, and objects that are not plain numbers, by the engine. That
//! keeps the way of plain small numbers as short as the engine's own, for the library and scripts of Python 3 too,
//! whose results are the same numbers without being `long`.
//!
//! The engine computes `+` and `-` of two plain numbers, and `*` once a line has run often, without asking anybody. A
//! result of these that outgrows 32 bits is not of the class `long`; it is taken for one where it shows, see
//! [`number::is_long`], but two more of the same can bring it back into the range of `int`, and then it shows as that.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyBool, PyInt, PyTuple, PyType};
use rustpython_vm::protocol::{PyNumber, PyNumberBinaryFunc};
use rustpython_vm::types::AsNumber;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, is_just_long, job_is_python2, language, number, room};

macro_rules! store_both {
    ($slots:ident: $($name:ident $right:ident)*) => {
        $($slots.$name.store(Some($name as PyNumberBinaryFunc)); $slots.$right.store(Some($name));)*
    };
}

/// The operators of two numbers, by the names of their methods.
const OPERATORS: [&str; 24] = [
    "__add__",
    "__radd__",
    "__sub__",
    "__rsub__",
    "__mul__",
    "__rmul__",
    "__mod__",
    "__rmod__",
    "__floordiv__",
    "__rfloordiv__",
    "__divmod__",
    "__rdivmod__",
    "__pow__",
    "__rpow__",
    "__lshift__",
    "__rlshift__",
    "__rshift__",
    "__rrshift__",
    "__and__",
    "__rand__",
    "__or__",
    "__ror__",
    "__xor__",
    "__rxor__",
];

/// Puts the operators into the classes of whole numbers. The result of `and`, `or` and `xor` on two truth values is a
/// truth value.
pub(super) fn install(language: &Language, vm: &VirtualMachine) {
    for class in [vm.ctx.types.int_type, &language.long] {
        let slots = &class.slots.as_number;
        store_both!(slots: and right_and or right_or xor right_xor);
        install_arithmetic(class);
    }
    // Classes below `long` take their operators from here.
    let long: &'static Py<PyType> = Box::leak(Box::new(language.long.clone()));
    super::renew_operators(long, &OPERATORS, vm);
    let truth = vm.ctx.types.bool_type;
    let slots = &truth.slots.as_number;
    slots.and.store(Some(|a, b, vm| of_truths(a, b, PyBool::as_number().and, and, vm)));
    slots.or.store(Some(|a, b, vm| of_truths(a, b, PyBool::as_number().or, or, vm)));
    slots.xor.store(Some(|a, b, vm| of_truths(a, b, PyBool::as_number().xor, xor, vm)));
    install_arithmetic(truth);
}

/// An operation with a truth value: the engine's of two of them, else that of numbers.
fn of_truths(
    a: &PyObject,
    b: &PyObject,
    truths: Option<PyNumberBinaryFunc>,
    numbers: PyNumberBinaryFunc,
    vm: &VirtualMachine,
) -> PyResult {
    let is_truth = |object: &PyObject| object.class().is(vm.ctx.types.bool_type);
    match truths {
        Some(truths) if is_truth(a) && is_truth(b) => truths(a, b, vm),
        _ => numbers(a, b, vm),
    }
}

fn install_arithmetic(class: &Py<PyType>) {
    let slots = &class.slots.as_number;
    store_both!(slots: add right_add subtract right_subtract multiply right_multiply remainder right_remainder
        floor_divide right_floor_divide rshift right_rshift divmod right_divmod);
    slots.lshift.store(Some(guarded_lshift));
    slots.right_lshift.store(Some(guarded_lshift));
    slots.power.store(Some(power));
    slots.right_power.store(Some(power));
    slots.negative.store(Some(negative));
    slots.positive.store(Some(positive));
    slots.absolute.store(Some(absolute));
    slots.invert.store(Some(invert));
}

/// A number of at most 64 bits that is an `int` or a `long` and of no class of a script, and whether it is a `long`.
fn word(object: &PyObject, vm: &VirtualMachine) -> Option<(i64, bool)> {
    let number = object.downcast_ref::<PyInt>()?;
    let is_plain = object.class().is(vm.ctx.types.int_type) || object.class().is(vm.ctx.types.bool_type);
    if !is_plain && !is_just_long(object) {
        return None;
    }
    let value = i64::try_from(number.as_bigint()).ok()?;
    Some((value, !is_plain || i32::try_from(value).is_err()))
}

fn words(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> Option<(i64, i64, bool)> {
    let ((x, x_is_long), (y, y_is_long)) = (word(a, vm)?, word(b, vm)?);
    Some((x, y, x_is_long || y_is_long))
}

/// A result: a `long` if an operand is one, or if it needs more than 32 bits.
fn result(value: i64, is_long: bool, vm: &VirtualMachine) -> PyResult {
    if job_is_python2() && (is_long || i32::try_from(value).is_err()) {
        number::to_long(&PyInt::from(value), vm)
    } else {
        Ok(vm.ctx.new_int(value).into())
    }
}

/// A result of the engine's, in the same way; an object that is not a plain number stays unchanged.
fn large_result(operands: &[&PyObject], result: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    // Also one of a class below it.
    let is_below =
        |object: &PyObject| language().is_some_and(|language| object.class().fast_issubclass(&language.long));
    let is_long = |object: &PyObject| object.downcast_ref::<PyInt>().is_some_and(number::is_long) || is_below(object);
    match result.downcast_ref_if_exact::<PyInt>(vm) {
        Some(whole) if job_is_python2() && (is_long(&result) || operands.iter().any(|operand| is_long(operand))) => {
            number::to_long(whole, vm)
        }
        _ => Ok(result),
    }
}

macro_rules! binary {
    ($($name:ident $compute:expr;)*) => {
        $(pub(super) fn $name(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
            let compute: fn(i64, i64) -> Option<i64> = $compute;
            if let Some((x, y, is_long)) = words(a, b, vm)
                && let Some(value) = compute(x, y)
            {
                return result(value, is_long, vm);
            }
            match PyInt::as_number().$name {
                Some(operator) => {
                    large_result(&[a, b], operator(a, b, vm).map_err(|error| by_zero(error, a, b, vm))?, vm)
                }
                None => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

binary! {
    add i64::checked_add;
    subtract i64::checked_sub;
    multiply i64::checked_mul;
    remainder modulo;
    floor_divide quotient;
    lshift shifted;
    rshift |x, y| if y < 0 { None } else { Some(x >> y.min(63)) };
    and |x, y| Some(x & y);
    or |x, y| Some(x | y);
    xor |x, y| Some(x ^ y);
}

/// A quotient, towards negative infinity; None by zero, or if it does not fit.
fn quotient(x: i64, y: i64) -> Option<i64> {
    let quotient = x.checked_div(y)?;
    let is_inexact_and_negative = x % y != 0 && (x < 0) != (y < 0);
    Some(if is_inexact_and_negative { quotient - 1 } else { quotient })
}

/// The remainder, with the sign of the divisor.
fn modulo(x: i64, y: i64) -> Option<i64> {
    let rest = x.checked_rem(y)?;
    Some(if rest != 0 && (rest < 0) != (y < 0) { rest + y } else { rest })
}

/// `a << b`.
fn guarded_lshift(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let (Some(number), Some(by)) = (a.downcast_ref::<PyInt>(), b.downcast_ref::<PyInt>()) {
        room::check_bits(room::bits_of_shifted(number, by), vm)?;
    }
    lshift(a, b, vm)
}

fn shifted(x: i64, y: i64) -> Option<i64> {
    let y = u32::try_from(y).ok().filter(|y| *y < i64::BITS)?;
    let shifted = x << y;
    (shifted >> y == x).then_some(shifted)
}

/// The error of a division by zero names the kind of the numbers.
fn by_zero(error: PyBaseExceptionRef, a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let is_long = |object: &PyObject| object.downcast_ref::<PyInt>().is_some_and(number::is_long);
    if !job_is_python2() || !error.fast_isinstance(vm.ctx.exceptions.zero_division_error) {
        return error;
    }
    let any_long = is_long(a) || is_long(b);
    vm.new_zero_division_error(if any_long { "long division or modulo" } else { "integer division or modulo by zero" })
}

macro_rules! unary {
    ($($name:ident $compute:expr;)*) => {
        $(pub(super) fn $name(a: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
            let compute: fn(i64) -> Option<i64> = $compute;
            if let Some((x, is_long)) = word(&a, vm)
                && let Some(value) = compute(x)
            {
                return result(value, is_long, vm);
            }
            match PyInt::as_number().$name {
                Some(operator) => large_result(&[&a], operator(a, vm)?, vm),
                None => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

unary! {
    negative i64::checked_neg;
    positive |x| Some(x);
    absolute i64::checked_abs;
    invert |x| Some(!x);
}

fn power(a: &PyObject, b: &PyObject, c: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(operator) = PyInt::as_number().power else { return Ok(vm.ctx.not_implemented()) };
    let is_negative = |number: &Py<PyInt>| number.as_bigint() < PyInt::from(0).as_bigint();
    if caller_is_python2(vm) && !vm.is_none(c) && b.downcast_ref::<PyInt>().is_some_and(is_negative) {
        return Err(vm.new_type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    if vm.is_none(c)
        && let Some((x, y, is_long)) = words(a, b, vm)
        && let Some(value) = u32::try_from(y).ok().and_then(|y| x.checked_pow(y))
    {
        return result(value, is_long, vm);
    }
    if vm.is_none(c)
        && let (Some(base), Some(exponent)) = (a.downcast_ref::<PyInt>(), b.downcast_ref::<PyInt>())
    {
        room::check_bits(room::bits_of_power(base, exponent), vm)?;
    }
    large_result(&[a, b, c], operator(a, b, c, vm)?, vm)
}

fn divmod(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    let parts = match words(a, b, vm) {
        Some((x, y, is_long)) if let (Some(whole), Some(rest)) = (quotient(x, y), modulo(x, y)) => {
            vec![result(whole, is_long, vm)?, result(rest, is_long, vm)?]
        }
        _ => {
            let Some(operator) = PyInt::as_number().divmod else { return Ok(vm.ctx.not_implemented()) };
            let answer = operator(a, b, vm).map_err(|error| by_zero(error, a, b, vm))?;
            let Some(pair) = answer.downcast_ref::<PyTuple>() else { return Ok(answer) };
            pair.iter().map(|part| large_result(&[a, b], part.clone(), vm)).collect::<PyResult<_>>()?
        }
    };
    Ok(vm.ctx.new_tuple(parts).into())
}
