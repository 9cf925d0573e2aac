//! The builtins of Python 2: those of the engine that both have, and the rest from this table.

use std::cell::RefCell;

use rustpython_vm::builtins::{PyByteArray, PyComplex, PyDict, PyDictRef, PyFloat, PyInt, PyStr};
use rustpython_vm::function::{FuncArgs, IntoPyNativeFn, OptionalArg, PosArgs, PyMethodFlags};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{
    Language, any_iterator, class, construct, container, exception, execution, help, import, instance, instance_checks,
    iteration, java_hash, listing, newer, number, order, print, text, type_names, unicode,
};

/// Builtins of Python 3 that Python 2 lacks.
const UNKNOWN: &[&str] = &[
    "aiter",
    "anext",
    "ascii",
    "breakpoint",
    "exec",
    "open",
    "ExceptionGroup",
    "BaseExceptionGroup",
    "ModuleNotFoundError",
    "RecursionError",
    "ResourceWarning",
    "StopAsyncIteration",
    "EncodingWarning",
    "_IncompleteInputError",
    "PythonFinalizationError",
    "copyright",
    "credits",
    "license",
    "_",
    "PermissionError",
    "FileNotFoundError",
    "FileExistsError",
    "BlockingIOError",
    "BrokenPipeError",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "InterruptedError",
    "IsADirectoryError",
    "NotADirectoryError",
    "ProcessLookupError",
    "TimeoutError",
];

/// Fills the module `__builtin__`.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    for (name, value) in &vm.builtins.dict() {
        let is_known =
            name.downcast_ref::<PyStr>().and_then(|name| name.to_str()).is_some_and(|name| !UNKNOWN.contains(&name));
        if is_known {
            language.names.set_item(&*name, value, vm)?;
        }
    }
    let types = &vm.ctx.types;
    construct::install(vm);
    for (name, class) in language.environment.all() {
        language.names.set_item(name, class.clone().into(), vm)?;
    }
    for (name, class) in [
        ("type", language.class.clone()),
        ("unicode", language.unicode.clone()),
        ("long", language.long.clone()),
        ("basestring", language.basestring.clone()),
        ("buffer", language.buffer.clone()),
        ("memoryview", language.memoryview.clone()),
        ("xrange", types.range_type.to_owned()),
        ("bytes", types.str_type.to_owned()),
        ("StandardError", language.standard_error.clone()),
    ] {
        language.names.set_item(name, class.into(), vm)?;
    }
    language.names.set_item("__name__", vm.ctx.new_str("__builtin__").into(), vm)?;
    language.names.set_item("__debug__", vm.ctx.true_value.clone().into(), vm)?;
    reserved(language, vm)?;
    sequences(language, vm)?;
    values(language, vm)?;
    refused(language, vm)
}

