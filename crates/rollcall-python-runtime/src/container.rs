//! Dicts and lists: methods that Python 2 has besides the engine's, or that answer otherwise.
//!
//! `keys`, `values` and `items` are lists for code of Python 2 and views for the library, which uses them as sets and
//! goes on to change the dict.

use std::sync::OnceLock;

use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyInt, PyList, PyStr, PyTuple, PyType};
use rustpython_vm::function::{FuncArgs, OptionalArg, PyMethodDef, PyMethodFlags};
use rustpython_vm::protocol::PyMapping;
use rustpython_vm::protocol::PyNumberBinaryFunc;
use rustpython_vm::types::{AsMapping, AsNumber, AsSequence, Initializer};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::changing::{self, Part};
use super::{caller_is_python2, interned, iteration, job_is_python2, set_method};
use crate::mended;
use crate::sort::{self, Options};

/// Changes the types of dicts and lists.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let dict = vm.ctx.types.dict_type;
    for name in ["keys", "values", "items"] {
        if let Some(original) = definition(dict, name) {
            let call = move |args: FuncArgs, vm: &VirtualMachine| listed(original, args, vm);
            let method = vm.ctx.new_method_def(name, call, PyMethodFlags::METHOD, original.doc);
            dict.set_attr(interned(name, vm), method.build_method(dict, vm).into());
            view(dict, name, original, vm);
        }
    }
    set_method(
        dict,
        "has_key",
        |dict: PyRef<PyDict>, key: PyObjectRef, vm: &VirtualMachine| match PyDict::as_sequence().contains {
            // A missing item is not made, as an index of a `defaultdict` would make it.
            Some(contains) => contains(dict.as_object().sequence_unchecked(), &key, vm),
            None => Ok(false),
        },
        vm,
    );
    let shown = dict.slots.repr.load();
    let text = move |object: PyObjectRef, vm: &VirtualMachine| match shown {
        // A class below it shows itself in `repr`, and its content in `str`.
        Some(shown) if job_is_python2() => shown(&object, vm),
        _ => object.repr(vm),
    };
    set_method(dict, "__str__", text, vm);
    dict.slots.as_number.or.store(Some(|a, b, vm| match PyDict::as_number().or {
        // Python 2 has no such operator.
        Some(original) if !caller_is_python2(vm) => original(a, b, vm),
        _ => Ok(vm.ctx.not_implemented()),
    }));
    install_subscripts(vm);
    install_slices(vm);
    let list = vm.ctx.types.list_type;
    if let Some(original) = definition(list, "index") {
        let index = move |args: FuncArgs, vm: &VirtualMachine| {
            (original.func)(vm, args).map_err(|error| {
                let is_missing = job_is_python2() && error.fast_isinstance(vm.ctx.exceptions.value_error);
                if is_missing { vm.new_value_error("list.index(x): x not in list") } else { error }
            })
        };
        set_method(list, "index", index, vm);
    }
    if let Some(original) = definition(list, "remove") {
        let remove = move |args: FuncArgs, vm: &VirtualMachine| {
            (original.func)(vm, args).map_err(|error| {
                let is_missing = job_is_python2() && error.fast_isinstance(vm.ctx.exceptions.value_error);
                if is_missing { vm.new_value_error("list.remove(x): x not in list") } else { error }
            })
        };
        set_method(list, "remove", remove, vm);
    }
    set_method(vm.ctx.types.object_type, "__format__", format, vm);
    refuse_union(vm);
    dict.slots.init.store(Some(|dict, args, vm| {
        let items = args.args.first().cloned();
        let made = dict.clone().downcast::<PyDict>().ok().filter(|_| args.kwargs.keys().any(|name| !name.is_ascii()));
        <PyDict as Initializer>::slot_init(dict, args, vm).map_err(|error| without_pair(error, items, vm))?;
        made.filter(|_| job_is_python2()).map_or(Ok(()), |made| super::execution::keywords(made, vm))
    }));
    if let Some(original) = dict.slots.vectorcall.load() {
        CALL.get_or_init(|| original);
        dict.slots.vectorcall.store(Some(|class, args, count, keywords, vm| {
            let Some(original) = CALL.get() else { return Err(vm.new_type_error("no such type")) };
            let items = args.first().cloned();
            let made = original(class, args, count, keywords, vm).map_err(|error| without_pair(error, items, vm))?;
            let is_ascii = |name: &PyObjectRef| name.downcast_ref::<PyStr>().is_none_or(|name| name.isascii());
            if keywords.is_some_and(|names| !names.iter().all(is_ascii))
                && let Some(dict) = made.downcast_ref::<PyDict>().filter(|_| job_is_python2())
            {
                super::execution::keywords(dict.to_owned(), vm)?;
            }
            Ok(made)
        }));
    }
    Ok(())
}

