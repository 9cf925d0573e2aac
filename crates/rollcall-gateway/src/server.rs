//! The server: from a configuration and a data folder to a listening socket, and down again.
//!
//! The order at the start: lock the data folder, open the store, listen, take back the stored sessions, answer. A
//! session's resume period after a restart starts when its client can reach the gateway again, not before.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::certificate;
use crate::config::{Config, Tls};
use crate::data_folder::DataFolder;
use crate::gateway::Gateway;
use crate::http;
use crate::listen::{Door, Limits, Rules, descriptors};
use crate::machine;
use crate::patience::patiently;
use rollcall_supervisor::pool::Pool;

/// How often the projects on disk are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How soon they are looked at again while a change waits to be confirmed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How long open requests may take when the gateway stops.
const DRAIN: Duration = Duration::from_secs(3);

/// A gateway that listens.
pub struct Server {
    gateway: Arc<Gateway>,
    data: DataFolder,
    listener: std::net::TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    first_password: Option<String>,
}

/// The listener and its certificate have nothing to show.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Server {
    /// Opens the data folder and listens; requests are answered by [`Self::run`].
    ///
    /// # Errors
    /// When anything that the gateway needs is not available; the message names the remedy.
    pub async fn open(config: Config, data: DataFolder, workers: Pool) -> anyhow::Result<Self> {
        allow_address(&config)?;
        if data.is_demo() && !config.listen.ip().to_canonical().is_loopback() {
            bail!(
                "{} is a demo's data folder, whose passwords everybody knows: listen on 127.0.0.1",
                data.path().display()
            );
        }
        for file in data.readable() {
            let file = file.display();
            tracing::warn!("everybody on this machine can read {file}, which holds secrets: chmod o-r {file}");
        }
        if rustix::process::geteuid().is_root() {
            tracing::warn!("the gateway runs as root; give it a user of its own");
        }
        let tls = match &config.tls {
            Some(tls) => Some(load_tls(tls)?),
            None => None,
        };
        // Before anything is written: a port that is taken must not cost the first administrator's password.
        let listen = config.listen;
        let listener = std::net::TcpListener::bind(listen).with_context(|| format!("cannot listen on {listen}"))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (gateway, first_password) = Gateway::open(config, &data, workers).await?;
        Ok(Server { gateway, listener, address, tls, first_password, data })
    }

    /// The password of the user `admin`, if this was the first start on an empty data folder.
    pub fn first_password(&self) -> Option<&str> {
        self.first_password.as_deref()
    }

    /// Where it listens, as a client would write it.
    pub fn url(&self) -> String {
        let scheme = if self.gateway.is_secure() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Answers requests, which it announces by `ready`, until `stop` resolves; then scripts and sockets are ended in
    /// order. Sessions go on: their clients come back to the next gateway on this data folder.
    ///
    /// # Errors
    /// When the stored sessions cannot be read, or the server fails.
    pub async fn run(mut self, stop: impl Future<Output = ()>, ready: impl FnOnce()) -> anyhow::Result<()> {
        if let Err(error) = self.data.announce(&self.url()) {
            // A process that finds the folder taken does not learn where the gateway is; that is not a reason not to
            // serve.
            tracing::warn!("the data folder {} cannot be written: {error}", self.data.path().display());
        }
        if let Some(fault) = self.gateway.store.reserve_fault().await {
            tracing::warn!("there is no reserve for a full disk: {fault}");
        }
        // The sessions first, so that startup scripts find them.
        let mut stop = pin!(stop);
        let resumable = tokio::select! {
            restored = patiently(|| self.gateway.live.restore()) => restored,
            () = &mut stop => return Ok(()),
        };
        let resumable = resumable.context("the stored sessions cannot be read")?;
        self.gateway.projects.expect(self.gateway.live.projects());
        self.gateway.follow_projects().await;
        tracing::info!(url = self.url(), resumable, time_zone = self.gateway.time_zone, "the gateway listens");
        let (stopping, stops) = watch::channel(false);
        let mut tasks = background(&self.gateway, stops);
        let (closing, closes) = watch::channel(false);
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let door = Door::new(rules(&self.gateway.config));
        let router = http::router(Arc::clone(&self.gateway));
        let mut serving = tokio::spawn(door.serve(listener, self.tls, router, closes, DRAIN));
        ready();
        tokio::select! {
            () = &mut stop => {}
            ended = &mut serving => ended.context("the server has failed")?,
            // None of them ends by itself; without one of them the gateway would not be whole.
            Some(ended) = tasks.join_next() => ended.context("a part of the gateway has failed")?,
        }
        tracing::info!("the gateway stops");
        if let Some(cluster) = self.gateway.cluster.as_ref().filter(|cluster| cluster.has_others()) {
            let goes_on = cluster.begin_drain();
            cluster.send_clients_away(cluster.drain_time(), &goes_on).await;
        }
        stopping.send_replace(true);
        while tasks.join_next().await.is_some() {}
        self.gateway.scripts.stop_all().await;
        self.gateway.live.close_sockets();
        closing.send_replace(true);
        if !serving.is_finished() {
            serving.await.context("the server has failed")?;
        }
        if let Err(error) = self.gateway.live.remove_ended().await {
            tracing::error!("sessions that have ended may come back with the next start: {error}");
        }
        if let Some(cluster) = &self.gateway.cluster {
            cluster.leave().await;
        }
        self.gateway.store.clone().close().await;
        tracing::info!("the gateway has stopped");
        Ok(())
    }
}

