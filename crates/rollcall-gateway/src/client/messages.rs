//! Messages to clients: `system.util.sendMessage`, from scripts of clients and of the gateway.
//!
//! Every client with windows of the project is a receiver; its handler runs in its queue, after the items that wait
//! there. A client without windows (`rollcall run`, a designer) has no handlers and is not a receiver.
//!
//! Messages have at most half of a client's queue and run after attended scripts. A message carries the chain of
//! scripts that led to it, and a chain ends (`chain.rs`).

use std::sync::Arc;

use rollcall_wire::host::{Carried, HostError, MessageCall, Receivers};

use super::Clients;
use super::chain::{Chain, Link};
use super::instance::Client;
use crate::account::{Account, Charge};
use crate::config::Hosts;
use crate::messages::Messages;

/// The largest payload, in bytes as it is carried.
const MAX_PAYLOAD: usize = 1024 * 1024;

/// The payload of a message: held once, however many clients it waits for. The gateway's account has it once, each
/// client's in full.
#[derive(Debug)]
pub(super) struct Payload {
    carried: Carried,
    _charge: Charge,
}

impl Payload {
    /// A payload on the gateway's account.
    ///
    /// # Errors
    /// When the gateway holds too much already.
    fn new(carried: &Carried, account: &Account) -> Result<Arc<Self>, HostError> {
        let charge = account.charge(carried.0.len() as u64);
        let charge =
            charge.map_err(|over| HostError::Failed { message: format!("system.util.sendMessage: {over}") })?;
        Ok(Arc::new(Payload { carried: carried.clone(), _charge: charge }))
    }

    /// A payload that is charged to no account.
    #[cfg(test)]
    pub(super) fn of_nobody(text: &str) -> Arc<Self> {
        let charge = Account::of_gateway(0).nothing();
        Arc::new(Payload { carried: Carried(text.to_owned()), _charge: charge })
    }

    /// The weight in bytes.
    pub(super) fn weight(&self) -> usize {
        self.carried.0.len()
    }

    /// A copy for an interpreter.
    pub(super) fn carried(&self) -> Carried {
        self.carried.clone()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.carried == other.carried
    }
}

impl Messages for Arc<Clients> {
    fn send(&self, call: &MessageCall, chain: &Chain) -> Result<Vec<String>, HostError> {
        send(self, call, chain)
    }
}

/// Sends a message to the chosen clients of a project. The answer has a line for each, in order of the clients' ids:
/// its client id, user and address, and the outcome: `queued`, `busy` (too much waits there; the message is lost), or
/// `no handler`. `chain` belongs to the script that sends it.
///
/// # Errors
/// When there is no such project, the payload is too large, or the chain ends here.
fn send(clients: &Arc<Clients>, call: &MessageCall, chain: &Chain) -> Result<Vec<String>, HostError> {
    let MessageCall::SendMessage { project, handler, payload, receivers } = call;
    if payload.0.len() > MAX_PAYLOAD {
        let message = format!("system.util.sendMessage: the payload is larger than {MAX_PAYLOAD} bytes");
        return Err(HostError::Value { message });
    }
    if clients.services.projects.get(project).is_none() {
        let message = format!("system.util.sendMessage: this gateway has no project {project:?}");
        return Err(HostError::Value { message });
    }
    let chain = chain.then(Link::Message).ok_or_else(|| {
        let end = chain.too_long(&format!("the message {handler:?}"));
        HostError::Failed { message: format!("system.util.sendMessage: {end}") }
    })?;
    let hosts = &clients.services.config.hosts;
    let mut chosen = clients.all();
    chosen.retain(|client| client.project() == project && is_meant(hosts, client, receivers));
    chosen.sort_by_key(|client| client.id());
    let payload = Payload::new(payload, clients.services.accounts.gateway())?;
    let lines = chosen.iter().map(|client| {
        let outcome = client.change(clients, |desktop| desktop.message(handler, &payload, chain.clone()));
        format!("{},{},{},{outcome}", client.id(), client.caller().username, client.address())
    });
    Ok(lines.collect())
}

/// Whether all conditions hold for a client. The configuration decides on which host it is: a client may claim anything
/// of itself.
fn is_meant(hosts: &Hosts, client: &Client, receivers: &Receivers) -> bool {
    let Receivers { client_id, username, role, host } = receivers;
    let caller = client.caller();
    client_id.as_ref().is_none_or(|id| id.eq_ignore_ascii_case(&caller.client_id))
        && username.as_ref().is_none_or(|name| *name == caller.username)
        && role.as_ref().is_none_or(|role| caller.roles.contains(role))
        && host.as_ref().is_none_or(|host| hosts.is_at(host, client.ip()))
}
