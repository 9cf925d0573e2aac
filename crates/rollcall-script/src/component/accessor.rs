//! `getText()`, `setText(x)`, `isEnabled()`: the methods that Java's beans have for their properties.
//!
//! A method is found when the property exists, so that no method is invented: the gateway knows which properties there
//! are, and, for `is…`, whether the property is a boolean.

use rollcall_window::Value;
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::{Callable, Representable};
use rustpython_vm::{Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::class::{Component, no_attribute};
use super::value;
use crate::arguments::wrong_count;

/// Makes the class.
pub(super) fn make_class() {
    Accessor::make_static_type();
}

/// The effect of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// `get…`.
    Get,
    /// `is…`.
    Is,
    /// `set…`.
    Set,
}

/// A method of a component for one of its properties.
#[pyclass(module = "rollcall", name = "accessor")]
#[derive(Debug, PyPayload)]
pub(super) struct Accessor {
    component: PyRef<Component>,
    name: String,
    property: String,
    access: Access,
}

/// The method of this name; None when the name is not a method's, or when a property has just this name.
///
/// # Errors
/// The gateway's `AttributeError` when the name is one of a method and the property does not exist.
pub(super) fn find(component: &Py<Component>, name: &str, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let Some((access, rest)) = split(name) else { return Ok(None) };
    let names = component.property_names(vm)?;
    if names.iter().any(|known| known == name) {
        return Ok(None);
    }
    let wanted = decapitalized(rest);
    let Some(property) = names.into_iter().find(|known| *known == wanted || known == rest) else {
        // The gateway's error is better: it knows the nearest names.
        component.read(&wanted, vm)?;
        return Err(no_attribute(component, name, vm));
    };
    if access == Access::Is && !matches!(component.read(&property, vm)?, Value::Boolean(_)) {
        return Err(no_attribute(component, name, vm));
    }
    let accessor = Accessor { component: component.to_owned(), name: name.to_owned(), property, access };
    Ok(Some(accessor.into_ref(&vm.ctx).into()))
}

/// `getText` → get and `Text`.
fn split(name: &str) -> Option<(Access, &str)> {
    let accesses = [("get", Access::Get), ("is", Access::Is), ("set", Access::Set)];
    accesses.into_iter().find_map(|(prefix, access)| {
        let rest = name.strip_prefix(prefix)?;
        let capital = rest.starts_with(|c: char| !c.is_lowercase());
        capital.then_some((access, rest))
    })
}

/// The property's name, as `java.beans.Introspector.decapitalize` finds it: `Text` → `text`, but `URL` stays.
fn decapitalized(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), name.chars().nth(1)) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_uppercase() => name.to_owned(),
        (Some(first), _) => first.to_lowercase().chain(letters).collect(),
        (None, _) => String::new(),
    }
}

#[pyclass(flags(DISALLOW_INSTANTIATION), with(Callable, Representable))]
impl Accessor {
    #[pygetset]
    fn __name__(&self) -> String {
        self.name.clone()
    }

    /// How another interpreter finds the same method.
    #[pymethod]
    fn __reduce__(&self, vm: &VirtualMachine) -> PyResult {
        let component = self.component.clone().into();
        let arguments = vm.ctx.new_tuple(vec![component, vm.ctx.new_str(self.name.as_str()).into()]);
        Ok(vm.ctx.new_tuple(vec![vm.builtins.get_attr("getattr", vm)?, arguments.into()]).into())
    }
}

impl Callable for Accessor {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        if !args.kwargs.is_empty() {
            return Err(vm.new_type_error(format!("{}(): takes no keyword arguments", zelf.name)));
        }
        match (zelf.access, args.args.as_slice()) {
            (Access::Set, [value]) => zelf.component.write(&zelf.property, value, vm).map(|()| vm.ctx.none()),
            (Access::Get | Access::Is, []) => value::to_python(zelf.component.read(&zelf.property, vm)?, vm),
            (access, given) => {
                let wanted = usize::from(access == Access::Set);
                Err(wrong_count(&zelf.name, wanted, wanted, given.len(), vm))
            }
        }
    }
}

impl Representable for Accessor {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let info = zelf.component.info();
        Ok(format!("<method {} of <{} '{}'>>", zelf.name, info.kind, info.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_as_java_does() {
        for (name, expected) in [
            ("getText", Some((Access::Get, "text"))),
            ("setSelectedRow", Some((Access::Set, "selectedRow"))),
            ("isEnabled", Some((Access::Is, "enabled"))),
            ("getURL", Some((Access::Get, "URL"))),
            ("getX", Some((Access::Get, "x"))),
            ("get_own", Some((Access::Get, "_own"))),
            ("get", None),
            ("gettext", None),
            ("issue", None),
            ("settings", None),
            ("text", None),
        ] {
            let found = split(name).map(|(access, rest)| (access, decapitalized(rest)));
            assert_eq!(found, expected.map(|(access, rest)| (access, rest.to_owned())), "{name}");
        }
    }
}
