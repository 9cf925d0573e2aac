//! Who answers which functions, and who may call them: the families, and what a project can write of them.
//!
//! Nothing is decided here. A project keeps a family or a function for some of its roles in `[permissions]`; the gateway
//! asks it at every call.

use std::fmt;

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
