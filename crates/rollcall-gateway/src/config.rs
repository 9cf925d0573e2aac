//! The gateway's configuration: one TOML file, every key with a default, an unknown key an error that names it.
//!
//! Each key is described for people in `docs/configuration.md`; a test keeps that page and this file together.

pub mod cluster;
pub mod store;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use rollcall_supervisor::flight::size_in_words;
use serde::Deserialize;
use thiserror::Error;

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {source}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The file is not a valid configuration; the message names line and key.
    #[error("{}: {message}", file.display())]
    Parse {
        /// The file.
        file: PathBuf,
        /// The place and the mistake.
        message: String,
    },
    /// Two settings contradict each other.
    #[error("{0}")]
    Contradiction(String),
}

/// All settings of a gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// The folder of the projects; `projects` in the data folder when absent.
    pub projects: Option<PathBuf>,
    /// Serve plain HTTP on an address that is not loopback.
    pub allow_plain_http: bool,
    /// The names that the Host header may carry (without port); any when absent.
    pub allowed_hosts: Option<Vec<String>>,
    /// The time zone in which dates print, an IANA name; the system's when absent.
    pub time_zone: Option<String>,
    /// The memory for clients and for messages on their way from scripts; derived from the machine when absent.
    pub memory: Option<Bytes>,
    /// TLS; plain HTTP when absent.
    pub tls: Option<Tls>,
    /// Where users, log-ins and sessions are kept.
    pub store: store::Store,
    /// The gateways that this one works with; alone when absent.
    pub cluster: Option<cluster::Cluster>,
    /// Connections.
    pub connections: Connections,
    /// The names of hosts.
    pub hosts: Hosts,
    /// Sessions.
    pub sessions: Sessions,
    /// Scripts.
    pub scripts: Scripts,
    /// Browser clients.
    pub clients: Clients,
    /// Filters.
    pub filters: Filters,
}

/// `[tls]`: both files in PEM.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain.
    pub cert: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

/// `[connections]`: the limits of connections, logged in or not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Connections {
    /// The most connections in all; when absent, the system's limit less the gateway's own needs.
    pub limit: Option<usize>,
    /// How many of one address may be there without a credential; half of all when absent.
    pub per_address: Option<usize>,
    /// How long a connection may take to ask for something.
    pub patience: Span,
    /// Addresses of proxies in front of the gateway: their headers that name the asking client are believed.
    pub proxies: Vec<IpAddr>,
}

/// `[hosts]`: names of hosts, each with its address.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Hosts(BTreeMap<String, IpAddr>);

/// `[sessions]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sessions {
    /// How long a session outlives its client's last frame.
    pub resume_period: Span,
    /// How long a page that was left may take to be there again, before its tab counts as closed.
    pub reload_period: Span,
    /// How long a person may do nothing; off when absent.
    pub idle: Option<Span>,
    /// How long a client's session may last in all; off when absent.
    pub client_lifetime: Option<Span>,
    /// How long a designer's session may last in all; off when absent.
    pub designer_lifetime: Option<Span>,
    /// How many sessions one user may have in one project; any number when absent.
    pub limit: Option<usize>,
    /// What happens at a log-in over the limit.
    pub limit_policy: LimitPolicy,
    /// How long a log-in without a project lasts.
    pub login_lifetime: Span,
    /// How long a client may leave sent data unread before its connection is closed.
    pub send_patience: Span,
}

/// What happens at a log-in over the limit of sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitPolicy {
    /// It is allowed all the same.
    #[default]
    Allow,
    /// It is denied.
    Deny,
    /// The user's oldest session in the project ends.
    EndOldest,
}

/// `[scripts]`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scripts {
    /// How many scripts may run quickly at once, each in a worker of its own.
    pub workers: usize,
    /// How many scripts may be under way in all, with those that have run for long and go on slowly.
    pub running: usize,
    /// From when on a script counts as one that runs for long.
    pub long_after: Span,
    /// How many idle workers are kept for their scripts and clients, beside those that run.
    pub idle_workers: usize,
    /// How long a script may run in the gateway's scope.
    pub deadline: Span,
    /// How much memory a worker may have.
    pub memory: Bytes,
    /// How much memory all workers together may take; None for half of the machine's memory.
    pub total_memory: Option<Bytes>,
    /// The stack of a worker.
    pub stack: Bytes,
    /// How long an idle worker stays assigned, and with it a script's module globals.
    pub keep_idle: Span,
    /// How long a script that failed again and again is left alone.
    pub suspension: Span,
    /// Whether scripts may run as root where the gateway is root and may not start them as another user.
    pub allow_root: bool,
    /// Whether scripts may run where the kernel has no filter of system calls.
    pub allow_unfenced: bool,
}