/// Plain HTTP shows every password to an eavesdropper, so it is for loopback addresses unless the administrator has
/// allowed it.
fn allow_address(config: &Config) -> anyhow::Result<()> {
    let open_wire = config.tls.is_none() && !config.listen.ip().to_canonical().is_loopback();
    if open_wire && !config.allow_plain_http {
        bail!(
            "{} is not a loopback address, and without TLS passwords would cross the network in the clear. Configure \
             [tls] cert and key, listen on 127.0.0.1, or set allow_plain_http = true if something in front of the \
             gateway encrypts.",
            config.listen
        );
    }
    if open_wire {
        tracing::warn!("plain HTTP on {}: passwords and tokens cross the network in the clear", config.listen);
    }
    Ok(())
}

/// The tasks beside answering requests, until the gateway stops.
fn background(gateway: &Arc<Gateway>, stops: watch::Receiver<bool>) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    let (timekeeper, mut stop) = (Arc::clone(gateway), stops.clone());
    tasks.spawn(async move {
        tokio::select! {
            () = timekeeper.live.keep_time() => {}
            () = stopped(&mut stop) => {}
        }
    });
    let (reaper, mut stop) = (Arc::clone(gateway), stops.clone());
    tasks.spawn(async move {
        tokio::select! {
            () = reaper.scripts.give_up_idle_workers() => {}
            () = stopped(&mut stop) => {}
        }
    });
    let (scripts, mut stop) = (Arc::clone(&gateway.scripts), stops.clone());
    tasks.spawn(async move {
        tokio::select! {
            () = scripts.follow_lead() => {}
            () = stopped(&mut stop) => {}
        }
    });
    let (workers, total, mut stop) =
        (gateway.workers.clone(), gateway.config.scripts.total(machine::memory()), stops.clone());
    tasks.spawn(async move {
        tokio::select! {
            () = workers.keep_within(total) => {}
            () = stopped(&mut stop) => {}
        }
    });
    let (clients, mut stop) = (Arc::clone(&gateway.clients), stops.clone());
    tasks.spawn(async move {
        tokio::select! {
            () = clients.follow_endings() => {}
            () = stopped(&mut stop) => {}
        }
    });
    if let (Some(cluster), mut stop) = (gateway.cluster.clone(), stops.clone()) {
        let (services, clients) = (Arc::clone(gateway.services()), Arc::clone(&gateway.clients));
        tasks.spawn(async move {
            tokio::select! {
                () = cluster.keep(&services, &clients) => {}
                () = stopped(&mut stop) => {}
            }
        });
    }
    if let (Some(tls), mut stop) = (gateway.config.tls.clone(), stops.clone()) {
        tasks.spawn(async move {
            tokio::select! {
                () = certificate::keep_warning(&tls.cert) => {}
                () = stopped(&mut stop) => {}
            }
        });
    }
    let (watcher, mut stop) = (Arc::clone(gateway), stops);
    tasks.spawn(async move {
        let mut pause = LOOK_AGAIN;
        loop {
            // Stops between two looks only: a project that is being stopped must be waited for.
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stopped(&mut stop) => return,
            }
            pause = if watcher.follow_projects().await { LOOK_AGAIN } else { LOOK_EVERY };
        }
    });
    tasks
}

async fn stopped(stop: &mut watch::Receiver<bool>) {
    // A sender that is gone has stopped as well.
    let _ = stop.wait_for(|stop| *stop).await;
}

/// The limits of connections, from the configuration or else from the system.
fn rules(config: &Config) -> Rules {
    let connections = &config.connections;
    let open_files = descriptors::limit();
    let room = descriptors::connections(open_files, config);
    let all = connections.limit.unwrap_or(room);
    if all > room {
        tracing::warn!(limit = all, open_files, "connections.limit: the system's limit of open files may come first");
    }
    let unknown_of_address = connections.per_address.unwrap_or(all.div_ceil(2)).min(all);
    tracing::info!(limit = all, per_address = unknown_of_address, open_files, "connections");
    Rules {
        limits: Limits { all, unknown_of_address },
        patience: connections.patience.0,
        proxies: connections.proxies.iter().map(std::net::IpAddr::to_canonical).collect(),
    }
}

fn load_tls(tls: &Tls) -> anyhow::Result<TlsAcceptor> {
    // The second call in one process finds the provider installed, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let loaded = tls_config(tls).with_context(|| {
        format!("cannot use the certificate {} with the key {}", tls.cert.display(), tls.key.display())
    })?;
    certificate::warn(&tls.cert);
    Ok(Arc::new(loaded).into())
}

fn tls_config(tls: &Tls) -> anyhow::Result<ServerConfig> {
    let chain: Vec<_> = CertificateDer::pem_file_iter(&tls.cert)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(&tls.key)?;
    let mut config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
