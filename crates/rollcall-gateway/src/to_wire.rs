//! From the domain's types to the wire's: the one place where a session, a kind and a reason change their form.

use rollcall_session::{EndReason, Kind, Session, State};
use rollcall_wire::rest::{self, SessionEnd, SessionKind, SessionState};
use rollcall_wire::socket::{self, GatewayFrame};

/// A session as the list shows it.
pub fn session(session: &Session) -> rest::Session {
    rest::Session {
        client_id: session.client_id.to_string(),
        username: session.username.to_string(),
        project: session.project.to_string(),
        address: session.address().to_string(),
        ip: session.ip.to_string(),
        hostname: session.hostname().map(|name| name.to_string()),
        is_designer: session.is_designer(),
        creation_time: session.creation_time.0,
        last_activity: session.last_activity.0,
        state: match session.state {
            State::Active(_) => SessionState::Active,
            State::Reserved | State::Disconnected => SessionState::Disconnected,
        },
    }
}

/// The kind of client that a person logs in with.
pub fn kind(kind: SessionKind) -> Kind {
    match kind {
        SessionKind::Client => Kind::Client,
        SessionKind::Designer => Kind::Designer,
    }
}

/// The frame that ends a client's session.
pub fn ended(reason: &EndReason) -> GatewayFrame {
    let SessionEnd { reason, message } = end(reason);
    GatewayFrame::Ended { reason, message }
}

/// How a session ended.
pub fn end(reason: &EndReason) -> SessionEnd {
    let message = match reason {
        EndReason::Terminated { message, .. } => message.as_ref().map(|m| m.to_string()),
        _ => None,
    };
    let reason = match reason {
        EndReason::LoggedOut => socket::EndReason::LoggedOut,
        EndReason::Lost => socket::EndReason::Lost,
        EndReason::Idle => socket::EndReason::Idle,
        EndReason::Lifetime => socket::EndReason::Lifetime,
        EndReason::Limit => socket::EndReason::Limit,
        EndReason::Terminated { .. } => socket::EndReason::Terminated,
        EndReason::UserDisabled => socket::EndReason::UserDisabled,
        EndReason::PasswordChanged => socket::EndReason::PasswordChanged,
        EndReason::RoleRemoved => socket::EndReason::RoleRemoved,
        EndReason::ProjectClosed => socket::EndReason::ProjectClosed,
        EndReason::NodeLost => socket::EndReason::NodeLost,
    };
    SessionEnd { reason, message }
}
