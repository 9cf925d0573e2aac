//! From the domain's types to the wire's: the one place where a session, a kind and a reason change their form.

use rollcall_cluster::{Name, Row};
use rollcall_session::{EndReason, Kind, Session, State};
use rollcall_wire::rest::{self, SessionEnd, SessionKind, SessionState};
use rollcall_wire::socket::{self, GatewayFrame};

use crate::cluster::NodeResult;

/// A session as the list of this gateway shows it.
pub fn session(session: &Session) -> rest::Session {
    listed(row(session, 0), None)
}

/// A session as other nodes get it.
pub fn row(session: &Session, epoch: i64) -> Row {
    Row {
        client_id: session.client_id.to_string(),
        username: session.username.to_string(),
        project: session.project.to_string(),
        address: session.address().to_string(),
        ip: session.ip.to_string(),
        hostname: session.hostname().map(|name| name.to_string()),
        designer: session.is_designer(),
        created: session.creation_time.0,
        active: session.last_activity.0,
        connected: matches!(session.state, State::Active(_)),
        epoch,
    }
}

/// A session of a node as the list of all nodes shows it.
pub fn row_of_node(node: &Name, row: Row) -> rest::Session {
    listed(row, Some(node.to_string()))
}

fn listed(row: Row, node: Option<String>) -> rest::Session {
    rest::Session {
        client_id: row.client_id,
        username: row.username,
        project: row.project,
        address: row.address,
        ip: row.ip,
        hostname: row.hostname,
        is_designer: row.designer,
        creation_time: row.created,
        last_activity: row.active,
        state: if row.connected { SessionState::Active } else { SessionState::Disconnected },
        node,
    }
}

/// What became of a question to a node.
pub fn node_answer(result: NodeResult) -> rest::NodeAnswer {
    let NodeResult { node, status, rows, millis, error } = result;
    rest::NodeAnswer { node: node.to_string(), status, rows, took_ms: millis, error }
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
