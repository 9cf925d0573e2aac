//! The family `message`: the messages that scripts send to the handlers of clients.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::script::Carried;

/// A message. Answer: texts, one for each client that the message went to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum MessageCall {
    /// `system.util.sendMessage`.
    SendMessage {
        /// The project of the receivers.
        project: String,
        /// The name of their message handler.
        handler: String,
        /// Its `payload`.
        payload: Carried,
        /// Which of the project's clients; all of the conditions must hold.
        receivers: Receivers,
    },
}

/// Which clients get a message; an absent field restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receivers {
    /// The client of this id.
    pub client_id: Option<String>,
    /// The clients of this user.
    pub username: Option<String>,
    /// The clients of users with this role.
    pub role: Option<String>,
    /// The clients on this host, by name or address.
    pub host: Option<String>,
}

impl MessageCall {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            MessageCall::SendMessage { .. } => "system.util.sendMessage",
        }
    }
}
