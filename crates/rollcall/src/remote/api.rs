//! The gateway's HTTP interface, as a client uses it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, anyhow};
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Method, RequestBuilder, Response, StatusCode, Url};
use rollcall_wire::rest::{ApiError, ErrorCode, LoginRequest, LoginResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::password;
use crate::arguments::{OpenSession, Remote};
use crate::usage::UsageError;

/// How long the gateway may take to answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A gateway, or the gateways of a cluster, and the credential to it once there is one.
#[derive(Clone, Debug)]
pub struct Api {
    client: Client,
    /// One address at least.
    bases: Arc<[Url]>,
    /// How often the next address was taken. Clones share it.
    turns: Arc<AtomicUsize>,
    /// Without which nothing but a log-in is answered.
    credential: Option<Arc<str>>,
}

/// A refusal of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// For programs.
    pub code: ErrorCode,
    /// For people.
    pub message: String,
    /// The id of the request in the gateway's log; empty where the gateway sends no id.
    pub request_id: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)?;
        // The error of a bad request is complete; for a fault of the gateway, its log has more.
        if self.code == ErrorCode::Internal && !self.request_id.is_empty() {
            write!(f, " (request {})", self.request_id)?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}

impl Api {
    /// The gateway that the options name.
    ///
    /// # Errors
    /// When an address is not valid, or the certificate cannot be read.
    pub fn new(remote: &Remote) -> anyhow::Result<Self> {
        let bases = remote.gateway.split(',').map(|address| base(address.trim())).collect::<Result<Arc<[Url]>, _>>()?;
        // The second call in one process finds the provider installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = Client::builder()
            .http1_only()
            .no_proxy()
            .user_agent(concat!("rollcall/", env!("CARGO_PKG_VERSION")))
            // The password would follow to wherever the answer points.
            .redirect(Policy::none())
            // A gateway closes connections that have been idle for its patience; a request on one at that moment fails.
            .pool_idle_timeout(Duration::from_secs(5))
            .connect_timeout(Duration::from_secs(5));
        if bases.iter().all(|base| base.scheme() == "http") {
            // Nothing to verify: reading the system's certificates would take longer than a request.
            builder = builder.tls_certs_only([]);
        }
        if let Some(file) = &remote.ca_cert {
            for certificate in certificates(file)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        Ok(Api { client: builder.build()?, bases, turns: Arc::default(), credential: None })
    }

    /// The address that is used now.
    fn base(&self) -> &Url {
        &self.bases[self.turns.load(Ordering::Relaxed) % self.bases.len()]
    }

    /// From now on the next address is used, where there are several.
    pub fn turn_to_next(&self) {
        self.turns.fetch_add(1, Ordering::Relaxed);
    }

    /// Logs in as the user of the options, without a project.
    ///
    /// # Errors
    /// As [`Self::log_in`], and when no user is named.
    pub async fn log_in_as_person(remote: &Remote) -> anyhow::Result<Self> {
        let (username, password) = who(remote)?;
        let request =
            LoginRequest { username, password, project: None, kind: Default::default(), hostname: None, cookie: false };
        Ok(Api::new(remote)?.log_in(&request).await?.0)
    }

    /// Logs in; the value that is returned carries the credential.
    ///
    /// # Errors
    /// When the gateway cannot be reached, or refuses.
    pub async fn log_in(&self, request: &LoginRequest) -> anyhow::Result<(Self, LoginResponse)> {
        let mut others = self.bases.len() - 1;
        let response: LoginResponse = loop {
            match self.send(Method::POST, "/api/v1/login", Some(request)).await {
                // A gateway that is about to stop or cut off takes nobody; another one may.
                Err(error) if others > 0 && is_busy(&error) => {
                    others -= 1;
                    self.turn_to_next();
                }
                answer => break answer?,
            }
        };
        let credential = Some(response.token.as_str().into());
        // From here on this session goes its own way.
        let turns = Arc::new(AtomicUsize::new(self.turns.load(Ordering::Relaxed)));
        Ok((Api { credential, turns, ..self.clone() }, response))
    }

    /// Logs out. The credential is void afterwards.
    ///
    /// # Errors
    /// As every request.
    pub async fn log_out(&self) -> anyhow::Result<()> {
        self.request(Method::POST, "/api/v1/logout").send().await.map_err(|e| self.unreachable(&e))?;
        Ok(())
    }

    /// A request with an answer in JSON.
    ///
    /// # Errors
    /// When the gateway cannot be reached, refuses ([`Refused`]), or sends an unexpected answer.
    pub async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<&(impl Serialize + Sync)>,
    ) -> anyhow::Result<T> {
        let response = self.answer(method, path, body).await?;
        response.json().await.with_context(|| format!("what answers at {} is not a Rollcall gateway", self.base()))
    }

