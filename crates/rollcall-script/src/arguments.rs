//! The arguments of a call, as Jython binds them for a Java function with named parameters.
//!
//! Scripts and their writers know the messages, so they are Jython's word for word (`ArgParser`), recorded in
//! `conformance/jython/`.

use rollcall_catalogue::{Form, Function};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyStr};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyObject, PyObjectRef, PyResult, VirtualMachine};

use crate::python2;

/// Arguments in the order of the parameters; None for one that was not given.
#[derive(Debug)]
pub(crate) struct Arguments {
    values: Vec<Option<PyObjectRef>>,
}

impl Arguments {
    /// Binds a call to a way of calling a function.
    ///
    /// # Errors
    /// Those of [`Arguments::bind`].
    pub(crate) fn of_form(function: &Function, form: Form, args: FuncArgs, vm: &VirtualMachine) -> PyResult<Self> {
        let names: Vec<_> = form.iter().map(|parameter| parameter.name).collect();
        Arguments::bind(function.name, &names, required(form), args, vm)
    }

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
}

/// Which way of calling a function these arguments take: the first that they fit, else the first whose number they
/// have. None when the function has several ways, and there is none for so many.
pub(crate) fn form_of(forms: &[Form], args: &FuncArgs) -> Option<usize> {
    if let [_] = forms {
        return Some(0);
    }
    let fits = forms.iter().position(|form| has_number(form, args) && has_names(form, args));
    fits.or_else(|| forms.iter().position(|form| has_number(form, args)))
}

fn given(args: &FuncArgs) -> usize {
    args.args.len() + args.kwargs.len()
}

fn has_number(form: Form, args: &FuncArgs) -> bool {
    (required(form)..=form.len()).contains(&given(args))
}

fn has_names(form: Form, args: &FuncArgs) -> bool {
    let known = |name: &str| form.iter().any(|parameter| parameter.name == name);
    args.kwargs.iter().all(|(name, _)| known(name))
}

fn required(form: Form) -> usize {
    form.iter().filter(|parameter| parameter.is_required()).count()
}

/// The error for a number of arguments that no way of calling a function has.
pub(crate) fn no_form(function: &Function, args: &FuncArgs, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let mut numbers: Vec<_> = function.forms().iter().map(|form| (required(form), form.len())).collect();
    numbers.sort_unstable();
    numbers.dedup_by(|next, last| {
        let joins = next.0 <= last.1 + 1;
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
    let words: Vec<_> = numbers.into_iter().map(|(least, most)| range(least, most)).collect();
    let expected = match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        _ => words.concat(),
    };
    vm.new_type_error(format!("{}(): expected {expected} args; got {}", function.name, given(args)))
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
    vm.new_type_error(format!("{function}(): expected {} args; got {given}", range(least, most)))
}

fn range(least: usize, most: usize) -> String {
    if least == most { most.to_string() } else { format!("{least}-{most}") }
}
