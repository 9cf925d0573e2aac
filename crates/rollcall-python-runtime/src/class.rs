//! Classes: of the old style and of the new, as Python 2 makes and shows them.
//!
//! Both are the engine's classes, told apart by the class that they are instances of. `type`, as scripts see it, is a
//! class of classes of its own, so that it can keep what Python 2 names otherwise (`__nonzero__`, `next`) in step with
//! what the engine asks for (`__bool__`, `__next__`), also where a method is set later.

use std::cell::Cell;
use std::sync::OnceLock;

use rustpython_vm::builtins::{
    PyDict, PyDictRef, PyFunction, PyInt, PyStr, PyStrRef, PyTuple, PyTupleRef, PyType, PyTypeRef,
};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, PyMethodFlags, PySetterValue};
use rustpython_vm::protocol::PyNumber;
use rustpython_vm::types::{Constructor, PyTypeFlags};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::method::UnboundMethod;
use super::{
    Language, any_iterator, caller_is_python2, class_dict, construct, instance, interned, language, mixed, number,
    order, set_method_of, slice, slots, type_names,
};
use crate::mended::{count_calls, watch_slots};

/// What Python 2 calls otherwise.
pub(super) const RENAMED: [(&str, &str); 2] = [("__nonzero__", "__bool__"), ("next", "__next__")];

/// Names in a class's body that Python 2 does not know.
const UNKNOWN: [&str; 4] = ["__qualname__", "__firstlineno__", "__static_attributes__", "__annotate_func__"];

/// Names that mean nothing in the body of an old-style class, and something to the engine.
const NEW_STYLE_ONLY: [&str; 3] = ["__slots__", "__new__", "__getattribute__"];

/// Gives the classes of classes their slots.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    for class in [&language.class, &language.old_class] {
        let slots = &class.slots;
        slots.new.store(Some(construct));
        slots.init.store(Some(|_, _, _| Ok(())));
        slots.repr.store(Some(super::repr::of_type));
        slots.getattro.store(Some(getattr));
        slots.setattro.store(Some(setattr));
    }
    vm.ctx.types.type_type.slots.new.store(Some(construct_by_engine));
    install_call(vm);
    type_names::install(vm);
    let make = |args: FuncArgs, vm: &VirtualMachine| {
        let mut args = args;
        let meta = args.take_positional().and_then(|meta| meta.downcast::<PyType>().ok());
        let Some(meta) = meta else { return Err(vm.new_type_error("type.__new__(X): X is not a type object")) };
        construct(meta, args, vm)
    };
    let new = vm.ctx.new_method_def("__new__", make, PyMethodFlags::empty(), None).build_function(vm);
    let class: &'static Py<PyType> = Box::leak(Box::new(language.class.clone()));
    class.set_attr(interned("__new__", vm), new.into());
    language.old_class.slots.repr.store(Some(show_old_class));
    set_method_of(
        &language.old_class,
        "__str__",
        |class: PyTypeRef, vm: &VirtualMachine| type_names::full_name(&class, vm),
        vm,
    );
    set_method_of(&language.class, "__str__", |class: PyTypeRef, vm: &VirtualMachine| class.as_object().repr(vm), vm);
    Ok(())
}

/// Whether a class is of the old style.
pub(super) fn is_old(class: &PyObject) -> bool {
    language().is_some_and(|language| class.class().is(&language.old_class))
}

