//! A call of a function of the catalogue, from Python's arguments to the body in Rust.
//!
//! A body is a function whose parameters are those of the entry, in order and of the types that it wants: names, number
//! and defaults, which make a parameter optional, come from the catalogue, so that a body never repeats them.
//! [`FromArgument`] makes a type from a script's argument; [`Body`] is any function of such types.

mod argument;

use std::fmt;

use rollcall_catalogue::{Form, Function, Namespace, Parameter};
use rollcall_python_runtime as python2;
use rollcall_wire::host;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

use crate::arguments::Arguments;

use argument::{Argument, FromArgument};
pub(crate) use argument::{Callable, Filled, NotProvided, Source};

/// A call that is under way.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    namespace: &'static Namespace,
    function: &'static Function,
    /// The interpreter.
    pub(crate) vm: &'a VirtualMachine,
}

impl Call<'_> {
    /// The function with its namespace, such as `system.util.getLogger`.
    pub(crate) fn name(&self) -> String {
        format!("{}.{}", self.namespace.name, self.function.name)
    }

    /// A `TypeError` that names the function.
    pub(crate) fn type_error(&self, problem: impl fmt::Display) -> PyBaseExceptionRef {
        self.vm.new_type_error(format!("{}(): {problem}", self.function.name))
    }

    /// A `ValueError` that names the function.
    pub(crate) fn value_error(&self, problem: impl fmt::Display) -> PyBaseExceptionRef {
        self.vm.new_value_error(format!("{}(): {problem}", self.function.name))
    }

    /// A `NotImplementedError` that names the function.
    pub(crate) fn not_implemented(&self, problem: impl fmt::Display) -> PyBaseExceptionRef {
        self.vm.new_not_implemented_error(format!("{}(): {problem}", self.function.name))
    }

    /// Asks the host.
    ///
    /// # Errors
    /// The errors of [`crate::host::call`].
    pub(crate) fn ask<C: host::Call>(&self, call: C) -> PyResult<C::Answer> {
        crate::host::call(call, self.vm)
    }

    /// Asks the host for something to be done. The answer is None.
    ///
    /// # Errors
    /// The errors of [`crate::host::call`].
    pub(crate) fn order<C: host::Call>(&self, call: C) -> PyResult {
        self.ask(call).map(|_| self.vm.ctx.none())
    }

    /// The error for an answer of the family that is not the call's.
    pub(crate) fn unexpected(&self, found: &str) -> PyBaseExceptionRef {
        crate::host_error::unexpected(&self.name(), found, self.vm)
    }

    /// A text as scripts have it.
    pub(crate) fn text(&self, text: impl Into<String>) -> PyObjectRef {
        python2::from_host(text.into(), self.vm)
    }
}

/// Whether a type fits a parameter.
type Fits = fn(&Parameter) -> bool;

/// A function in Rust whose parameters are those of one form of an entry.
pub(crate) trait Body<Values>: 'static {
    /// For each of its parameters, whether its type fits an entry's parameter.
    fn fits() -> Vec<Fits>;

    /// Makes the values of the arguments and runs.
    ///
    /// # Errors
    /// The errors of the arguments and of the function.
    fn run(&self, call: Call<'_>, form: Form, arguments: &Arguments) -> PyResult;
}

macro_rules! body {
    ($($value:ident $index:literal),*) => {
        impl<F, $($value: FromArgument),*> Body<($($value,)*)> for F
        where
            F: Fn(&Call<'_>, $($value),*) -> PyResult + 'static,
        {
            fn fits() -> Vec<Fits> {
                vec![$($value::fits),*]
            }

            fn run(&self, call: Call<'_>, _form: Form, _arguments: &Arguments) -> PyResult {
                self(&call $(, $value::from_argument(argument(call, _form, _arguments, $index))?)*)
            }
        }
    };
}

body!();
body!(A 0);
body!(A 0, B 1);
body!(A 0, B 1, C 2);
body!(A 0, B 1, C 2, D 3);
body!(A 0, B 1, C 2, D 3, E 4);
body!(A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8);

fn argument<'a>(call: Call<'a>, form: Form, arguments: &'a Arguments, index: usize) -> Argument<'a> {
    let given = arguments.object(index, call.vm).map(AsObject::as_object);
    Argument { call, parameter: &form[index], index, given }
}

type Run = Box<dyn Fn(Call<'_>, Form, &Arguments) -> PyResult>;

/// The bodies of an entry, one for each way of calling it.
pub(crate) struct Binding {
    /// The entry.
    pub(crate) function: &'static Function,
    runs: Vec<Run>,
    fits: Vec<Vec<Fits>>,
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {} bodies", self.function.name, self.runs.len())
    }
}

/// Binds an entry to its body, that of the first way of calling it.
pub(crate) fn bind<Values, B: Body<Values>>(function: &'static Function, body: B) -> Binding {
    Binding { function, runs: Vec::new(), fits: Vec::new() }.or(body)
}

impl Binding {
    /// The body of the next way of calling it.
    pub(crate) fn or<Values, B: Body<Values>>(mut self, body: B) -> Self {
        self.runs.push(Box::new(move |call, form, arguments| body.run(call, form, arguments)));
        self.fits.push(B::fits());
        self
    }

    /// Runs the body for the way in which the function is called.
    ///
    /// # Errors
    /// A `TypeError` when it cannot be called so; those of the body.
    pub(crate) fn call(&self, namespace: &'static Namespace, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let call = Call { namespace, function: self.function, vm };
        let (index, arguments) = Arguments::of(self.function, args, vm)?;
        self.runs[index](call, self.function.forms()[index], &arguments)
    }

    /// The part that does not agree with its entry; None when all agree.
    #[cfg(test)]
    pub(crate) fn disagreement(&self) -> Option<String> {
        let forms = self.function.forms();
        if forms.len() != self.runs.len() {
            return Some(format!(
                "{}: {} bodies for {} ways of calling it",
                self.function.name,
                self.runs.len(),
                forms.len()
            ));
        }
        forms.iter().zip(&self.fits).find_map(|(form, fits)| {
            let wrong = form.iter().zip(fits).find(|(parameter, fits)| !fits(parameter));
            match wrong {
                Some((parameter, _)) => Some(format!("{}: {} is of another type", self.function.name, parameter.name)),
                None if form.len() != fits.len() => Some(format!("{}: another number", self.function.name)),
                None => None,
            }
        })
    }
}
