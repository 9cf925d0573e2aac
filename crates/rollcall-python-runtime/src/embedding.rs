//! The needs of this crate from the program around it, given when it is installed: it knows neither where output goes,
//! nor projects, nor the classes of Java.

use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr, PyType};
use rustpython_vm::{Py, PyObject, PyRef, PyResult, VirtualMachine};

/// A stream of the embedder's, for `print`: it saves a call of `write` for every item.
pub trait PrintStream {
    /// Whether `print` owes a blank before its next item.
    fn softspace(&self) -> bool;

    /// Sets whether it does.
    fn set_softspace(&self, due: bool);

    /// Writes text.
    ///
    /// # Errors
    /// The embedder's, when the receiver is gone.
    fn print(&self, text: &str, vm: &VirtualMachine) -> PyResult<()>;
}

/// The embedder's answers.
#[derive(Clone, Copy, Debug)]
pub struct Embedding {
    /// The stream that an object is, if it is one of the embedder's.
    pub stream: fn(&PyObject) -> Option<&dyn PrintStream>,
    /// Whether the running job's project has a module of this name.
    pub has_module: fn(&str, &VirtualMachine) -> PyResult<bool>,
    /// Whether a class is one of Java's.
    pub is_java: fn(&Py<PyType>) -> bool,
    /// How Java shows an exception, if it is one of Java's.
    pub java_text: fn(&PyBaseExceptionRef, &VirtualMachine) -> Option<PyResult<PyRef<PyStr>>>,
}
