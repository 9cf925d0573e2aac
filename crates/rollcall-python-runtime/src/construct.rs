//! Making instances of builtin types from the arguments that Python 2 accepts: `bytearray` of a `str`, `int` of an
//! octal number, a method of three parts; and the errors that Jython has where something cannot be made.

use std::sync::OnceLock;

use rustpython_vm::builtins::{
    PyBaseExceptionRef, PyBaseObject, PyBool, PyBoundMethod, PyByteArray, PyClassMethod, PyComplex, PyEnumerate,
    PyFloat, PyFunction, PyInt, PyStr, PyType, PyTypeRef,
};
use rustpython_vm::function::{FuncArgs, PyMethodFlags};
use rustpython_vm::types::{Constructor, Initializer};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{buffer, caller_is_python2, digits, interned, job_is_python2, number, set_method, text, unicode};

/// The arguments of a builtin type that has names for them in Python 2 but not in the engine, without names; None for
/// other types, or where one of them has another name.
pub(super) fn unnamed(
    class: &PyObject,
    args: &[PyObjectRef],
    count: usize,
    names: &[PyObjectRef],
    vm: &VirtualMachine,
) -> Option<Vec<PyObjectRef>> {
    let types = &vm.ctx.types;
    let is = |other: &Py<PyType>| class.is(other);
    let known: &[&[u8]] = if is(types.list_type) || is(types.tuple_type) {
        &[b"sequence"]
    } else if is(types.float_type) || is(types.bool_type) {
        &[b"x"]
    } else if is(types.str_type) {
        &[b"object"]
    } else if is(types.int_type) || super::language().is_some_and(|language| class.is(&language.long)) {
        &[b"x", b"base"]
    } else {
        return None;
    };
    let mut all = args.get(..count)?.to_vec();
    let mut given: Vec<_> = names.iter().zip(args.get(count..)?).collect();
    while let Some(name) = known.get(all.len()).filter(|_| !given.is_empty() && caller_is_python2(vm)) {
        let is_next = |(known, _): &(&PyObjectRef, &PyObjectRef)| {
            known.downcast_ref::<PyStr>().is_some_and(|known| known.as_bytes() == *name)
        };
        all.push(given.remove(given.iter().position(is_next)?).1.clone());
    }
    given.is_empty().then_some(all)
}

/// Changes how the engine's types make their instances.
pub(super) fn install(vm: &VirtualMachine) {
    construct_complex(vm);
    construct_decode_errors(vm);
    construct_objects(vm);
    construct_modules(vm);
    construct_enumerations(vm);
    construct_class_methods(vm);
    construct_ranges(vm);
    vm.ctx.types.bytearray_type.slots.init.store(Some(|array, mut args, vm| {
        if caller_is_python2(vm)
            && let [only] = args.args.as_mut_slice()
            && let Some(bytes) = only.downcast_ref::<PyStr>().and_then(text::bytes)
        {
            if unicode::is_unicode(only) {
                return Err(vm.new_type_error("unicode argument without an encoding"));
            }
            *only = vm.ctx.new_bytes(bytes).into();
        }
        if let Some(count) = args.args.first().and_then(|count| count.downcast_ref::<PyInt>())
            && let Ok(count) = usize::try_from(count.as_bigint())
            && !super::room::has_bytes(count)
        {
            return Err(vm.new_memory_error("the bytearray is too long"));
        }
        super::bytearray::read_items(&mut args, vm)?;
        <PyByteArray as Initializer>::slot_init(array, args, vm)
    }));
    super::renew_operators(vm.ctx.types.bytearray_type, &["__init__"], vm);
    vm.ctx.types.int_type.slots.new.store(Some(whole));
    vm.ctx.types.float_type.slots.new.store(Some(float));
    set_method(
        vm.ctx.types.bytearray_type,
        "__str__",
        |array: PyRef<PyByteArray>, vm: &VirtualMachine| match job_is_python2() {
            true => Ok(text::from_bytes(&array.borrow_buf(), vm)),
            false => array.as_object().repr(vm),
        },
        vm,
    );
    vm.ctx.types.bool_type.slots.new.store(Some(|class, args, vm| {
        if caller_is_python2(vm) && args.args.len() > 1 {
            return Err(vm.new_type_error(format!("bool() takes at most 1 arguments ({} given)", args.args.len())));
        }
        <PyBool as Constructor>::slot_new(class, args, vm)
    }));
    vm.ctx.types.bound_method_type.slots.new.store(Some(|class, mut args, vm| {
        if args.args.len() == 3
            && let Some(of) = args.args.pop()
            && let [function, instance] = args.args.as_slice()
            && vm.is_none(instance)
            && let Ok(of) = of.downcast()
        {
            return Ok(super::method::UnboundMethod::of(function.clone(), of, vm));
        }
        <PyBoundMethod as Constructor>::slot_new(class, args, vm)
    }));
}