fn show_old_class(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyStrRef> {
    let name = object.downcast_ref::<PyType>().map(|class| type_names::full_name(class, vm)).unwrap_or_default();
    Ok(vm.ctx.new_str(format!("<class {name} at 0x{:x}>", object.get_id())))
}

fn show_old_instance(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyStrRef> {
    if let Some(own) = instance::own_text(object, "__repr__", vm)? {
        return Ok(own);
    }
    let name = type_names::full_name(object.class(), vm);
    Ok(vm.ctx.new_str(format!("<{name} instance at 0x{:x}>", object.get_id())))
}

/// `$metaclass(name, bases, body)`: finds what makes the class, and has it made.
pub(super) fn metaclass(name: PyStrRef, bases: PyTupleRef, body: PyDictRef, vm: &VirtualMachine) -> PyResult {
    let chosen = match body.get_item_opt("__metaclass__", vm)? {
        Some(chosen) => Some(chosen),
        None if bases.is_empty() => global_metaclass(vm)?,
        None => Some(metaclass_of(&bases)),
    };
    match chosen {
        Some(chosen) => chosen.call((name, bases, body), vm),
        None => {
            let old = language().map(|language| language.old_class.clone());
            make(old.unwrap_or_else(|| vm.ctx.types.type_type.to_owned()), name, bases, body, vm)
        }
    }
}

fn global_metaclass(vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    match vm.current_frame() {
        Some(frame) => frame.globals.get_item_opt("__metaclass__", vm),
        None => Ok(None),
    }
}

/// The class of the bases: a new-style one before the old style, and a script's own before `type`.
fn metaclass_of(bases: &PyTupleRef) -> PyObjectRef {
    let mut best: Option<PyObjectRef> = None;
    let are_all_old = bases.iter().all(|base| is_old(base));
    for base in bases.iter().filter(|base| are_all_old || !is_old(base)) {
        let meta: PyObjectRef = base.class().to_owned().into();
        let is_better = match &best {
            None => true,
            Some(known) => match (known.downcast_ref::<PyType>(), meta.downcast_ref::<PyType>()) {
                (Some(known), Some(meta)) => {
                    meta.fast_issubclass(known) && !meta.is(known) || is_librarys(meta) && is_scripts(known)
                }
                _ => false,
            },
        };
        if is_better {
            best = Some(meta);
        }
    }
    let Some(language) = language() else { return best.unwrap_or_else(|| bases.clone().into()) };
    match best {
        // Classes of the engine and of the library are instances of its own `type`.
        Some(meta) if meta.downcast_ref::<PyType>().is_some_and(is_plain_type) => language.class.clone().into(),
        Some(meta) => meta,
        None => language.old_class.clone().into(),
    }
}

/// Whether a class of classes is the `type` that scripts see.
fn is_scripts(meta: &Py<PyType>) -> bool {
    language().is_some_and(|language| meta.is(&language.class))
}

/// Whether a class of classes is one of the library, such as that of abstract classes: it stands below the engine's
/// `type`, which is no other than that of scripts to them.
fn is_librarys(meta: &Py<PyType>) -> bool {
    !is_plain_type(meta) && !language().is_some_and(|language| meta.fast_issubclass(&language.class))
}

/// A class of the engine. Where its class is one of the library, bases that scripts have made stand for such whose class
/// is the engine's `type` meanwhile: it would find that the two do not fit.
pub(super) fn made_by_engine(meta: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let bases = args.args.get(1).and_then(|bases| bases.downcast_ref::<PyTuple>()).map(|bases| bases.to_vec());
    let is_script = |base: &PyObjectRef| language().is_some_and(|language| base.class().is(&language.class));
    let mut scripts = bases.unwrap_or_default();
    scripts.retain(|base| is_script(base) && is_librarys(&meta));
    for base in &scripts {
        base.set_class(vm.ctx.types.type_type.to_owned(), vm);
    }
    let made = <PyType as Constructor>::slot_new(meta, args, vm);
    if let Some(language) = language() {
        for base in &scripts {
            base.set_class(language.class.clone(), vm);
        }
    }
    made
}

fn is_plain_type(meta: &Py<PyType>) -> bool {
    meta.as_object().is(meta.class().as_object())
}

/// `type(x)` and `type(name, bases, body)`.
fn construct(meta: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let ([object], true) = (args.args.as_slice(), language().is_some_and(|language| meta.is(&language.class))) {
        return Ok(type_names::shown_type(object, vm).into());
    }
    if args.args.len() != 3 {
        return Err(vm.new_type_error("type() takes 1 or 3 arguments"));
    }
    let (name, bases, body): (PyStrRef, PyTupleRef, PyDictRef) = args.bind(vm)?;
    if language().is_some_and(|language| meta.is(&language.class)) {
        // What is made is of the class that the bases are of, if that is another.
        let best = metaclass_of(&bases);
        let is_other = best.downcast_ref::<PyType>().is_some_and(|best| !best.is(&meta) && best.fast_issubclass(&meta));
        let is_engines = best.downcast_ref::<PyType>().is_some_and(|best| {
            !is_plain_type(best)
                && !best.fast_issubclass(&meta)
                && best.fast_issubclass(vm.ctx.types.type_type)
                && !is_old_meta(best)
        });
        if !bases.is_empty() && (is_other || is_engines) {
            // Whoever has called `type` calls `__init__` of the class of what comes back.
            let args = FuncArgs::from(vec![name.into(), bases.into(), body.into()]);
            let best = best.downcast::<PyType>();
            return match best.map(|best| (best.slots.new.load(), best)) {
                Ok((Some(new), best)) => new(best, args, vm),
                _ => Err(vm.new_type_error("no such metaclass")),
            };
        }
    }
    make(meta, name, bases, body, vm)
}

fn is_old_meta(meta: &Py<PyType>) -> bool {
    language().is_some_and(|language| meta.is(&language.old_class))
}

/// `type(x)`: the type of anything, and no call of a class's `__init__`, whatever class that type is of.
fn call_type(class: &PyObject, args: &[PyObjectRef], has_names: bool, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let language = language()?;
    match args {
        [object] if !has_names && class.is(&language.class) => Some(type_names::shown_type(object, vm).into()),
        _ => None,
    }
}

/// The engine's ways to call a class.
static CALLS: OnceLock<(Call, GenericMethod)> = OnceLock::new();

type Call = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;
type GenericMethod = fn(&PyObject, FuncArgs, &VirtualMachine) -> PyResult;

fn install_call(vm: &VirtualMachine) {
    let slots = &vm.ctx.types.type_type.slots;
    let (Some(quick), Some(call)) = (slots.vectorcall.load(), slots.call.load()) else { return };
    CALLS.get_or_init(|| (quick, call));
    slots.vectorcall.store(Some(|class, args, count, names, vm| {
        let Some((quick, _)) = CALLS.get() else { return Err(vm.new_type_error("no such type")) };
        if let Some(names) = names.filter(|names| !names.is_empty())
            && let Some(all) = construct::unnamed(class, &args, count, names, vm)
        {
            let count = all.len();
            return quick(class, all, count, None, vm);
        }
        match call_type(class, &args, names.is_some_and(|names| !names.is_empty()), vm) {
            Some(answer) => Ok(answer),
            None => quick(class, args, count, names, vm),
        }
    }));
    slots.call.store(Some(|class, args, vm| {
        let Some((_, call)) = CALLS.get() else { return Err(vm.new_type_error("no such type")) };
        match call_type(class, &args.args, !args.kwargs.is_empty(), vm) {
            Some(answer) => Ok(answer),
            None => call(class, args, vm),
        }
    }));
}

/// `type(name, bases, body)` of the engine, which takes for granted that names in a body are of its own type of texts.
fn construct_by_engine(meta: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let Some(body) = args.args.get_mut(2)
        && let Some(names) = body.downcast_ref::<PyDict>().map(Py::to_owned)
        && (&names).into_iter().any(|(name, _)| name.downcast_ref_if_exact::<PyStr>(vm).is_none())
    {
        *body = with_plain_names(&names, vm)?.into();
    }
    if let [name, bases, body] = args.args.as_slice()
        && let Some(bases) = bases.downcast_ref::<PyTuple>().filter(|bases| mixed::is_mixed(bases, vm))
        && let Ok(body) = body.clone().downcast::<PyDict>()
        && !is_old_meta(&meta)
    {
        return mixed::make(meta, name.clone(), &bases.to_owned(), body, vm);
    }
    let made = made_by_engine(meta, args, vm)?;
    made.downcast_ref::<PyType>().inspect(|class| {
        count_calls(class);
        watch_slots(class);
    });
    Ok(made)
}

fn make(meta: PyTypeRef, name: PyStrRef, bases: PyTupleRef, body: PyDictRef, vm: &VirtualMachine) -> PyResult {
    let is_old = language().is_some_and(|language| meta.is(&language.old_class));
    let body = with_plain_names(&body, vm)?;
    prepare(&body, &bases, is_old, vm)?;
    let slots = if is_old { None } else { slots::prepare(&bases, &body, vm)? };
    let name: PyObjectRef = vm.ctx.new_str(name.as_wtf8().to_owned()).into();
    let made = if !is_old && mixed::is_mixed(&bases, vm) {
        mixed::make(meta, name, &bases, body, vm)?
    } else {
        <PyType as Constructor>::slot_new(meta, FuncArgs::from(vec![name, bases.into(), body.into()]), vm)?
    };
    if let Some(class) = made.downcast_ref::<PyType>() {
        if let Some(slots) = slots {
            class.attributes.write().insert(interned("__slots__", vm), slots);
        }
        finish(&class.to_owned(), is_old, vm);
    }
    Ok(made)
}

/// A copy of a body whose names are of the engine's own type of texts, as it takes for granted: a `unicode` is none, and
/// what is no text is left out, since no attribute can be asked for by it.
fn with_plain_names(body: &PyDictRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let named = vm.ctx.new_dict();
    for (key, value) in body {
        if let Some(name) = key.downcast_ref::<PyStr>() {
            named.set_item(&*vm.ctx.new_str(name.as_wtf8().to_owned()), value, vm)?;
        }
    }
    Ok(named)
}

/// Makes of a body what the engine asks for.
fn prepare(body: &PyDictRef, bases: &PyTuple, is_old: bool, vm: &VirtualMachine) -> PyResult<()> {
    for name in UNKNOWN {
        if body.contains_key(name, vm) {
            body.del_item(name, vm)?;
        }
    }
    for (theirs, ours) in RENAMED {
        if let Some(method) = body.get_item_opt(theirs, vm)?
            && !body.contains_key(ours, vm)
        {
            body.set_item(ours, method, vm)?;
        }
    }
    let compares = body.contains_key("__eq__", vm) || body.contains_key("__cmp__", vm);
    if compares && !body.contains_key("__hash__", vm) {
        let hash = match is_old {
            true => vm.ctx.none(),
            false => vm.ctx.types.object_type.as_object().get_attr("__hash__", vm)?,
        };
        body.set_item("__hash__", hash, vm)?;
    }
    for name in NEW_STYLE_ONLY {
        if is_old && body.contains_key(name, vm) {
            body.del_item(name, vm)?;
        }
    }
    slice::prepare(body, bases, vm)
}

pub(super) fn finish(class: &PyTypeRef, is_old: bool, vm: &VirtualMachine) {
    order::adopt(class);
    order::prepare(class, vm);
    super::repr::adopt(class);
    super::exception::adopt(class, vm);
    count_calls(class);
    let has = |name| class.attributes.read().contains_key(interned(name, vm));
    if has("__bool__") && !has("__nonzero__") {
        // Python 2 asks for the other name, and this one is a method like any.
        class.slots.as_number.boolean.store(None);
    }
    if is_old {
        depth_first(class, vm);
        let is_property = |value: &PyObjectRef| {
            let is_script = value.class().slots.flags.has_feature(PyTypeFlags::HEAPTYPE);
            value.class().is(vm.ctx.types.property_type)
                || (is_script && value.class().slots.descr_set.load().is_some())
        };
        let mut bases = class.mro.read().clone().into_iter();
        if bases.any(|base| base.attributes.read().values().any(is_property)) && !sets_itself(class, vm) {
            class.slots.setattro.store(Some(set_in_dict));
            class.slots.getattro.store(Some(get_from_dict));
        }
        let shows =
            |name| class.get_attr(interned(name, vm)).is_some_and(|found| found.downcast_ref::<PyFunction>().is_some());
        if !shows("__repr__") {
            class.slots.repr.store(Some(show_old_instance));
        }
    }
    set_truth(class, vm);
    set_hash(class, vm);
    any_iterator::adopt(class, vm);
    if language().is_some_and(|language| class.fast_issubclass(&language.class)) {
        adopt_metaclass(class, vm);
    }
    instance::adopt(class, is_old, vm);
}

/// Has the classes of a script's own metaclass looked at as those of `type`, unless that has methods for it.
fn adopt_metaclass(class: &Py<PyType>, vm: &VirtualMachine) {
    let defines = |name: &'static str| {
        let name = interned(name, vm);
        let is_own = |base: &PyTypeRef| !base.is(vm.ctx.types.type_type) && !base.is(vm.ctx.types.object_type);
        class.mro.read().iter().any(|base| is_own(base) && base.attributes.read().contains_key(name))
    };
    if !defines("__getattr__") && !defines("__getattribute__") {
        class.slots.getattro.store(Some(getattr));
    }
    if !defines("__setattr__") && !defines("__delattr__") {
        class.slots.setattro.store(Some(setattr));
    }
}

thread_local! {
    /// What the builtin `hash` answered last, and the engine's hash of the same value.
    static HASHED: Cell<Option<(i32, i64)>> = const { Cell::new(None) };
}

/// Notes what the builtin `hash` answers for a value.
pub(super) fn note_hash(answer: i32, full: i64) {
    HASHED.set(Some((answer, full)));
}

/// Has `__hash__` of a class asked in a way that finds a value by an object that equals it: where the method answers the
/// builtin `hash` of a value, the hash is the one that this value has in the engine's dicts.
fn set_hash(class: &Py<PyType>, vm: &VirtualMachine) {
    let method = class.attributes.read().get(interned("__hash__", vm)).cloned();
    if method.is_some_and(|method| method.downcast_ref::<PyFunction>().is_some()) {
        class.slots.hash.store(Some(hash_by_method));
    }
}

fn hash_by_method(object: &PyObject, vm: &VirtualMachine) -> PyResult<PyHash> {
    let before = HASHED.take();
    let answer = vm.call_special_method(object, interned("__hash__", vm), ());
    let asked = HASHED.replace(before);
    let answer = answer?;
    let Some(number) = answer.downcast_ref::<PyInt>() else {
        return Err(vm.new_type_error("__hash__ should return a int"));
    };
    match (asked, i32::try_from(number.as_bigint())) {
        (Some((shown, full)), Ok(answered)) if shown == answered => Ok(full),
        // Of a class of numbers that answers itself the number counts.
        _ => vm.ctx.new_bigint(number.as_bigint()).as_object().hash(vm),
    }
}

/// Has `__nonzero__` asked for the truth of instances, which may be a number.
fn set_truth(class: &Py<PyType>, vm: &VirtualMachine) {
    if class.get_attr(interned("__nonzero__", vm)).is_some() {
        class.slots.as_number.boolean.store(Some(truth));
    }
}

fn truth(object: PyNumber<'_>, vm: &VirtualMachine) -> PyResult<bool> {
    let answer = vm.call_special_method(object.obj, interned("__nonzero__", vm), ())?;
    let is_plain = answer.class().is(vm.ctx.types.bool_type) || answer.class().is(vm.ctx.types.int_type);
    match answer.downcast_ref::<PyInt>() {
        // What the method of an old-style class answers is asked in turn.
        _ if is_old(object.obj.class().as_object()) => vm.with_recursion(" in __nonzero__", || answer.try_to_bool(vm)),
        Some(number) if is_plain && !number::is_long(number) => Ok(*number.as_bigint() != *PyInt::from(0).as_bigint()),
        _ => {
            // Jython names the class that was asked.
            let asked = object.obj.class().name().to_string();
            Err(vm.new_type_error(format!("__nonzero__ should return bool or int, returned {asked}")))
        }
    }
}

/// Whether a class has methods of its own for attributes.
fn sets_itself(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let own =
        |name| class.get_attr(interned(name, vm)).is_some_and(|found| found.downcast_ref::<PyFunction>().is_some());
    own("__setattr__") || own("__getattr__") || own("__getattribute__")
}

/// In an old-style instance what is set is set, whatever its class has by that name.
fn set_in_dict(object: &PyObject, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    match (object.dict(), value) {
        (Some(dict), PySetterValue::Assign(value)) => dict.set_item(name.as_object(), value, vm),
        (_, value) => object.generic_setattr(name, value, vm),
    }
}

fn get_from_dict(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    match object.dict().map(|dict| dict.get_item_opt(name.as_object(), vm)).transpose()?.flatten() {
        Some(found) => Ok(found),
        None => object.generic_getattr(name, vm),
    }
}

/// Whether a class is one that stands above all classes, or above all of the old style, and that Python 2 does not know.
pub(super) fn is_root(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    class.is(vm.ctx.types.object_type) || language().is_some_and(|language| class.is(&language.instance))
}

/// Old-style classes look for attributes depth first, from left to right.
pub(super) fn depth_first(class: &PyTypeRef, vm: &VirtualMachine) {
    let mut order: Vec<PyTypeRef> = vec![class.clone()];
    let object = vm.ctx.types.object_type.to_owned();
    for base in class.bases.read().iter() {
        for found in base.mro.read().iter() {
            if !is_root(found, vm) && !order.iter().any(|known| known.is(found)) {
                order.push(found.clone());
            }
        }
    }
    order.extend(language().map(|language| language.instance.clone()));
    order.push(object);
    *class.mro.write() = order;
}

/// The class of the new-style classes that scripts make.
pub(super) fn of_scripts(vm: &VirtualMachine) -> &Py<PyType> {
    language().map_or(vm.ctx.types.type_type, |language| &language.class)
}

fn plain_type(vm: &VirtualMachine) -> &'static Py<PyType> {
    vm.ctx.types.type_type
}

