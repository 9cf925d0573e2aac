//! Who answers which functions, and who may call them: the families, and what a project can write of them.
//!
//! Nothing is decided here. A project keeps a family or a function for some of its roles in `[permissions]`; the gateway
//! asks it at every call.

use std::fmt;

use crate::function::Function;
use crate::system::functions;

/// Who answers a function: a family of host calls, or the worker. A family is answered as a whole, and can be granted as
/// a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The worker itself, of what it knows of the running script.
    Worker,
    /// The gateway, about its sessions.
    Session,
    /// The client's desktop, about its windows.
    Window,
    /// The person at the client.
    Dialog,
    /// The client, which calls functions later.
    Script,
    /// The log.
    Log,
    /// Other clients, to which a message is sent.
    Message,
    /// The client, which ends.
    Client,
    /// The project, which has modules.
    Module,
}

/// Who may call a function in a project that says nothing of it in `[permissions]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Everybody whom the project admits. A project that names the function, or its family, keeps it for the roles that
    /// it lists there.
    Open,
    /// Nobody: a project has to name the function, or its family, with the roles that may call it.
    Granted,
}

impl Family {
    /// The families that a project can name in `[permissions]`.
    pub const GRANTED: [Family; 7] =
        [Family::Session, Family::Window, Family::Dialog, Family::Script, Family::Log, Family::Message, Family::Client];

    /// Its name, as a project writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Family::Worker => "worker",
            Family::Session => "session",
            Family::Window => "window",
            Family::Dialog => "dialog",
            Family::Script => "script",
            Family::Log => "log",
            Family::Message => "message",
            Family::Client => "client",
            Family::Module => "module",
        }
    }
}

/// What a project can name in `[permissions]`: the families, and each function that asks under its own name.
#[must_use]
pub fn grantable() -> Vec<String> {
    let families = Family::GRANTED.iter().map(|family| family.name().to_owned());
    let own = functions().filter(|(_, function)| function.can_be_granted());
    families.chain(own.map(|(namespace, function)| format!("{}.{}", namespace.name, function.name))).collect()
}

/// Who may call the function of this full name in a project that says nothing of it. What is no function of `system`, such
/// as a property, is open.
#[must_use]
pub fn permission_of(name: &str) -> Permission {
    let named = functions().find(|(namespace, function)| {
        name.strip_prefix(namespace.name).and_then(|rest| rest.strip_prefix('.')) == Some(function.name)
    });
    named.map_or(Permission::Open, |(_, function)| function.permission)
}

impl Function {
    /// Whether a project can name it in `[permissions]`.
    #[must_use]
    pub fn can_be_granted(&self) -> bool {
        self.asks != Family::Worker && self.made_of.is_none()
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Permission::Open => "open",
            Permission::Granted => "granted",
        })
    }
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
        const GRANTED: Function = crate::function::function("x", "").asks(Family::Message).granted();
        assert_eq!(GRANTED.permission, Permission::Granted);
        assert_eq!(permission_of("system.util.getSessionInfo"), Permission::Open);
        assert_eq!(permission_of("a component's property"), Permission::Open);
    }
}
