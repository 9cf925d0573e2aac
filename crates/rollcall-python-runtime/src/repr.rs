//! How values look: `repr`, and `str` where it differs from the engine's.
//!
//! The engine's slots are replaced where Python 2 shows something else, and answer as before while a script of Python 3
//! runs.

use std::sync::OnceLock;

use rustpython_vm::builtins::{
    PyBaseException, PyClassMethod, PyComplex, PyDict, PyFloat, PyFrozenSet, PyFunction, PyGenerator, PyInt, PyList,
    PyModule, PyRange, PySet, PyStaticMethod, PyStr, PyTuple, PyType,
};
use rustpython_vm::recursion::ReprGuard;
use rustpython_vm::types::Representable;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{complex, job_is_python2, language, number, set_method, text, type_names, unicode};
use crate::mended;

type Shown = PyResult<PyRef<PyStr>>;
type Show = fn(&PyObject, &VirtualMachine) -> Shown;

macro_rules! replace {
    ($($name:ident $payload:ty, $class:ident, $show:expr;)*) => {
        $(pub(super) fn $name(object: &PyObject, vm: &VirtualMachine) -> Shown {
            if !job_is_python2() {
                return <$payload as Representable>::slot_repr(object, vm);
            }
            let show: fn(&PyObject, &VirtualMachine) -> PyResult<String> = $show;
            show(object, vm).map(|shown| widened(vm.ctx.new_str(shown), vm))
        })*

        fn replacements(vm: &VirtualMachine) -> Vec<(&'static Py<PyType>, Show)> {
            vec![$((vm.ctx.types.$class, $name as Show)),*]
        }
    };
}

replace! {
    of_int PyInt, int_type, |object, _| Ok(object.downcast_ref::<PyInt>().map(whole).unwrap_or_default());
    of_complex PyComplex, complex_type, complex::shown;
    of_set PySet, set_type, set;
    of_frozenset PyFrozenSet, frozenset_type, set;
    of_range PyRange, range_type, xrange;
    of_type PyType, type_type, |object, vm| Ok(object.downcast_ref::<PyType>().map(|of| type_names::shown(of, vm)).unwrap_or_default());
    of_module PyModule, module_type, |object, vm| {
        Ok(format!("<module '{}' (built-in)>", object.get_attr("__name__", vm)?.str(vm)?))
    };
    of_function PyFunction, function_type, function;
}

macro_rules! widen {
    ($($name:ident $payload:ty;)*) => {
        $(fn $name(object: &PyObject, vm: &VirtualMachine) -> Shown {
            <$payload as Representable>::slot_repr(object, vm).map(|shown| widened(shown, vm))
        })*
    };
}

widen! {
    of_list PyList;
    of_tuple PyTuple;
    of_dict PyDict;
}

/// A text that shows other values, as a `unicode` if one of them showed itself in other characters than ASCII: a Java
/// object may, and an instance whose `__repr__` does.
fn widened(shown: PyRef<PyStr>, vm: &VirtualMachine) -> PyRef<PyStr> {
    if !job_is_python2() || shown.isascii() { shown } else { unicode::text_from_host(shown.to_string_lossy(), vm) }
}

/// The engine's way to show an object of any class.
static OF_OBJECTS: OnceLock<Show> = OnceLock::new();

/// An object whose class has no module is shown without one.
fn of_object(object: &PyObject, vm: &VirtualMachine) -> Shown {
    match OF_OBJECTS.get().filter(|_| !job_is_python2() || !type_names::has_no_module(object.class(), vm)) {
        Some(original) => original(object, vm),
        None => Ok(vm.ctx.new_str(format!("<{} object at {:#x}>", object.class().name(), object.get_id()))),
    }
}

/// The engine's slots and their replacements.
static REPLACED: OnceLock<Vec<(usize, Show)>> = OnceLock::new();

/// Replaces the slot of a type that has one of the engine's, as new classes do that inherit it.
pub(super) fn adopt(class: &Py<PyType>) {
    let current = class.slots.repr.load().map(|slot| slot as usize);
    let replacement = REPLACED.get().and_then(|known| known.iter().find(|(original, _)| Some(*original) == current));
    if let Some((_, show)) = replacement {
        class.slots.repr.store(Some(*show));
    }
}

/// `str` of a whole number; a class of them that only shows itself otherwise in `repr` keeps its digits.
fn whole_text(object: PyObjectRef, vm: &VirtualMachine) -> Shown {
    match object.downcast_ref::<PyInt>() {
        Some(number) if job_is_python2() => Ok(vm.ctx.new_str(number.to_str_radix_10())),
        _ => object.repr(vm),
    }
}

