//! `system.rollcall`: what 7.9 has not.

use crate::function::{ErrorClass, Function, Namespace, function, parameter, text};
use crate::permission::Family;
use crate::value::{ALL_SESSIONS, Literal, Type};

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.rollcall",
    about: "The sessions of all gateways of a cluster.",
    functions: &[GET_SESSIONS],
    errors: &[NODES_MISSING],
};

/// `NodesMissing`.
pub const NODES_MISSING: ErrorClass = ErrorClass {
    name: "NodesMissing",
    about: "Some nodes of the cluster did not answer.",
    attributes: &[("partial", ALL_SESSIONS, "The sessions of those that answered.")],
};

/// `getSessions`.
pub const GET_SESSIONS: Function = function(
    "getSessions",
    "Lists the sessions of all gateways of the cluster: all of them, or it tells which gateways are missing.",
)
.takes(&[
    text("usernameFilter", "A regular expression of Java's that must match the whole username; None is no filter.")
        .or_none(),
    text(
        "projectFilter",
        "A regular expression of Java's that must match the whole name of the project; None is no filter.",
    )
    .or_none(),
    parameter("cluster", Type::Boolean, "False asks this gateway only.").or(Literal::Boolean(true)),
    text("onMissing", "\"raise\", or \"partial\" for the sessions of the nodes that answer.").or(Literal::Text("raise")),
    parameter("timeout", Type::Integer, "How many milliseconds the others are waited for, 1 to 60000.")
        .or(Literal::Integer(1000)),
])
.answers(
    ALL_SESSIONS,
    "A row for each session, in order of creation. Columns: those of getSessionInfo (username, project, address, \
     isDesigner, clientId, creationTime), then node, ip, state (active or disconnected), lastActivity and asOf: the session \
     was so at that time or later, by the clock of the gateway that is asked. On a gateway that is in no cluster `node` is None.",
)
.raises(&[
    ("system.rollcall.NodesMissing", "a node does not answer and onMissing is \"raise\""),
    ("java.util.regex.PatternSyntaxException", "a filter is not a regular expression"),
    ("ValueError", "onMissing is neither of the two, or the timeout is not from 1 to 60000"),
])
.asks(Family::Session)
.example(
    "everybody = system.rollcall.getSessions(onMissing='partial')\nif not everybody.complete:\n    print 'without', \
     ', '.join(everybody.missing)\nfor row in everybody:\n    print row['username'], row['node']",
);