/// `[clients]`: what the scripts of windows may do.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clients {
    /// How long a script of a client may run; time in dialogs does not count.
    pub deadline: Span,
    /// How long a function may run beside a client's windows.
    pub background_deadline: Span,
    /// How many functions one client may run beside its windows at once.
    pub background: usize,
    /// How many scripts may wait in dialogs at once, of all clients together.
    pub waiting_dialogs: usize,
    /// How many of them may be of one user's clients.
    pub waiting_dialogs_per_user: usize,
    /// How much of its scripts' output is kept for each client.
    pub console: Bytes,
    /// The most bytes that the gateway holds for one client.
    pub memory: Bytes,
    /// How old something that a person did may be to be done.
    pub press_age: Span,
}

/// `[filters]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filters {
    /// How long one call may spend on its filters.
    pub budget: Span,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8088)),
            projects: None,
            allow_plain_http: false,
            allowed_hosts: None,
            time_zone: None,
            memory: None,
            tls: None,
            store: store::Store::default(),
            cluster: None,
            connections: Connections::default(),
            hosts: Hosts::default(),
            sessions: Sessions::default(),
            scripts: Scripts::default(),
            clients: Clients::default(),
            filters: Filters::default(),
        }
    }
}

impl Default for Connections {
    fn default() -> Self {
        Connections { limit: None, per_address: None, patience: Span::seconds(15), proxies: Vec::new() }
    }
}

impl Hosts {
    /// The host name that is shown for a client at `ip` which claims to be on the host `said`: the one that is
    /// configured for its address, else its claim, unless that is the name of another.
    pub fn believed(&self, said: Option<String>, ip: IpAddr) -> Option<String> {
        let configured = self.0.iter().find(|(_, address)| address.to_canonical() == ip.to_canonical());
        match configured {
            Some((name, _)) => Some(name.clone()),
            None => said.filter(|said| self.address(said).is_none()),
        }
    }

    /// Whether `ip` is the host of this name or address. The client's claims have no part in it.
    pub fn is_at(&self, host: &str, ip: IpAddr) -> bool {
        let address = host.parse().ok().or_else(|| self.address(host));
        address.is_some_and(|address| address.to_canonical() == ip.to_canonical())
    }

    fn address(&self, host: &str) -> Option<IpAddr> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(host.trim())).map(|(_, address)| *address)
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Sessions {
            resume_period: Span::seconds(30),
            reload_period: Span::seconds(3),
            idle: None,
            client_lifetime: None,
            designer_lifetime: None,
            limit: None,
            limit_policy: LimitPolicy::Allow,
            login_lifetime: Span::seconds(12 * 3600),
            send_patience: Span::seconds(20),
        }
    }
}

impl Scripts {
    /// The most memory that all workers together may take on a machine with `machine` bytes: the configured one, or
    /// half of it, and at least the memory of one worker.
    pub fn total(&self, machine: u64) -> u64 {
        self.total_memory.map_or_else(|| (machine / 2).max(self.memory.0), |total| total.0)
    }
}

impl Default for Scripts {
    fn default() -> Self {
        Scripts {
            workers: 8,
            running: 64,
            long_after: Span::seconds(1),
            idle_workers: 32,
            deadline: Span::seconds(30),
            memory: Bytes(256 << 20),
            total_memory: None,
            stack: Bytes(64 << 20),
            keep_idle: Span::seconds(300),
            suspension: Span::seconds(60),
            allow_root: false,
            allow_unfenced: false,
        }
    }
}

impl Default for Clients {
    fn default() -> Self {
        Clients {
            deadline: Span::seconds(30),
            background_deadline: Span::seconds(300),
            background: 4,
            waiting_dialogs: 100,
            waiting_dialogs_per_user: 20,
            console: Bytes(64 << 10),
            memory: Bytes(128 << 20),
            press_age: Span::seconds(5),
        }
    }
}

impl Default for Filters {
    fn default() -> Self {
        Filters { budget: Span(Duration::from_millis(200)) }
    }
}

