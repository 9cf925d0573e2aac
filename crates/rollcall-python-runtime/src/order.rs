//! Comparison: an order of all values, `__cmp__`, and `cmp`.
//!
//! In Python 2 any two values compare. None is less than everything, numbers are less than all else, and the rest goes
//! by the name of the type, then by identity. The engine's types answer "not implemented" there, which Python 3 makes
//! an error of; their slots are wrapped to answer instead while a script of Python 2 runs. Comparisons that they can
//! answer take the same way as before.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::OnceLock;

use rustpython_vm::builtins::{
    PyBytes, PyComplex, PyDict, PyFloat, PyFrozenSet, PyInt, PySet, PyStr, PyTuple, PyType, PyTypeRef,
};
use rustpython_vm::function::{Either, PyComparisonValue};
use rustpython_vm::types::{Comparable, PyComparisonOp};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{class, instance, interned, job_is_python2, type_names};

type Answer = PyResult<Either<PyObjectRef, PyComparisonValue>>;
type Compare = fn(&PyObject, &PyObject, PyComparisonOp, &VirtualMachine) -> Answer;

/// The engine's comparison of plain objects.
static OF_OBJECTS: OnceLock<Compare> = OnceLock::new();

/// The engine's comparisons and their wrappers: a type with one of these slots has no comparison of its own.
static WRAPPERS: OnceLock<Vec<(usize, Compare)>> = OnceLock::new();

macro_rules! wrap {
    ($($wrapper:ident $payload:ty, $class:ident;)*) => {
        $(fn $wrapper(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
            if let Some(answer) = bytes_and_text(a, b, op, vm)? {
                return Ok(answered(answer));
            }
            or_default(<$payload as Comparable>::slot_richcompare(a, b, op, vm)?, a, b, op, vm)
        })*

        fn wrappers(vm: &VirtualMachine) -> Vec<(&'static Py<PyType>, Compare)> {
            vec![$((vm.ctx.types.$class, $wrapper as Compare)),*]
        }
    };
}

wrap! {
    compare_int PyInt, int_type;
    compare_bool PyInt, bool_type;
    compare_float PyFloat, float_type;
    compare_str PyStr, str_type;
    compare_bytes PyBytes, bytes_type;
}

thread_local! {
    /// The containers that are being compared, the innermost last.
    static COMPARED: RefCell<Vec<(usize, usize)>> = const { RefCell::new(Vec::new()) };
}

/// How deep containers nest before it is asked whether one contains itself.
const PLAIN_DEPTH: usize = 20;

/// Compares two containers. Where they are compared already, further out, they count as equal.
fn guarded(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine, compare: Compare) -> Answer {
    if !job_is_python2() {
        return compare(a, b, op, vm);
    }
    let pair = (a.get_id(), b.get_id());
    let is_known = COMPARED.with_borrow(|known| known.len() > PLAIN_DEPTH && known.contains(&pair));
    if is_known {
        return Ok(answered(op.eval_ord(Ordering::Equal)));
    }
    COMPARED.with_borrow_mut(|known| known.push(pair));
    let answer = compare(a, b, op, vm);
    COMPARED.with_borrow_mut(Vec::pop);
    answer
}

fn compare_list(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
    let answer = guarded(a, b, op, vm, crate::mended::compare_lists)?;
    or_default(answer, a, b, op, vm)
}

fn compare_tuple(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
    let answer = guarded(a, b, op, vm, <PyTuple as Comparable>::slot_richcompare)?;
    or_default(answer, a, b, op, vm)
}

