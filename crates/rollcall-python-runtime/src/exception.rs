//! Exceptions: `raise` in its forms, the exceptions that a handler takes, and the knowledge of an exception afterwards.
//!
//! The engine raises and catches instances of `BaseException` only. An instance of an old-style class travels inside
//! one, and a handler for such a class is told whether it fits.

use std::sync::OnceLock;

use rustpython_vm::builtins::{
    PyBaseException, PyBaseExceptionRef, PyBytes, PyFunction, PyStr, PyTraceback, PyTuple, PyType, PyTypeRef,
};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::{FuncArgs, OptionalArg, PySetterValue};
use rustpython_vm::protocol::{PyMapping, PySequence};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine, pyclass};

use super::{
    Language, caller_is_python2, class, context, environment, handled, instance, interned, job_is_python2, language,
    set_method, text, type_names, unicode, unicode_error, wording,
};

/// The exception that carries an instance of an old-style class: its only argument.
#[pyclass(module = "exceptions", name = "instance", base = PyBaseException)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct OldInstance(PyBaseException);

#[pyclass(flags(BASETYPE, HAS_DICT))]
impl OldInstance {}

/// Changes the types of exceptions and `sys`.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    OldInstance::make_static_type();
    let base: &'static Py<PyType> = vm.ctx.exceptions.base_exception_type;
    let message = vm.ctx.new_static_getset("message", base, message, set_message);
    base.set_attr(interned("message", vm), message.into());
    for class in super::all_types(vm) {
        if class.fast_issubclass(base) {
            class.slots.as_mapping.subscript.store(Some(subscript));
            class.slots.as_sequence.item.store(Some(item));
            class.slots.iter.store(Some(|exception, vm| args_of(&exception, vm)?.get_iter(vm).map(Into::into)));
        }
    }
    let item = |exception: PyObjectRef, index: PyObjectRef, vm: &VirtualMachine| {
        args_of(&exception, vm)?.get_item(&*index, vm)
    };
    set_method(base, "__getitem__", item, vm);
    let slice = |exception: PyObjectRef, start: PyObjectRef, stop: PyObjectRef, vm: &VirtualMachine| {
        let args = args_of(&exception, vm)?;
        vm.call_method(&args, "__getslice__", (start, stop))
    };
    set_method(base, "__getslice__", slice, vm);
    set_method(base, "__str__", exception_text, vm);
    set_method(base, "__unicode__", exception_unicode, vm);
    set_method(vm.ctx.exceptions.syntax_error, "__str__", syntax_error_text, vm);
    unicode_error::install(vm);
    insert_standard_error(language, vm);
    let exc_info = move |vm: &VirtualMachine| exc_info(language, vm);
    vm.sys_module.set_attr("exc_info", vm.new_function("exc_info", exc_info), vm)?;
    let exc_clear = move |vm: &VirtualMachine| exc_clear(language, vm);
    vm.sys_module.set_attr("exc_clear", vm.new_function("exc_clear", exc_clear), vm)?;
    vm.sys_module.set_attr("maxint", vm.ctx.new_int(i32::MAX), vm)
}

/// The engine's way to make an exception, which keeps the arguments at once.
static NEW: OnceLock<fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult> = OnceLock::new();

/// Prepares a new class of exceptions: as in Jython, its arguments are those of `Exception.__init__`, if that is called.
pub(super) fn adopt(class: &PyTypeRef, vm: &VirtualMachine) {
    let base = vm.ctx.exceptions.base_exception_type;
    if !class.fast_issubclass(base) {
        return;
    }
    let Some(original) = vm.ctx.exceptions.exception_type.slots.new.load() else { return };
    NEW.get_or_init(|| original);
    let init = class.get_attr(interned("__init__", vm));
    let has_init = init.is_some_and(|init| init.downcast_ref::<PyFunction>().is_some());
    let is_plain = !class.fast_issubclass(vm.ctx.exceptions.os_error)
        && !class.fast_issubclass(vm.ctx.exceptions.syntax_error)
        && !class.fast_issubclass(vm.ctx.exceptions.import_error)
        && !class.fast_issubclass(vm.ctx.exceptions.unicode_error);
    if has_init && is_plain {
        class.slots.new.store(Some(|class, _args, vm| match NEW.get() {
            Some(new) => new(class, FuncArgs::default(), vm),
            None => Err(vm.new_type_error("an exception was expected")),
        }));
    }
}

