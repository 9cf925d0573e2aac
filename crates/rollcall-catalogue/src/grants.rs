//! The names that a project can use in its `[permissions]`, and the functions that are open to all users.

use crate::permission::{Family, Permission};
use crate::system::functions;

/// The names that a project can use in `[permissions]`: the families, and each function that asks under its own name.
#[must_use]
pub fn grantable() -> Vec<String> {
    let families = Family::GRANTED.iter().map(|family| family.name().to_owned());
    let own = functions().filter(|(_, function)| function.can_be_granted());
    families.chain(own.map(|(namespace, function)| format!("{}.{}", namespace.name, function.name))).collect()
}

/// The permission for the function of this full name in a project that does not name it. A name that is not a function
/// of `system`, such as a property, is open.
#[must_use]
pub fn permission_of(name: &str) -> Permission {
    let named = functions().find(|(namespace, function)| {
        name.strip_prefix(namespace.name).and_then(|rest| rest.strip_prefix('.')) == Some(function.name)
    });
    named.map_or(Permission::Open, |(_, function)| function.permission)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_project_can_name_is_each_family_and_each_function_that_asks_for_itself() {
        let names = grantable();
        for known in ["session", "system.util.getSessionInfo", "system.gui.confirm", "system.nav.openWindow"] {
            assert!(names.iter().any(|name| name == known), "{known}");
        }
        for other in ["worker", "module", "system.nav.swapWindow", "system.gui.getParentWindow", "system.tag.read"] {
            assert!(!names.iter().any(|name| name == other), "{other}");
        }
    }

    #[test]
    fn a_function_is_made_of_such_as_can_be_named() {
        let names = grantable();
        for (_, function) in functions() {
            for part in function.made_of.unwrap_or_default() {
                assert!(names.iter().any(|name| name == part), "{}: {part}", function.name);
            }
            assert!(function.made_of.is_none() || function.asks != Family::Worker, "{} asks nobody", function.name);
        }
    }

    #[test]
    fn a_permission_is_found_by_the_full_name_only() {
        const GRANTED: crate::Function = crate::function::function("x", "").asks(Family::Message).granted();
        assert_eq!(GRANTED.permission, Permission::Granted);
        assert_eq!(permission_of("system.util.getSessionInfo"), Permission::Open);
        assert_eq!(permission_of("a component's property"), Permission::Open);
    }
}
