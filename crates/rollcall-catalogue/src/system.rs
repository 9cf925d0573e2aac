//! The functions of `system`, a file for each namespace.

pub mod dataset;
pub mod db;
pub mod gui;
pub mod nav;
pub mod rollcall;
pub mod security;
pub mod util;

use crate::function::{Function, Namespace};

/// All namespaces, by name.
pub const NAMESPACES: &[Namespace] = &[
    dataset::NAMESPACE,
    db::NAMESPACE,
    gui::NAMESPACE,
    nav::NAMESPACE,
    rollcall::NAMESPACE,
    security::NAMESPACE,
    util::NAMESPACE,
];

/// The namespace of this full name, such as `system.util`.
#[must_use]
pub fn namespace(name: &str) -> Option<&'static Namespace> {
    NAMESPACES.iter().find(|namespace| namespace.name == name)
}

/// Every function with its namespace.
pub fn functions() -> impl Iterator<Item = (&'static Namespace, &'static Function)> {
    NAMESPACES.iter().flat_map(|namespace| namespace.functions.iter().map(move |function| (namespace, function)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn entries_are_in_order_and_whole() {
        assert!(NAMESPACES.is_sorted_by(|a, b| a.name < b.name));
        for namespace in NAMESPACES {
            assert!(namespace.functions.is_sorted_by(|a, b| a.name < b.name), "{}", namespace.name);
            assert!(namespace.name.starts_with("system."), "{}", namespace.name);
        }
        for (namespace, function) in functions() {
            let name = format!("{}.{}", namespace.name, function.name);
            assert!(function.about.ends_with('.') && !function.example.is_empty(), "{name}");
            assert!(function.example.contains(function.name), "{name}: the example does not call it");
            assert_eq!(function.result_about.is_empty(), function.result == crate::Type::Nothing, "{name}");
        }
    }

    #[test]
    fn parameters_that_must_be_given_come_first() {
        for (_, function) in functions() {
            for form in function.forms() {
                assert!(form.is_sorted_by_key(|parameter| !parameter.is_required()), "{}", function.name);
                let names: HashSet<_> = form.iter().map(|parameter| parameter.name).collect();
                assert_eq!(names.len(), form.len(), "{}", function.name);
                assert!(form.iter().all(|parameter| !parameter.about.is_empty()), "{}", function.name);
            }
        }
    }

    #[test]
    fn signatures_are_as_python_writes_them() {
        let signatures = |name: &str, function: &str| {
            namespace(name).and_then(|namespace| namespace.function(function)).map(Function::signatures)
        };
        for (name, function, expected) in [
            ("system.util", "getSessionInfo", "getSessionInfo(usernameFilter=None, projectFilter=None)"),
            ("system.gui", "confirm", "confirm(message, title=\"Confirm\", allowCancel=False)"),
            ("system.gui", "color", "color(color)|color(red, green, blue, alpha=None)"),
            ("system.dataset", "toDataSet", "toDataSet(dataset)|toDataSet(headers, rows)"),
            ("system.security", "logout", "logout()"),
        ] {
            let expected = expected.split('|').map(str::to_owned).collect();
            assert_eq!(signatures(name, function), Some(expected));
        }
    }
}
