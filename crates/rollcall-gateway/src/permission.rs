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
}

/// What a kind of call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    /// Open to every session and every gateway script, as the function's page says of `getSessionInfo`.
    Everyone,
    /// Only a stored script in the gateway's own workers.
    GatewayScripts,
    /// Answered by the client itself; it has no meaning in the gateway.
    ClientItself,
}

/// The table. A new kind of call does not compile until it stands here.
fn permission(kind: HostCallKind) -> Permission {
    match kind {
        HostCallKind::GetSessionInfo => Permission::Everyone,
        HostCallKind::Log => Permission::GatewayScripts,
        HostCallKind::Dialog
        | HostCallKind::Desktop
        | HostCallKind::SendMessage
        | HostCallKind::Leave
        | HostCallKind::FindModule => Permission::ClientItself,
    }
}

/// Whether a call from there may be made.
///
/// # Errors
/// When it may not: with words for the script's author.
pub fn check(call: &HostCall, origin: Origin) -> Result<(), HostError> {
    let function = call.function();
    match (permission(call.kind()), origin) {
        (Permission::Everyone, _) | (Permission::GatewayScripts, Origin::GatewayScript) => Ok(()),
        (Permission::GatewayScripts, Origin::Socket) => {
            Err(HostError::Refused { message: format!("{function}: a client may not write to the gateway's log") })
        }
        (Permission::ClientItself, Origin::GatewayScript) => Err(HostError::Unavailable {
            message: format!(
                "{function} is not available in the gateway's scope: nobody sits before the gateway. It works in the \
                 client's and the designer's scope."
            ),
        }),
        (Permission::ClientItself, Origin::Socket) => {
            Err(HostError::Refused { message: format!("{function} is shown by the client itself") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_wire::host::{LogLevel, MessageStyle};

    #[test]
    fn the_table_denies_all_but_the_listed() {
        let info = HostCall::GetSessionInfo { username_filter: None, project_filter: None };
        let log = HostCall::Log { logger: "x".into(), level: LogLevel::Info, message: "y".into() };
        let message_box =
            HostCall::MessageBox { style: MessageStyle::Error, message: String::new(), title: String::new() };
        let confirm = HostCall::Confirm { message: String::new(), title: String::new(), allow_cancel: true };
        let input = HostCall::InputBox { message: String::new(), default_text: String::new() };
        let cases = [
            (&info, true, true),
            (&log, false, true),
            (&message_box, false, false),
            (&confirm, false, false),
            (&input, false, false),
        ];
        for (call, socket, gateway) in cases {
            assert_eq!(check(call, Origin::Socket).is_ok(), socket, "{call:?}");
            assert_eq!(check(call, Origin::GatewayScript).is_ok(), gateway, "{call:?}");
        }
    }
}
