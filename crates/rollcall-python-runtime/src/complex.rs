//! Complex numbers: quotients and whole powers computed as Jython does, so that the last digit is the same, and texts.

use rustpython_vm::builtins::{PyComplex, PyFloat, PyInt, PyStr, PyType};
use rustpython_vm::function::{Either, PyComparisonValue};
use rustpython_vm::protocol::{PyNumberBinaryFunc, PyNumberTernaryFunc};
use rustpython_vm::types::{AsNumber, Comparable, PyComparisonOp};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{job_is_python2, repr, set_method};

/// Real and imaginary part.
type Parts = (f64, f64);

/// Puts the operators into the type.
pub(super) fn install(vm: &VirtualMachine) {
    let slots = &vm.ctx.types.complex_type.slots.as_number;
    for slot in [&slots.true_divide, &slots.right_true_divide] {
        slot.store(Some(divide as PyNumberBinaryFunc));
    }
    for slot in [&slots.power, &slots.right_power] {
        slot.store(Some(power as PyNumberTernaryFunc));
    }
    for slot in [&slots.floor_divide, &slots.right_floor_divide] {
        slot.store(Some(floor_divide as PyNumberBinaryFunc));
    }
    for slot in [&slots.remainder, &slots.right_remainder] {
        slot.store(Some(remainder as PyNumberBinaryFunc));
    }
    for slot in [&slots.divmod, &slots.right_divmod] {
        slot.store(Some(divmod as PyNumberBinaryFunc));
    }
    for slot in [&slots.subtract, &slots.right_subtract] {
        slot.store(Some(subtract as PyNumberBinaryFunc));
    }
    let class: &'static Py<PyType> = vm.ctx.types.complex_type;
    class.slots.richcompare.store(Some(compare));
    super::renew_operators(class, &["__eq__", "__ne__"], vm);
    for name in ["__lt__", "__le__", "__gt__", "__ge__"] {
        set_method(class, name, order_by_name, vm);
    }
    set_method(class, "__str__", text, vm);
}

fn parts(object: &PyObject) -> Option<Parts> {
    if let Some(number) = object.downcast_ref::<PyComplex>() {
        let number = number.to_complex();
        return Some((number.re, number.im));
    }
    if let Some(number) = object.downcast_ref::<PyFloat>() {
        return Some((number.to_f64(), 0.0));
    }
    let whole = object.downcast_ref::<PyInt>()?;
    i32::try_from(whole.as_bigint()).ok().map(|whole| (f64::from(whole), 0.0))
}

fn made((real, imaginary): Parts, vm: &VirtualMachine) -> PyResult {
    vm.ctx.types.complex_type.as_object().call((real, imaginary), vm)
}

/// A real number has an imaginary part of zero, from which the subtracted number's is taken: the engine negates that
/// one instead.
fn subtract(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match (parts(a), parts(b)) {
        (Some(x), Some(y)) if job_is_python2() => made((x.0 - y.0, x.1 - y.1), vm),
        _ => match PyComplex::as_number().subtract {
            Some(original) => original(a, b, vm),
            None => Ok(vm.ctx.not_implemented()),
        },
    }
}

