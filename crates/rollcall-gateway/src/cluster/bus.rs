//! NATS: hellos and questions on their way. A connection that is lost is made again for ever, and noticed soon: the
//! default of the client would take three minutes for a server that hangs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;
use async_nats::connection::State;
use async_nats::{Client, ConnectOptions, RequestErrorKind, ServerAddr, Subscriber};
use rollcall_cluster::{Announcement, Answer, Goodbye, Hello, Name, Question, Subjects, decode, encode};
use tokio::time::timeout;

use crate::config;

/// A server that is silent for twice as long is taken for lost.
const PING: Duration = Duration::from_secs(2);
/// The pause before the next attempt to connect.
const PAUSE: Duration = Duration::from_millis(500);
/// How many messages wait here for being read.
const CAPACITY: usize = 8_192;

/// The connection of this node.
#[derive(Clone, Debug)]
pub(super) struct Bus {
    client: Client,
    subjects: Arc<Subjects>,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// This node has no connection to NATS.
    NoBus,
    /// Nobody listens.
    Nobody,
    /// It did not come in time.
    Late,
    /// It cannot be understood.
    Unknown,
}

impl Bus {
    /// The connection, which may be made later: a node serves without it.
    pub(super) async fn connect(settings: &config::cluster::Cluster) -> anyhow::Result<Self> {
        // An address may hold a password, so it is not repeated.
        let addresses = settings.nats.iter().zip(1..).map(|(address, number)| {
            let address = address.reveal().parse::<ServerAddr>();
            address.with_context(|| format!("cluster.nats: the address in place {number} is not valid"))
        });
        let addresses = addresses.collect::<Result<Vec<_>, _>>()?;
        let mut options = options(settings).await?;
        if let Some((user, password)) = addresses.iter().find_map(|it| it.username().zip(it.password())) {
            options = options.user_and_password(user.to_owned(), password.to_owned());
        }
        let client = options.connect(addresses).await.context("cluster.nats")?;
        Ok(Bus { client, subjects: Arc::new(Subjects::new(settings.name.clone())) })
    }

    pub(super) fn is_connected(&self) -> bool {
        self.client.connection_state() == State::Connected
    }

    /// The hellos and good-byes of all nodes.
    pub(super) async fn hellos(&self) -> Option<Subscriber> {
        self.client.subscribe(self.subjects.hello()).await.ok()
    }

    /// The questions to this node.
    pub(super) async fn questions(&self, node: &Name) -> Option<Subscriber> {
        self.client.subscribe(self.subjects.node(node)).await.ok()
    }

    pub(super) async fn hello(&self, hello: Hello) {
        self.announce(&Announcement::Hello(hello)).await;
    }

    pub(super) async fn goodbye(&self, goodbye: Goodbye) {
        self.announce(&Announcement::Goodbye(goodbye)).await;
        let _ = timeout(PING, self.client.flush()).await;
    }

    async fn announce(&self, message: &Announcement) {
        // What is sent without a connection waits for one, and is old by then.
        if !self.is_connected() {
            return;
        }
        match encode(message) {
            Ok(bytes) => drop(timeout(PING, self.client.publish(self.subjects.hello(), bytes.into())).await),
            Err(error) => tracing::warn!("a message to the cluster cannot be sent: {error}"),
        }
    }

    /// Answers a question.
    pub(super) async fn answer(&self, to: async_nats::Subject, answer: &Answer) {
        match encode(answer) {
            Ok(bytes) => drop(timeout(PING, self.client.publish(to, bytes.into())).await),
            Err(error) => tracing::warn!("an answer to the cluster cannot be sent: {error}"),
        }
    }

    /// Asks a node.
    pub(super) async fn ask(&self, question: &Question, patience: Duration) -> Result<Answer, NoAnswer> {
        if !self.is_connected() {
            return Err(NoAnswer::NoBus);
        }
        let bytes = encode(question).map_err(|_| NoAnswer::Unknown)?;
        let request = async_nats::Request::new().payload(bytes.into()).timeout(None);
        let sent = self.client.send_request(self.subjects.node(&question.stamp.node), request);
        match timeout(patience, sent).await {
            Err(_) => Err(NoAnswer::Late),
            Ok(Ok(message)) => decode(&message.payload).map_err(|_| NoAnswer::Unknown),
            Ok(Err(error)) if error.kind() == RequestErrorKind::NoResponders => Err(NoAnswer::Nobody),
            Ok(Err(_)) => Err(NoAnswer::NoBus),
        }
    }
}

async fn options(settings: &config::cluster::Cluster) -> anyhow::Result<ConnectOptions> {
    let lost = Arc::new(AtomicBool::new(false));
    let mut options = ConnectOptions::new()
        .name(format!("rollcall {}", settings.node))
        .retry_on_initial_connect()
        .max_reconnects(None)
        .ping_interval(PING)
        .connection_timeout(PING)
        .subscription_capacity(CAPACITY)
        .reconnect_delay_callback(|_| PAUSE)
        .event_callback(move |event| report(&lost, &event));
    if let Some(file) = &settings.credentials {
        options = options.credentials_file(file).await.with_context(|| unread("credentials", file))?;
    }
    if let Some(file) = &settings.nkey {
        let seed = tokio::fs::read_to_string(file).await.with_context(|| unread("nkey", file))?;
        options = options.nkey(seed.trim().to_owned());
    }
    if let Some(file) = &settings.ca {
        options = options.add_root_certificates(file.clone()).require_tls(true);
    }
    Ok(options)
}

/// A connection that cannot be made is tried again twice a second, and is reported once.
fn report(lost: &AtomicBool, event: &async_nats::Event) -> std::future::Ready<()> {
    if *event == async_nats::Event::Connected {
        lost.store(false, Ordering::Relaxed);
        tracing::info!("connected to NATS");
    } else if !lost.swap(true, Ordering::Relaxed) {
        tracing::warn!("no connection to NATS, which is tried again: {event}");
    }
    std::future::ready(())
}

fn unread(key: &str, file: &std::path::Path) -> String {
    format!("cluster.{key}: cannot read {}", file.display())
}
