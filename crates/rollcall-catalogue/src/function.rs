//! The catalogue's entry for a function that scripts can call.
//!
//! An entry is built in a constant, a line for each fact: `function("getLogger", "…").takes(&[text("name", "…")])`. An
//! omitted fact has its usual value: no parameters, no result, every scope, answered in the worker.

use std::fmt;

use crate::permission::{Family, Permission};
use crate::value::{Literal, Type};

/// The most ways in which one function can be called.
const MOST_FORMS: usize = 3;

/// A module of functions.
#[derive(Clone, Copy, Debug)]
pub struct Namespace {
    /// Its full name, such as `system.util`.
    pub name: &'static str,
    /// The subject of its functions.
    pub about: &'static str,
    /// Its functions, by name.
    pub functions: &'static [Function],
    /// Exceptions that it has and Python has not.
    pub errors: &'static [ErrorClass],
}

/// An exception of a namespace: a class below `RuntimeError`.
#[derive(Clone, Copy, Debug)]
pub struct ErrorClass {
    /// Its name without the namespace.
    pub name: &'static str,
    /// The description of the exception.
    pub about: &'static str,
    /// Its attributes: names, types and descriptions.
    pub attributes: &'static [(&'static str, Type, &'static str)],
}

impl Namespace {
    /// The function of this name.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&'static Function> {
        self.functions.iter().find(|function| function.name == name)
    }
}

/// A function that scripts can call.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name without the namespace.
    pub name: &'static str,
    /// The description of the function.
    pub about: &'static str,
    forms: [Form; MOST_FORMS],
    form_count: usize,
    /// The type of its result.
    pub result: Type,
    /// The description of the result; empty when there is no result.
    pub result_about: &'static str,
    /// The exceptions that are its own, and when each is raised.
    pub raises: &'static [(&'static str, &'static str)],
    /// Where it may be called.
    pub scopes: Scopes,
    /// The family that answers it.
    pub asks: Family,
    /// The permission that a call needs, if it leaves the worker.
    pub permission: Permission,
    /// The functions that it is made of, where no call reaches the gateway under its own name: their permission is its own.
    pub made_of: Option<&'static [&'static str]>,
    /// The differences from Ignition 7.9; empty when there are none.
    pub differs: &'static str,
    /// The first version of Rollcall that has it.
    pub since: &'static str,
    /// A few lines that call it, in Python 2.
    pub example: &'static str,
}

/// One way of calling a function: its parameters, of which those without a default come first.
pub type Form = &'static [Parameter];

/// A parameter.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name, by which it can be given.
    pub name: &'static str,
    /// The type of its values.
    pub takes: Type,
    /// Its value when it is omitted, or None is given; a parameter without a default must be given.
    pub default: Option<Literal>,
    /// The description of the parameter.
    pub about: &'static str,
    /// Whether it exists for the original's sake only: giving it a value is an error.
    pub is_not_provided: bool,
}

/// Where a function may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// In gateway, client and designer scripts.
    All,
    /// In client and designer scripts: it needs a person at a screen.
    Client,
}

/// An entry with only a name and a description.
pub const fn function(name: &'static str, about: &'static str) -> Function {
    Function {
        name,
        about,
        forms: [&[]; MOST_FORMS],
        form_count: 0,
        result: Type::Nothing,
        result_about: "",
        raises: &[],
        scopes: Scopes::All,
        asks: Family::Worker,
        permission: Permission::Open,
        made_of: None,
        differs: "",
        since: "0.1.0",
        example: "",
    }
}

impl Function {
    /// Whether a project can name it in `[permissions]`.
    #[must_use]
    pub fn can_be_granted(&self) -> bool {
        self.asks != Family::Worker && self.made_of.is_none()
    }

    /// The ways of calling it, at least one.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms[..self.form_count.max(1)]
    }

    /// Its parameters as Python writes them, for each way of calling it.
    #[must_use]
    pub fn signatures(&self) -> Vec<String> {
        self.forms().iter().map(|form| format!("{}({})", self.name, parameters(form))).collect()
    }

    /// A way of calling it; given again, another one.
    #[must_use]
    pub const fn takes(mut self, form: Form) -> Self {
        self.forms[self.form_count] = form;
        self.form_count += 1;
        self
    }

    /// The type and description of its result.
    #[must_use]
    pub const fn answers(mut self, result: Type, about: &'static str) -> Self {
        self.result = result;
        self.result_about = about;
        self
    }

    /// The exceptions that are its own, and when each is raised.
    #[must_use]
    pub const fn raises(mut self, raises: &'static [(&'static str, &'static str)]) -> Self {
        self.raises = raises;
        self
    }

    /// It needs a client or a designer.
    #[must_use]
    pub const fn in_clients(mut self) -> Self {
        self.scopes = Scopes::Client;
        self
    }

    /// The family that answers it.
    #[must_use]
    pub const fn asks(mut self, family: Family) -> Self {
        self.asks = family;
        self
    }

    /// It asks under the names of other functions only.
    #[must_use]
    pub const fn made_of(mut self, functions: &'static [&'static str]) -> Self {
        self.made_of = Some(functions);
        self
    }

    /// A project has to grant it before anybody may call it.
    #[must_use]
    pub const fn granted(mut self) -> Self {
        self.permission = Permission::Granted;
        self
    }

    /// The differences from Ignition 7.9.
    #[must_use]
    pub const fn differs(mut self, differs: &'static str) -> Self {
        self.differs = differs;
        self
    }

    /// A few lines that call it.
    #[must_use]
    pub const fn example(mut self, example: &'static str) -> Self {
        self.example = example;
        self
    }
}

/// Parameters as Python writes them, with their defaults.
#[must_use]
pub fn parameters(form: Form) -> String {
    form.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A parameter that must be given.
pub const fn parameter(name: &'static str, takes: Type, about: &'static str) -> Parameter {
    Parameter { name, takes, default: None, about, is_not_provided: false }
}

/// A text that must be given.
pub const fn text(name: &'static str, about: &'static str) -> Parameter {
    parameter(name, Type::Text, about)
}

impl Parameter {
    /// It may be omitted, and is None then.
    #[must_use]
    pub const fn or_none(self) -> Self {
        self.or(Literal::None)
    }

    /// It need not be given; `default` stands for it.
    #[must_use]
    pub const fn or(mut self, default: Literal) -> Self {
        self.default = Some(default);
        self
    }

    /// It is there for the original's sake only, and is refused when something is asked for by it.
    #[must_use]
    pub const fn not_provided(mut self) -> Self {
        self.is_not_provided = true;
        self.or_none()
    }

    /// Whether a call must give it.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.default.is_none()
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        self.default.map_or(Ok(()), |default| write!(f, "={default}"))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Scopes::All => "gateway, client and designer",
            Scopes::Client => "client and designer",
        })
    }
}
