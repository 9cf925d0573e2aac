//! The members of objects: `dir`, `vars`, and the dictionaries of classes.
//!
//! The engine gives classes members that Python 2 does not know: every class is an object, and a member with another
//! name in Python 2 has both names. Old-style classes and their instances show the members that scripts have given
//! them; for other objects only the second names are hidden.

use rustpython_vm::builtins::{PyDictRef, PyFunction, PyList, PyStr, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{Language, class, instance, method, newer, set_method};

/// Members that every class has of the engine.
const OF_ENGINE: [&str; 2] = ["__dict__", "__weakref__"];

/// Names that every script finds and that are not builtins of Python 2: ours, and those that the engine needs there.
const NO_BUILTINS: [&str; 6] = ["system", "project", "__build_class__", "__loader__", "__package__", "__spec__"];

/// Makes `dir`, and gives the dictionaries of classes the methods that Python 2 has.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    let original = vm.builtins.get_attr("dir", vm)?;
    let dir = move |args: FuncArgs, vm: &VirtualMachine| dir(&original, args, vm);
    language.names.set_item("dir", vm.new_function("dir", dir).into(), vm)?;
    let proxy = vm.ctx.types.mappingproxy_type;
    let has_key = |proxy: PyObjectRef, key: PyObjectRef, vm: &VirtualMachine| vm._contains(&proxy, &key);
    set_method(proxy, "has_key", has_key, vm);
    for (name, of) in [("iterkeys", "keys"), ("itervalues", "values"), ("iteritems", "items")] {
        let iterate = move |proxy: PyObjectRef, vm: &VirtualMachine| -> PyResult {
            Ok(vm.call_method(&proxy, of, ())?.get_iter(vm)?.into())
        };
        set_method(proxy, name, iterate, vm);
    }
    Ok(())
}

fn dir(original: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let first = args.args.first().cloned();
    let first = first.as_deref();
    let shows_builtins =
        first.is_some_and(|first| super::language().is_some_and(|language| first.is(&language.builtins)));
    let old = args.args.first().map(|object| of_old(object, vm)).transpose()?.flatten();
    let names = match old {
        Some(names) => names,
        None => original.call(args, vm)?,
    };
    if let Some(list) = names.downcast_ref::<PyList>() {
        let listed = list.borrow_vec().to_vec();
        let has = |name: &str| listed.iter().any(|listed| is_text(listed, name));
        let is_second = |name: &PyObject| class::RENAMED.iter().any(|(old, new)| is_text(name, new) && has(old));
        // Names that no script can write are hidden, and `system` is not a builtin of Python's.
        let is_ours = |name: &PyObject| {
            name.downcast_ref::<PyStr>().is_some_and(|name| name.as_bytes().starts_with(b"$"))
                || shows_builtins && NO_BUILTINS.iter().any(|hidden| is_text(name, hidden))
        };
        let is_newer = |name: &PyObject| first.is_some_and(|of| !lists_itself(of, vm) && is_newer(name, of, vm));
        let is_newer = |name: &PyObject| is_newer(name) || first.is_some_and(|of| is_newer_of(name, of, vm));
        let is_kept = |name: &&PyObjectRef| !is_second(name) && !is_ours(name) && !is_newer(name);
        let mut kept: Vec<PyObjectRef> = listed.iter().filter(is_kept).cloned().collect();
        let of_function = first.filter(|object| method::is_method(object)).map(|of| function_names(of, vm));
        if let Some(names) = of_function.transpose()? {
            kept.extend(names);
            let kept = vm.ctx.new_list(kept);
            vm.call_method(kept.as_object(), "sort", ())?;
            return Ok(kept.into());
        }
        return Ok(vm.ctx.new_list(kept).into());
    }
    Ok(names)
}

/// The names that scripts have given to the function of a method, which the method has, too.
fn function_names(method: &PyObject, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let function = method.get_attr("__func__", vm)?;
    Ok(function.dict().map(|own| (&own).into_iter().map(|(name, _)| name).collect()).unwrap_or_default())
}

fn is_text(object: &PyObject, text: &str) -> bool {
    object.downcast_ref::<PyStr>().is_some_and(|object| object.as_bytes() == text.as_bytes())
}