/// Comparison, where a whole number counts with its exact value, and not as the next float.
fn compare(
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<Either<PyObjectRef, PyComparisonValue>> {
    if let (Some(number), true, true) = (a.downcast_ref::<PyComplex>(), job_is_python2(), is_whole(b)) {
        let number = number.to_complex();
        let is_equal =
            number.im == 0.0 && vm.ctx.new_float(number.re).as_object().rich_compare_bool(b, PyComparisonOp::Eq, vm)?;
        match op {
            PyComparisonOp::Eq => return Ok(Either::B(PyComparisonValue::Implemented(is_equal))),
            PyComparisonOp::Ne => return Ok(Either::B(PyComparisonValue::Implemented(!is_equal))),
            _ => {}
        }
    }
    <PyComplex as Comparable>::slot_richcompare(a, b, op, vm)
}

fn is_whole(object: &PyObject) -> bool {
    object.downcast_ref::<PyInt>().is_some()
}

/// `complex.__lt__` and its like, called by name.
fn order_by_name(number: PyObjectRef, other: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if job_is_python2() && (is_whole(&other) || parts(&other).is_some()) && parts(&number).is_some() {
        return Err(vm.new_type_error("cannot compare complex numbers using <, <=, >, >="));
    }
    Ok(vm.ctx.not_implemented())
}

fn divide(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match (parts(a), parts(b)) {
        (Some(x), Some(y)) if job_is_python2() && y != (0.0, 0.0) => made(quotient(x, y), vm),
        _ => match PyComplex::as_number().true_divide {
            Some(original) => original(a, b, vm),
            None => Ok(vm.ctx.not_implemented()),
        },
    }
}

/// The whole part of a quotient's real part, and the rest: None if this is not for complex numbers of Python 2.
fn whole_parts(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<(Parts, Parts)>> {
    let (true, Some(x), Some(y)) = (job_is_python2(), parts(a), parts(b)) else { return Ok(None) };
    if y == (0.0, 0.0) {
        return Err(vm.new_zero_division_error("complex division"));
    }
    let whole = (quotient(x, y).0.floor(), 0.0);
    let product = (y.0 * whole.0, y.1 * whole.0);
    Ok(Some((whole, (x.0 - product.0, x.1 - product.1))))
}

fn floor_divide(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match whole_parts(a, b, vm)? {
        Some((whole, _)) => made(whole, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn remainder(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match whole_parts(a, b, vm)? {
        Some((_, rest)) => made(rest, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn divmod(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match whole_parts(a, b, vm)? {
        Some((whole, rest)) => Ok(vm.ctx.new_tuple(vec![made(whole, vm)?, made(rest, vm)?]).into()),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// A quotient by Smith's method, which scales by the greater part of the divisor.
fn quotient((a, b): Parts, (c, d): Parts) -> Parts {
    if c.abs() >= d.abs() {
        let ratio = d / c;
        let divisor = c + d * ratio;
        ((a + b * ratio) / divisor, (b - a * ratio) / divisor)
    } else {
        let ratio = c / d;
        let divisor = c * ratio + d;
        ((a * ratio + b) / divisor, (b * ratio - a) / divisor)
    }
}

/// The exponents up to which a power is made of products.
const MAX_EXPONENT: i32 = 128;

fn power(a: &PyObject, b: &PyObject, c: &PyObject, vm: &VirtualMachine) -> PyResult {
    if job_is_python2()
        && vm.is_none(c)
        && let (Some(base), Some(exponent)) = (parts(a), parts(b).and_then(whole))
        && (base != (0.0, 0.0) || exponent >= 0)
    {
        let product = whole_power(base, exponent.unsigned_abs());
        // The power of a small number can be too small for a float.
        if exponent < 0 && product == (0.0, 0.0) {
            return Err(vm.new_zero_division_error("complex division"));
        }
        return made(if exponent < 0 { quotient((1.0, 0.0), product) } else { product }, vm);
    }
    match PyComplex::as_number().power {
        Some(original) => original(a, b, c, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

fn whole((real, imaginary): Parts) -> Option<i32> {
    let is_whole = imaginary == 0.0 && real.trunc() == real && real.abs() <= f64::from(MAX_EXPONENT);
    is_whole.then_some(real as i32)
}

fn whole_power(base: Parts, mut exponent: u32) -> Parts {
    let (mut square, mut product) = (base, (1.0, 0.0));
    while exponent > 0 {
        if exponent & 1 == 1 {
            product = (product.0 * square.0 - product.1 * square.1, product.1 * square.0 + product.0 * square.1);
        }
        square = (square.0 * square.0 - square.1 * square.1, square.0 * square.1 * 2.0);
        exponent >>= 1;
    }
    product
}

/// `repr` of a complex number.
pub(super) fn shown(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let (real, imaginary) = parts(object).unwrap_or_default();
    let part = |number: f64| vm.ctx.new_float(number).as_object().repr(vm).map(|shown| shown.to_string());
    Ok(together(real, &part(real)?, &part(imaginary)?))
}

/// `str` of a complex number, whose parts have twelve digits as those of a float.
fn text(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    if !job_is_python2() {
        return object.repr(vm);
    }
    let (real, imaginary) = parts(&object).unwrap_or_default();
    Ok(vm.ctx.new_str(together(real, &repr::twelve_digits(real), &repr::twelve_digits(imaginary))))
}

/// A complex number in a format with neither a letter nor a precision: its text, in the given width, with its sign
/// inside the parentheses. `around` is the filling and where it goes, `sign` the rest before the `width`.
pub(super) fn padded(number: &PyObject, around: &str, sign: &str, width: &str, vm: &VirtualMachine) -> PyResult {
    let text = number.str(vm)?.to_string();
    let (bracket, digits) = text.strip_prefix('(').map_or(("", text.as_str()), |digits| ("(", digits));
    let sign = if digits.starts_with('-') || sign == "-" { "" } else { sign };
    let around = if around.is_empty() { ">" } else { around };
    let text = vm.ctx.new_str(format!("{bracket}{sign}{digits}"));
    vm.call_method(text.as_object(), "__format__", (format!("{around}{width}"),))
}

/// The texts of the parts, without parentheses where there is no real part; a negative zero is one.
fn together(number: f64, real: &str, imaginary: &str) -> String {
    let short = |text: &str| text.strip_suffix(".0").unwrap_or(text).to_owned();
    let (real, imaginary) = (short(real), short(imaginary));
    if number == 0.0 && number.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let sign = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({real}{sign}{imaginary}j)")
}
