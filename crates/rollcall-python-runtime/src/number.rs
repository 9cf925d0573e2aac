//! Numbers: `/`, and which whole ones are `long`.
//!
//! The engine has one type of whole numbers; Jython has two, an `int` of 32 bits and a `long` without bounds. A `long` is
//! of a class of its own (`long`), whose operators are in `whole`. An `int` of the engine that does not fit 32 bits is
//! taken for a `long` as well, wherever it shows (`type`, `isinstance`, `repr`): the engine makes such numbers without
//! asking.

use rustpython_vm::builtins::{PyComplex, PyFloat, PyFunction, PyInt, PyStr, PyType};
use rustpython_vm::function::{FuncArgs, PyMethodDef};
use rustpython_vm::protocol::PyNumberBinaryFunc;
use rustpython_vm::types::AsNumber;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, complex, instance, interned, job_is_python2, language, repetition, whole};

/// Puts division into all types, and keeps a `long` a `long` in those of whole numbers.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    for class in super::all_types(vm) {
        let number = &class.slots.as_number;
        number.matrix_multiply.store(Some(divide));
        number.right_matrix_multiply.store(Some(divide));
        number.inplace_matrix_multiply.store(Some(divide_in_place));
    }
    whole::install(language, vm);
    install_float_operators(vm);
    vm.ctx.types.float_type.slots.as_number.power.store(Some(power_of_floats));
    vm.ctx.types.float_type.slots.as_number.right_power.store(Some(power_of_floats));
    super::set_method(vm.ctx.types.float_type, "as_integer_ratio", integer_ratio, vm);
    super::set_method(vm.ctx.types.bool_type, "__format__", format_truth, vm);
    super::set_method(vm.ctx.types.float_type, "hex", hex, vm);
    for class in [vm.ctx.types.float_type, vm.ctx.types.complex_type] {
        let methods = class.slots.methods.iter();
        for definition in methods.filter(|definition| definition.name == "__format__") {
            let call = move |args: FuncArgs, vm: &VirtualMachine| format_float(definition, args, vm);
            super::set_method(class, "__format__", call, vm);
        }
    }
    let methods = vm.ctx.types.int_type.slots.methods.iter();
    for definition in methods.filter(|definition| definition.name == "__format__") {
        let call = move |args: FuncArgs, vm: &VirtualMachine| crate::mended::formatted_number(definition, args, vm);
        super::set_method(vm.ctx.types.int_type, "__format__", call, vm);
    }
    // The engine looks for these by name.
    macro_rules! by_name {
        ($($name:literal $function:ident)*) => {
            $(super::set_method_of(&language.long, $name, |number: PyRef<PyInt>, vm: &VirtualMachine| whole::$function(number.as_object().number(), vm), vm);)*
        };
    }
    by_name!("__neg__" negative "__pos__" positive "__abs__" absolute "__invert__" invert);
    for class in [vm.ctx.types.str_type, vm.ctx.types.list_type, vm.ctx.types.tuple_type] {
        class.slots.as_number.multiply.store(Some(repeat));
    }
    language.unicode.slots.as_number.multiply.store(Some(repeat));
    vm.ctx.types.list_type.slots.as_number.inplace_multiply.store(Some(repeat_in_place));
    Ok(())
}

/// Makes `format` treat an instance of a class below a builtin type as its builtin value, whatever `__str__` of the
/// class returns.
pub(super) fn format_as_builtin(vm: &VirtualMachine) {
    let types = &vm.ctx.types;
    for class in [types.int_type, types.float_type, types.complex_type] {
        let Some(original) = class.get_attr(interned("__format__", vm)) else { continue };
        let format = move |mut args: FuncArgs, vm: &VirtualMachine| -> PyResult {
            if let Some(first) = args.args.first_mut().filter(|first| job_is_python2() && is_scripts(first, vm)) {
                *first = super::compared::plain(first.clone(), vm)?;
            }
            original.call(args, vm)
        };
        super::set_method(class, "__format__", format, vm);
    }
}

/// Whether an object's class is one of a script's.
fn is_scripts(object: &PyObject, vm: &VirtualMachine) -> bool {
    object.class().class().fast_issubclass(super::class::of_scripts(vm))
}

