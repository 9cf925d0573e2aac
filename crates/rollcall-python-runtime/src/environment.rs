//! `EnvironmentError`, `IOError` and `OSError`: three classes in Python 2, of which the engine has one.
//!
//! The three are derived from the engine's `OSError`, whose objects theirs are; scripts do not see it. An exception of
//! that class from the engine and its library is an `IOError` for a script: they read and write, and nothing else in
//! them asks an operating system.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::PyTypeFlags;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::{Language, exception, set_method_of, text, unicode};

/// The classes, the base of the others first.
#[derive(Debug)]
pub(super) struct Classes {
    pub(super) environment: PyTypeRef,
    pub(super) io: PyTypeRef,
    pub(super) os: PyTypeRef,
}

impl Classes {
    pub(super) fn new(vm: &VirtualMachine) -> PyResult<Self> {
        let environment = super::new_type("EnvironmentError", vm.ctx.exceptions.os_error, vm)?;
        let io = super::new_type("IOError", &environment, vm)?;
        let os = super::new_type("OSError", &environment, vm)?;
        Ok(Classes { environment, io, os })
    }

    pub(super) fn all(&self) -> [(&'static str, &PyTypeRef); 3] {
        [("EnvironmentError", &self.environment), ("IOError", &self.io), ("OSError", &self.os)]
    }
}

/// Gives the classes their constructor and text.
pub(super) fn install(language: &'static Language, vm: &VirtualMachine) {
    let classes = &language.environment;
    for (_, class) in classes.all() {
        class.slots.new.store(Some(new));
        class.slots.init.store(Some(init));
        // Its attributes are those that scripts see.
        class.as_object().set_class(language.class.clone(), vm);
    }
    *classes.environment.bases.write() = vec![language.standard_error.clone()];
    set_method_of(&classes.environment, "__str__", shown, vm);
}

fn new(class: PyTypeRef, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    // Without arguments the engine does not choose another class by the error's number.
    match vm.ctx.exceptions.os_error.slots.new.load() {
        Some(new) => new(class, FuncArgs::default(), vm),
        None => Err(vm.new_type_error("an exception was expected")),
    }
}

/// `IOError(number, reason[, name])` has these for attributes, and the name is not one of its arguments; other numbers
/// of arguments have no meaning.
fn init(object: PyObjectRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
    if let Some(name) = args.kwargs.keys().next() {
        return Err(vm.new_type_error(format!("'{name}' is an invalid keyword argument for this function")));
    }
    let mut given = args.args;
    if let [number, reason, rest @ ..] = given.as_slice()
        && rest.len() < 2
    {
        object.set_attr("errno", number.clone(), vm)?;
        object.set_attr("strerror", reason.clone(), vm)?;
        if let [name] = rest {
            object.set_attr("filename", name.clone(), vm)?;
        }
        given.truncate(2);
    }
    object.set_attr("args", vm.ctx.new_tuple(given), vm)
}

/// `str(error)`: `[Errno 2] reason: 'name'`, as far as these are known.
fn shown(error: PyBaseExceptionRef, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
    let part = |name: &'static str| -> PyResult<Option<PyObjectRef>> {
        Ok(Some(error.as_object().get_attr(name, vm)?).filter(|part| !vm.is_none(part)))
    };
    let (number, reason, name) = (part("errno")?, part("strerror")?, part("filename")?);
    if name.is_none() && (number.is_none() || reason.is_none()) {
        return exception::exception_text(error, vm);
    }
    let or_none = |part: Option<PyObjectRef>| part.unwrap_or_else(|| vm.ctx.none());
    let (number, reason) = (text::shown(&or_none(number), vm)?, text::shown(&or_none(reason), vm)?);
    let mut shown = format!("[Errno {}] {}", number.as_wtf8(), reason.as_wtf8());
    if let Some(name) = name {
        shown.push_str(&format!(": {}", name.repr(vm)?.as_wtf8()));
    }
    let is_unicode = [number, reason].iter().any(|part| unicode::is_unicode(part.as_object()));
    Ok(if is_unicode { unicode::text_from_host(shown, vm) } else { vm.ctx.new_str(shown) })
}

/// Whether an exception is of the engine's class and not of the three.
fn is_engines(exception: &PyBaseExceptionRef, language: &Language, vm: &VirtualMachine) -> bool {
    exception.fast_isinstance(vm.ctx.exceptions.os_error)
        && !exception.fast_isinstance(&language.environment.environment)
}

/// The class that a handler of `class` has to be compared with, too, to take an exception of the engine's or the library's.
pub(super) fn stand_in(
    class: &Py<PyType>,
    exception: &PyBaseExceptionRef,
    language: &Language,
    vm: &VirtualMachine,
) -> Option<PyTypeRef> {
    let classes = &language.environment;
    let is_meant = class.is(&classes.io) || class.is(&classes.environment);
    (is_meant && is_engines(exception, language, vm)).then(|| exception.class().to_owned())
}

/// Makes an `IOError` of an exception that the engine raised.
pub(super) fn rename(exception: &PyBaseExceptionRef, language: &Language, vm: &VirtualMachine) {
    let is_script = exception.class().slots.flags.has_feature(PyTypeFlags::HEAPTYPE);
    if !is_script && is_engines(exception, language, vm) {
        exception.as_object().set_class(language.environment.io.clone(), vm);
    }
}