/// A type's quick way to make an instance: type, arguments, how many of them have no name, and the names of the others.
type Call = fn(&PyObject, Vec<PyObjectRef>, usize, Option<&[PyObjectRef]>, &VirtualMachine) -> PyResult;

/// The engine's quick way to make a dict.
static CALL: OnceLock<Call> = OnceLock::new();

fn without_pair(error: PyBaseExceptionRef, items: Option<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    items.filter(|_| caller_is_python2(vm)).and_then(|items| no_pair(&items, vm)).unwrap_or(error)
}

/// Which item of a list is not a pair, in Jython's words.
fn no_pair(items: &PyObject, vm: &VirtualMachine) -> Option<PyBaseExceptionRef> {
    let items = items.downcast_ref::<PyList>()?;
    let items = items.borrow_vec().to_vec();
    items.iter().enumerate().find_map(|(index, item)| match item.length(vm) {
        Ok(2) => None,
        Ok(length) => Some(vm.new_value_error(format!(
            "dictionary update sequence element #{index} has length {length}; 2 is required"
        ))),
        Err(_) => {
            Some(vm.new_type_error(format!("cannot convert dictionary update sequence element #{index} to a sequence")))
        }
    })
}

macro_rules! subscripts {
    ($($name:ident $payload:ty;)*) => {
        $(fn $name(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
            match <$payload as AsMapping>::as_mapping().subscript {
                Some(original) => original(mapping, key, vm).map_err(|error| with_index(error, key, vm)),
                None => Ok(vm.ctx.not_implemented()),
            }
        })*
    };
}

subscripts! {
    of_list PyList;
    of_tuple PyTuple;
    of_plain_text PyStr;
}

fn of_text(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    match mended::stepped(mapping.obj, key, vm) {
        Some(text) => Ok(vm.ctx.new_str(text?).into()),
        None => of_plain_text(mapping, key, vm),
    }
}

fn install_subscripts(vm: &VirtualMachine) {
    vm.ctx.types.list_type.slots.as_mapping.subscript.store(Some(of_list));
    vm.ctx.types.tuple_type.slots.as_mapping.subscript.store(Some(of_tuple));
    vm.ctx.types.str_type.slots.as_mapping.subscript.store(Some(of_text));
    super::renew_operators(vm.ctx.types.str_type, &["__getitem__"], vm);
}

/// Jython names the index that is out of range.
pub(super) fn with_index(error: PyBaseExceptionRef, key: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
    match key.downcast_ref::<PyInt>() {
        Some(index) if job_is_python2() && error.fast_isinstance(vm.ctx.exceptions.index_error) => {
            vm.new_index_error(format!("index out of range: {}", index.to_str_radix_10()))
        }
        _ => error,
    }
}