/// `int(x[, base])`. A script's number is a `long` if it needs more than 32 bits.
fn whole(class: PyTypeRef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    if let [only] = args.args.as_slice()
        && class.is(vm.ctx.types.int_type)
        && only.downcast_ref_if_exact::<PyInt>(vm).is_some_and(|whole| number::fits(whole))
        && args.kwargs.is_empty()
    {
        return Ok(only.clone());
    }
    let (given, base) = (args.args.first().cloned(), args.args.get(1).cloned());
    if let Some(given) = given.as_ref().filter(|given| buffer::is_no_number(given) && caller_is_python2(vm)) {
        let shown = given.str(vm)?;
        return Err(vm.new_type_error(format!("int() argument must be a string or a number, not '{shown}'")));
    }
    let is_text = given.as_deref().is_none_or(text::is_text);
    if base.is_some() && !is_text && caller_is_python2(vm) {
        return Err(vm.new_type_error("int: can't convert non-string with explicit base"));
    }
    if caller_is_python2(vm)
        && let Some(text) = given.as_ref().and_then(|given| given.downcast_ref::<PyStr>())
    {
        args.args[0] = digits::plain(text, vm).ok_or_else(|| no_literal(text, base.as_deref(), vm))?;
        if let Some(octal) = base.as_ref().and_then(|base| octal(&args.args[0], base, vm)) {
            args.args = vec![octal, vm.ctx.new_int(8).into()];
        }
    }
    if !caller_is_python2(vm)
        && let Some(text) = given.as_ref().and_then(|given| given.downcast_ref::<PyStr>())
        && let Some(plain) = digits::of_any_script(text, vm)
    {
        let mut plainly = args.clone();
        plainly.args[0] = plain;
        // A text that is not a number all the same is quoted as it was given.
        if let Ok(made) = <PyInt as Constructor>::slot_new(class.clone(), plainly, vm) {
            return Ok(made);
        }
    }
    let made = <PyInt as Constructor>::slot_new(class, args, vm)
        .map_err(|error| no_whole_number(error, given.as_deref(), base.as_deref(), vm))?;
    match made.downcast_ref_if_exact::<PyInt>(vm) {
        Some(whole) if !number::fits(whole) && caller_is_python2(vm) => number::to_long(whole, vm),
        _ => Ok(made),
    }
}

/// `float(x)`. Of other digits than ASCII's it makes no number, as Jython does not.
fn float(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let given = args.args.first().filter(|_| caller_is_python2(vm));
    if given.is_some_and(|given| buffer::is_no_number(given) || given.downcast_ref::<PyByteArray>().is_some()) {
        return Err(vm.new_type_error("float() argument must be a string or a number"));
    }
    let given = given.and_then(|given| given.downcast_ref::<PyStr>());
    let Some(given) = given.map(|given| given.to_owned()) else {
        return <PyFloat as Constructor>::slot_new(class, args, vm);
    };
    let refused = || digits::refused("invalid literal for float: ", &given, "", vm);
    if given.as_bytes().contains(&b'_') {
        return Err(refused());
    }
    <PyFloat as Constructor>::slot_new(class, args, vm)
        .map_err(|error| if given.isascii() || !unicode::is_unicode(given.as_object()) { error } else { refused() })
}

fn no_literal(text: &Py<PyStr>, base: Option<&PyObject>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let base = base.and_then(|base| base.str(vm).ok()).map_or_else(|| "10".to_owned(), |base| base.to_string());
    digits::refused(&format!("invalid literal for int() with base {base}: '"), text, "'", vm)
}