/// Wraps the comparisons of the engine's types. Types that differ only in their name share the wrapper of their base.
pub(super) fn install(vm: &VirtualMachine) {
    let mut known: Vec<(usize, Compare)> = Vec::new();
    let containers: [(&'static Py<PyType>, Compare); 2] =
        [(vm.ctx.types.list_type, compare_list), (vm.ctx.types.tuple_type, compare_tuple)];
    for (class, wrapper) in wrappers(vm).into_iter().chain(containers) {
        known.extend(class.slots.richcompare.load().map(|original| (original as usize, wrapper)));
    }
    let objects = vm.ctx.types.object_type.slots.richcompare.load();
    if let Some(original) = objects {
        OF_OBJECTS.get_or_init(|| original);
        known.push((original as usize, compare_objects));
    }
    if let Some(original) = vm.ctx.types.dict_type.slots.richcompare.load() {
        known.push((original as usize, compare_dicts));
    }
    WRAPPERS.get_or_init(|| known);
    vm.ctx.types.none_type.slots.richcompare.store(Some(compare_objects));
    for class in super::all_types(vm) {
        adopt(&class);
    }
}

/// Wraps the comparison of a type that has one of the engine's, as new classes do that inherit it.
pub(super) fn adopt(class: &Py<PyType>) {
    let current = class.slots.richcompare.load().map(|slot| slot as usize);
    let wrapper = WRAPPERS.get().and_then(|known| known.iter().find(|(original, _)| Some(*original) == current));
    match (wrapper, current) {
        (Some((_, wrapper)), _) => class.slots.richcompare.store(Some(*wrapper)),
        (None, None) => class.slots.richcompare.store(Some(compare_objects)),
        _ => {}
    }
}

/// Bytes that are not ASCII and a `unicode` are not equal, whatever they look like, and have no order.
fn bytes_and_text(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<Option<bool>> {
    let (Some(left), Some(right)) = (a.downcast_ref::<PyStr>(), b.downcast_ref::<PyStr>()) else { return Ok(None) };
    if (left.isascii() && right.isascii()) || !job_is_python2() {
        return Ok(None);
    }
    let (left_is, right_is) = (super::unicode::is_unicode(a), super::unicode::is_unicode(b));
    let plain = if left_is { right } else { left };
    if left_is == right_is || plain.isascii() {
        return Ok(None);
    }
    if super::codec::default_has_more() {
        return in_default_encoding(left, right, op, vm).map(Some);
    }
    if is_order(op) {
        super::unicode::mixed(plain.as_object().to_owned(), vm)?;
    }
    Ok(Some(op == PyComparisonOp::Ne))
}

/// The same where another encoding is the default: bytes that are not valid in it are unequal to all.
fn in_default_encoding(a: &Py<PyStr>, b: &Py<PyStr>, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<bool> {
    let read = |text: &Py<PyStr>| -> PyResult {
        let is_unicode = super::unicode::is_unicode(text.as_object());
        if is_unicode { Ok(text.to_owned().into()) } else { super::codec::decode_ascii(text, vm) }
    };
    let (a, b) = match (read(a), read(b)) {
        (Ok(a), Ok(b)) => (a, b),
        (Err(error), _) | (_, Err(error)) if is_order(op) => return Err(error),
        _ => return Ok(op == PyComparisonOp::Ne),
    };
    match (a.downcast_ref::<PyStr>(), b.downcast_ref::<PyStr>()) {
        (Some(a), Some(b)) => Ok(op.eval_ord(a.as_wtf8().cmp(b.as_wtf8()))),
        _ => Ok(op == PyComparisonOp::Ne),
    }
}

fn compare_objects(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
    let Some(original) = OF_OBJECTS.get() else { return Ok(not_implemented()) };
    or_default(original(a, b, op, vm)?, a, b, op, vm)
}

fn compare_dicts(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
    let answer = guarded(a, b, op, vm, <PyDict as Comparable>::slot_richcompare)?;
    if !job_is_python2() || !is_order(op) || !is_not_implemented(&answer) {
        return Ok(answer);
    }
    match (a.downcast_ref::<PyDict>(), b.downcast_ref::<PyDict>()) {
        (Some(left), Some(right)) => Ok(answered(op.eval_ord(order_of_dicts(left, right, vm)?))),
        _ => or_default(answer, a, b, op, vm),
    }
}

/// Dicts compare by their length, then by the smallest key in which they differ, then by its values.
fn order_of_dicts(a: &Py<PyDict>, b: &Py<PyDict>, vm: &VirtualMachine) -> PyResult<Ordering> {
    let lengths = a.__len__().cmp(&b.__len__());
    if lengths != Ordering::Equal {
        return Ok(lengths);
    }
    let (left, right) = (smallest_difference(a, b, vm)?, smallest_difference(b, a, vm)?);
    let (Some(left), Some(right)) = (left, right) else { return Ok(Ordering::Equal) };
    match compare(&left, &right, vm)? {
        Ordering::Equal => compare(a.get_item(&*left, vm)?.as_object(), b.get_item(&*right, vm)?.as_object(), vm),
        unequal => Ok(unequal),
    }
}

/// The smallest key of `a` that `b` lacks, or has with another value.
fn smallest_difference(a: &Py<PyDict>, b: &Py<PyDict>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let mut smallest: Option<PyObjectRef> = None;
    for (key, value) in a {
        if let Some(known) = &smallest
            && compare(&key, known, vm)? != Ordering::Less
        {
            continue;
        }
        let same = match b.get_item_opt(&*key, vm)? {
            Some(other) => vm.bool_eq(&value, &other)?,
            None => false,
        };
        if !same {
            smallest = Some(key);
        }
    }
    Ok(smallest)
}

fn not_implemented() -> Either<PyObjectRef, PyComparisonValue> {
    Either::B(PyComparisonValue::NotImplemented)
}

fn answered(answer: bool) -> Either<PyObjectRef, PyComparisonValue> {
    Either::B(PyComparisonValue::Implemented(answer))
}

fn is_not_implemented(answer: &Either<PyObjectRef, PyComparisonValue>) -> bool {
    matches!(answer, Either::B(PyComparisonValue::NotImplemented))
}

fn is_order(op: PyComparisonOp) -> bool {
    !matches!(op, PyComparisonOp::Eq | PyComparisonOp::Ne)
}

/// An answer, or without one the order of unlike values, if the other one has no better answer.
fn or_default(
    answer: Either<PyObjectRef, PyComparisonValue>,
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> Answer {
    if !is_not_implemented(&answer) || !is_order(op) || !job_is_python2() {
        return Ok(answer);
    }
    if rank(a, vm) == Rank::Number && rank(b, vm) == Rank::Number {
        // One of them knows: an `int` leaves it to the `float`.
        return Ok(answer);
    }
    let other = b.class().slots.richcompare.load();
    if let Some(other) = other.filter(|other| !is_wrapper(*other)) {
        let asked = other(b, a, op.swapped(), vm)?;
        let unanswered = match &asked {
            Either::A(object) => object.is(&vm.ctx.not_implemented),
            Either::B(value) => matches!(value, PyComparisonValue::NotImplemented),
        };
        if !unanswered {
            return Ok(asked);
        }
    }
    refuse_unordered(a, b, vm)?;
    Ok(answered(op.eval_ord(default_order(a, b, vm))))
}

/// The order of two values of which the first cannot compare itself.
pub(super) fn unlike(
    a: &PyObject,
    b: &PyObject,
    op: PyComparisonOp,
    vm: &VirtualMachine,
) -> PyResult<PyComparisonValue> {
    match or_default(not_implemented(), a, b, op, vm)? {
        Either::A(object) if object.is(&vm.ctx.not_implemented) => Ok(PyComparisonValue::NotImplemented),
        Either::A(object) => object.try_to_bool(vm).map(PyComparisonValue::Implemented),
        Either::B(value) => Ok(value),
    }
}

fn is_wrapper(slot: Compare) -> bool {
    WRAPPERS.get().is_some_and(|known| known.iter().any(|(_, wrapper)| *wrapper as usize == slot as usize))
}

/// Complex numbers and sets have no order in Python 2 either.
fn refuse_unordered(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    let is_complex = |object: &PyObject| object.downcast_ref::<PyComplex>().is_some();
    let is_number = |object: &PyObject| is_complex(object) || rank(object, vm) == Rank::Number;
    if (is_complex(a) && is_number(b)) || (is_complex(b) && is_number(a)) {
        return Err(vm.new_type_error("no ordering relation is defined for complex numbers"));
    }
    if is_set(a) || is_set(b) {
        return Err(vm.new_type_error("can only compare to a set"));
    }
    Ok(())
}

fn is_set(object: &PyObject) -> bool {
    object.downcast_ref::<PySet>().is_some() || object.downcast_ref::<PyFrozenSet>().is_some()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    None,
    Number,
    Named(String),
}

fn rank(object: &PyObject, vm: &VirtualMachine) -> Rank {
    if vm.is_none(object) {
        return Rank::None;
    }
    if object.downcast_ref::<PyInt>().is_some() || object.downcast_ref::<PyFloat>().is_some() {
        return Rank::Number;
    }
    Rank::Named(type_names::shown_type(object, vm).name().to_string())
}

/// The order of values without an order among themselves.
fn default_order(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> Ordering {
    rank(a, vm).cmp(&rank(b, vm)).then_with(|| a.get_id().cmp(&b.get_id()))
}

/// `cmp(a, b)`.
///
/// # Errors
/// The exceptions of the values' methods.
pub(super) fn compare(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Ordering> {
    if a.is(b) {
        return Ok(Ordering::Equal);
    }
    if let Some(order) = order_by_method(a, b, vm)? {
        return Ok(order);
    }
    if let Some(order) = order_by_rich_methods(a, b, vm)? {
        return Ok(order);
    }
    let is_nan = |number: &PyObject| number.downcast_ref::<PyFloat>().is_some_and(|number| number.to_f64().is_nan());
    if is_nan(a) && is_nan(b) {
        Ok(Ordering::Greater)
    } else if vm.bool_eq(a, b)? {
        Ok(Ordering::Equal)
    } else if job_is_python2() && is_set(a) && is_set(b) {
        Err(vm.new_type_error("cannot compare sets using cmp()"))
    } else if is_nan(a) || a.rich_compare_bool(b, PyComparisonOp::Lt, vm)? {
        Ok(Ordering::Less)
    } else {
        Ok(Ordering::Greater)
    }
}

/// The same where instances of scripts have methods for single operators: these are asked first, and not one of them
/// for all operators.
fn order_by_rich_methods(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Ordering>> {
    let (is_left, is_right) = (is_compared(a), is_compared(b));
    let is_asked = |object: &PyObject, is_compared: bool| is_compared && has_rich_method(object.class(), vm);
    if !job_is_python2() || !(is_asked(a, is_left) || is_asked(b, is_right)) {
        return Ok(None);
    }
    let answers = [
        (PyComparisonOp::Eq, Ordering::Equal),
        (PyComparisonOp::Lt, Ordering::Less),
        (PyComparisonOp::Gt, Ordering::Greater),
    ];
    for (op, order) in answers {
        let mut answer = if is_left { rich_method(a, b, op, vm)? } else { None };
        if answer.is_none() && is_right {
            answer = rich_method(b, a, op.swapped(), vm)?;
        }
        if answer.map_or(Ok(false), |answer| answer.try_to_bool(vm))? {
            return Ok(Some(order));
        }
    }
    if is_left && let Some(order) = order_by_cmp(a, b, vm)? {
        return Ok(Some(order));
    }
    if is_right && let Some(order) = order_by_cmp(b, a, vm)? {
        return Ok(Some(order.reverse()));
    }
    Ok(Some(default_order(a, b, vm)))
}

/// The result of `__cmp__` of either, where no richer method comes before it.
fn order_by_method(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Ordering>> {
    let is_asked = |object: &PyObject| is_compared(object) && !has_rich_method(object.class(), vm);
    if is_asked(a)
        && let Some(order) = order_by_cmp(a, b, vm)?
    {
        return Ok(Some(order));
    }
    if is_asked(b)
        && let Some(order) = order_by_cmp(b, a, vm)?
    {
        return Ok(Some(order.reverse()));
    }
    Ok(None)
}

/// The result of `__cmp__` of the first one, for the pair that its `__coerce__` returns.
fn order_by_cmp(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Ordering>> {
    match instance::coerced(a, b, vm)? {
        Some((a, b)) if instance::is_old_instance(&a) => cmp_method(&a, &b, vm),
        Some((a, b)) => compare(&a, &b, vm).map(Some),
        None => cmp_method(a, b, vm),
    }
}

fn cmp_method(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<Ordering>> {
    let asked = ask(a, "__cmp__", b, vm).or_else(|error| {
        // A builtin type's own refuses values that it does not know.
        let is_builtin = a
            .class()
            .get_attr(interned("__cmp__", vm))
            .is_some_and(|method| method.class().is(vm.ctx.types.method_descriptor_type));
        if is_builtin && error.fast_isinstance(vm.ctx.exceptions.type_error) { Ok(None) } else { Err(error) }
    })?;
    asked.map(|answer| order_of_answer(&answer, vm)).transpose()
}

/// The order in the result of a comparing function: less than zero, zero or more.
///
/// # Errors
/// The result is not a number, or not one of 32 bits.
pub(crate) fn order_of_answer(result: &PyObject, vm: &VirtualMachine) -> PyResult<Ordering> {
    let number = match result.downcast_ref::<PyInt>() {
        Some(number) => number.to_owned(),
        None => match super::iteration::whole_of(result, vm)? {
            Some(number) if !super::text::is_text(result) => number,
            _ => return Err(vm.new_type_error("an integer is required")),
        },
    };
    if job_is_python2() && !super::number::fits(&number) {
        return Err(vm.new_overflow_error("long int too large to convert to int"));
    }
    Ok(number.as_bigint().cmp(PyInt::from(0).as_bigint()))
}

fn is_compared(object: &PyObject) -> bool {
    object.class().slots.richcompare.load().is_some_and(|slot| slot as usize == compare_instances as *const () as usize)
}

const METHODS: [(PyComparisonOp, &str); 6] = [
    (PyComparisonOp::Lt, "__lt__"),
    (PyComparisonOp::Le, "__le__"),
    (PyComparisonOp::Eq, "__eq__"),
    (PyComparisonOp::Ne, "__ne__"),
    (PyComparisonOp::Gt, "__gt__"),
    (PyComparisonOp::Ge, "__ge__"),
];

fn method_of(op: PyComparisonOp) -> &'static str {
    METHODS.iter().find(|(known, _)| *known == op).map_or("__eq__", |(_, name)| name)
}

fn has_rich_method(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    METHODS.iter().any(|(_, name)| defines(class, name, vm))
}

/// Whether a script's class, or one that it is derived from, has a method of its own: every object has those of
/// `object`, which do not compare.
fn defines(class: &Py<PyType>, name: &'static str, vm: &VirtualMachine) -> bool {
    let name = interned(name, vm);
    class.mro.read().iter().any(|base| !class::is_root(base, vm) && base.attributes.read().contains_key(name))
}

/// Prepares a new class of a script: if it has methods that compare, they are asked as Python 2 does.
pub(super) fn prepare(class: &PyTypeRef, vm: &VirtualMachine) {
    if class::is_old(class.as_object()) {
        // Its instances may have methods of their own.
        class.slots.richcompare.store(Some(compare_instances));
        return;
    }
    if has_rich_method(class, vm) || defines(class, "__cmp__", vm) {
        let is_script = |base: &PyTypeRef| base.slots.flags.has_feature(rustpython_vm::types::PyTypeFlags::HEAPTYPE);
        let compares = |base: &PyTypeRef| {
            let base = base.attributes.read();
            base.contains_key(interned("__cmp__", vm))
                || METHODS.iter().any(|(_, name)| base.contains_key(interned(name, vm)))
        };
        // A class that takes its comparison from one of the engine's keeps it.
        if class.mro.read().iter().any(|base| is_script(base) && compares(base)) {
            class.slots.richcompare.store(Some(compare_instances));
        }
    }
}

/// Comparison of a script's instance: its rich method, the other's, `__cmp__` of either, then the order of unlike values.
fn compare_instances(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> Answer {
    if let Some(answer) = rich_method(a, b, op, vm)? {
        return Ok(Either::A(answer));
    }
    if is_compared(b)
        && let Some(answer) = rich_method(b, a, op.swapped(), vm)?
    {
        return Ok(Either::A(answer));
    }
    if let Some(order) = order_by_cmp(a, b, vm)? {
        return Ok(answered(op.eval_ord(order)));
    }
    if is_compared(b)
        && let Some(order) = order_by_cmp(b, a, vm)?
    {
        return Ok(answered(op.eval_ord(order.reverse())));
    }
    if !is_order(op) || !job_is_python2() {
        return Ok(not_implemented());
    }
    Ok(answered(op.eval_ord(default_order(a, b, vm))))
}

/// Whether a class has a `__cmp__` of a script before the method of an operator that it inherits from a number: those of
/// Jython's have no such methods. Texts, lists and the like have them, and theirs are asked first.
fn has_cmp_before(class: &Py<PyType>, name: &'static str, vm: &VirtualMachine) -> bool {
    let (cmp, rich) = (interned("__cmp__", vm), interned(name, vm));
    let numbers = [vm.ctx.types.int_type, vm.ctx.types.float_type];
    let mut has_cmp = false;
    for base in class.mro.read().iter() {
        let attributes = base.attributes.read();
        if attributes.contains_key(rich) {
            return has_cmp && numbers.iter().any(|number| base.fast_issubclass(*number));
        }
        let is_script = base.slots.flags.has_feature(rustpython_vm::types::PyTypeFlags::HEAPTYPE);
        has_cmp = has_cmp || is_script && attributes.contains_key(cmp);
    }
    has_cmp
}

fn rich_method(a: &PyObject, b: &PyObject, op: PyComparisonOp, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if has_cmp_before(a.class(), method_of(op), vm) {
        return Ok(None);
    }
    ask(a, method_of(op), b, vm)
}

/// The answer of a method that a class defines, or an old-style instance has.
fn ask(
    object: &PyObject,
    name: &'static str,
    argument: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<PyObjectRef>> {
    if defines(object.class(), name, vm) {
        return super::number::call_method(object, name, argument, vm);
    }
    let Some(method) = instance::find(object, name, vm)? else { return Ok(None) };
    let answer = method.call((argument.to_owned(),), vm)?;
    Ok((!answer.is(&vm.ctx.not_implemented)).then_some(answer))
}