/// Whether scripts see a whole number as a `long`.
pub(super) fn is_long(number: &Py<PyInt>) -> bool {
    let Some(language) = language() else { return false };
    number.class().is(&language.long) || (!fits(number) && !number.class().is(bool_type()))
}

fn bool_type() -> &'static Py<PyType> {
    use rustpython_vm::class::StaticType;
    rustpython_vm::builtins::PyBool::static_type()
}

/// Whether a number fits Jython's `int`.
pub(super) fn fits(number: &PyInt) -> bool {
    i32::try_from(number.as_bigint()).is_ok()
}

/// A `long` of the same value.
pub(super) fn to_long(number: &PyInt, vm: &VirtualMachine) -> PyResult {
    let Some(language) = language() else { return Ok(vm.ctx.new_bigint(number.as_bigint()).into()) };
    PyInt::from(number.as_bigint().clone()).into_ref_with_type(vm, language.long.clone()).map(Into::into)
}

/// A Java `long`: a `long` in a script of Python 2.
pub fn long_from_host(value: i64, vm: &VirtualMachine) -> PyResult {
    if job_is_python2() { to_long(&PyInt::from(value), vm) } else { Ok(vm.ctx.new_int(value).into()) }
}

macro_rules! of_floats {
    ($($name:ident $operator:ident $words:literal)*) => {
        $(fn $name(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
            let Some(operator) = PyFloat::as_number().$operator else { return Ok(vm.ctx.not_implemented()) };
            operator(a, b, vm).map_err(|error| {
                let is_zero = job_is_python2() && error.fast_isinstance(vm.ctx.exceptions.zero_division_error);
                if is_zero { vm.new_zero_division_error($words) } else { error }
            })
        })*
    };
}

of_floats! {
    divide_floats true_divide "float division"
    floor_divide_floats floor_divide "float division"
    remainder_of_floats remainder "float modulo"
    divmod_of_floats divmod "float division"
}

fn install_float_operators(vm: &VirtualMachine) {
    let slots = &vm.ctx.types.float_type.slots.as_number;
    for (slot, operator) in [
        (&slots.true_divide, divide_floats as PyNumberBinaryFunc),
        (&slots.right_true_divide, divide_floats),
        (&slots.floor_divide, floor_divide_floats),
        (&slots.right_floor_divide, floor_divide_floats),
        (&slots.remainder, remainder_of_floats),
        (&slots.right_remainder, remainder_of_floats),
        (&slots.divmod, divmod_of_floats),
        (&slots.right_divmod, divmod_of_floats),
    ] {
        slot.store(Some(operator));
    }
}

fn power_of_floats(a: &PyObject, b: &PyObject, c: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(operator) = PyFloat::as_number().power else { return Ok(vm.ctx.not_implemented()) };
    let value = |number: &PyObject| number.try_float(vm).map_or(f64::NAN, |number| number.to_f64());
    let result = match operator(a, b, c, vm) {
        // Minus zero is not a negative power.
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.zero_division_error) && value(b) == 0.0 => {
            return Ok(vm.ctx.new_float(1.0).into());
        }
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.zero_division_error) && value(b).is_infinite() => {
            return Ok(vm.ctx.new_float(f64::INFINITY).into());
        }
        result => result?,
    };
    if job_is_python2() && result.downcast_ref::<PyComplex>().is_some() {
        let (base, exponent) = (value(a), value(b));
        if !base.is_finite() || !exponent.is_finite() || base == 0.0 {
            // The engine takes it for the root of a negative number, which it is not.
            return Ok(vm.ctx.new_float(base.powf(exponent)).into());
        }
        return Err(vm.new_value_error("negative number cannot be raised to a fractional power"));
    }
    Ok(result)
}

/// `float.as_integer_ratio()`: two `long`s.
fn integer_ratio(number: PyRef<PyFloat>, vm: &VirtualMachine) -> PyResult {
    let Some(original) = vm.ctx.types.float_type.slots.methods.iter().find(|of| of.name == "as_integer_ratio") else {
        return Ok(vm.ctx.not_implemented());
    };
    let ratio = (original.func)(vm, FuncArgs::from(vec![number.into()]))?;
    let parts: Vec<PyObjectRef> = vm.extract_elements_with(&ratio, |part| match part.downcast_ref::<PyInt>() {
        Some(number) if job_is_python2() => to_long(number, vm),
        _ => Ok(part),
    })?;
    Ok(vm.ctx.new_tuple(parts).into())
}