fn set<F, K>(language: &Language, name: &'static str, function: F, vm: &VirtualMachine) -> PyResult<()>
where
    F: IntoPyNativeFn<K>,
{
    language.names.set_item(name, vm.new_function(name, function).into(), vm)
}

/// The names that no script can write, see `rollcall_python2_syntax::lowering`; `$json` is for the library.
fn reserved(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    set(language, "$print_item", print::item, vm)?;
    set(language, "$print_newline", print::newline, vm)?;
    set(language, "print", print::function, vm)?;
    set(language, "$exec", execution::exec, vm)?;
    set(language, "$repr", |object: PyObjectRef, vm: &VirtualMachine| object.repr(vm), vm)?;
    set(language, "$str", text::call, vm)?;
    set(language, "$long", |value: rustpython_vm::PyRef<PyInt>, vm: &VirtualMachine| number::to_long(&value, vm), vm)?;
    set(language, "$unicode", execution::unicode_literal, vm)?;
    set(language, "$unicode_of", execution::unicode_of_points, vm)?;
    set(language, "$raise", exception::raise, vm)?;
    set(language, "$handled", exception::handled, vm)?;
    set(language, "$leaving", exception::leaving, vm)?;
    set(language, "$caught", exception::caught, vm)?;
    set(language, "$metaclass", class::metaclass, vm)?;
    set(language, "$import_star", import::import_star, vm)?;
    set(language, "$json", super::json::read, vm)?;
    set(language, "$name", execution::name, vm)?;
    set(language, "$names", execution::names, vm)?;
    set(language, "$given", given, vm)?;
    set(language, "$keywords", execution::keywords, vm)?;
    language.names.set_item("$stop", vm.ctx.exceptions.stop_iteration.to_owned().into(), vm)?;
    set(language, "$class_name", execution::class_name, vm)
}

fn sequences(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    set(language, "range", iteration::range, vm)?;
    let range: &'static PyObjectRef = Box::leak(Box::new(language.names.get_item("range", vm)?));
    let counted = move |function: PyObjectRef, arguments: PosArgs, vm: &VirtualMachine| {
        iteration::counted(range, function, arguments, vm)
    };
    set(language, "$counted", counted, vm)?;
    set(language, "map", iteration::map, vm)?;
    set(language, "filter", iteration::filter, vm)?;
    set(language, "zip", iteration::zip, vm)?;
    set(language, "reduce", iteration::reduce, vm)?;
    let sorted = |mut args: FuncArgs, vm: &VirtualMachine| {
        for (index, name) in ["iterable", "cmp", "key", "reverse"].into_iter().enumerate() {
            if let Some(value) = args.kwargs.shift_remove(name) {
                while args.args.len() < index {
                    args.args.push(vm.ctx.none());
                }
                args.args.push(value);
            }
        }
        let (iterable, compare, key, reverse) = args.bind(vm)?;
        container::sorted(iterable, compare, key, reverse, vm)
    };
    set(language, "sorted", sorted, vm)
}

fn values(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    let compare =
        |a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine| order::compare(&a, &b, vm).map(|order| order as i32);
    set(language, "cmp", compare, vm)?;
    let is_instance =
        |object: PyObjectRef, of: PyObjectRef, vm: &VirtualMachine| instance_checks::is_instance(&object, &of, vm);
    set(language, "isinstance", is_instance, vm)?;
    let is_subclass =
        |object: PyObjectRef, of: PyObjectRef, vm: &VirtualMachine| instance_checks::is_subclass(&object, &of, vm);
    set(language, "issubclass", is_subclass, vm)?;
    let locals = |vm: &VirtualMachine| -> PyResult { Ok(super::reserved::given(vm.current_locals()?.into())) };
    set(language, "locals", locals, vm)?;
    set(language, "apply", apply, vm)?;
    set(language, "callable", |object: PyObjectRef, vm: &VirtualMachine| instance::is_callable(&object, vm), vm)?;
    set(language, "unichr", unichr, vm)?;
    set(language, "chr", chr, vm)?;
    set(language, "ord", ord, vm)?;
    set(language, "hex", hex, vm)?;
    let original = vm.builtins.get_attr("reversed", vm)?;
    let reversed = move |args: FuncArgs, vm: &VirtualMachine| reversed(&original, args, vm);
    set(language, "reversed", reversed, vm)?;
    set(language, "oct", oct, vm)?;
    set(language, "round", round, vm)?;
    let intern = |text: PyObjectRef, vm: &VirtualMachine| match text::is_text(&text) && !unicode::is_unicode(&text) {
        true => Ok(text),
        false => {
            let kind = type_names::name_in_errors(&text, vm);
            Err(vm.new_type_error(format!("intern() argument 1 must be string, not {kind}")))
        }
    };
    set(language, "intern", intern, vm)?;
    set(language, "coerce", coerce, vm)?;
    let engines = vm.builtins.get_attr("iter", vm)?;
    let iter = move |args: FuncArgs, vm: &VirtualMachine| {
        let iterator = engines.call(args, vm)?;
        Ok::<_, rustpython_vm::builtins::PyBaseExceptionRef>(any_iterator::shown(&iterator).unwrap_or(iterator))
    };
    set(language, "iter", iter, vm)?;
    let engines = vm.builtins.get_attr("next", vm)?;
    let next = move |args: FuncArgs, vm: &VirtualMachine| {
        engines.call(args, vm).map_err(|error| iteration::stop_itself(error.clone(), vm).unwrap_or(error))
    };
    set(language, "next", next, vm)?;
    set(language, "eval", execution::eval, vm)?;
    set(language, "compile", execution::compile, vm)?;
    set(language, "__import__", move |args: FuncArgs, vm: &VirtualMachine| import::import(language, args, vm), vm)?;
    set(language, "repr", |object: PyObjectRef, vm: &VirtualMachine| object.repr(vm), vm)?;
    set(language, "help", help::help, vm)?;
    vm.builtins.set_attr("help", vm.new_function("help", help::help), vm)?;
    listing::install(language, vm)?;
    attributes(language, vm)
}

/// Functions that take the name of an attribute.
fn attributes(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    let getattr = |object: PyObjectRef, name: PyObjectRef, default: OptionalArg<PyObjectRef>, vm: &VirtualMachine| {
        let name = execution::attribute_name(&name, "getattr", vm)?;
        match default {
            OptionalArg::Present(default)
                if class::is_hidden(&object, &name, vm) || newer::is_newer(&object, &name, vm) =>
            {
                Ok(default)
            }
            OptionalArg::Present(default) => Ok(vm.get_attribute_opt(object, &name)?.unwrap_or(default)),
            OptionalArg::Missing if newer::is_newer(&object, &name, vm) => {
                let kind = type_names::name_in_errors(&object, vm);
                Err(vm.new_attribute_error(format!("'{kind}' object has no attribute '{name}'")))
            }
            OptionalArg::Missing => object.get_attr(&name, vm),
        }
    };
    set(language, "getattr", getattr, vm)?;
    // In Python 2 any exception means that the attribute is missing.
    let hasattr = |args: FuncArgs, vm: &VirtualMachine| -> PyResult<bool> {
        let [object, name] = args.args.as_slice() else {
            return Err(vm.new_type_error(format!("hasattr() takes 2 arguments ({} given)", args.args.len())));
        };
        let name = execution::attribute_name(name, "hasattr", vm)?;
        if exception::is_unknown(object, &name)
            || class::is_hidden(object, &name, vm)
            || newer::is_newer(object, &name, vm)
        {
            return Ok(false);
        }
        match object.get_attr(&name, vm) {
            Ok(_) => Ok(true),
            Err(error) if error.fast_isinstance(vm.ctx.exceptions.exception_type) => Ok(false),
            Err(error) => Err(error),
        }
    };
    set(language, "hasattr", hasattr, vm)?;
    let setattr = |object: PyObjectRef, name: PyObjectRef, value: PyObjectRef, vm: &VirtualMachine| {
        let name = execution::attribute_name(&name, "setattr", vm)?;
        object.set_attr(&name, value, vm)
    };
    set(language, "setattr", setattr, vm)
}

/// The builtins that need the host, refused with the reason.
fn refused(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    const HOST: &str = "scripts have no access to the host's files, processes or sockets";
    let open = |_args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_os_error(format!("open() is not available: {HOST}")))
    };
    let refuse = |_args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_os_error(format!("file() is not available: {HOST}")))
    };
    let new = vm.ctx.new_method_def("__new__", refuse, PyMethodFlags::empty(), None).build_function(vm);
    language.file.set_attr(super::interned("__new__", vm), new.into());
    language
        .file
        .slots
        .new
        .store(Some(|_class, _args, vm| Err(vm.new_os_error(format!("file() is not available: {HOST}")))));
    let execfile = |_args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_os_error(format!("execfile() is not available: {HOST}; import a module instead")))
    };
    let input = |_args: FuncArgs, vm: &VirtualMachine| -> PyResult {
        Err(vm.new_eof_error("a script has no standard input: ask with system.gui.inputBox"))
    };
    // Modules do not change while a worker lives, so the one that there is is the newest.
    let reload = |module: PyObjectRef| module;
    set(language, "open", open, vm)?;
    language.names.set_item("file", language.file.clone().into(), vm)?;
    set(language, "execfile", execfile, vm)?;
    set(language, "raw_input", input, vm)?;
    set(language, "input", input, vm)?;
    set(language, "reload", reload, vm)?;
    set(language, "hash", |object: PyObjectRef, vm: &VirtualMachine| java_hash::java_hash_of(&object, vm), vm)
}

