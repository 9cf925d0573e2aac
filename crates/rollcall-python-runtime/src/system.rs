//! `sys` as code of Python 2 sees it: the language's version and encoding, and the exception at hand.
//!
//! There is one `sys`, which the library reads, too; it answers otherwise to code of Python 2, and only for these names.

use std::cell::RefCell;

use rustpython_vm::builtins::{PyStr, PyTuple};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::{Language, caller_is_python2, codec};

/// The text of `sys.version`: the language, and not the engine that runs it.
const VERSION: &str = "2.7.3 (Rollcall)";

/// Gives `sys` a class of its own.
pub(super) fn install(_language: &'static Language, vm: &VirtualMachine) -> PyResult<()> {
    let body = vm.ctx.new_dict();
    let bases = vm.ctx.new_tuple(vec![vm.ctx.types.module_type.to_owned().into()]);
    let class = vm.ctx.types.type_type.as_object().call((vm.ctx.new_str("module"), bases, body), vm)?;
    let class = class.downcast::<rustpython_vm::builtins::PyType>().map_err(|_| vm.new_type_error("no class"))?;
    class.slots.getattro.store(Some(getattr));
    vm.sys_module.as_object().set_class(class, vm);
    Ok(())
}

fn getattr(module: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    if caller_is_python2(vm)
        && let Some(answer) = own(name.to_str().unwrap_or_default(), vm)?
    {
        return Ok(answer);
    }
    match vm.ctx.types.module_type.slots.getattro.load() {
        Some(original) => original(module, name, vm),
        None => module.generic_getattr(name, vm),
    }
}

fn own(name: &str, vm: &VirtualMachine) -> PyResult<Option<rustpython_vm::PyObjectRef>> {
    let number = |number: i32| vm.ctx.new_int(number).into();
    let text = |text: &str| vm.ctx.new_str(text).into();
    Ok(Some(match name {
        "version" => text(VERSION),
        "version_info" => version_info(vm)?,
        "hexversion" => number(0x0207_03f0),
        "platform" => text("java"),
        "maxsize" => number(i32::MAX),
        "subversion" => vm.ctx.new_tuple(vec![text("Rollcall"), text(""), text("")]).into(),
        "getdefaultencoding" => vm.new_function("getdefaultencoding", codec::default_name).into(),
        "setdefaultencoding" => vm.new_function("setdefaultencoding", codec::set_default).into(),
        "byteorder" => text("big"),
        "minint" => number(i32::MIN),
        "py3kwarning" => vm.ctx.new_bool(false).into(),
        "setcheckinterval" => vm.new_function("setcheckinterval", |_interval: rustpython_vm::PyObjectRef| ()).into(),
        "getcheckinterval" => vm.new_function("getcheckinterval", || 100).into(),
        "long_info" => long_info(vm)?,
        "exc_type" => exc_part(0, vm)?,
        "exc_value" => exc_part(1, vm)?,
        "exc_traceback" => exc_part(2, vm)?,
        _ => return Ok(None),
    }))
}

thread_local! {
    static VERSION_INFO: RefCell<Option<PyObjectRef>> = const { RefCell::new(None) };
}

/// `sys.version_info`: a tuple whose parts have names.
fn version_info(vm: &VirtualMachine) -> PyResult {
    if let Some(known) = VERSION_INFO.with_borrow(Clone::clone) {
        return Ok(known);
    }
    let named = vm.import("collections", 0)?.get_attr("namedtuple", vm)?;
    let parts = vm.ctx.new_str("major minor micro releaselevel serial");
    let class = named.call((vm.ctx.new_str("version_info"), parts), vm)?;
    class.set_attr("__module__", vm.ctx.new_str("sys"), vm)?;
    class.set_attr("__name__", vm.ctx.new_str("sys.version_info"), vm)?;
    let made = class.call((2, 7, 3, vm.ctx.new_str("final"), 0), vm)?;
    VERSION_INFO.set(Some(made.clone()));
    Ok(made)
}

/// `sys.long_info`: how Python keeps whole numbers.
fn long_info(vm: &VirtualMachine) -> PyResult {
    let named = vm.import("collections", 0)?.get_attr("namedtuple", vm)?;
    let class = named.call((vm.ctx.new_str("long_info"), vm.ctx.new_str("bits_per_digit sizeof_digit")), vm)?;
    class.call((super::number::long_from_host(30, vm)?, super::number::long_from_host(4, vm)?), vm)
}

fn exc_part(index: usize, vm: &VirtualMachine) -> PyResult {
    let info = vm.call_method(vm.sys_module.as_object(), "exc_info", ())?;
    let part = info.downcast_ref::<PyTuple>().and_then(|info| info.as_slice().get(index).cloned());
    Ok(part.unwrap_or_else(|| vm.ctx.none()))
}