/// `x.hex()`: the engine has another exponent than Python where a number has less than all its digits.
fn hex(number: PyRef<PyFloat>, vm: &VirtualMachine) -> PyResult<String> {
    const DIGITS: u64 = 0xf_ffff_ffff_ffff;
    let value = number.to_f64();
    if value.is_subnormal() {
        let sign = if value < 0.0 { "-" } else { "" };
        return Ok(format!("{sign}0x0.{:013x}p-1022", value.to_bits() & DIGITS));
    }
    let methods = vm.ctx.types.float_type.slots.methods;
    let Some(original) = methods.iter().find(|definition| definition.name == "hex") else { return Ok(String::new()) };
    Ok((original.func)(vm, FuncArgs::from(vec![number.into()]))?.str(vm)?.to_string())
}

/// A number that is not whole, formatted: Python 2 has no other form of it, and fills a complex one with blanks only.
fn format_float(definition: &'static PyMethodDef, mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let how = args.args.get(1).and_then(|how| how.downcast_ref::<PyStr>()).map(|how| how.to_string());
    let formatted = crate::mended::formatted_number;
    let Some(how) = how.filter(|_| caller_is_python2(vm)) else { return formatted(definition, args, vm) };
    let is_float = args.args.first().is_some_and(|number| number.downcast_ref::<PyFloat>().is_some());
    let kind = if is_float { "float" } else { "complex" };
    let is_alignment = |character: Option<char>| character.is_some_and(|character| "<>=^".contains(character));
    let mut characters = how.chars();
    let second = characters.clone().nth(1);
    let alignment =
        if is_alignment(second) { second } else { characters.clone().next().filter(|c| is_alignment(Some(*c))) };
    characters.by_ref().take(if is_alignment(second) { 2 } else { usize::from(alignment.is_some()) }).for_each(drop);
    let rest = characters.as_str().trim_start_matches(['+', '-', ' ']);
    if rest.starts_with('#') {
        return Err(vm.new_value_error(format!("Alternate form (#) not allowed in {kind} format specifier")));
    }
    if !is_float && alignment == Some('=') {
        return Err(vm.new_value_error("'=' alignment flag not allowed in complex format specifier"));
    }
    if !is_float && rest.starts_with('0') {
        return Err(vm.new_value_error("Zero padding not allowed in complex format specifier"));
    }
    if let ([number, _], false) = (args.args.as_slice(), is_float)
        && !how.is_empty()
        && rest.chars().all(|c| c.is_ascii_digit())
    {
        let (from_sign, around) = (characters.as_str(), how.len() - characters.as_str().len());
        return complex::padded(number, &how[..around], &from_sign[..from_sign.len() - rest.len()], rest, vm);
    }
    let is_plain = !how.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == ',');
    if let Some(given) = args.args.get_mut(1).filter(|_| is_float && is_plain) {
        // A format with neither a letter nor a precision has as many digits as `str`.
        *given = vm.ctx.new_str(format!("{how}.12")).into();
    }
    formatted(definition, args, vm)
}

/// A truth value, formatted: as a number, for a script of Python 2 always, else if there is a format.
fn format_truth(truth: PyRef<PyInt>, how: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
    let is_text = !caller_is_python2(vm) && how.is_empty();
    let value: PyObjectRef = match is_text {
        true => truth.as_object().str(vm)?.into(),
        false => vm.ctx.new_bigint(truth.as_bigint()).into(),
    };
    vm.call_method(&value, "__format__", (how,))
}

/// `sequence * b`: the engine repeats; here only an object that is not a number is refused, in the words for it.
fn repeat(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    let is_number = b.class().slots.as_number.index.load().is_some();
    let can_answer = b.class().get_attr(interned("__rmul__", vm)).is_some_and(|method| {
        method.downcast_ref::<PyFunction>().is_some() || b.class().slots.as_sequence.repeat.load().is_none()
    });
    if is_number && a.downcast_ref::<PyInt>().is_none() {
        let count = count_of(b, vm)?;
        return repetition::repeated(a, count, vm).unwrap_or_else(|| Ok(vm.ctx.not_implemented()));
    }
    if !job_is_python2() || is_number || (can_answer && b.downcast_ref::<PyFloat>().is_none()) {
        return Ok(vm.ctx.not_implemented());
    }
    let found = super::type_names::shown_type(b, vm).name().to_string();
    Err(vm.new_type_error(format!("can't multiply sequence by non-int of type '{found}'")))
}