/// Puts `StandardError` between `Exception` and the classes below it in Python 2.
fn insert_standard_error(language: &'static Language, vm: &VirtualMachine) {
    const OUTSIDE: [&str; 7] = [
        "Exception",
        "StopIteration",
        "Warning",
        "ExceptionGroup",
        "StopAsyncIteration",
        "BaseExceptionGroup",
        "StandardError",
    ];
    let exception = vm.ctx.exceptions.exception_type;
    let standard = &language.standard_error;
    let outside: Vec<PyTypeRef> = super::all_types(vm)
        .into_iter()
        .filter(|class| OUTSIDE.contains(&class.name().to_string().as_str()) && !class.is(exception))
        .collect();
    for class in super::all_types(vm) {
        let is_outside = class.is(exception) || outside.iter().any(|outside| class.fast_issubclass(outside));
        if is_outside || !class.fast_issubclass(exception) {
            continue;
        }
        let mut order = class.mro.write();
        if let Some(at) = order.iter().position(|base| base.is(exception)) {
            order.insert(at, standard.clone());
        }
        drop(order);
        for base in class.bases.write().iter_mut().filter(|base| base.is(exception)) {
            *base = standard.clone();
        }
    }
}

fn args_of(exception: &PyObject, vm: &VirtualMachine) -> PyResult {
    exception.get_attr("args", vm)
}

fn subscript(mapping: PyMapping<'_>, key: &PyObject, vm: &VirtualMachine) -> PyResult {
    args_of(mapping.obj, vm)?.get_item(key, vm)
}

fn item(sequence: PySequence<'_>, index: isize, vm: &VirtualMachine) -> PyResult {
    args_of(sequence.obj, vm)?.get_item(vm.ctx.new_int(index).as_object(), vm)
}

/// `exception.message`: the only argument, else an empty text; or the value that was set.
fn message(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
    if let Some(set) = exception.as_object().dict().and_then(|dict| dict.get_item_opt("message", vm).ok().flatten()) {
        return Ok(set);
    }
    match exception.args().as_slice() {
        [only] => Ok(only.clone()),
        _ => Ok(vm.ctx.new_str("").into()),
    }
}

fn set_message(exception: PyBaseExceptionRef, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
    let Some(dict) = exception.as_object().dict() else { return Ok(()) };
    match value {
        PySetterValue::Assign(value) => dict.set_item("message", value, vm),
        PySetterValue::Delete => dict.del_item("message", vm),
    }
}

/// `exception.__str__()`: the text of its only argument, a `unicode` if that is one.
pub(super) fn exception_text(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let args = exception.args();
    match args.as_slice() {
        [] => Ok(vm.ctx.empty_str.to_owned()),
        [only] => text::shown(only, vm),
        _ => args.as_object().str(vm),
    }
}

/// `str(error)` of a `SyntaxError`: the mistake, and the place if that is known.
fn syntax_error_text(error: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<String> {
    let part = |name: &'static str| -> PyResult<Option<PyRef<PyStr>>> {
        let part = error.as_object().get_attr(name, vm)?;
        if vm.is_none(&part) { Ok(None) } else { part.str(vm).map(Some) }
    };
    let words = part("msg")?.map_or_else(|| "None".to_owned(), |words| words.to_string_lossy().into_owned());
    Ok(match (part("filename")?, part("lineno")?) {
        (Some(file), Some(line)) => format!("{words} ({file}, line {line})"),
        (Some(file), None) => format!("{words} ({file})"),
        (None, Some(line)) => format!("{words} (line {line})"),
        (None, None) => words,
    })
}