/// Members that Python 2 does not know.
const NEWER: [&[u8]; 27] = [
    b"__annotate__",
    b"__annotations__",
    b"__bool__",
    b"__builtins__",
    b"__cause__",
    b"__ceil__",
    b"__class_getitem__",
    b"__context__",
    b"__dir__",
    b"__firstlineno__",
    b"__floor__",
    b"__getstate__",
    b"__init_subclass__",
    b"__kwdefaults__",
    b"__qualname__",
    b"__round__",
    b"__set_name__",
    b"__sizeof__",
    b"__static_attributes__",
    b"__suppress_context__",
    b"__text_signature__",
    b"__traceback__",
    b"__type_params__",
    b"add_note",
    b"with_traceback",
    b"gi_suspended",
    b"gi_yieldfrom",
];

/// Whether a member is one that Python 3 has given to a builtin type.
fn is_newer_of(name: &PyObject, object: &PyObject, vm: &VirtualMachine) -> bool {
    name.downcast_ref::<PyStr>().is_some_and(|name| newer::is_newer(object, name, vm))
}

/// Members of `object` that it lacks in Python 2.
const COMPARING: [&[u8]; 6] = [b"__eq__", b"__ge__", b"__gt__", b"__le__", b"__lt__", b"__ne__"];

/// Whether a script's class lists its members itself.
fn lists_itself(object: &PyObject, vm: &VirtualMachine) -> bool {
    let method = object.class().get_attr(super::interned("__dir__", vm));
    method.is_some_and(|method| method.downcast_ref::<PyFunction>().is_some())
}

/// Whether a member is one that the engine has given to an object, and no script.
fn is_newer(name: &PyObject, object: &PyObject, vm: &VirtualMachine) -> bool {
    let Some(name) = name.downcast_ref::<PyStr>() else { return false };
    let is_comparing = COMPARING.contains(&name.as_bytes());
    if !is_comparing && !NEWER.contains(&name.as_bytes()) {
        return false;
    }
    let Some(name) = vm.ctx.interned_str(name) else { return false };
    let is_own =
        object.dict().is_some_and(|dict| dict.contains_key(name, vm)) && object.downcast_ref::<PyType>().is_none();
    let types = &vm.ctx.types;
    let unordered = [
        types.object_type,
        types.int_type,
        types.float_type,
        types.none_type,
        types.function_type,
        types.range_type,
        types.slice_type,
        vm.ctx.exceptions.base_exception_type,
    ];
    let has = |base: &PyTypeRef| {
        let is_known = base.attributes.read().contains_key(name);
        let counts = match is_comparing {
            true => !unordered.iter().any(|class| base.is(*class)),
            false => base.slots.flags.has_feature(PyTypeFlags::HEAPTYPE) && base.class().is(class::of_scripts(vm)),
        };
        is_known && counts
    };
    let class = object.downcast_ref::<PyType>().unwrap_or_else(|| object.class());
    !is_own && !class.mro.read().iter().any(has)
}

/// The names of an old-style class or instance; None for other objects.
fn of_old(object: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let names = vm.ctx.new_dict();
    let (class, own) = match object.downcast_ref::<PyType>() {
        Some(class) if class::is_old(object) => (class, None),
        _ if instance::is_old_instance(object) => (object.class(), object.dict()),
        _ => return Ok(None),
    };
    for base in class.mro.read().iter().filter(|base| class::is_old(base.as_object())) {
        for (name, _) in &members(base, vm)? {
            names.set_item(&*name, vm.ctx.none(), vm)?;
        }
    }
    for (name, _) in own.iter().flatten() {
        names.set_item(&*name, vm.ctx.none(), vm)?;
    }
    let names = vm.ctx.new_list(names.into_iter().map(|(name, _)| name).collect());
    vm.call_method(names.as_object(), "sort", ())?;
    Ok(Some(names.into()))
}

/// Whether a class's attribute of this name is one that scripts see.
pub(super) fn is_shown(name: &str) -> bool {
    !OF_ENGINE.contains(&name) && !name.starts_with('$')
}

/// The members that a script has given to a class.
pub(super) fn members(class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let members = vm.ctx.new_dict();
    let attributes = class.attributes.read();
    for (name, value) in attributes.iter() {
        if is_shown(name.as_str()) {
            members.set_item(*name, value.clone(), vm)?;
        }
    }
    drop(attributes);
    for (old, new) in class::RENAMED {
        if members.contains_key(old, vm) && members.contains_key(new, vm) {
            members.del_item(new, vm)?;
        }
    }
    if members.get_item_opt("__hash__", vm)?.is_some_and(|hash| vm.is_none(&hash)) {
        // The engine needs it where a class compares; a script that defines it itself loses the name, and no more.
        members.del_item("__hash__", vm)?;
    }
    Ok(members)
}
