//! `system.util.sendMessage` over all nodes: a message goes to each of the others, which sends it to its own clients.
//!
//! It sets scripts off, so a node wants proof that another node has sent it: a hash with the key of the cluster, which is in
//! the database. The hash covers the stamp, so a message cannot be sent again later or to another node; one that comes twice
//! within the time of a stamp is known by its number.

use std::time::Duration;

use futures_util::future::join_all;
use rollcall_cluster::{Ask, MAX_MESSAGE, Refusal, Reply, ScriptMessage, Sealed, Stamp, encode, signed_bytes};
use rollcall_session::Entropy;
use rollcall_wire::host::{Carried, HostError, MessageCall, Receivers};

use super::Cluster;
use super::answering::refusal;
use super::asking::unknown;
use crate::client::chain::Chain;
use crate::clock::SystemEntropy;
use crate::messages::Messages;
use crate::services::Services;

/// How long the other nodes are waited for.
const PATIENCE: Duration = Duration::from_secs(1);
/// The most bytes of a message beside its payload and names.
const OVERHEAD: usize = 2_048;
impl Cluster {
    /// Whether a message can be sent to other nodes.
    ///
    /// # Errors
    /// When it is too long, as the script will see it.
    pub fn check_message(&self, call: &MessageCall) -> Result<(), HostError> {
        let fits = encode(&script_message(call, &Chain::CLOCK, 0)).is_ok_and(|it| it.len() + OVERHEAD <= MAX_MESSAGE);
        let message = || {
            let most = MAX_MESSAGE / 1024;
            format!("{}: what is sent to other gateways has {most} KiB at most", call.function())
        };
        if fits { Ok(()) } else { Err(HostError::Value { message: message() }) }
    }

    /// Sends a message to the clients of all other nodes. A text for each client, and one for each node that did not answer.
    pub async fn send_to_others(&self, services: &Services, call: &MessageCall, chain: &Chain) -> Vec<String> {
        let others = self.members().all(self.now());
        let sent = others.iter().map(|member| async {
            let mut number = [0; 8];
            if let Err(error) = SystemEntropy.fill(&mut number) {
                return vec![format!("node {},,,not sent: {error}", member.node)];
            }
            let message = script_message(call, chain, u64::from_le_bytes(number));
            let ask = |stamp: &Stamp| {
                let bytes = signed_bytes(stamp, &message).unwrap_or_default();
                let hash = services.signing_key.hash_of_message(&bytes);
                Ask::Send(Box::new(Sealed { message: message.clone(), hash }))
            };
            match self.ask_stamped(member, ask, PATIENCE).await.and_then(lines) {
                Ok((lines, 0)) => lines,
                Ok((mut lines, more)) => {
                    lines.push(format!("node {},,,{more} more clients", member.node));
                    lines
                }
                Err((status, why)) => vec![format!("node {},,,{status}: {why}", member.node)],
            }
        });
        join_all(sent).await.into_iter().flatten().collect()
    }

    /// Sends a message of another node to the clients of this one.
    pub(super) fn receive_message(
        &self,
        services: &Services,
        messages: &impl Messages,
        stamp: &Stamp,
        sealed: Sealed,
    ) -> Result<Reply, Refusal> {
        let bytes = signed_bytes(stamp, &sealed.message).unwrap_or_default();
        if bytes.is_empty() || !services.signing_key.is_hash_of_message(&bytes, &sealed.hash) {
            return Err(refusal("refused", "no node of this cluster has sent the message"));
        }
        if self.is_fenced() {
            return Err(refusal("fenced", "the node cannot reach the database, and serves no sessions"));
        }
        let ScriptMessage { number, root, links, messages: before, .. } = &sealed.message;
        if !self.numbers.note(*number, self.now()) {
            return Err(refusal("late", "the message has come before"));
        }
        let chain = Chain::of_other_node(root.as_deref(), *links, *before);
        let sent = messages.send(&message_call(sealed.message), &chain);
        sent.map(Reply::sent).map_err(|error| refusal("not sent", error.message()))
    }
}

fn lines(reply: Reply) -> Result<(Vec<String>, u64), (String, String)> {
    match reply {
        Reply::Sent { lines, more } => Ok((lines, more)),
        _ => Err(unknown()),
    }
}

fn script_message(call: &MessageCall, chain: &Chain, number: u64) -> ScriptMessage {
    let MessageCall::SendMessage { project, handler, payload, receivers } = call.clone();
    let Receivers { client_id, username, role, host } = receivers;
    ScriptMessage {
        number,
        project,
        handler,
        payload: payload.0,
        client_id,
        username,
        role,
        host,
        root: chain.root().map(str::to_owned),
        links: chain.links(),
        messages: chain.messages(),
    }
}

fn message_call(message: ScriptMessage) -> MessageCall {
    let ScriptMessage { project, handler, payload, client_id, username, role, host, .. } = message;
    let receivers = Receivers { client_id, username, role, host };
    MessageCall::SendMessage { project, handler, payload: Carried(payload), receivers }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_the_same_on_the_other_node() {
        let receivers = Receivers { role: Some("operator".to_owned()), ..Receivers::default() };
        let call = MessageCall::SendMessage {
            project: "plant".to_owned(),
            handler: "alert".to_owned(),
            payload: Carried("{}".to_owned()),
            receivers,
        };
        let chain = Chain::PERSON.in_script(|| "a button".to_owned());
        let message = script_message(&call, &chain, 1);
        assert_eq!(message.root.as_deref(), Some("a button"));
        assert_eq!(message_call(message), call);
    }
}
