//! The family `client`: the end of the caller's own session.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way to leave. Answer: nothing; the session ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ClientCall {
    /// `system.security.logout`.
    LogOut,
    /// `system.util.exit`.
    Exit,
    /// `system.util.retarget`: the person goes to another project.
    Retarget {
        /// The project.
        project: String,
    },
}

impl ClientCall {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            ClientCall::LogOut => "system.security.logout",
            ClientCall::Exit => "system.util.exit",
            ClientCall::Retarget { .. } => "system.util.retarget",
        }
    }
}