fn apply(
    function: PyObjectRef,
    args: OptionalArg<PyObjectRef>,
    kwargs: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let mut call = FuncArgs::default();
    if let OptionalArg::Present(args) = args {
        call.args = iteration::collect(&args, vm)?;
    }
    if let OptionalArg::Present(kwargs) = kwargs {
        if kwargs.downcast_ref::<PyDict>().is_none() && kwargs.get_attr("keys", vm).is_err() {
            return Err(vm.new_type_error("apply() 3rd argument must be a dictionary with string keys"));
        }
        for pair in iteration::collect(vm.call_method(&kwargs, "items", ())?.as_object(), vm)? {
            let (name, value): (PyObjectRef, PyObjectRef) =
                (pair.get_item(&0_usize, vm)?, pair.get_item(&1_usize, vm)?);
            call.kwargs.insert(name.str(vm)?.to_string(), value);
        }
    }
    function.call(call, vm)
}

thread_local! {
    /// The named arguments of calls that are being made, the innermost last.
    static GIVEN: RefCell<Vec<PyDictRef>> = const { RefCell::new(Vec::new()) };
}

/// `$given((a, …), (('x', b), …), more[, names])`: the arguments of a call that have no names; the others are kept, and
/// `$given()` answers them.
fn given(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let [positional, named, more, rest @ ..] = args.args.as_slice() else {
        let names = GIVEN.with_borrow_mut(Vec::pop);
        return Ok(names.unwrap_or_else(|| vm.ctx.new_dict()).into());
    };
    let mut values = iteration::collect(positional, vm)?;
    values.extend(iteration::collect(more, vm)?);
    let names = vm.ctx.new_dict();
    for pair in iteration::collect(named, vm)? {
        names.set_item(pair.get_item(&0_usize, vm)?.as_object(), pair.get_item(&1_usize, vm)?, vm)?;
    }
    if let [rest] = rest {
        for pair in iteration::collect(vm.call_method(rest, "items", ())?.as_object(), vm)? {
            let name = pair.get_item(&0_usize, vm)?;
            if names.contains_key(name.as_object(), vm) {
                let shown = name.str(vm)?;
                return Err(vm.new_type_error(format!("got multiple values for keyword argument '{shown}'")));
            }
            names.set_item(name.as_object(), pair.get_item(&1_usize, vm)?, vm)?;
        }
    }
    GIVEN.with_borrow_mut(|kept| kept.push(names));
    Ok(vm.ctx.new_tuple(values).into())
}

