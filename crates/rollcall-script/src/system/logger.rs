//! The result of `system.util.getLogger`: a logger whose lines go to the gateway's log.

use rollcall_python_runtime as python2;
use rollcall_wire::host::{LogLevel, LogLine};
use rustpython_vm::builtins::{PyBaseException, PyStrRef};
use rustpython_vm::function::{FuncArgs, OptionalArg};
use rustpython_vm::{PyObjectRef, PyPayload, PyResult, TryFromObject, VirtualMachine, pyclass};

use super::printf;
use crate::{host, traceback};

/// A logger, as `LoggerEx` of 7.9: the usual methods, and a printf form of each.
#[pyclass(module = "com.inductiveautomation.ignition.common.util", name = "LoggerEx")]
#[derive(Debug, PyPayload)]
pub(crate) struct Logger {
    name: String,
}

impl Logger {
    pub(crate) fn new(name: String) -> Self {
        Logger { name }
    }

    /// Sends a line. An exception adds its traceback.
    fn log(
        &self,
        level: LogLevel,
        message: &PyObjectRef,
        exception: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let mut message = python2::text_of(message, vm)?;
        if let Some(exception) = exception.filter(|e| !vm.is_none(e)) {
            message.push('\n');
            match exception.downcast::<PyBaseException>() {
                Ok(exception) => message.push_str(&traceback::format(&exception, vm)),
                Err(other) => message.push_str(&python2::text_of(&other, vm)?),
            }
        }
        self.send(level, message, vm)
    }

    fn logf(&self, level: LogLevel, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let (format, values) = args.args.split_first().ok_or_else(|| vm.new_type_error("a format is missing"))?;
        let format = PyStrRef::try_from_object(vm, format.clone())?;
        self.send(level, printf::format(&python2::printable(&format), values, vm)?, vm)
    }

    fn send(&self, level: LogLevel, message: String, vm: &VirtualMachine) -> PyResult<()> {
        host::call(LogLine { logger: self.name.clone(), level, message }, vm)
    }
}

#[pyclass]
impl Logger {
    /// How another interpreter makes the same logger.
    #[pymethod]
    fn __reduce__(&self, vm: &VirtualMachine) -> PyResult {
        let get = vm.builtins.get_attr("system", vm)?.get_attr("util", vm)?.get_attr("getLogger", vm)?;
        let arguments = vm.ctx.new_tuple(vec![vm.ctx.new_str(self.name.as_str()).into()]);
        Ok(vm.ctx.new_tuple(vec![get, arguments.into()]).into())
    }

    #[pymethod]
    fn trace(&self, message: PyObjectRef, exception: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        self.log(LogLevel::Trace, &message, exception.into_option(), vm)
    }

    #[pymethod]
    fn debug(&self, message: PyObjectRef, exception: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        self.log(LogLevel::Debug, &message, exception.into_option(), vm)
    }

    #[pymethod]
    fn info(&self, message: PyObjectRef, exception: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        self.log(LogLevel::Info, &message, exception.into_option(), vm)
    }

    #[pymethod]
    fn warn(&self, message: PyObjectRef, exception: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        self.log(LogLevel::Warn, &message, exception.into_option(), vm)
    }

    #[pymethod]
    fn error(&self, message: PyObjectRef, exception: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        self.log(LogLevel::Error, &message, exception.into_option(), vm)
    }

    #[pymethod]
    fn tracef(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        self.logf(LogLevel::Trace, args, vm)
    }

    #[pymethod]
    fn debugf(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        self.logf(LogLevel::Debug, args, vm)
    }

    #[pymethod]
    fn infof(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        self.logf(LogLevel::Info, args, vm)
    }

    #[pymethod]
    fn warnf(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        self.logf(LogLevel::Warn, args, vm)
    }

    #[pymethod]
    fn errorf(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        self.logf(LogLevel::Error, args, vm)
    }

    // The gateway decides which lines it keeps, and every line is sent to it.

    #[pymethod(name = "isTraceEnabled")]
    fn is_trace_enabled(&self) -> bool {
        true
    }

    #[pymethod(name = "isDebugEnabled")]
    fn is_debug_enabled(&self) -> bool {
        true
    }

    #[pymethod(name = "isInfoEnabled")]
    fn is_info_enabled(&self) -> bool {
        true
    }

    #[pymethod(name = "getName")]
    fn get_name(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(&self.name, vm)
    }

    #[pygetset]
    fn name(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(&self.name, vm)
    }

    #[pymethod(name = "getSubLogger")]
    fn get_sub_logger(&self, name: PyStrRef) -> Logger {
        Logger::new(format!("{}.{}", self.name, name.as_wtf8()))
    }
}
