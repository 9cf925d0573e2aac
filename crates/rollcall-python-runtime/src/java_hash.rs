//! The builtin `hash`: the hash of Java's objects, which is the same in every process, so that scripts know it.

use rustpython_vm::builtins::{PyComplex, PyFloat, PyFrozenSet, PyFunction, PyInt, PyStr, PyTuple, PyType};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{class, interned, text, view};

/// The hash of an object in 32 bits.
///
/// # Errors
/// When it has no hash.
pub fn java_hash_of(object: &PyObject, vm: &VirtualMachine) -> PyResult<i32> {
    let full = object.hash(vm)?;
    let found = match of_builtin(object, vm)? {
        Some(found) => found,
        None => match view::hashed_bytes(object) {
            Some(bytes) => of_text(&text::from_bytes(&bytes, vm)),
            None => folded(full),
        },
    };
    class::note_hash(found, full);
    Ok(found)
}

/// Whether an object's hash is that of a builtin type, and not one that a class of a script has.
fn is_of(object: &PyObject, class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let slot = |class: &Py<PyType>| class.slots.hash.load().map(|slot| slot as usize);
    let is_inherited = || {
        let method = object.class().get_attr(interned("__hash__", vm));
        method.is_none_or(|method| method.downcast_ref::<PyFunction>().is_none())
    };
    slot(object.class()) == slot(class) || is_inherited()
}

fn of_builtin(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<i32>> {
    let types = &vm.ctx.types;
    if let Some(text) = object.downcast_ref::<PyStr>() {
        return Ok(is_of(object, types.str_type, vm).then(|| of_text(text)));
    }
    if let Some(whole) = object.downcast_ref::<PyInt>() {
        return Ok(is_of(object, types.int_type, vm).then(|| of_whole(whole)));
    }
    if let Some(number) = object.downcast_ref::<PyFloat>() {
        return Ok(is_of(object, types.float_type, vm).then(|| of_float(number.to_f64(), vm)));
    }
    if let Some(number) = object.downcast_ref::<PyComplex>() {
        let number = number.to_complex();
        let both = number.re.to_bits() ^ number.im.to_bits();
        let found = if number.im == 0.0 { of_float(number.re, vm) } else { of_bits(both) };
        return Ok(is_of(object, types.complex_type, vm).then_some(found));
    }
    if let Some(tuple) = object.downcast_ref::<PyTuple>().filter(|_| is_of(object, types.tuple_type, vm)) {
        return of_tuple(tuple, vm).map(Some);
    }
    if object.downcast_ref::<PyFrozenSet>().is_some() && is_of(object, types.frozenset_type, vm) {
        let items: Vec<PyObjectRef> = vm.extract_elements_with(object, Ok)?;
        let sum = |sum: i32, item: &PyObjectRef| Ok(sum.wrapping_add(java_hash_of(item, vm)?));
        return items.iter().try_fold(0, sum).map(Some);
    }
    of_class(object, vm)
}

/// The method of a class of the library that returns the hash of Jython's, beside the hash by which the engine looks it
/// up.
const OWN: &str = "$hash";

/// The hash that a class of the library names, if the object's `__hash__` is that class's.
fn of_class(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<i32>> {
    let (hash, own) = (interned("__hash__", vm), interned(OWN, vm));
    let class = object.class();
    if class.get_attr(own).is_none() {
        return Ok(None);
    }
    let owners = class.mro_map_collect(|class| {
        let attributes = class.attributes.read();
        attributes.contains_key(hash).then(|| attributes.get(own).cloned())
    });
    let Some(method) = owners.into_iter().flatten().next().flatten() else { return Ok(None) };
    let found = method.call((object.to_owned(),), vm)?.try_to_value::<i64>(vm)?;
    Ok(i32::try_from(found).ok())
}

/// As `java.lang.String.hashCode` has it.
fn of_text(text: &Py<PyStr>) -> i32 {
    text.as_wtf8().encode_wide().fold(0, |hash: i32, unit| hash.wrapping_mul(31).wrapping_add(i32::from(unit)))
}

/// An `int` is its own, a `long` has that of a `java.math.BigInteger`.
fn of_whole(number: &PyInt) -> i32 {
    let number = number.as_bigint();
    if let Ok(small) = i32::try_from(number) {
        return small;
    }
    let (sign, digits) = number.to_u32_digits();
    let hash = digits
        .iter()
        .rev()
        .fold(0_i32, |hash, digit| hash.wrapping_mul(31).wrapping_add(i32::from_ne_bytes(digit.to_ne_bytes())));
    if sign == PyInt::from(-1).as_bigint().sign() { hash.wrapping_neg() } else { hash }
}

/// A float without a fraction has the hash of the whole number.
fn of_float(number: f64, vm: &VirtualMachine) -> i32 {
    if number.is_infinite() {
        return if number > 0.0 { 314_159 } else { -271_828 };
    }
    if number.is_nan() {
        return 0;
    }
    let whole = (number.fract() == 0.0)
        .then(|| vm.ctx.new_float(number))
        .and_then(|number| number.as_object().try_int(vm).ok());
    match whole {
        Some(whole) => of_whole(&whole),
        None => of_bits(number.to_bits()),
    }
}

/// As `java.lang.Double.hashCode` has it.
fn of_bits(bits: u64) -> i32 {
    let [a, b, c, d, e, f, g, h] = bits.to_le_bytes();
    i32::from_le_bytes([a ^ e, b ^ f, c ^ g, d ^ h])
}

fn of_tuple(tuple: &PyTuple, vm: &VirtualMachine) -> PyResult<i32> {
    let length = i32::try_from(tuple.len()).unwrap_or(i32::MAX);
    let (mut hash, mut factor) = (0x0034_5678_i32, 1_000_003_i32);
    for (index, item) in (0..length).rev().zip(tuple.iter().rev()) {
        hash = (hash ^ java_hash_of(item, vm)?).wrapping_mul(factor);
        factor = factor.wrapping_add(82_520_i32.wrapping_add(index.wrapping_mul(2)));
    }
    Ok(hash.wrapping_add(97_531))
}

/// A hash in 32 bits, as Jython's are: more would show as a `long`. One that fits stays unchanged, as a Java object's
/// does.
fn folded(hash: i64) -> i32 {
    i32::try_from(hash).unwrap_or_else(|_| of_bits(u64::from_ne_bytes(hash.to_ne_bytes())))
}