/// Why something is not a whole number, in Jython's words.
fn no_whole_number(
    error: PyBaseExceptionRef,
    given: Option<&PyObject>,
    base: Option<&PyObject>,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let Some(given) = given.filter(|_| caller_is_python2(vm)) else { return error };
    if let Some(text) = given.downcast_ref::<PyStr>() {
        let is_literal = error.as_object().str(vm).is_ok_and(|text| text.to_string().starts_with("invalid literal"));
        if is_literal && error.fast_isinstance(vm.ctx.exceptions.value_error) {
            return no_literal(text, base, vm);
        }
        return error;
    }
    let is_no_number = base.is_none() && error.fast_isinstance(vm.ctx.exceptions.type_error);
    match given.repr(vm) {
        Ok(shown) if is_no_number => {
            vm.new_type_error(format!("int() argument must be a string or a number, not '{shown}'"))
        }
        _ => error,
    }
}

/// The digits of a text that begins with a zero, where the base is to be guessed.
fn octal(text: &PyObject, base: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let is_guessed = base.downcast_ref::<PyInt>().is_some_and(|base| *base.as_bigint() == *PyInt::from(0).as_bigint());
    let text = text.downcast_ref::<PyStr>()?.to_str()?.trim();
    let (sign, text) = text.strip_prefix('-').map_or(("", text.strip_prefix('+').unwrap_or(text)), |text| ("-", text));
    let digits = text.strip_prefix('0').filter(|digits| is_guessed && !digits.is_empty())?;
    let are_octal = digits.chars().all(|digit| digit.is_digit(8));
    are_octal.then(|| vm.ctx.new_str(format!("{sign}{digits}")).into())
}

/// The engine's way to make a range.
static RANGE: OnceLock<fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult> = OnceLock::new();

/// `xrange` takes the arguments that `int` does, except texts: `xrange(count / 2.0)`.
fn construct_ranges(vm: &VirtualMachine) {
    let slot = &vm.ctx.types.range_type.slots.new;
    let Some(original) = slot.load() else { return };
    RANGE.get_or_init(|| original);
    slot.store(Some(|class, mut args, vm| {
        let Some(original) = RANGE.get() else { return Err(vm.new_type_error("no such type")) };
        if caller_is_python2(vm) {
            for bound in args.args.iter_mut().filter(|bound| !text::is_text(bound)) {
                if bound.downcast_ref::<PyInt>().is_none()
                    && let Some(whole) = super::iteration::whole_of(bound, vm)?
                {
                    *bound = whole.into();
                }
            }
        }
        original(class, args, vm)
    }));
}

/// `object.__new__` leaves arguments to the `__init__` of the class, to which Python calls it with them, too: that is
/// how classes with a `__new__` of their own pass on their arguments.
fn construct_objects(vm: &VirtualMachine) {
    let object: &'static Py<PyType> = vm.ctx.types.object_type;
    let name = interned("__new__", vm);
    let Some(original) = object.get_attr(name) else { return };
    let new = move |mut args: FuncArgs, vm: &VirtualMachine| {
        if caller_is_python2(vm) && has_own_init(&args, vm) {
            args.args.truncate(1);
            args.kwargs.clear();
        }
        original.call(args, vm)
    };
    let definition = vm.ctx.new_method_def("__new__", new, PyMethodFlags::empty(), None);
    object.set_attr(name, definition.build_function(vm).into());
    accept_arguments(object, vm);
}

/// Has the classes that have no `__init__` of their own take [`init_object`] for it.
fn accept_arguments(object: &'static Py<PyType>, vm: &VirtualMachine) {
    let original = object.slots.init.load().map(|slot| slot as usize);
    for class in super::all_types(vm) {
        if class.slots.init.load().map(|slot| slot as usize) == original {
            class.slots.init.store(Some(init_object));
        }
    }
    super::renew_operators(object, &["__init__"], vm);
}

/// `object.__init__`: called by a class below `str`, `float` or a tuple with the arguments of the instance, as was
/// usual once, it accepts them in Python 2 and ignores them.
fn init_object(instance: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    let slot = instance.class().slots.init.load().map(|slot| slot as usize);
    if slot != Some(init_object as *const () as usize) && caller_is_python2(vm) {
        return Ok(());
    }
    <PyBaseObject as Initializer>::slot_init(instance, args, vm)
}