/// `__getslice__` and its like, which subclasses call.
fn install_slices(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    let slice = |start: PyObjectRef, stop: PyObjectRef, vm: &VirtualMachine| {
        vm.ctx.types.slice_type.as_object().call((start, stop), vm)
    };
    for class in [types.list_type, types.tuple_type, types.str_type] {
        let get = move |object: PyObjectRef, start: PyObjectRef, stop: PyObjectRef, vm: &VirtualMachine| {
            let is_text = super::unicode::is_unicode(&object);
            let part = class.as_object().get_attr("__getitem__", vm)?.call((object, slice(start, stop, vm)?), vm)?;
            if is_text { super::unicode::of(part, vm) } else { Ok(part) }
        };
        set_method(class, "__getslice__", get, vm);
    }
    let set =
        move |list: PyObjectRef, start: PyObjectRef, stop: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine| {
            // As lists do, whatever methods the class has, which ask this one for it.
            let of_lists = vm.ctx.types.list_type.as_object().get_attr("__setitem__", vm)?;
            of_lists.call((list, slice(start, stop, vm)?, value), vm)
        };
    set_method(types.list_type, "__setslice__", set, vm);
    let delete = move |list: PyObjectRef, start: PyObjectRef, stop: PyObjectRef, vm: &VirtualMachine| {
        let of_lists = vm.ctx.types.list_type.as_object().get_attr("__delitem__", vm)?;
        of_lists.call((list, slice(start, stop, vm)?), vm)
    };
    set_method(types.list_type, "__delslice__", delete, vm);
}

/// In Python 2 neither dicts nor types can be united by `|`.
fn refuse_union(vm: &VirtualMachine) {
    macro_rules! refuse {
        ($class:ident $($slot:ident)*) => {
            $({
                static ORIGINAL: OnceLock<PyNumberBinaryFunc> = OnceLock::new();
                if let Some(original) = vm.ctx.types.$class.slots.as_number.$slot.load() {
                    ORIGINAL.get_or_init(|| original);
                    vm.ctx.types.$class.slots.as_number.$slot.store(Some(|a, b, vm| match ORIGINAL.get() {
                        Some(original) if !caller_is_python2(vm) => original(a, b, vm),
                        _ => Ok(vm.ctx.not_implemented()),
                    }));
                }
            })*
        };
    }
    refuse!(dict_type or right_or inplace_or);
    refuse!(type_type or right_or);
}

/// `object.__format__`: the text of the object, formatted.
fn format(object: PyObjectRef, how: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
    let text = object.str(vm)?;
    if how.is_empty() {
        return Ok(text.into());
    }
    if !job_is_python2() {
        let class = object.class().name().to_string();
        return Err(vm.new_type_error(format!("unsupported format string passed to {class}.__format__")));
    }
    vm.call_method(text.as_object(), "__format__", (how,))
}

fn definition(class: &'static Py<PyType>, name: &str) -> Option<&'static PyMethodDef> {
    class.slots.methods.iter().find(|definition| definition.name == name)
}

fn listed(original: &'static PyMethodDef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let view = (original.func)(vm, args)?;
    if !caller_is_python2(vm) {
        return Ok(view);
    }
    let items: Vec<PyObjectRef> = vm.extract_elements_with(&view, Ok)?;
    Ok(vm.ctx.new_list(items).into())
}

/// `iterkeys` and `viewkeys` beside `keys`, and so on.
fn view(dict: &'static Py<PyType>, name: &'static str, original: &'static PyMethodDef, vm: &VirtualMachine) {
    let (iterating, viewing) = match name {
        "keys" => ("iterkeys", "viewkeys"),
        "values" => ("itervalues", "viewvalues"),
        _ => ("iteritems", "viewitems"),
    };
    let part = Part::named(name);
    let iterate = move |dict: PyRef<PyDict>, vm: &VirtualMachine| changing::of_dict(dict, part, vm);
    set_method(dict, iterating, iterate, vm);
    set_method(dict, viewing, move |args: FuncArgs, vm: &VirtualMachine| (original.func)(vm, args), vm);
}

/// `sorted(iterable[, cmp[, key[, reverse]]])`.
pub(super) fn sorted(
    iterable: PyObjectRef,
    compare: OptionalArg<PyObjectRef>,
    key: OptionalArg<PyObjectRef>,
    reverse: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let items = iteration::collect(&iterable, vm)?;
    let list = vm.ctx.new_list(items);
    let options = Options { compare: compare.into_option(), key: key.into_option(), reverse: reverse.into_option() };
    sort::sort(&list, &options, vm)?;
    Ok(list.into())
}
