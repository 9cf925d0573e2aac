//! `exec`, `eval`, `compile`, and names that a function finds only when it runs.
//!
//! Names that `exec` binds in a function are put into its variables afterwards.

use rollcall_engine::compile::{Dialect, compile_as};
use rollcall_python2_syntax::{declares_encoding, decode};
use rustpython_vm::builtins::{PyCode, PyDict, PyDictRef, PyStr, PyTuple};
use rustpython_vm::bytecode::CodeFlags;
use rustpython_vm::compiler::Mode;
use rustpython_vm::frame::Frame;
use rustpython_vm::function::{ArgMapping, FuncArgs, OptionalArg};
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, FromArgs, PyObject, PyObjectRef, PyRef, PyResult, TryFromObject, VirtualMachine};

use super::{class_dict, codec, language, reserved, text, unicode};

/// The name of code that comes from a text.
const TEXT: &str = "<string>";

/// `$exec(code[, globals[, locals]])`.
pub(super) fn exec(
    code: PyObjectRef,
    globals: OptionalArg<PyObjectRef>,
    locals: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    let (code, globals, locals) = match (code.downcast_ref::<PyTuple>(), &globals) {
        (Some(parts), OptionalArg::Missing) if matches!(parts.len(), 2 | 3) => {
            let part = |index: usize| parts.as_slice().get(index).cloned();
            (part(0).unwrap_or_else(|| vm.ctx.none()), part(1), part(2))
        }
        _ => (code.clone(), globals.into_option(), locals.into_option()),
    };
    let code = code_of(&code, Mode::Exec, "exec", vm)?;
    run(code, globals, locals, vm).map(drop)
}

/// `eval(expression[, globals[, locals]])`.
pub(super) fn eval(
    code: PyObjectRef,
    globals: OptionalArg<PyObjectRef>,
    locals: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let code = code_of(&code, Mode::Eval, "eval", vm)?;
    run(code, globals.into_option(), locals.into_option(), vm)
}

/// The arguments of `compile`, which all have names.
#[derive(FromArgs)]
struct Compiled {
    #[pyarg(any)]
    source: PyObjectRef,
    #[pyarg(any)]
    filename: PyRef<PyStr>,
    #[pyarg(any)]
    mode: PyRef<PyStr>,
    #[pyarg(any, optional)]
    flags: OptionalArg<PyObjectRef>,
    #[pyarg(any, optional)]
    dont_inherit: OptionalArg<PyObjectRef>,
}

/// `compile(source, filename, mode[, flags[, dont_inherit]])`.
pub(super) fn compile(args: FuncArgs, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let given = args.args.len() + args.kwargs.len();
    if !(3..=5).contains(&given) {
        return Err(vm.new_type_error(format!("compile() takes 3-5 arguments ({given} given)")));
    }
    let Compiled { source, filename: file, mode, flags, dont_inherit } = args.bind(vm)?;
    let flags: i64 = flags.into_option().map_or(Ok(0), |flags| flags.try_to_value(vm))?;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(vm.new_value_error("compile(): unrecognised flags"));
    }
    let inherits = !dont_inherit.into_option().map_or(Ok(false), |given| given.try_to_bool(vm))?;
    let mut features = if inherits { features_here(vm) } else { Vec::new() };
    features.extend(FEATURES.iter().filter(|(_, flag)| flags & flag != 0).map(|(name, _)| *name));
    let mode = match mode.to_str() {
        Some("exec") => Mode::Exec,
        Some("eval") => Mode::Eval,
        Some("single") => Mode::Single,
        _ => return Err(vm.new_value_error("compile() arg 3 must be 'exec' or 'eval' or 'single'")),
    };
    let source = source_of(&source, "compile", &file.to_string_lossy(), vm)?;
    compile_as(Dialect::Python27, mode, &file.to_string_lossy(), &source, Some(&features), vm)
}

/// Features of `__future__` that change how a text is read, with their flags for `compile`.
pub(super) const FLAGS: [(&str, i64); 5] = [
    ("division", 0x2000),
    ("absolute_import", 0x4000),
    ("with_statement", 0x8000),
    ("print_function", 0x10000),
    ("unicode_literals", 0x20000),
];
/// The same, and those that mean nothing here.
const KNOWN_FLAGS: i64 = 0x1c3_ff10 & !0x800;
const FEATURES: [(&str, i64); 3] = [FLAGS[0], FLAGS[3], FLAGS[4]];

