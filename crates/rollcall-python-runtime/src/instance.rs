//! Special methods of old-style instances.
//!
//! In Python 2 an old-style instance is asked for a special method as for any attribute: its own attributes come first
//! (`c.__len__ = lambda: 3`), then its class, then `__getattr__`, by which proxies pass everything on. The engine asks
//! classes only, which is fast. So its slots stay where a class has the method; the slots that would be empty ask the
//! instance. Where a class has `__coerce__`, that is asked before the methods of operators.
//!
//! Left out: an attribute of an instance does not hide a special method of its class.

use std::cell::Cell;

use rollcall_engine::interrupt;
use rustpython_vm::builtins::{PySlice, PyStr, PyTuple, PyType};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, IntoFuncArgs};
use rustpython_vm::protocol::{PyIterReturn, PyMapping, PyNumber, PyNumberBinaryFunc, PySequence};
use rustpython_vm::types::{IterNext, Iterable, SelfIter};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::{Language, any_iterator, class, interned, number, set_method, set_method_of, slice, type_names};
use crate::mended::nested;

/// The methods that the engine looks for in classes, and never in slots.
const SLOTLESS: [&str; 6] = ["__neg__", "__pos__", "__invert__", "__abs__", "__enter__", "__exit__"];

/// Has the text of objects, and the methods without slots, ask old-style instances: their classes are made with a class
/// above them.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) {
    for name in SLOTLESS {
        let asked = move |mut args: FuncArgs, vm: &VirtualMachine| match args.take_positional() {
            Some(object) if name == "__enter__" && !can_exit(&object, vm)? => {
                Err(vm.new_attribute_error(missing(&object, "__exit__")))
            }
            Some(object) => ask(&object, name, args, vm),
            None => Err(vm.new_type_error(format!("{name} needs an instance"))),
        };
        set_method_of(&language.instance, name, asked, vm);
    }
    Items::make_static_type();
    let text = |object: PyObjectRef, vm: &VirtualMachine| match own_text(&object, "__str__", vm)? {
        Some(text) => Ok(text),
        None => object.repr(vm),
    };
    set_method(vm.ctx.types.object_type, "__str__", text, vm);
}

fn can_exit(object: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    Ok(defines(object.class(), "__exit__", vm) || find(object, "__exit__", vm)?.is_some())
}

/// A method of an old-style instance that its class does not define: of its own, or from `__getattr__`. None for other
/// objects.
///
/// # Errors
/// The exceptions of `__getattr__`, except `AttributeError`.
pub(super) fn find(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    look_up(object, name, vm)
        .or_else(|error| if error.fast_isinstance(vm.ctx.exceptions.attribute_error) { Ok(None) } else { Err(error) })
}

/// The same, with the error of a `__getattr__` that does not find it.
fn look_up(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if !is_old_instance(object) {
        return Ok(None);
    }
    let name = interned(name, vm);
    if let Some(own) = object.dict().map(|dict| dict.get_item_opt(name, vm)).transpose()?.flatten() {
        return Ok(Some(own));
    }
    let Some(delegate) = object.class().get_attr(interned("__getattr__", vm)) else { return Ok(None) };
    delegate.call((object.to_owned(), name.to_owned()), vm).map(Some)
}

/// The result of such a method, and Python 2's error if it is missing.
fn ask(object: &PyObject, name: &'static str, args: impl IntoFuncArgs, vm: &VirtualMachine) -> PyResult {
    match look_up(object, name, vm)? {
        Some(method) => method.call(args, vm),
        None => Err(vm.new_attribute_error(missing(object, name))),
    }
}

/// The words of a missing special method.
pub(super) fn missing(object: &PyObject, name: &str) -> String {
    format!("{} instance has no attribute '{name}'", object.class().name())
}

/// The text that `__str__` or `__repr__` of an instance gives.
pub(super) fn own_text(object: &PyObject, name: &'static str, vm: &VirtualMachine) -> PyResult<Option<PyRef<PyStr>>> {
    let Some(method) = find(object, name, vm)? else { return Ok(None) };
    let text = method.call((), vm)?;
    text.downcast().map(Some).map_err(|other| {
        vm.new_type_error(format!("{name} returned non-string (type {})", type_names::shown_type(&other, vm).name()))
    })
}

/// Whether an object can be called. An old-style class has the slot in any case.
pub(super) fn is_callable(object: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    let has_slot = object.is_callable();
    let is_asked =
        has_slot && object.class().slots.call.load().is_some_and(|slot| slot as usize == call as *const () as usize);
    if is_asked { Ok(find(object, "__call__", vm)?.is_some()) } else { Ok(has_slot) }
}