    /// A request whose answer has no body.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_only(&self, method: Method, path: &str) -> anyhow::Result<()> {
        self.answer(method, path, None::<&()>).await.map(drop)
    }

    async fn answer(
        &self,
        method: Method,
        path: &str,
        body: Option<&(impl Serialize + Sync)>,
    ) -> anyhow::Result<Response> {
        let mut others = self.bases.len() - 1;
        loop {
            let mut request = self.request(method.clone(), path);
            if let Some(body) = body {
                request = request.json(body);
            }
            match request.send().await {
                Ok(response) if response.status().is_success() => return Ok(response),
                // Nothing was sent.
                Err(error) if error.is_connect() && others > 0 => {}
                Ok(response) => return Err(self.refusal(response).await),
                Err(error) => return Err(self.unreachable(&error)),
            }
            others -= 1;
            self.turn_to_next();
        }
    }

    async fn refusal(&self, response: Response) -> anyhow::Error {
        let status = response.status();
        let elsewhere = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
        if let Some(elsewhere) = elsewhere.filter(|_| status.is_redirection()) {
            return anyhow!("{} leads to {elsewhere}: give the gateway's own address as --gateway", self.base());
        }
        match response.json::<ApiError>().await {
            Ok(ApiError { code, message, request_id, .. }) => Refused { code, message, request_id }.into(),
            Err(_) => anyhow!("what answers at {} is not a Rollcall gateway (it said {status})", self.base()),
        }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut url = self.base().clone();
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        url.set_path(path);
        url.set_query(query);
        let request = self.client.request(method, url).timeout(PATIENCE);
        match &self.credential {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// The beginning of a WebSocket: RFC 6455, 4.1. The gateway's answer is for the caller to check.
    pub(super) async fn upgrade(&self, path: &str, key: &str) -> anyhow::Result<Response> {
        let request = self
            .request(Method::GET, path)
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", key);
        let response = request.send().await.map_err(|e| self.unreachable(&e))?;
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS => Ok(response),
            _ => Err(self.refusal(response).await),
        }
    }

    fn unreachable(&self, error: &reqwest::Error) -> anyhow::Error {
        let mut cause: &dyn std::error::Error = error;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        let cause = cause.to_string();
        let hint = if cause.contains("certificate") { " (for a certificate of its own: --ca-cert FILE)" } else { "" };
        anyhow!("the gateway at {} does not answer: {cause}{hint}", self.base())
    }
}

/// A gateway's address.
fn base(address: &str) -> Result<Url, UsageError> {
    let fault = |why: &str| {
        let form = "write it as http://HOST:PORT or https://HOST:PORT, and several with commas between them";
        UsageError(format!("--gateway {address:?}: {why}{form}"))
    };
    let base = Url::parse(address).map_err(|e| fault(&format!("{e}; ")))?;
    if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
        return Err(fault(""));
    }
    Ok(base)
}

fn is_busy(error: &anyhow::Error) -> bool {
    error.downcast_ref::<Refused>().is_some_and(|refused| refused.code == ErrorCode::Busy)
}

/// The certificates in a file.
fn certificates(file: &Path) -> anyhow::Result<Vec<Certificate>> {
    let pem = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => Err(anyhow!("{} holds no certificate in PEM", file.display())),
    }
}

/// The request that opens a session with these options.
///
/// # Errors
/// When no user is named or there is no password.
pub fn session_request(remote: &Remote, session: &OpenSession) -> anyhow::Result<LoginRequest> {
    use rollcall_wire::rest::SessionKind;
    let (username, password) = who(remote)?;
    Ok(LoginRequest {
        username,
        password,
        project: Some(session.project.clone()),
        kind: if session.designer { SessionKind::Designer } else { SessionKind::Client },
        hostname: hostname(session.hostname.as_deref()),
        cookie: false,
    })
}

fn who(remote: &Remote) -> anyhow::Result<(String, String)> {
    let username = remote.user.clone().ok_or_else(|| UsageError("who logs in? Give --user NAME".to_owned()))?;
    let password = password(remote, &username)?;
    Ok((username, password))
}

/// The host name to report: the wanted one, else this machine's.
fn hostname(wanted: Option<&str>) -> Option<String> {
    let own = || rustix::system::uname().nodename().to_string_lossy().into_owned();
    Some(wanted.map_or_else(own, str::to_owned)).filter(|name| !name.is_empty())
}