/// The features of the calling code: a module that imports one has it by its name.
fn features_here(vm: &VirtualMachine) -> Vec<&'static str> {
    let Some(frame) = vm.current_frame() else { return Vec::new() };
    // Code that `exec` evaluates in a function binds it there.
    let is_function = frame.code.flags.contains(CodeFlags::OPTIMIZED);
    let own = if is_function { None } else { Some(frame.locals.into_object(vm)) };
    let is_feature = |name: &str| {
        let found = frame.globals.get_item_opt(name, vm).ok().flatten();
        let found = found.or_else(|| own.as_ref()?.get_item(name, vm).ok());
        found.is_some_and(|found| &*found.class().name() == "_Feature")
    };
    FEATURES.iter().map(|(name, _)| *name).filter(|name| is_feature(name)).collect()
}

/// `$keywords(names)`: makes `unicode` of the names of arguments that are not ASCII, as they were given. A name in
/// UTF-8 was a `str`.
pub(super) fn keywords(names: PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    let is_text = |name: &PyObjectRef| {
        name.downcast_ref_if_exact::<PyStr>(vm).is_some_and(|name| {
            !name.isascii() && text::bytes(name).is_none_or(|bytes| std::str::from_utf8(&bytes).is_err())
        })
    };
    if !(&names).into_iter().any(|(name, _)| is_text(&name)) {
        return Ok(());
    }
    for (name, value) in (&names).into_iter().collect::<Vec<_>>() {
        names.del_item(&*name, vm)?;
        let name = if is_text(&name) { unicode::of(name, vm)? } else { name };
        names.set_item(&*name, value, vm)?;
    }
    Ok(())
}

fn code_of(code: &PyObject, mode: Mode, function: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    if let Some(code) = code.downcast_ref::<PyCode>() {
        return Ok(code.to_owned());
    }
    let source = source_of(code, function, TEXT, vm)?;
    let source = if matches!(mode, Mode::Eval) { source.trim_start_matches([' ', '\t', '\n', '\r']) } else { &source };
    compile_as(Dialect::Python27, mode, TEXT, source, Some(&features_here(vm)), vm)
}

/// The text of code: the bytes of a `str` are read in the encoding that they name, or as UTF-8. A `unicode` may not
/// name one.
fn source_of(source: &PyObject, function: &str, file: &str, vm: &VirtualMachine) -> PyResult<String> {
    match source.downcast_ref::<PyStr>() {
        Some(source) if source.as_bytes().contains(&0) => {
            Err(vm.new_type_error("compile() expected string without null bytes"))
        }
        Some(source) if !declares_encoding(&source.to_string_lossy()) => Ok(text::printable(source).into_owned()),
        Some(source) if unicode::is_unicode(source.as_object()) => {
            let words = format!("encoding declaration in Unicode string ({file}, line 0)");
            Err(vm.new_exception_msg(vm.ctx.exceptions.syntax_error.to_owned(), words.into()))
        }
        Some(source) => match text::bytes(source).map(|bytes| decode(&bytes)) {
            Some(Ok(source)) => Ok(source),
            // The compiler reports the mistake in it.
            _ => Ok(text::printable(source).into_owned()),
        },
        None if function == "exec" => Err(vm.new_type_error("exec: argument 1 must be string, code or file object")),
        None => Err(vm.new_type_error(format!("{function}: argument 1 must be string or code object"))),
    }
}

fn run(
    code: PyRef<PyCode>,
    globals: Option<PyObjectRef>,
    locals: Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    crate::mended::closed(&code, "exec", vm)?;
    let given = |names: Option<PyObjectRef>| names.filter(|names| !vm.is_none(names));
    let (globals, locals) = (given(globals), given(locals));
    if globals.is_none() && locals.is_none() {
        return run_here(code, vm);
    }
    let globals = match globals {
        Some(globals) => dict(globals, vm)?,
        None => frame_globals(vm)?,
    };
    if let (false, Some(language)) = (globals.contains_key("__builtins__", vm), language()) {
        globals.set_item("__builtins__", language.builtins.clone().into(), vm)?;
    }
    if let Some(builtins) = globals.get_item_opt("__builtins__", vm)?
        && let Some(builtins) = builtins.downcast_ref::<PyDict>()
    {
        add_reserved(builtins, vm)?;
    }
    let locals = match locals {
        Some(locals) => ArgMapping::try_from_object(vm, locals)?,
        None => ArgMapping::new(globals.clone().into()),
    };
    let names = PyObjectRef::from(locals.clone());
    let answer = vm.run_code_obj(code, Scope::new(Some(reserved::hidden_from(locals, vm)), globals.clone()));
    class_dict::write_back(globals.as_object(), vm)?;
    class_dict::write_back(&names, vm)?;
    answer
}