impl Config {
    /// The configuration in `file`.
    ///
    /// # Errors
    /// When it cannot be read, is not TOML, has an unknown key, or contradicts itself.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(file).map_err(|source| ConfigError::Read { file: file.to_owned(), source })?;
        let config: Config = toml::from_str(&text)
            .map_err(|e| ConfigError::Parse { file: file.to_owned(), message: without_secrets(&e, &text) })?;
        config.check().map_err(|e| ConfigError::Parse { file: file.to_owned(), message: e.to_string() })?;
        Ok(config)
    }

    fn spans(&self) -> impl Iterator<Item = Span> {
        let Sessions { reload_period, idle, client_lifetime, designer_lifetime, login_lifetime, send_patience, .. } =
            self.sessions;
        let Scripts { deadline, keep_idle, suspension, long_after, .. } = self.scripts;
        let Clients { deadline: client_deadline, background_deadline, press_age, .. } = self.clients;
        let optional = [idle, client_lifetime, designer_lifetime].into_iter().flatten();
        let clients = [client_deadline, background_deadline, press_age, self.connections.patience];
        optional
            .chain([reload_period, login_lifetime, send_patience, deadline, keep_idle, suspension, long_after])
            .chain([self.filters.budget])
            .chain(clients)
    }

    /// Whether the settings fit together.
    ///
    /// # Errors
    /// Names the first contradiction.
    pub fn check(&self) -> Result<(), ConfigError> {
        let fault = |message: &str| Err(ConfigError::Contradiction(message.to_owned()));
        self.store.check()?;
        self.cluster.as_ref().map_or(Ok(()), |cluster| cluster.check(self.store.url.is_some()))?;
        if self.scripts.workers < 2 {
            return fault("scripts.workers: at least 2, since what runs by itself may hold half of them");
        }
        if self.scripts.running < self.scripts.workers {
            return fault("scripts.running: at least as many as scripts.workers, since those are part of them");
        }
        if self.spans().any(|span| span.0.is_zero()) {
            return fault("a length of time must be above 0; leave the key out to switch its rule off");
        }
        let connections = &self.connections;
        if connections.limit.is_some_and(|limit| limit < 4) || connections.per_address == Some(0) {
            return fault("connections: limit is at least 4 and per_address at least 1; leave them out for the usual");
        }
        if self.sessions.limit == Some(0) {
            return fault("sessions.limit: 0 would let nobody in; leave the key out for no limit");
        }
        if self.sessions.limit.is_none() && self.sessions.limit_policy != LimitPolicy::Allow {
            return fault("sessions.limit_policy: has no meaning without sessions.limit");
        }
        if self.sessions.resume_period.0 < Duration::from_secs(1) {
            return fault("sessions.resume_period: at least \"1s\"");
        }
        if self.memory.is_some_and(|memory| memory.0 < 64 << 20) {
            return fault("memory: at least \"64 MiB\"; leave the key out to have it follow from the machine");
        }
        if self.clients.memory.0 < 1 << 20 {
            return fault("clients.memory: at least \"1 MiB\"");
        }
        if self.scripts.memory.0 < 64 << 20 {
            return fault("scripts.memory: at least \"64 MiB\", which a Python interpreter needs to start");
        }
        if self.scripts.total_memory.is_some_and(|total| total.0 < self.scripts.memory.0) {
            return fault("scripts.total_memory: at least scripts.memory, which one worker may take");
        }
        if self.scripts.stack.0 < 8 << 20 {
            return fault("scripts.stack: at least \"8 MiB\"");
        }
        Ok(())
    }
}

/// What is wrong with a text, with the line that it is about, unless there may be a password in it.
fn without_secrets(error: &toml::de::Error, text: &str) -> String {
    let told = error.to_string();
    if !told.contains("://") {
        return told.trim_end().to_owned();
    }
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    format!("line {}: {}", before.matches('\n').count() + 1, error.message())
}

/// A length of time, written `"250ms"`, `"30s"`, `"5m"` or `"12h"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(pub Duration);

impl Span {
    const fn seconds(seconds: u64) -> Self {
        Span(Duration::from_secs(seconds))
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = split_unit(text);
        let millis = match unit {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => return Err(format!("\"{text}\" is not a length of time; write for instance \"30s\" (ms, s, m, h)")),
        };
        let count: u64 = number.parse().map_err(|_| format!("\"{text}\" does not begin with a whole number"))?;
        count.checked_mul(millis).map(|ms| Span(Duration::from_millis(ms))).ok_or(format!("\"{text}\" is too long"))
    }
}

/// A size, written `"64 MiB"`, `"512 KiB"` or `"1 GiB"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Bytes(pub u64);

impl Bytes {
    /// The size as people write it: `3.5 MiB`.
    pub fn in_words(self) -> String {
        size_in_words(self.0)
    }
}

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = split_unit(text);
        let factor: u64 = match unit {
            "KiB" => 1 << 10,
            "MiB" => 1 << 20,
            "GiB" => 1 << 30,
            _ => return Err(format!("\"{text}\" is not a size; write for instance \"256 MiB\" (KiB, MiB, GiB)")),
        };
        let count: u64 = number.parse().map_err(|_| format!("\"{text}\" does not begin with a whole number"))?;
        count.checked_mul(factor).map(Bytes).ok_or(format!("\"{text}\" is too large"))
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for Bytes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

fn split_unit(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

#[cfg(test)]
mod tests;