fn point(value: &PyObject, limit: u32, message: &str, vm: &VirtualMachine) -> PyResult<u32> {
    let number = match value.downcast_ref::<PyInt>() {
        Some(number) => Some(number.to_owned()),
        None => iteration::whole_of(value, vm)?,
    };
    let Some(number) = number else {
        return Err(vm.new_type_error("an integer is required"));
    };
    u32::try_from(number.as_bigint()).ok().filter(|point| *point < limit).ok_or_else(|| vm.new_value_error(message))
}

fn chr(value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if value.downcast_ref::<PyInt>().is_none() {
        return Err(vm.new_type_error("chr(): 1st arg can't be coerced to int"));
    }
    let point = point(&value, 0x100, "chr() arg not in range(256)", vm)?;
    Ok(vm.ctx.new_str(char::from_u32(point).unwrap_or_default().to_string()).into())
}

fn unichr(value: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
    let point = point(&value, 0x11_0000, "unichr() arg not in range(0x110000)", vm)?;
    unicode::new(CodePoint::from_u32(point).into_iter().collect::<Wtf8Buf>(), vm)
}

fn ord(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
    let is_array = value.downcast_ref::<PyByteArray>().is_some();
    let value = super::bytearray::as_str(&value, vm).filter(|_| is_array).unwrap_or(value);
    let Some(text) = value.downcast_ref::<PyStr>() else {
        let found = type_names::shown_type(&value, vm).name().to_string();
        return Err(vm.new_type_error(format!("ord() expected string of length 1, but {found} found")));
    };
    let mut points = text.as_wtf8().code_points();
    match (points.next(), points.next()) {
        (Some(point), None) => Ok(point.to_u32()),
        _ => {
            let length = text.char_len();
            Err(vm.new_type_error(format!("ord() expected a character, but string of length {length} found")))
        }
    }
}

