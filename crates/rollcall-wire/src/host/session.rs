//! The family `session`: a script's questions about the sessions of the gateway.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A call about sessions. Answer: a dataset with a row for each.
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
}

impl SessionCall {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            SessionCall::GetSessionInfo { .. } => "system.util.getSessionInfo",
        }
    }
}