/// An attribute of a class. A function in it is an unbound method.
fn getattr(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    let Some(original) = plain_type(vm).slots.getattro.load() else { return object.generic_getattr(name, vm) };
    if is_old(object) {
        if name.as_bytes() == b"__bases__"
            && let Some(class) = object.downcast_ref::<PyType>()
        {
            let bases = class.bases.read();
            let bases = bases.iter().filter(|base| is_old(base.as_object())).map(|base| base.clone().into());
            return Ok(vm.ctx.new_tuple(bases.collect()).into());
        }
        if caller_is_python2(vm)
            && matches!(name.as_bytes(), b"__mro__" | b"mro" | b"__subclasses__" | b"__base__" | b"__class__")
        {
            return Err(no_attribute(object, name, vm));
        }
        if caller_is_python2(vm)
            && name.as_bytes() == b"__dict__"
            && let Some(class) = object.downcast_ref::<PyType>()
        {
            return class_dict::of(class, vm).map(Into::into);
        }
        if caller_is_python2(vm) && is_hidden(object, name, vm) {
            return Err(no_attribute(object, name, vm));
        }
    }
    let value = original(object, name, vm).map_err(|error| {
        let is_missing = error.fast_isinstance(vm.ctx.exceptions.attribute_error);
        if is_missing && is_old(object) { no_attribute(object, name, vm) } else { error }
    })?;
    if name.as_bytes() == b"__mro__"
        && let Some(order) = value.downcast_ref::<PyTuple>()
    {
        let is_known = |base: &&PyObjectRef| {
            // The engine's `OSError` is below the three that scripts know.
            language().is_none_or(|language| !base.is(&language.instance)) && !base.is(vm.ctx.exceptions.os_error)
        };
        return Ok(vm.ctx.new_tuple(order.iter().filter(is_known).cloned().collect()).into());
    }
    match object.downcast_ref::<PyType>() {
        Some(class)
            if value.downcast_ref_if_exact::<PyFunction>(vm).is_some() && is_plain_function(class, name, vm) =>
        {
            Ok(UnboundMethod::of(value, class.to_owned(), vm))
        }
        _ => Ok(value),
    }
}