/// `reversed(sequence)`, which takes no dict and no view of one.
fn reversed(original: &PyObject, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let types = &vm.ctx.types;
    let views = [types.dict_keys_type, types.dict_values_type, types.dict_items_type];
    let is_newer = |object: &PyObjectRef| {
        views.iter().any(|view| object.class().is(*view))
            || newer::is_newer(object, super::interned("__reversed__", vm), vm)
    };
    if args.args.first().is_some_and(is_newer) {
        return Err(vm.new_type_error("argument to reversed() must be a sequence"));
    }
    original.call(args, vm)
}

fn hex(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    in_base(&value, "__hex__", "hex", "0x", 16, vm)
}

fn oct(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    in_base(&value, "__oct__", "oct", "0", 8, vm)
}

fn in_base(
    value: &PyObject,
    method: &'static str,
    name: &str,
    prefix: &str,
    base: u32,
    vm: &VirtualMachine,
) -> PyResult<String> {
    if let Ok(asked) = value.get_attr(method, vm) {
        let answer = asked.call((), vm)?;
        return answer.downcast_ref::<PyStr>().map(ToString::to_string).ok_or_else(|| {
            let found = type_names::shown_type(&answer, vm).name().to_string();
            vm.new_type_error(match instance::is_old_instance(value) {
                true => format!("{method}() should return a string"),
                false => format!("{method} returned non-string (type {found})"),
            })
        });
    }
    let Some(number) = value.downcast_ref::<PyInt>() else {
        if instance::is_old_instance(value) {
            return Err(vm.new_attribute_error(instance::missing(value, method)));
        }
        return Err(vm.new_type_error(format!("{name}() argument can't be converted to {name}")));
    };
    Ok(digits_of(number, prefix, base))
}

/// A whole number, as `hex` or `oct` shows it.
pub(super) fn digits_of(number: &Py<PyInt>, prefix: &str, base: u32) -> String {
    let digits = match base {
        16 => format!("{:x}", number.as_bigint()),
        _ => format!("{:o}", number.as_bigint()),
    };
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", digits.as_str()),
    };
    let prefix = if base == 8 && digits == "0" { "" } else { prefix };
    let suffix = if number::is_long(number) { "L" } else { "" };
    format!("{sign}{prefix}{digits}{suffix}")
}

/// No float has more places behind its point that are worth rounding.
const MAX_PLACES: i64 = 323;