/// Fills the slots of a class that its methods leave empty. Classes of the new style that have one of the old among
/// their bases have inherited them, and lose them.
pub(super) fn adopt(class: &Py<PyType>, is_old: bool, vm: &VirtualMachine) {
    if is_old {
        fill(class, vm);
    } else if class.mro.read().iter().any(|base| class::is_old(base.as_object())) {
        empty(class, vm);
    }
}

fn defines(class: &Py<PyType>, name: &'static str, vm: &VirtualMachine) -> bool {
    let name = interned(name, vm);
    class.mro.read().iter().any(|base| !class::is_root(base, vm) && base.attributes.read().contains_key(name))
}

macro_rules! slots {
    ($class:ident, $vm:ident, $value:expr; $($($slot:ident).+: $name:literal = $function:expr;)*) => {
        $(if !defines($class, $name, $vm) {
            $class.slots.$($slot).+.store($value.then_some($function));
        })*
    };
}

fn set_slots(class: &Py<PyType>, is_filled: bool, vm: &VirtualMachine) {
    slots! { class, vm, is_filled;
        call: "__call__" = call;
        as_mapping.length: "__len__" = length;
        as_mapping.subscript: "__getitem__" = subscript;
    }
    if !defines(class, "__setitem__", vm) && !defines(class, "__delitem__", vm) {
        class.slots.as_mapping.ass_subscript.store(is_filled.then_some(ass_subscript));
    }
    if !defines(class, "__iter__", vm) {
        let has_items = defines(class, "__getitem__", vm);
        class.slots.iter.store((is_filled && !has_items).then_some(iter));
    }
    if !defines(class, "__next__", vm) {
        // Whether there is one turns out when it is asked for the next item.
        class.slots.iternext.store(Some(next));
    }
    if !defines(class, "__contains__", vm) {
        let has_items = defines(class, "__iter__", vm) || defines(class, "__getitem__", vm);
        class.slots.as_sequence.contains.store((is_filled && !has_items).then_some(contains));
    }
    if !defines(class, "__nonzero__", vm) && !defines(class, "__len__", vm) {
        class.slots.as_number.boolean.store(is_filled.then_some(truth));
    }
    set_operators(class, is_filled, vm);
}

fn fill(class: &Py<PyType>, vm: &VirtualMachine) {
    set_slots(class, true, vm);
    for (name, slot) in [("__int__", &class.slots.as_number.int), ("__float__", &class.slots.as_number.float)] {
        if !defines(class, name, vm) {
            let convert = if name == "__int__" { to_int } else { to_float };
            slot.store(Some(convert));
        }
    }
    let compares = ["__hash__", "__eq__", "__cmp__"].into_iter().any(|name| defines(class, name, vm));
    if !compares {
        class.slots.hash.store(Some(hash));
    }
}

fn empty(class: &Py<PyType>, vm: &VirtualMachine) {
    set_slots(class, false, vm);
    let is_ours = class.slots.hash.load().is_some_and(|slot| slot as usize == hash as *const () as usize);
    if is_ours {
        class.slots.hash.store(vm.ctx.types.object_type.slots.hash.load());
    }
}

fn call(object: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    // The called object may be an instance of the same class.
    nested(vm, || ask(object, "__call__", args, vm))
}

/// A missing `__len__` is a `TypeError` here, for the engine asks in order to guess how much there will be.
fn length(mapping: PyMapping<'_>, vm: &VirtualMachine) -> PyResult<usize> {
    let Some(method) = find(mapping.obj, "__len__", vm)? else {
        return Err(vm.new_type_error(missing(mapping.obj, "__len__")));
    };
    method.call((), vm)?.try_to_value(vm)
}

/// Whether this is the message of [`length`].
pub(super) fn is_missing_length(message: &PyObject) -> bool {
    let message = message.downcast_ref::<PyStr>().and_then(|message| message.to_str());
    message.is_some_and(|message| message.ends_with(" instance has no attribute '__len__'"))
}