/// Gives builtins of a script's own the names that its statements stand for.
fn add_reserved(builtins: &rustpython_vm::Py<PyDict>, vm: &VirtualMachine) -> PyResult<()> {
    let Some(language) = language() else { return Ok(()) };
    for name in rollcall_python2_syntax::lowering::RESERVED {
        if let Some(value) = language.names.get_item_opt(name, vm)?.filter(|_| !builtins.contains_key(name, vm)) {
            builtins.set_item(name, value, vm)?;
        }
    }
    Ok(())
}

fn dict(names: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyDictRef> {
    names.downcast::<PyDict>().map_err(|_| vm.new_type_error("globals must be a mapping"))
}

fn frame_globals(vm: &VirtualMachine) -> PyResult<PyDictRef> {
    let frame = vm.current_frame().ok_or_else(|| vm.new_runtime_error("no script is running"))?;
    Ok(frame.globals.clone())
}

/// Runs code in the names of the caller.
fn run_here(code: PyRef<PyCode>, vm: &VirtualMachine) -> PyResult {
    let frame = vm.current_frame().ok_or_else(|| vm.new_runtime_error("no script is running"))?;
    let locals = vm.current_locals()?;
    let result = vm.run_code_obj(code, Scope::new(Some(locals), frame.globals.clone()));
    synchronize(&frame, vm)?;
    result
}

/// Puts names bound in a function's mapping into its variables.
pub(super) fn synchronize(frame: &PyRef<Frame>, vm: &VirtualMachine) -> PyResult<()> {
    if !frame.code.flags.contains(CodeFlags::OPTIMIZED) {
        return Ok(());
    }
    let names = frame.locals.into_object(vm);
    let Some(names) = names.downcast_ref::<PyDict>() else { return Ok(()) };
    crate::mended::write_back(frame, names, vm)
}

/// `$name('x')`: a name that a function's `exec` or `import *` may have bound.
pub(super) fn name(name: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
    let frame = vm.current_frame().ok_or_else(|| vm.new_runtime_error("no script is running"))?;
    let key: &PyObject = name.as_object();
    if let Ok(found) = vm.current_locals()?.mapping().subscript(key, vm) {
        return Ok(found);
    }
    global_name(&name, &frame.globals, vm)
}

fn global_name(name: &PyRef<PyStr>, globals: &PyDictRef, vm: &VirtualMachine) -> PyResult {
    let key: &PyObject = name.as_object();
    if let Some(found) = globals.get_item_opt(key, vm)? {
        return Ok(found);
    }
    match language() {
        Some(language) if language.names.contains_key(key, vm) => language.names.get_item(key, vm),
        _ => Err(vm.new_name_error(format!("name '{name}' is not defined"), name.clone())),
    }
}

/// `$names()`: the namespace of the class whose body asks.
pub(super) fn names(vm: &VirtualMachine) -> PyResult {
    Ok(vm.current_locals()?.into())
}

/// `$class_name(names, 'x'[, otherwise])`: a name in a comprehension in the body of a class.
pub(super) fn class_name(
    names: PyObjectRef,
    name: PyRef<PyStr>,
    otherwise: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    match names.get_item(name.as_object(), vm) {
        Ok(found) => return Ok(found),
        Err(error) if !error.fast_isinstance(vm.ctx.exceptions.key_error) => return Err(error),
        Err(_) => {}
    }
    match otherwise {
        OptionalArg::Present(otherwise) => otherwise.call((), vm),
        OptionalArg::Missing => global_name(&name, &frame_globals(vm)?, vm),
    }
}

/// `$unicode('text')`.
pub(super) fn unicode_literal(literal: PyRef<PyStr>, vm: &VirtualMachine) -> PyResult {
    unicode::new(literal.as_wtf8().to_owned(), vm)
}

/// `$unicode_of(point, …)`.
pub(super) fn unicode_of_points(points: rustpython_vm::function::PosArgs<u32>, vm: &VirtualMachine) -> PyResult {
    use rustpython_vm::common::wtf8::CodePoint;
    let points = points.into_vec().into_iter().filter_map(CodePoint::from_u32);
    unicode::new(points.collect::<rustpython_vm::common::wtf8::Wtf8Buf>(), vm)
}

/// A name for attributes: a `unicode` has to be ASCII.
pub(super) fn attribute_name(name: &PyObject, function: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    match name.downcast_ref::<PyStr>() {
        Some(name) if unicode::is_unicode(name.as_object()) => codec::to_ascii(name, vm),
        Some(name) => Ok(name.to_owned()),
        None => Err(vm.new_type_error(format!("{function}(): attribute name must be string"))),
    }
}