/// Replaces the slots of the engine's types and of those that share them.
pub(super) fn install(vm: &VirtualMachine) {
    let mut known: Vec<(usize, Show)> = Vec::new();
    for (class, show) in replacements(vm) {
        known.extend(class.slots.repr.load().map(|original| (original as usize, show)));
    }
    for (class, show) in [
        (vm.ctx.types.str_type, of_text as Show),
        (vm.ctx.types.list_type, of_list),
        (vm.ctx.types.tuple_type, of_tuple),
        (vm.ctx.types.dict_type, of_dict),
        (vm.ctx.exceptions.base_exception_type, of_exception),
        (vm.ctx.types.object_type, of_object),
    ] {
        known.extend(class.slots.repr.load().map(|original| (original as usize, show)));
    }
    if let Some(original) = vm.ctx.types.object_type.slots.repr.load() {
        OF_OBJECTS.get_or_init(|| original);
    }
    REPLACED.get_or_init(|| known);
    for class in super::all_types(vm) {
        adopt(&class);
    }
    vm.ctx.types.classmethod_type.slots.repr.store(Some(|object, vm| match job_is_python2() {
        true => Ok(plain_object(object, "classmethod object", vm)),
        false => <PyClassMethod as Representable>::slot_repr(object, vm),
    }));
    vm.ctx.types.staticmethod_type.slots.repr.store(Some(|object, vm| match job_is_python2() {
        true => Ok(plain_object(object, "staticmethod object", vm)),
        false => <PyStaticMethod as Representable>::slot_repr(object, vm),
    }));
    vm.ctx.types.generator_type.slots.repr.store(Some(|object, vm| {
        if !job_is_python2() {
            return <PyGenerator as Representable>::slot_repr(object, vm);
        }
        let name = object.get_attr("__name__", vm)?.str(vm)?;
        Ok(plain_object(object, &format!("generator object {name}"), vm))
    }));
    set_method(vm.ctx.types.int_type, "__str__", whole_text, vm);
    set_method(vm.ctx.types.bool_type, "__str__", |object: PyObjectRef, vm: &VirtualMachine| object.repr(vm), vm);
    set_method(vm.ctx.types.float_type, "__str__", float_text, vm);
    vm.ctx.types.float_type.slots.str.store(Some(str_of_float));
}

fn plain_object(object: &PyObject, kind: &str, vm: &VirtualMachine) -> PyRef<PyStr> {
    vm.ctx.new_str(format!("<{kind} at 0x{:x}>", object.get_id()))
}

/// A text of either kind in quotes.
pub(super) fn of_text(object: &PyObject, vm: &VirtualMachine) -> Shown {
    mended::check_shown(object, 1, vm)?;
    match object.downcast_ref::<PyStr>() {
        Some(value) if job_is_python2() => Ok(vm.ctx.new_str(text::quoted(value))),
        _ => <PyStr as Representable>::slot_repr(object, vm),
    }
}

fn of_exception(object: &PyObject, vm: &VirtualMachine) -> Shown {
    let Some(exception) = object.downcast_ref::<PyBaseException>() else {
        return <PyBaseException as Representable>::slot_repr(object, vm);
    };
    if !job_is_python2() {
        return <PyBaseException as Representable>::slot_repr(object, vm);
    }
    let exception = exception.to_owned();
    if let Some(text) = language().and_then(|language| (language.embedding.java_text)(&exception, vm)) {
        return text;
    }
    let args: PyObjectRef = exception.args().into();
    Ok(widened(vm.ctx.new_str(format!("{}{}", object.class().name(), args.repr(vm)?.as_wtf8())), vm))
}

/// A whole number, with the `L` of a `long`.
fn whole(number: &Py<PyInt>) -> String {
    let digits = number.to_str_radix_10();
    if number::is_long(number) { digits + "L" } else { digits }
}

fn set(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let name = object.class().name().to_string();
    let Some(_guard) = ReprGuard::enter(vm, object) else { return Ok(format!("{name}(...)")) };
    let items: Vec<PyObjectRef> = vm.extract_elements_with(object, Ok)?;
    let mut shown = Vec::with_capacity(items.len());
    for item in items {
        shown.push(item.repr(vm)?.to_string());
    }
    Ok(format!("{name}([{}])", shown.join(", ")))
}

fn xrange(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let part = |name: &'static str| -> PyResult<i64> { object.get_attr(name, vm)?.try_to_value(vm) };
    let (start, stop, step) = (part("start")?, part("stop")?, part("step")?);
    // Jython shows the first number after the last as the end, and not the given one.
    let count =
        if step > 0 { (stop - start + step - 1).div_euclid(step) } else { (start - stop - step - 1).div_euclid(-step) };
    let stop = start + count.max(0) * step;
    Ok(match (start, step) {
        (0, 1) => format!("xrange({stop})"),
        (_, 1) => format!("xrange({start}, {stop})"),
        _ => format!("xrange({start}, {stop}, {step})"),
    })
}

fn function(object: &PyObject, vm: &VirtualMachine) -> PyResult<String> {
    let name = object.get_attr("__name__", vm)?.str(vm)?;
    Ok(format!("<function {} at 0x{:x}>", name.as_wtf8(), object.get_id()))
}

fn float_text(number: PyRef<PyFloat>, vm: &VirtualMachine) -> Shown {
    str_of_float(number.as_object(), vm)
}

/// `str` of a float has twelve digits in Python 2.
fn str_of_float(object: &PyObject, vm: &VirtualMachine) -> Shown {
    match object.downcast_ref::<PyFloat>() {
        Some(number) if job_is_python2() => Ok(vm.ctx.new_str(twelve_digits(number.to_f64()))),
        _ => object.repr(vm),
    }
}

/// A float as `%.12g` writes it, with a point or an exponent.
pub(super) fn twelve_digits(number: f64) -> String {
    if !number.is_finite() {
        return if number.is_nan() {
            "nan"
        } else if number > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let scientific = format!("{number:.11e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..11).contains(&exponent) {
        let decimals = usize::try_from(11 - exponent).unwrap_or(0);
        let fixed = format!("{number:.decimals$}");
        let short = if fixed.contains('.') { fixed.trim_end_matches('0').trim_end_matches('.') } else { &fixed };
        return if short.contains('.') { short.to_owned() } else { format!("{short}.0") };
    }
    let short = digits.trim_end_matches('0').trim_end_matches('.');
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{short}e{sign}{:02}", exponent.abs())
}
