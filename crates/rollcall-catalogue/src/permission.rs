//! The families that answer functions, and the permissions to call them, with a project's settings for both.
//!
//! Nothing is decided here. A project keeps a family or a function for some of its roles in `[permissions]`; the gateway
//! asks it at every call.

use std::fmt;

/// The side that answers a function: a family of host calls, or the worker. A family is answered as a whole, and can be
/// granted as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The worker itself, from its knowledge of the running script.
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

/// Who may call a function in a project that does not name it in `[permissions]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// All users whom the project admits. A project that names the function, or its family, keeps it for the roles that
    /// it lists there.
    Open,
    /// No user: a project has to name the function, or its family, with the roles that may call it.
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
