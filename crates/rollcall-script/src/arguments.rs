//! The arguments of a call, as Jython binds them for a Java function with named parameters.
//!
//! Scripts and their writers know the messages, so they are Jython's word for word (`ArgParser`), recorded in
//! `conformance/jython/`.

use rustpython_vm::builtins::{PyInt, PyStr};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

use crate::python2;

/// Arguments in the order of the parameters; None for one that was not given.
#[derive(Debug)]
pub(crate) struct Arguments {
    values: Vec<Option<PyObjectRef>>,
}

impl Arguments {
    /// Binds a call of `function` to the parameters of these names, of which the first `required` must be given.
    ///
    /// # Errors
    /// A `TypeError`: too many or too few, a name that is not a parameter, one given twice.
    pub(crate) fn bind(
        function: &str,
        names: &[&str],
        required: usize,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult<Self> {
        let given = args.args.len();
        if given > names.len() {
            return Err(wrong_count(function, required, names.len(), given, vm));
        }
        let mut values: Vec<_> = args.args.into_iter().map(Some).collect();
        values.resize(names.len(), None);
        for (name, value) in args.kwargs {
            let Some(index) = names.iter().position(|n| *n == name) else {
                return Err(vm.new_type_error(format!("'{name}' is an invalid keyword argument for this function")));
            };
            if values[index].replace(value).is_some() {
                let message = format!("keyword parameter '{name}' was given by position and by name");
                return Err(vm.new_type_error(message));
            }
        }
        if values[..required].iter().any(Option::is_none) {
            let given = values.iter().flatten().count();
            return Err(wrong_count(function, required, names.len(), given, vm));
        }
        Ok(Arguments { values })
    }

    /// The argument, unless it was not given or is None.
    pub(crate) fn object(&self, index: usize, vm: &VirtualMachine) -> Option<&PyObjectRef> {
        self.values[index].as_ref().filter(|value| !vm.is_none(value))
    }

    /// A string, or None when it was not given or is None.
    ///
    /// # Errors
    /// A `TypeError` when it is something else.
    pub(crate) fn string(&self, index: usize, vm: &VirtualMachine) -> PyResult<Option<String>> {
        let Some(value) = self.object(index, vm) else { return Ok(None) };
        match value.downcast_ref::<PyStr>() {
            // A lone surrogate cannot be sent, and no name that is stored contains one.
            Some(text) => Ok(Some(python2::printable(text).into_owned())),
            None => Err(wrong_type(index, "string", value, vm)),
        }
    }

    /// A truth value, `default` when it was not given. Like Java's, a number will do.
    ///
    /// # Errors
    /// A `TypeError` when it is something else.
    pub(crate) fn boolean(&self, index: usize, default: bool, vm: &VirtualMachine) -> PyResult<bool> {
        let Some(value) = self.object(index, vm) else { return Ok(default) };
        match value.downcast_ref::<PyInt>() {
            Some(_) => value.clone().try_to_bool(vm),
            None => Err(wrong_type(index, "boolean", value, vm)),
        }
    }
}

fn wrong_type(
    index: usize,
    expected: &str,
    found: &PyObjectRef,
    vm: &VirtualMachine,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    let class = found.class();
    vm.new_type_error(format!("argument {}: expected {expected}, {} found", index + 1, class.slot_name()))
}

/// `name(): expected 0-2 args; got 3`.
pub(crate) fn wrong_count(
    function: &str,
    least: usize,
    most: usize,
    given: usize,
    vm: &VirtualMachine,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    let expected = if least == most { most.to_string() } else { format!("{least}-{most}") };
    vm.new_type_error(format!("{function}(): expected {expected} args; got {given}"))
}