/// `round(number[, digits])`: a float, with halves away from zero.
fn round(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult<f64> {
    for name in ["number", "ndigits"] {
        args.args.extend(args.kwargs.shift_remove(name));
    }
    if args.args.len() > 2 {
        return Err(vm.new_type_error(format!("round() takes at most 2 arguments ({} given)", args.args.len())));
    }
    let mut given = args.args.into_iter();
    let Some(value) = given.next() else {
        return Err(vm.new_type_error("round: The 1st argument is required"));
    };
    let number = match value.downcast_ref::<PyFloat>() {
        Some(number) => number.to_f64(),
        None if text::is_text(&value) => return Err(vm.new_type_error("a float is required")),
        None if value.downcast_ref::<PyComplex>().is_some() => {
            return Err(vm.new_type_error("can't convert complex to float; use e.g. abs(z)"));
        }
        None => value.try_float(vm).map_err(|_| vm.new_type_error("a float is required"))?.to_f64(),
    };
    let digits = match given.next() {
        Some(digits) => places(&digits, vm)?,
        None => 0,
    };
    if !number.is_finite() || digits > MAX_PLACES {
        return Ok(number);
    }
    if digits < -308 {
        return Ok(0.0);
    }
    if digits == 0 {
        // The result is zero, and not minus zero.
        return Ok(number.round() + 0.0);
    }
    if digits > 0 {
        // As text, which rounds the exact number, and not its product after a multiplication.
        return Ok(rounded_text(number, usize::try_from(digits).unwrap_or(0)));
    }
    let scale: f64 = format!("1e{}", -digits).parse().unwrap_or(f64::INFINITY);
    // As text, since not every power of ten is a float.
    let rounded: f64 = format!("{:.0}e{}", (number / scale).round(), -digits).parse().unwrap_or(f64::INFINITY);
    if rounded.is_finite() { Ok(rounded) } else { Err(vm.new_overflow_error("rounded value too large to represent")) }
}

/// How many digits a number is to be rounded to; more than a float has are as good as all.
fn places(digits: &PyObject, vm: &VirtualMachine) -> PyResult<i64> {
    let Some(places) = digits.try_index_opt(vm).transpose()? else {
        let found = type_names::shown_type(digits, vm).name().to_string();
        return Err(vm.new_type_error(format!("'{found}' object cannot be interpreted as an index")));
    };
    let is_negative = *places.as_bigint() < *PyInt::from(0).as_bigint();
    Ok(i64::try_from(places.as_bigint()).unwrap_or(if is_negative { i64::MIN } else { i64::MAX }))
}

/// Rounds by the exact decimal digits; only an exact half goes away from zero.
fn rounded_text(number: f64, digits: usize) -> f64 {
    let exact = format!("{number:.1100}");
    let cut = exact.find('.').map_or(exact.len(), |point| point + 1 + digits);
    let (kept, rest) = exact.split_at(cut.min(exact.len()));
    let is_half = rest.starts_with('5') && rest[1..].bytes().all(|digit| digit == b'0');
    let rounded: f64 = format!("{number:.digits$}").parse().unwrap_or(number);
    if !is_half {
        return rounded;
    }
    let kept: f64 = kept.parse().unwrap_or(number);
    let step = 10_f64.powi(-i32::try_from(digits).unwrap_or(0));
    let away: f64 = format!("{:.digits$}", kept + step.copysign(number)).parse().unwrap_or(number);
    away
}

/// `coerce(a, b)`: both as the more general of their types.
fn coerce(a: PyObjectRef, b: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    if let Some((a, b)) = instance::coerced(&a, &b, vm)? {
        return Ok(vm.ctx.new_tuple(vec![a, b]).into());
    }
    if let Some((b, a)) = instance::coerced(&b, &a, vm)? {
        // Jython does not turn them round again.
        return Ok(vm.ctx.new_tuple(vec![b, a]).into());
    }
    let is_float = |object: &PyObject| object.downcast_ref::<PyFloat>().is_some();
    if a.class().is(b.class()) && !is_float(&a) && a.downcast_ref::<PyInt>().is_none() {
        return Ok(vm.ctx.new_tuple(vec![a, b]).into());
    }
    let as_float = |object: &PyObject| -> PyResult { Ok(vm.ctx.new_float(object.try_float(vm)?.to_f64()).into()) };
    let is_complex = |object: &PyObject| object.downcast_ref::<PyComplex>().is_some();
    if is_complex(&a) || is_complex(&b) {
        let complex = vm.ctx.types.complex_type.as_object();
        return Ok(vm.ctx.new_tuple(vec![complex.call((a,), vm)?, complex.call((b,), vm)?]).into());
    }
    if is_float(&a) || is_float(&b) {
        return Ok(vm.ctx.new_tuple(vec![as_float(&a)?, as_float(&b)?]).into());
    }
    match (a.downcast_ref::<PyInt>(), b.downcast_ref::<PyInt>()) {
        (Some(x), Some(y)) if number::is_long(x) || number::is_long(y) => {
            Ok(vm.ctx.new_tuple(vec![number::to_long(x, vm)?, number::to_long(y, vm)?]).into())
        }
        (Some(_), Some(_)) => Ok(vm.ctx.new_tuple(vec![a, b]).into()),
        _ => Err(vm.new_type_error("number coercion failed")),
    }
}
