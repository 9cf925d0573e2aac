//! Where messages of scripts go: `system.util.sendMessage`. The clients of the gateway get them, whether a script of this
//! gateway sends one or another node of its cluster.

use rollcall_wire::host::{HostError, MessageCall};

use crate::client::chain::Chain;

/// The receivers of messages: all clients of the gateway.
pub trait Messages: Sync {
    /// Sends a message on behalf of a script; `chain` is that of the script.
    ///
    /// # Errors
    /// As the script will see them.
    fn send(&self, call: &MessageCall, chain: &Chain) -> Result<Vec<String>, HostError>;
}