/// `list *= b`, which changes the list.
fn repeat_in_place(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    match b.class().slots.as_number.index.load() {
        Some(_) => repetition::in_place(a, count_of(b, vm)?, vm),
        None => Ok(vm.ctx.not_implemented()),
    }
}

/// How often something is repeated.
fn count_of(number: &PyObject, vm: &VirtualMachine) -> PyResult<isize> {
    number.try_index(vm)?.try_to_primitive::<isize>(vm).map_err(|_| {
        let kind = if job_is_python2() { "long".to_owned() } else { number.class().name().to_string() };
        vm.new_overflow_error(format!("cannot fit '{kind}' into an index-sized integer"))
    })
}

/// `a / b` as Python 2 has it: whole numbers to whole numbers, towards negative infinity.
pub(super) fn divide(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    let is_plain = |object: &PyObject| object.class().is(vm.ctx.types.int_type);
    if is_plain(a) && is_plain(b) {
        return whole::floor_divide(a, b, vm);
    }
    if is_builtin_number(a, vm) && is_builtin_number(b, vm) {
        return divide_builtin(a, b, vm);
    }
    divide_by_method(a, b, vm)?.map_or_else(|| divide_builtin(a, b, vm), Ok)
}

/// `a /= b`: by `__idiv__` if the left one has it.
fn divide_in_place(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if !is_builtin_number(a, vm)
        && let Some(result) = call_method(a, "__idiv__", b, vm)?
    {
        return Ok(result);
    }
    divide(a, b, vm)
}

pub(super) fn divide_builtin(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult {
    if a.downcast_ref::<PyInt>().is_some() && b.downcast_ref::<PyInt>().is_some() {
        return whole::floor_divide(a, b, vm);
    }
    vm._truediv(a, b)
}

fn is_builtin_number(object: &PyObject, vm: &VirtualMachine) -> bool {
    let class = object.class();
    class.is(vm.ctx.types.int_type)
        || class.is(PyFloat::class(&vm.ctx))
        || class.is(vm.ctx.types.bool_type)
        || language().is_some_and(|language| class.is(&language.long))
}

/// Division by the methods of classes; None if neither has one that answers.
fn divide_by_method(a: &PyObject, b: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if instance::is_old_instance(a) || instance::is_old_instance(b) {
        return match instance::divide(a, b, vm)? {
            None if !instance::is_old_instance(a) => call_method(a, "__div__", b, vm),
            None if !instance::is_old_instance(b) => call_method(b, "__rdiv__", a, vm),
            answer => Ok(answer),
        };
    }
    let is_subclass = !a.class().is(b.class()) && b.class().fast_issubclass(a.class());
    if is_subclass && let Some(result) = call_method(b, "__rdiv__", a, vm)? {
        return Ok(Some(result));
    }
    if let Some(result) = call_method(a, "__div__", b, vm)? {
        return Ok(Some(result));
    }
    if is_subclass { Ok(None) } else { call_method(b, "__rdiv__", a, vm) }
}

/// The answer of a special method that takes one value; None if there is no such method or it is not implemented for
/// the value.
pub(super) fn call_method(
    object: &PyObject,
    name: &'static str,
    argument: &PyObject,
    vm: &VirtualMachine,
) -> PyResult<Option<PyObjectRef>> {
    let Some(method) = object.class().get_attr(interned(name, vm)) else { return Ok(None) };
    let result = match method.downcast_ref::<PyFunction>() {
        Some(_) => method.call((object.to_owned(), argument.to_owned()), vm)?,
        None => match object.get_attr(name, vm) {
            Ok(method) => method.call((argument.to_owned(),), vm)?,
            // A property of an old-style class that lacks it.
            Err(error)
                if instance::is_old_instance(object) && error.fast_isinstance(vm.ctx.exceptions.attribute_error) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        },
    };
    Ok(if result.is(&vm.ctx.not_implemented) { None } else { Some(result) })
}
