//! Who may make which host call: a table that denies what it does not name.
//!
//! Calls that arrive on a session's socket are untrusted: whoever runs the client can send anything. What a call may do
//! is decided here from the session that the socket belongs to, never from what the call says.

use rollcall_wire::host::{HostCall, HostCallKind, HostError};

/// Where a call comes from, as the gateway knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The socket of a session.
    Socket,
    /// A stored script of a project, in one of the gateway's own workers.
    GatewayScript,
    /// A stored script of a project that runs for a client with windows, in one of the gateway's own workers. Which
    /// client that is, is known to whoever runs it.
    ClientScript,
}

/// What a kind of call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    /// Open to every session and every gateway script, as the function's page says of `getSessionInfo`.
    Everyone,
    /// Only stored scripts in the gateway's own workers, whoever they run for.
    StoredScripts,
    /// Only a script that runs for a client, whose windows and person these are.
    Windows,
}

/// The table. A new kind of call does not compile until it stands here.
fn permission(kind: HostCallKind) -> Permission {
    match kind {
        // A module is part of the project that the session was admitted to.
        HostCallKind::GetSessionInfo | HostCallKind::FindModule => Permission::Everyone,
        HostCallKind::Log | HostCallKind::SendMessage => Permission::StoredScripts,
        HostCallKind::Dialog | HostCallKind::Desktop | HostCallKind::Leave => Permission::Windows,
    }
}

/// Whether a call from there may be made.
///
/// # Errors
/// When it may not: with words for the script's author.
pub fn check(call: &HostCall, origin: Origin) -> Result<(), HostError> {
    let function = call.function();
    match (permission(call.kind()), origin) {
        (Permission::Everyone, _) | (Permission::Windows, Origin::ClientScript) => Ok(()),
        (Permission::StoredScripts, Origin::GatewayScript | Origin::ClientScript) => Ok(()),
        (Permission::StoredScripts, Origin::Socket) => Err(HostError::Refused {
            message: format!("{function} is for the scripts of a project, not for what a client sends of its own"),
        }),
        (Permission::Windows, Origin::GatewayScript) => Err(HostError::Unavailable {
            message: format!(
                "{function} is not available in the gateway's scope: nobody sits before the gateway. It works in the \
                 client's and the designer's scope."
            ),
        }),
        (Permission::Windows, Origin::Socket) => {
            Err(HostError::Refused { message: format!("{function} is answered by the client itself") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_wire::host::{Carried, LogLevel, MessageStyle, Receivers};

    #[test]
    fn the_table_denies_all_but_the_listed() {
        let info = HostCall::GetSessionInfo { username_filter: None, project_filter: None };
        let log = HostCall::Log { logger: "x".into(), level: LogLevel::Info, message: "y".into() };
        let message_box =
            HostCall::MessageBox { style: MessageStyle::Error, message: String::new(), title: String::new() };
        let confirm = HostCall::Confirm { message: String::new(), title: String::new(), allow_cancel: true };
        let input = HostCall::InputBox { message: String::new(), default_text: String::new() };
        let module = HostCall::FindModule { name: "x".into() };
        let message = HostCall::SendMessage {
            project: "plant".into(),
            handler: "x".into(),
            payload: Carried(String::new()),
            receivers: Receivers::default(),
        };
        let cases = [
            (&info, [true, true, true]),
            (&module, [true, true, true]),
            (&log, [false, true, true]),
            (&message, [false, true, true]),
            (&message_box, [false, false, true]),
            (&confirm, [false, false, true]),
            (&input, [false, false, true]),
            (&HostCall::GetOpenedWindows, [false, false, true]),
            (&HostCall::LogOut, [false, false, true]),
        ];
        let origins = [Origin::Socket, Origin::GatewayScript, Origin::ClientScript];
        for (call, expected) in cases {
            assert_eq!(origins.map(|origin| check(call, origin).is_ok()), expected, "{call:?}");
        }
    }
}
