//! From the domain's types to the wire's: the one place where a session, a kind and a reason change their form.

use std::sync::Arc;

use rollcall_cluster::{AllRows, Name, NodeResult, Row};
use rollcall_dataset::{Cells, Dataset};
use rollcall_session::{EndReason, Kind, OrderKey, Session, State, Timestamp};
use rollcall_wire::host;
use rollcall_wire::rest::{self, SessionEnd, SessionKind, SessionState};
use rollcall_wire::socket::{self, GatewayFrame};

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

/// The place of a session in the order of creation; None for one that is not valid.
pub fn order_key(row: &Row) -> Option<OrderKey> {
    Some(OrderKey { creation_time: Timestamp(row.created), client_id: row.client_id.parse().ok()? })
}

/// The sessions of all nodes as scripts get them.
pub fn all_sessions(all: &AllRows) -> host::AllSessions {
    type Listed = (Option<Name>, Row);
    let text = |text: &str| Some(Arc::from(text));
    let columns: [(&str, Cells<'_, Listed>); 11] = [
        ("username", Cells::String(&|(_, row)| text(&row.username))),
        ("project", Cells::String(&|(_, row)| text(&row.project))),
        ("address", Cells::String(&|(_, row)| text(&row.address))),
        ("isDesigner", Cells::Boolean(&|(_, row)| Some(row.designer))),
        ("clientId", Cells::String(&|(_, row)| text(&row.client_id))),
        ("creationTime", Cells::Date(&|(_, row)| Some(row.created))),
        ("node", Cells::String(&|(node, _)| text(node.as_ref()?.as_str()))),
        ("ip", Cells::String(&|(_, row)| text(&row.ip))),
        ("state", Cells::String(&|(_, row)| text(if row.connected { "active" } else { "disconnected" }))),
        ("lastActivity", Cells::Date(&|(_, row)| Some(row.active))),
        ("asOf", Cells::Date(&|_| Some(all.asked.0))),
    ];
    let millis = |time: u128| Some(i64::try_from(time).unwrap_or(i64::MAX));
    let of_nodes: [(&str, Cells<'_, NodeResult>); 6] = [
        ("name", Cells::String(&|node| text(node.node.as_str()))),
        ("status", Cells::String(&|node| text(&node.status))),
        ("rows", Cells::Integer(&|node| Some(i32::try_from(node.rows).unwrap_or(i32::MAX)))),
        ("milliseconds", Cells::Long(&|node| millis(node.millis.into()))),
        ("age", Cells::Long(&|node| millis(all.age.as_millis()).filter(|_| node.error.is_none()))),
        ("error", Cells::String(&|node| text(node.error.as_ref()?))),
    ];
    host::AllSessions {
        sessions: Dataset::tabulate(&all.rows, &columns),
        nodes: Dataset::tabulate(&all.nodes, &of_nodes),
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
