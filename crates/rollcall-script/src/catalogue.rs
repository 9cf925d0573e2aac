//! The catalogue: every function of `system` that scripts can call.
//!
//! One table, of which the Python namespaces are built, the scope of a call is checked, and documentation is made. The
//! functions themselves are in `system`, one file for each namespace, beside their entries.

use std::fmt;

use rollcall_wire::worker::Scope;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::system;

/// Where a function may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scopes {
    /// In gateway, client and designer scripts.
    All,
    /// In client and designer scripts: it needs somebody who sees it.
    Client,
}

impl Scopes {
    /// Whether a script of this scope may call.
    #[must_use]
    pub fn contain(self, scope: Scope) -> bool {
        self == Scopes::All || scope != Scope::Gateway
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

/// A function that scripts can call.
#[derive(Clone, Copy)]
pub struct Function {
    /// Its name without the namespace.
    pub name: &'static str,
    /// Its parameters as Python writes them, with the defaults.
    pub parameters: &'static str,
    /// What it does, what it answers and what it raises.
    pub documentation: &'static str,
    /// Where it may be called.
    pub scopes: Scopes,
    pub(crate) call: fn(FuncArgs, &VirtualMachine) -> PyResult,
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.name, self.parameters)
    }
}

/// A module of functions.
#[derive(Clone, Copy, Debug)]
pub struct Namespace {
    /// Its full name, such as `system.util`.
    pub name: &'static str,
    /// What its functions are about.
    pub documentation: &'static str,
    /// Its functions, by name.
    pub functions: &'static [Function],
}

/// All namespaces, by name.
pub const NAMESPACES: &[Namespace] = &[
    system::dataset::NAMESPACE,
    system::db::NAMESPACE,
    system::gui::NAMESPACE,
    system::nav::NAMESPACE,
    system::security::NAMESPACE,
    system::util::NAMESPACE,
];