/// `exception.__unicode__()`: the result of `__str__` of its class, or `unicode` of its only argument.
fn exception_unicode(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult {
    let own = vm.ctx.exceptions.base_exception_type.get_attr(interned("__str__", vm));
    let method = exception.class().get_attr(interned("__str__", vm));
    let is_plain = own.zip(method).is_some_and(|(own, method)| own.is(&method));
    match exception.args().as_slice() {
        [only] if is_plain => unicode::unicode_of(only.clone(), vm),
        _ => unicode::of_ascii(exception.as_object().str(vm)?.into(), vm),
    }
}

/// The parts of an error of an encoding as a script knows them: its kinds of texts, and Jython's reasons.
fn unicode_parts(exception: &PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<()> {
    let object = exception.as_object();
    let known = object.get_attr("object", vm)?;
    let shown = match known.downcast_ref::<PyBytes>() {
        Some(bytes) => text::from_bytes(bytes.as_bytes(), vm).into(),
        // It has been seen before: its bytes are a `str` already.
        None if exception.fast_isinstance(vm.ctx.exceptions.unicode_decode_error) => known,
        None => unicode::of(known, vm)?,
    };
    let reason = object.get_attr("reason", vm)?.str(vm)?.to_string();
    let reason = if reason == "invalid start byte" { "unexpected code byte" } else { &reason };
    let reason: PyObjectRef = vm.ctx.new_str(reason).into();
    object.set_attr("object", shown.clone(), vm)?;
    object.set_attr("reason", reason.clone(), vm)?;
    let part = |name: &'static str| object.get_attr(name, vm);
    let args = vm.ctx.new_tuple(vec![part("encoding")?, shown, part("start")?, part("end")?, reason]);
    object.set_attr("args", args, vm)
}

/// `$raise([kind[, value[, traceback]]])`: the exception that a `raise` of Python 2 raises; without a kind, the one
/// that was handled last.
pub(super) fn raise(
    kind: OptionalArg<PyObjectRef>,
    value: OptionalArg<PyObjectRef>,
    traceback: OptionalArg<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult {
    let OptionalArg::Present(mut kind) = kind else { return raise_again(vm) };
    while let Some(first) = kind.downcast_ref::<PyTuple>().and_then(|tuple| tuple.first().cloned()) {
        kind = first;
    }
    let value = value.into_option().filter(|value| !vm.is_none(value));
    let raised = instance(kind, value, vm)?;
    let traceback = traceback.into_option().unwrap_or_else(|| vm.ctx.none());
    raised.set___traceback__(without_this_frame(traceback, vm)?, vm)?;
    Ok(raised.into())
}

fn raise_again(vm: &VirtualMachine) -> PyResult {
    let current = language().map(|language| current(language, vm)).transpose()?.flatten();
    let Some(raised) = handled::last(current, vm) else {
        return Err(
            vm.new_type_error("exceptions must be old-style classes or derived from BaseException, not NoneType")
        );
    };
    if let Some(traceback) = raised.__traceback__() {
        raised.set___traceback__(without_this_frame(traceback.into(), vm)?, vm)?;
    }
    Ok(raised.into())
}

/// A traceback for an exception that is about to be raised here: the engine will add this frame.
fn without_this_frame(traceback: PyObjectRef, vm: &VirtualMachine) -> PyResult {
    match (traceback.downcast_ref::<PyTraceback>(), vm.current_frame()) {
        (Some(top), Some(frame)) if top.frame.is(&frame) => traceback.get_attr("tb_next", vm),
        _ => Ok(traceback),
    }
}

fn instance(kind: PyObjectRef, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    if let Some(class) = kind.downcast_ref::<PyType>()
        && (class.fast_issubclass(vm.ctx.exceptions.base_exception_type) || class::is_old(&kind))
    {
        let made = made_of(class, value, vm)?;
        return wrapped(made, vm);
    }
    if value.is_some() && (is_exception(&kind) || class::is_old(kind.class().as_object())) {
        return Err(vm.new_type_error("instance exception may not have a separate value"));
    }
    wrapped(kind, vm)
}

fn is_exception(object: &PyObject) -> bool {
    object.downcast_ref::<PyBaseException>().is_some()
}

/// An instance of an exception's class: the value if it is one already, else made with it.
fn made_of(class: &Py<PyType>, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    match value {
        None => class.as_object().call((), vm),
        Some(value) if value.class().fast_issubclass(class) => Ok(value),
        Some(value) => match value.downcast_ref::<PyTuple>() {
            Some(values) => class.as_object().call(FuncArgs::from(values.to_vec()), vm),
            None => class.as_object().call((value,), vm),
        },
    }
}

/// The form of an instance that the engine can raise.
fn wrapped(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<PyBaseExceptionRef> {
    if class::is_old(object.class().as_object()) {
        return Ok(vm.new_exception(OldInstance::static_type().to_owned(), vec![object]));
    }
    object.downcast::<PyBaseException>().map_err(|object| {
        let found = type_names::shown_type(&object, vm).name().to_string();
        vm.new_type_error(format!("exceptions must be old-style classes or derived from BaseException, not {found}"))
    })
}

/// The exception that is being handled.
fn current(language: &'static Language, vm: &VirtualMachine) -> PyResult<Option<PyBaseExceptionRef>> {
    let info = language.exc_info.call((), vm)?;
    let value = info.downcast_ref::<PyTuple>().and_then(|info| info.as_slice().get(1).cloned());
    Ok(value.and_then(|value| value.downcast::<PyBaseException>().ok()))
}

/// `$handled([classes])`: the classes that the engine has to compare the exception with, for a handler of these classes
/// or of all. If the handler takes it, that is noted.
pub(super) fn handled(classes: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult {
    let current = language().map(|language| current(language, vm)).transpose()?.flatten();
    if let Some(current) = &current {
        in_own_class(current, vm);
    }
    let mut wanted = Vec::new();
    match classes {
        OptionalArg::Present(classes) => add_handled(&classes, current.as_ref(), &mut wanted, 0, vm),
        OptionalArg::Missing => wanted.push(vm.ctx.exceptions.base_exception_type.to_owned()),
    }
    if let Some(current) = current
        && wanted.iter().any(|class| current.fast_isinstance(class))
    {
        handled::note(current, vm);
    }
    let mut wanted: Vec<PyObjectRef> = wanted.into_iter().map(Into::into).collect();
    match (wanted.len(), wanted.pop()) {
        (1, Some(only)) => Ok(only),
        (_, last) => {
            wanted.extend(last);
            Ok(vm.ctx.new_tuple(wanted).into())
        }
    }
}

/// `$leaving()`: nothing that the engine could compare the exception with, which is put into Jython's words and class for
/// the `__exit__` that it will be given to, and noted as handled.
pub(super) fn leaving(vm: &VirtualMachine) -> PyResult {
    if let Some(current) = language().map(|language| current(language, vm)).transpose()?.flatten() {
        in_own_words(&current, vm);
        // A `with` handles it, whether it swallows it or not.
        handled::note(current, vm);
    }
    Ok(vm.ctx.empty_tuple.clone().into())
}

/// How deep tuples of classes may nest.
const MAX_NESTING: usize = 100;

fn add_handled(
    classes: &PyObject,
    current: Option<&PyBaseExceptionRef>,
    wanted: &mut Vec<PyTypeRef>,
    depth: usize,
    vm: &VirtualMachine,
) {
    if let Some(tuple) = classes.downcast_ref::<PyTuple>()
        && depth < MAX_NESTING
    {
        return tuple.iter().for_each(|class| add_handled(class, current, wanted, depth + 1, vm));
    }
    let Some(class) = classes.downcast_ref::<PyType>() else { return };
    if class.fast_issubclass(vm.ctx.exceptions.base_exception_type) {
        wanted.push(class.to_owned());
        let language = language();
        wanted.extend(current.zip(language).and_then(|(current, of)| environment::stand_in(class, current, of, vm)));
    } else if class::is_old(classes)
        && current.and_then(old_instance).is_some_and(|instance| instance.class().fast_issubclass(class))
    {
        wanted.push(OldInstance::static_type().to_owned());
    } else if class::is_old(classes)
        && let Some(raised) = current.filter(|raised| raised.fast_isinstance(class))
    {
        // An exception of the new style below a class of the old one.
        wanted.push(raised.class().to_owned());
    }
}

fn old_instance(exception: &PyBaseExceptionRef) -> Option<PyObjectRef> {
    exception.fast_isinstance(OldInstance::static_type()).then(|| exception.get_arg(0)).flatten()
}

/// Whether an attribute is one that exceptions have in Python 3 only.
pub(super) fn is_unknown(object: &PyObject, name: &Py<PyStr>) -> bool {
    let is_new = matches!(name.as_bytes(), b"__context__" | b"__cause__" | b"__traceback__" | b"__notes__");
    is_new && is_exception_object(object)
}

fn is_exception_object(object: &PyObject) -> bool {
    object.downcast_ref::<PyBaseException>().is_some()
}

/// `$caught(exception)`: the object that a handler's name is bound to.
pub(super) fn caught(exception: PyBaseExceptionRef, vm: &VirtualMachine) -> PyObjectRef {
    in_own_words(&exception, vm);
    old_instance(&exception).unwrap_or_else(|| exception.into())
}

fn exc_info(language: &'static Language, vm: &VirtualMachine) -> PyResult {
    if !caller_is_python2(vm) && !is_asked_for_script(vm) {
        return language.exc_info.call((), vm);
    }
    let Some(exception) = handled::last(current(language, vm)?, vm) else {
        return Ok(vm.ctx.new_tuple(vec![vm.ctx.none(), vm.ctx.none(), vm.ctx.none()]).into());
    };
    let traceback = exception.__traceback__().map_or_else(|| vm.ctx.none(), Into::into);
    let value = caught(exception, vm);
    Ok(vm.ctx.new_tuple(vec![value.class().to_owned().into(), value, traceback]).into())
}

/// Whether the library asks for the exception to show it to a script of Python 2.
fn is_asked_for_script(vm: &VirtualMachine) -> bool {
    let name = vm.current_frame().and_then(|frame| frame.globals.get_item_opt("__name__", vm).ok().flatten());
    let shows =
        name.is_some_and(|name| name.downcast_ref::<PyStr>().is_some_and(|name| name.as_bytes() == b"traceback"));
    shows && job_is_python2()
}

fn exc_clear(language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    if let Some(exception) = handled::last(current(language, vm)?, vm) {
        handled::clear(exception, vm);
    }
    Ok(())
}

/// Gives an exception the class that it has in Python 2, where the engine has another: an `UnboundLocalError` of a
/// `NameError` about a variable of a function around; an `AttributeError` of a `TypeError` of a missing special method:
/// of the error of `len` of an old-style instance, see [`instance::is_missing_length`], and of a `with` whose object
/// has no methods for it.
fn in_own_class(exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let exceptions = &vm.ctx.exceptions;
    if exception.class().is(exceptions.name_error) {
        return as_unbound(exception, vm);
    }
    if !exception.class().is(exceptions.type_error) {
        return;
    }
    let Some(message) = exception.get_arg(0) else { return };
    let has_no_exit = |message: &Py<PyStr>| message.to_str().is_some_and(|text| text.contains(NO_CONTEXT));
    if instance::is_missing_length(&message) || message.downcast_ref::<PyStr>().is_some_and(has_no_exit) {
        exception.as_object().set_class(exceptions.attribute_error.to_owned(), vm);
    }
}

/// A variable of a function around that is not set yet is a local one to Jython.
fn as_unbound(exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let Some(message) = exception.get_arg(0) else { return };
    let is_free = |message: &Py<PyStr>| message.as_bytes().starts_with(b"cannot access free variable '");
    if message.downcast_ref::<PyStr>().is_some_and(is_free) {
        exception.as_object().set_class(vm.ctx.exceptions.unbound_local_error.to_owned(), vm);
    }
}

/// The engine's message for an object that `with` does not accept.
const NO_CONTEXT: &str = "' object does not support the context manager protocol";

/// Puts an exception of the engine's into Jython's words and classes.
pub fn in_own_words(exception: &PyBaseExceptionRef, vm: &VirtualMachine) {
    let exceptions = &vm.ctx.exceptions;
    if exception.class().is(exceptions.module_not_found_error) {
        exception.as_object().set_class(exceptions.import_error.to_owned(), vm);
    } else if exception.class().is(exceptions.recursion_error) {
        exception.as_object().set_class(exceptions.runtime_error.to_owned(), vm);
    }
    in_own_class(exception, vm);
    if let Some(language) = language() {
        environment::rename(exception, language, vm);
    }
    // The class may be one of a module that was imported since.
    super::repr::adopt(exception.class());
    if exception.fast_isinstance(exceptions.unicode_error) {
        // An exception that a script made in another way stays unchanged.
        let _ = unicode_parts(exception, vm);
        return;
    }
    let args = exception.args();
    let [only] = args.as_slice() else { return };
    if vm.is_none(only) && exception.class().is(exceptions.system_exit) {
        // `sys.exit()` gives the exception nothing.
        let _ = exception.as_object().set_attr("args", vm.ctx.new_tuple(Vec::new()), vm);
        return;
    }
    let Some(message) = only.downcast_ref_if_exact::<PyStr>(vm).and_then(|message| message.to_str()) else { return };
    let class = exception.class().name().to_string();
    let found = context::reworded(exception, message, vm).or_else(|| wording::reworded(&class, message));
    if let Some(found) = found {
        let args = vm.ctx.new_tuple(vec![vm.ctx.new_str(found).into()]);
        // The words stay the engine's if the exception does not take others.
        let _ = exception.as_object().set_attr("args", args, vm);
    }
}

/// The last line of a traceback: `name` is the class as Python 3 would show it.
pub fn last_line(exception: &PyBaseExceptionRef, name: &str, vm: &VirtualMachine) -> String {
    let shown = caught(exception.clone(), vm);
    let class = shown.class();
    let is_script = class::is_old(class.as_object()) || module_is_main(class, vm);
    let name = name.strip_prefix("__builtin__.").unwrap_or(name);
    let name = if is_script { type_names::full_name(class, vm) } else { name.to_owned() };
    let message = unicode::text_of(&shown, vm).unwrap_or_else(|_| "<exception str() failed>".to_owned());
    if message.is_empty() { name } else { format!("{name}: {message}") }
}

fn module_is_main(class: &Py<PyType>, vm: &VirtualMachine) -> bool {
    let module = class.as_object().get_attr("__module__", vm);
    module.is_ok_and(|module| module.downcast_ref::<PyStr>().is_some_and(|module| module.as_bytes() == b"__main__"))
}