/// Whether the class that is to be instantiated has an `__init__` that a script has written.
fn has_own_init(args: &FuncArgs, vm: &VirtualMachine) -> bool {
    let class = args.args.first().and_then(|class| class.downcast_ref::<PyType>());
    let init = class.and_then(|class| class.get_attr(interned("__init__", vm)));
    init.is_some_and(|init| init.downcast_ref::<PyFunction>().is_some())
}

/// `enumerate(sequence[, start])`: the first one has another name than in Python 3.
fn construct_enumerations(vm: &VirtualMachine) {
    vm.ctx.types.enumerate_type.slots.new.store(Some(|class, mut args, vm| {
        if caller_is_python2(vm) {
            if args.kwargs.contains_key("iterable") {
                return Err(vm.new_type_error("'iterable' is an invalid keyword argument for this function"));
            }
            if let Some(sequence) = args.kwargs.shift_remove("sequence") {
                args.args.insert(0, sequence);
            }
        }
        <PyEnumerate as Constructor>::slot_new(class, args, vm)
    }));
}

/// `classmethod(f)` takes callable objects.
fn construct_class_methods(vm: &VirtualMachine) {
    vm.ctx.types.classmethod_type.slots.new.store(Some(|class, args, vm| {
        if let Some(function) = args.args.first().filter(|_| caller_is_python2(vm))
            && !super::instance::is_callable(function, vm)?
        {
            let kind = super::type_names::name_in_errors(function, vm);
            return Err(vm.new_type_error(format!("'{kind}' object is not callable")));
        }
        <PyClassMethod as Constructor>::slot_new(class, args, vm)
    }));
}

/// The engine's way to fill a module.
static FILL: OnceLock<Init> = OnceLock::new();

/// A module that a script makes has a name and a documentation, and nothing else yet.
fn construct_modules(vm: &VirtualMachine) {
    let class = vm.ctx.types.module_type;
    let Some(original) = class.slots.init.load() else { return };
    FILL.get_or_init(|| original);
    class.slots.init.store(Some(|module, args, vm| {
        let Some(fill) = FILL.get() else { return Ok(()) };
        fill(module.clone(), args, vm)?;
        let Some(names) = module.dict().filter(|_| caller_is_python2(vm)) else { return Ok(()) };
        for name in ["__package__", "__loader__", "__spec__"] {
            if names.get_item_opt(name, vm)?.is_some_and(|value| vm.is_none(&value)) {
                names.del_item(name, vm)?;
            }
        }
        Ok(())
    }));
}

/// The engine's way to fill an exception.
type Init = fn(PyObjectRef, FuncArgs, &VirtualMachine) -> PyResult<()>;

/// The engine's way to fill a `UnicodeDecodeError`.
static INIT: OnceLock<Init> = OnceLock::new();

/// A `UnicodeDecodeError` takes a `str` for the bytes that it is about.
fn construct_decode_errors(vm: &VirtualMachine) {
    let class = vm.ctx.exceptions.unicode_decode_error;
    let Some(original) = class.slots.init.load() else { return };
    INIT.get_or_init(|| original);
    class.slots.init.store(Some(|error, mut args, vm| {
        let Some(init) = INIT.get() else { return Ok(()) };
        if caller_is_python2(vm)
            && let Some(object) = args.args.get_mut(1)
            && let Some(bytes) = object.downcast_ref::<PyStr>().and_then(text::bytes)
        {
            *object = vm.ctx.new_bytes(bytes).into();
        }
        init(error, args, vm)
    }));
}

/// A text that is not a complex number is quoted.
fn construct_complex(vm: &VirtualMachine) {
    vm.ctx.types.complex_type.slots.new.store(Some(|class, args, vm| {
        let given = args.args.first().cloned();
        <PyComplex as Constructor>::slot_new(class, args, vm).map_err(|error| {
            let given = given.as_ref().and_then(|given| given.downcast_ref::<PyStr>());
            match given.filter(|_| caller_is_python2(vm) && error.fast_isinstance(vm.ctx.exceptions.value_error)) {
                Some(text) => vm.new_value_error(format!("complex() arg is a malformed string: {text}")),
                None => error,
            }
        })
    }));
}