fn no_attribute(
    class: &PyObject,
    name: &Py<PyStr>,
    vm: &VirtualMachine,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    let class = class.downcast_ref::<PyType>().map(|class| class.name().to_string()).unwrap_or_default();
    vm.new_attribute_error(format!("class {class} has no attribute '{name}'"))
}

/// Whether a class has a name as a function itself, and not as a static method that gave one.
fn is_plain_function(class: &Py<PyType>, name: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    let Some(name) = vm.ctx.interned_str(name) else { return false };
    class.get_attr(name).is_some_and(|found| found.downcast_ref_if_exact::<PyFunction>(vm).is_some())
}

/// Sets an attribute of a class, and what goes with it.
pub(super) fn setattr(object: &PyObject, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let Some(original) = plain_type(vm).slots.setattro.load() else { return Ok(()) };
    if name.as_bytes() == b"__dict__"
        && let (Some(class), PySetterValue::Assign(wanted)) = (object.downcast_ref::<PyType>(), &value)
        && let Some(wanted) = wanted.downcast_ref::<PyDict>().filter(|_| is_old(object))
    {
        return class_dict::replace(class, &wanted.to_owned(), vm);
    }
    let value = match value {
        PySetterValue::Assign(value) => PySetterValue::Assign(UnboundMethod::function_of(value)),
        delete => delete,
    };
    for (theirs, ours) in RENAMED {
        if name.as_bytes() == theirs.as_bytes() {
            let copy = match &value {
                PySetterValue::Assign(value) => PySetterValue::Assign(value.clone()),
                PySetterValue::Delete => PySetterValue::Delete,
            };
            original(object, vm.ctx.new_str(ours).as_ref(), copy, vm)?;
        }
    }
    original(object, name, value, vm).map_err(|error| {
        let is_missing = is_old(object) && error.fast_isinstance(vm.ctx.exceptions.attribute_error);
        if is_missing { no_attribute(object, name, vm) } else { error }
    })?;
    if let Some(class) = object.downcast_ref::<PyType>() {
        order::prepare(&class.to_owned(), vm);
        set_truth(class, vm);
        count_calls(class);
        any_iterator::adopt(class, vm);
        if is_old(object) {
            instance::adopt(class, true, vm);
            class_dict::follow(class, name, vm)?;
        }
    }
    Ok(())
}

/// Whether an attribute of an old-style class or instance is one that the engine has given it: it is an object, and in
/// Python 2 it was none.
pub(super) fn is_hidden(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    // The last one is how a class is carried to another worker.
    const KNOWN: [&[u8]; 7] =
        [b"__class__", b"__dict__", b"__doc__", b"__module__", b"__name__", b"__bases__", b"__qualname__"];
    if !name.as_bytes().starts_with(b"__") || KNOWN.contains(&name.as_bytes()) {
        return false;
    }
    let class = object.downcast_ref::<PyType>().filter(|_| is_old(object));
    let (class, own) = match class {
        Some(class) => (class, None),
        None if is_old(object.class().as_object()) => (object.class(), object.dict()),
        None => return false,
    };
    let has = |base: &PyTypeRef, name| !is_root(base, vm) && base.attributes.read().contains_key(name);
    let defines = |name| class.mro.read().iter().any(|base| has(base, name));
    let delegates = own.is_some() && defines(interned("__getattr__", vm));
    let is_own = own.is_some_and(|own| own.contains_key(name.as_object(), vm));
    let is_known = vm.ctx.interned_str(name).is_some_and(defines);
    !is_own && !is_known && !delegates
}
