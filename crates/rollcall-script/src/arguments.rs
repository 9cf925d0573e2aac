//! The arguments of a call, as Jython binds them for a Java function with named parameters.
//!
//! Which calls fit, and Jython's words for those that do not, is in `rollcall_catalogue::fit`, which `rollcall check` asks
//! as well.

use rollcall_catalogue::Function;
use rollcall_catalogue::fit::{self, Given};
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

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
        fit::fit(function, names, required, &given(&args)).map_err(|words| vm.new_type_error(words))?;
        Ok(Arguments::placed(names, args))
    }

    /// Binds a call of a function of the catalogue; with the way of calling it that the arguments fit, as an index.
    ///
    /// # Errors
    /// A `TypeError`, as [`Arguments::bind`].
    pub(crate) fn of(function: &Function, args: FuncArgs, vm: &VirtualMachine) -> PyResult<(usize, Self)> {
        let index = fit::form_of(function, &given(&args)).map_err(|words| vm.new_type_error(words))?;
        let names: Vec<_> = function.forms()[index].iter().map(|parameter| parameter.name).collect();
        Ok((index, Arguments::placed(&names, args)))
    }

    /// Puts arguments that fit into the places of their parameters.
    fn placed(names: &[&str], args: FuncArgs) -> Self {
        let mut values: Vec<_> = args.args.into_iter().map(Some).collect();
        values.resize(names.len(), None);
        for (name, value) in args.kwargs {
            if let Some(index) = names.iter().position(|known| *known == name) {
                values[index] = Some(value);
            }
        }
        Arguments { values }
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
}

/// `argument 1: expected string, int found`.
pub(crate) fn wrong_type(index: usize, expected: &str, found: &PyObject, vm: &VirtualMachine) -> PyBaseExceptionRef {
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
) -> PyBaseExceptionRef {
    vm.new_type_error(fit::wrong_count(function, least, most, given))
}

fn given(args: &FuncArgs) -> Given<'_> {
    Given { positional: args.args.len(), names: args.kwargs.iter().map(|(name, _)| name.as_str()).collect() }
}
