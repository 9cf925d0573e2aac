//! The family `session`: a script's questions about the sessions of the gateway.

use rollcall_dataset::Dataset;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::described::DatasetForm;

/// A call about sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum SessionCall {
    /// `system.util.getSessionInfo`; a filter is a Java regular expression for the whole value.
    GetSessionInfo {
        /// Restricts by username.
        username_filter: Option<String>,
        /// Restricts by project.
        project_filter: Option<String>,
    },
    /// `system.rollcall.getSessions`; the filters are the same.
    GetSessions {
        /// Restricts by username.
        username_filter: Option<String>,
        /// Restricts by project.
        project_filter: Option<String>,
        /// Whether all nodes of the cluster are asked, or the gateway only.
        cluster: bool,
        /// How long the other nodes are waited for, in milliseconds: 1 to [`SessionCall::MAX_TIMEOUT`].
        timeout_ms: u32,
    },
}

/// The answer to a call about sessions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum SessionAnswer {
    /// A row for each session of the gateway, in 7.9's columns.
    Info(#[schemars(with = "DatasetForm")] Dataset),
    /// The sessions of all nodes.
    All(AllSessions),
}

/// The sessions of all nodes that answered, and what each node did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllSessions {
    /// A row for each session: 7.9's columns, then `node`, `ip`, `state`, `lastActivity`, `asOf`.
    #[schemars(with = "DatasetForm")]
    pub sessions: Dataset,
    /// A row for each node: `name`, `status` (`ok`, or why it did not answer), `rows`, `milliseconds`, `age`, `error`.
    #[schemars(with = "DatasetForm")]
    pub nodes: Dataset,
}

impl SessionCall {
    /// The longest that other nodes are waited for, in milliseconds.
    pub const MAX_TIMEOUT: u32 = 60_000;

    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            SessionCall::GetSessionInfo { .. } => "system.util.getSessionInfo",
            SessionCall::GetSessions { .. } => "system.rollcall.getSessions",
        }
    }
}
