//! Classes: of the old style and of the new, as Python 2 makes and shows them.
//!
//! Both are the engine's classes, told apart by the class that they are instances of. `type`, as scripts see it, is a
//! class of classes of its own, so that it can keep the names of Python 2 (`__nonzero__`, `next`) in step with those of
//! the engine (`__bool__`, `__next__`), also where a method is set later.

mod attribute;
mod special;

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyDict, PyDictRef, PyFunction, PyStr, PyStrRef, PyTuple, PyTupleRef, PyType, PyTypeRef};
use rustpython_vm::function::{FuncArgs, PyMethodFlags, PySetterValue};
use rustpython_vm::types::{Constructor, PyTypeFlags};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

pub(super) use attribute::{is_hidden, setattr};
pub(super) use special::note_hash;

use self::attribute::getattr;
use self::special::{set_hash, set_truth};
use super::{
    Language, any_iterator, construct, instance, interned, language, mixed, order, set_method_of, slice, slots,
    type_names,
};
use crate::mended::{count_calls, watch_finalizers, watch_slots};

/// Special methods with another name in Python 2.
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

/// `$metaclass(name, bases, body)`: finds the metaclass, and lets it make the class.
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

/// Whether a metaclass is one of the library, such as that of abstract classes: it stands below the engine's `type`,
/// which to scripts is the same as theirs.
fn is_librarys(meta: &Py<PyType>) -> bool {
    !is_plain_type(meta) && !language().is_some_and(|language| meta.fast_issubclass(&language.class))
}

/// A class of the engine. Where its metaclass is one of the library, bases that scripts have made have the engine's
/// `type` as their class meanwhile: otherwise the engine would find that the two do not fit.
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
        // The new class is of the metaclass of the bases, if that is another.
        let best = metaclass_of(&bases);
        let is_other = best.downcast_ref::<PyType>().is_some_and(|best| !best.is(&meta) && best.fast_issubclass(&meta));
        let is_engines = best.downcast_ref::<PyType>().is_some_and(|best| {
            !is_plain_type(best)
                && !best.fast_issubclass(&meta)
                && best.fast_issubclass(vm.ctx.types.type_type)
                && !is_old_meta(best)
        });
        if !bases.is_empty() && (is_other || is_engines) {
            // The caller of `type` calls `__init__` of the result's class.
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
        watch_finalizers(class);
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

/// A copy of a body whose names are of the engine's own type of texts, which it takes for granted: a `unicode` is not
/// of that type, and a name that is not a text is left out, since no attribute can be asked for by it.
fn with_plain_names(body: &PyDictRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let named = vm.ctx.new_dict();
    for (key, value) in body {
        if let Some(name) = key.downcast_ref::<PyStr>() {
            named.set_item(&*vm.ctx.new_str(name.as_wtf8().to_owned()), value, vm)?;
        }
    }
    Ok(named)
}

/// Converts a body to the form that the engine needs.
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
    watch_finalizers(class);
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

/// Whether a class has methods of its own for attributes.
fn sets_itself(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let own =
        |name| class.get_attr(interned(name, vm)).is_some_and(|found| found.downcast_ref::<PyFunction>().is_some());
    own("__setattr__") || own("__getattr__") || own("__getattribute__")
}

/// An old-style instance takes every attribute, whatever its class has by that name.
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