/// The method for a slice without a step, and its bounds.
fn slice_method(
    object: &PyObject,
    name: &'static str,
    key: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<(PyObjectRef, (i64, i64))>> {
    let has_step = |slice: &Py<PySlice>| slice.step.as_ref().is_some_and(|step| !vm.is_none(step));
    if key.downcast_ref::<PySlice>().is_none_or(has_step) {
        return Ok(None);
    }
    let Some(method) = find(object, name, vm)? else { return Ok(None) };
    Ok(slice::plain_bounds(object, key, vm)?.map(|bounds| (method, bounds)))
}

fn subscript(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    if let Some((method, bounds)) = slice_method(mapping.obj, "__getslice__", key, vm)? {
        return method.call(bounds, vm);
    }
    ask(mapping.obj, "__getitem__", (key.to_owned(),), vm)
}

fn ass_subscript(
    mapping: PyMapping<'_>,
    key: &PyObject,
    value: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let name = if value.is_some() { "__setslice__" } else { "__delslice__" };
    if let Some((method, (start, stop))) = slice_method(mapping.obj, name, key, vm)? {
        return match value {
            Some(value) => method.call((start, stop, value), vm).map(drop),
            None => method.call((start, stop), vm).map(drop),
        };
    }
    let key = key.to_owned();
    match value {
        Some(value) => ask(mapping.obj, "__setitem__", (key, value), vm),
        None => ask(mapping.obj, "__delitem__", (key,), vm),
    }
    .map(drop)
}

fn next(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
    match find(object, "next", vm)? {
        Some(method) => PyIterReturn::from_pyresult(method.call((), vm), vm),
        None => Err(vm.new_type_error("'instance' object is not an iterator")),
    }
}

/// Any exception of a `__getattr__` means that there is no method, except an interrupt, which ends the script.
fn truth(object: PyNumber<'_>, vm: &VirtualMachine) -> PyResult<bool> {
    for name in ["__nonzero__", "__len__"] {
        match find(object.obj, name, vm) {
            Ok(Some(method)) => return method.call((), vm)?.try_to_bool(vm),
            Err(error) if interrupt::is_interrupt(&error) => return Err(error),
            Ok(None) | Err(_) => {}
        }
    }
    Ok(true)
}

fn iter(object: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if let Some(method) = find(&object, "__iter__", vm)? {
        return Ok(any_iterator::taken(method.call((), vm)?, vm));
    }
    match find(&object, "__getitem__", vm)? {
        Some(items) => Ok(Items { items, next: Cell::new(0) }.into_ref(&vm.ctx).into()),
        None => Err(vm.new_type_error("'instance' object is not iterable")),
    }
}

fn contains(sequence: PySequence<'_>, wanted: &PyObject, vm: &VirtualMachine) -> PyResult<bool> {
    if let Some(method) = find(sequence.obj, "__contains__", vm)? {
        return method.call((wanted.to_owned(),), vm)?.try_to_bool(vm);
    }
    let items = sequence.obj.get_iter(vm)?;
    while let PyIterReturn::Return(item) = items.next(vm)? {
        if vm.identical_or_equal(&item, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn hash(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyHash> {
    match find(object, "__hash__", vm)? {
        Some(method) => method.call((), vm)?.try_to_value::<i64>(vm),
        None => match vm.ctx.types.object_type.slots.hash.load() {
            Some(by_identity) => by_identity(object, vm),
            None => Ok(0),
        },
    }
}

fn to_int(object: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
    match find(object.obj, "__int__", vm)? {
        Some(method) => method.call((), vm),
        None if defines(object.obj.class(), "__trunc__", vm) => vm.call_method(object.obj, "__trunc__", ()),
        None => {
            if let Some(method) = find(object.obj, "__trunc__", vm)? {
                return method.call((), vm);
            }
            let shown = object.obj.repr(vm)?;
            Err(vm.new_type_error(format!("int() argument must be a string or a number, not '{shown}'")))
        }
    }
}

fn to_float(object: PyNumber<'_>, vm: &VirtualMachine) -> PyResult {
    match find(object.obj, "__float__", vm)? {
        Some(method) => method.call((), vm),
        None => Err(vm.new_type_error("float() argument must be a string or a number")),
    }
}

/// An operator, for the operands that `__coerce__` returns.
type Operator = fn(&VirtualMachine, &PyObject, &PyObject) -> PyResult;

/// `a + b` where `a` is an old-style instance.
fn left(a: &PyObject, b: &PyObject, name: &'static str, operator: Operator, vm: &VirtualMachine) -> PyResult {
    match coerced(a, b, vm)? {
        Some((a, b)) if is_old_instance(&a) => ask_operator(&a, name, &b, vm),
        Some((a, b)) => operator(vm, &a, &b),
        None => ask_operator(a, name, b, vm),
    }
}

/// `a + b` where `b` is one.
fn right(a: &PyObject, b: &PyObject, name: &'static str, operator: Operator, vm: &VirtualMachine) -> PyResult {
    match coerced(b, a, vm)? {
        Some((b, a)) if is_old_instance(&b) => ask_operator(&b, name, &a, vm),
        Some((b, a)) => operator(vm, &a, &b),
        None => ask_operator(b, name, a, vm),
    }
}

pub(super) fn is_old_instance(object: &PyObject) -> bool {
    class::is_old(object.class().as_object())
}

/// `a / b` where either is an old-style instance; None if none of their methods answers.
pub(super) fn divide(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let divide: Operator = |vm, a, b| number::divide(a, b, vm);
    let answered = |answer: PyObjectRef| (!answer.is(&vm.ctx.not_implemented)).then_some(answer);
    if is_old_instance(a)
        && let Some(answer) = answered(left(a, b, "__div__", divide, vm)?)
    {
        return Ok(Some(answer));
    }
    if is_old_instance(b) { right(a, b, "__rdiv__", divide, vm).map(answered) } else { Ok(None) }
}

/// The result of a method of the instance, or of its class; "not implemented" without one.
fn ask_operator(object: &PyObject, name: &'static str, operand: &PyObject, vm: &VirtualMachine) -> PyResult {
    let method = match defines(object.class(), name, vm) {
        true => Some(object.get_attr(name, vm)?),
        false => find(object, name, vm)?,
    };
    match method {
        Some(method) => method.call((operand.to_owned(),), vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// The pair that `__coerce__` of an old-style instance returns for itself and another value; None if it has no such
/// method or refuses.
///
/// # Errors
/// Its exceptions; an answer that is neither a pair nor None.
pub(super) fn coerced(
    object: &PyObject,
    other: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<(PyObjectRef, PyObjectRef)>> {
    let method = match is_old_instance(object) && defines(object.class(), "__coerce__", vm) {
        true => Some(object.get_attr("__coerce__", vm)?),
        false => find(object, "__coerce__", vm)?,
    };
    let Some(method) = method else { return Ok(None) };
    let made = method.call((other.to_owned(),), vm)?;
    if vm.is_none(&made) || made.is(&vm.ctx.not_implemented) {
        return Ok(None);
    }
    match made.downcast_ref::<PyTuple>().map(|pair| pair.as_slice()) {
        Some([first, second]) => Ok(Some((first.clone(), second.clone()))),
        _ => Err(vm.new_type_error("coercion should return None or 2-tuple")),
    }
}

macro_rules! operators {
    ($($operator:ident $slot:ident $left:literal, $right_slot:ident $right:literal;)*) => {
        /// The slots of operators: those that the methods of a class leave empty, or all of them if it coerces.
        fn set_operators(class: &Py<PyType>, is_filled: bool, vm: &VirtualMachine) {
            let coerces = is_filled && defines(class, "__coerce__", vm);
            let slots = &class.slots.as_number;
            $(
                if coerces || !defines(class, $left, vm) {
                    let ours: PyNumberBinaryFunc = |a, b, vm| left(a, b, $left, VirtualMachine::$operator, vm);
                    slots.$slot.store(is_filled.then_some(ours));
                }
                if coerces || !defines(class, $right, vm) {
                    let ours: PyNumberBinaryFunc = |a, b, vm| right(a, b, $right, VirtualMachine::$operator, vm);
                    slots.$right_slot.store(is_filled.then_some(ours));
                }
            )*
            if coerces || !defines(class, "__pow__", vm) {
                slots.power.store(is_filled.then_some(|a, b, _modulus, vm| left(a, b, "__pow__", power, vm)));
            }
            if coerces || !defines(class, "__rpow__", vm) {
                slots.right_power.store(is_filled.then_some(|a, b, _modulus, vm| right(a, b, "__rpow__", power, vm)));
            }
        }
    };
}

operators! {
    _add add "__add__", right_add "__radd__";
    _sub subtract "__sub__", right_subtract "__rsub__";
    _mul multiply "__mul__", right_multiply "__rmul__";
    _mod remainder "__mod__", right_remainder "__rmod__";
    _divmod divmod "__divmod__", right_divmod "__rdivmod__";
    _lshift lshift "__lshift__", right_lshift "__rlshift__";
    _rshift rshift "__rshift__", right_rshift "__rrshift__";
    _and and "__and__", right_and "__rand__";
    _xor xor "__xor__", right_xor "__rxor__";
    _or or "__or__", right_or "__ror__";
    _floordiv floor_divide "__floordiv__", right_floor_divide "__rfloordiv__";
    _truediv true_divide "__truediv__", right_true_divide "__rtruediv__";
}

fn power(vm: &VirtualMachine, a: &PyObject, b: &PyObject) -> PyResult {
    vm._pow(a, b, vm.ctx.none.as_object())
}

/// Iterates over the results of `__getitem__` for 0, 1 and so on.
#[pyclass(module = false, name = "iterator")]
#[derive(Debug, PyPayload)]
struct Items {
    items: PyObjectRef,
    next: Cell<usize>,
}

#[pyclass(with(IterNext, Iterable))]
impl Items {}

impl SelfIter for Items {}

impl IterNext for Items {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        let index = zelf.next.get();
        zelf.next.set(index + 1);
        match zelf.items.call((index,), vm) {
            Ok(item) => Ok(PyIterReturn::Return(item)),
            Err(error)
                if error.fast_isinstance(vm.ctx.exceptions.index_error)
                    || error.fast_isinstance(vm.ctx.exceptions.stop_iteration) =>
            {
                Ok(PyIterReturn::StopIteration(None))
            }
            Err(error) => Err(error),
        }
    }
}
