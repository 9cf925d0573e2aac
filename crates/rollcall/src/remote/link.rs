//! A session's link: a task that holds the socket, keeps it alive, opens it again when it breaks, and carries calls.
//!
//! A broken connection is not the end of a session. The link opens a new one on the same credential, waiting a little
//! longer each time and trying the addresses in turn, and repeats calls that were not answered. It ends when the gateway reports that the session is
//! over.

use std::collections::BTreeMap;
use std::time::Duration;

use rollcall_wire::host::{HostCall, HostError, HostResult};
use rollcall_wire::rest::ErrorCode;
use rollcall_wire::socket::{ClientFrame, EndReason, GatewayFrame, MAX_CLIENT_FRAME, Welcome};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

use super::socket::{Arrival, EndedAtOnce, Socket};
use super::{Api, Refused};

/// Before the second try; then twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// How long one try may take.
const TRY_PATIENCE: Duration = Duration::from_secs(10);

/// How a session's link fares.
#[derive(Clone, Debug)]
pub enum LinkState {
    /// Not connected, trying.
    Connecting,
    /// Connected.
    Connected(Box<Welcome>),
    /// The session is over.
    Ended {
        /// The reason, if the gateway could send it.
        reason: Option<EndReason>,
        /// For a person.
        message: String,
    },
}

/// A handle to a session's link. Dropping it closes the socket; the session goes on without.
#[derive(Debug)]
pub struct Link {
    calls: mpsc::Sender<PendingCall>,
    state: watch::Receiver<LinkState>,
}

#[derive(Debug)]
struct PendingCall {
    call: HostCall,
    answer: oneshot::Sender<HostResult>,
}

impl Link {
    /// A link for the session that `api` has the credential of. It gives up when the gateway cannot be reached for
    /// `patience`; never when that is absent.
    pub fn open(api: Api, patience: Option<Duration>) -> Self {
        let (calls, inbox) = mpsc::channel(16);
        let (reporter, state) = watch::channel(LinkState::Connecting);
        let task = Task { api, patience, inbox, reporter, pending: BTreeMap::new(), next_id: 0 };
        tokio::spawn(task.run());
        Link { calls, state }
    }

    /// Makes a call on the gateway; while the connection is broken it waits.
    ///
    /// # Errors
    /// As the gateway answers, and when the session is over.
    pub async fn call(&self, call: HostCall) -> HostResult {
        let (answer, answered) = oneshot::channel();
        let over = || HostError::Failed { message: "the session is over".to_owned() };
        self.calls.send(PendingCall { call, answer }).await.map_err(|_| over())?;
        answered.await.map_err(|_| over())?
    }

    /// Resolves when the link is first connected.
    ///
    /// # Errors
    /// The message for a person when the session is over before.
    pub async fn connected(&self) -> Result<Box<Welcome>, String> {
        let mut state = self.state.clone();
        let settled = state.wait_for(|state| !matches!(state, LinkState::Connecting)).await;
        match settled.as_deref() {
            Ok(LinkState::Connected(welcome)) => Ok(welcome.clone()),
            Ok(LinkState::Ended { message, .. }) => Err(message.clone()),
            Ok(LinkState::Connecting) | Err(_) => Err("the connection was given up".to_owned()),
        }
    }

    /// Resolves when the session is over.
    pub async fn ended(&self) -> (Option<EndReason>, String) {
        let mut state = self.state.clone();
        let ended = state.wait_for(|state| matches!(state, LinkState::Ended { .. })).await;
        match ended.as_deref() {
            Ok(LinkState::Ended { reason, message }) => (*reason, message.clone()),
            _ => (None, "the connection was given up".to_owned()),
        }
    }
}

struct Task {
    api: Api,
    patience: Option<Duration>,
    inbox: mpsc::Receiver<PendingCall>,
    reporter: watch::Sender<LinkState>,
    /// Asked and not answered, in order.
    pending: BTreeMap<u64, PendingCall>,
    next_id: u64,
}

/// Why one connection is over.
enum Over {
    /// The connection broke.
    Broken,
    /// The link is no longer wanted.
    Unwanted,
    /// The session is over.
    Ended(Option<EndReason>, String),
}

impl Task {
    async fn run(mut self) {
        loop {
            let over = match self.connect().await {
                Ok((socket, welcome)) => self.hold(socket, welcome).await,
                Err(over) => over,
            };
            match over {
                Over::Broken => {
                    self.reporter.send_replace(LinkState::Connecting);
                }
                Over::Unwanted => return,
                Over::Ended(reason, message) => {
                    self.reporter.send_replace(LinkState::Ended { reason, message });
                    return;
                }
            }
        }
    }

    /// Tries until it is connected, the session turns out to be over, or patience is.
    async fn connect(&mut self) -> Result<(Socket, Welcome), Over> {
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let tried = tokio::select! {
                tried = timeout(TRY_PATIENCE, Socket::open(&self.api)) => tried,
                () = self.reporter.closed() => return Err(Over::Unwanted),
            };
            let error = match tried {
                Ok(Ok(connected)) => return Ok(connected),
                Ok(Err(error)) => error,
                Err(_) => anyhow::anyhow!("the gateway does not answer"),
            };
            if let Some(EndedAtOnce { reason, message }) = error.downcast_ref() {
                let message = message.clone().unwrap_or_else(|| ending(*reason).to_owned());
                return Err(Over::Ended(Some(*reason), message));
            }
            if error.downcast_ref::<Refused>().is_some_and(|refused| refused.code == ErrorCode::NotLoggedIn) {
                return Err(Over::Ended(Some(EndReason::Lost), "the session is over".to_owned()));
            }
            if self.patience.is_some_and(|patience| started.elapsed() >= patience) {
                return Err(Over::Ended(None, format!("{error:#}")));
            }
            tracing::debug!("not connected: {error:#}");
            self.api.turn_to_next();
            tokio::select! {
                () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
                () = self.reporter.closed() => return Err(Over::Unwanted),
            }
        }
    }

    /// Holds one connection until it is over.
    async fn hold(&mut self, mut socket: Socket, welcome: Welcome) -> Over {
        let mut keep_alive = tokio::time::interval(Duration::from_millis(welcome.keep_alive_ms.max(100)));
        // A gateway that sends nothing for the whole period is behind a broken line.
        let silence = Duration::from_millis(welcome.resume_period_ms.max(1_000));
        let mut heard = Instant::now();
        self.reporter.send_replace(LinkState::Connected(Box::new(welcome)));
        for (id, pending) in &self.pending {
            if socket.send(&ClientFrame::Call { id: *id, call: pending.call.clone() }).await.is_err() {
                return Over::Broken;
            }
        }
        loop {
            tokio::select! {
                arrival = socket.receive() => {
                    heard = Instant::now();
                    if let Some(over) = self.take(arrival) {
                        return over;
                    }
                }
                call = self.inbox.recv() => {
                    let Some(call) = call else { return Over::Unwanted };
                    if self.ask(&mut socket, call).await.is_err() {
                        return Over::Broken;
                    }
                }
                _ = keep_alive.tick() => {
                    if heard.elapsed() > silence || socket.send(&ClientFrame::KeepAlive).await.is_err() {
                        return Over::Broken;
                    }
                }
            }
        }
    }

    async fn ask(&mut self, socket: &mut Socket, pending: PendingCall) -> anyhow::Result<()> {
        self.next_id += 1;
        let frame = ClientFrame::Call { id: self.next_id, call: pending.call.clone() };
        let size = serde_json::to_vec(&frame)?.len();
        if size > MAX_CLIENT_FRAME {
            // The gateway would close the socket on it, and on the next one that it is sent on again.
            let message = format!("the call is too large: {size} bytes, of at most {MAX_CLIENT_FRAME}");
            // The caller may have given up.
            let _ = pending.answer.send(Err(HostError::Failed { message }));
            return Ok(());
        }
        self.pending.insert(self.next_id, pending);
        socket.send(&frame).await
    }

    fn take(&mut self, arrival: Arrival) -> Option<Over> {
        match arrival {
            Arrival::Frame(GatewayFrame::Reply { id, result }) => {
                if let Some(pending) = self.pending.remove(&id) {
                    // The caller may have given up.
                    let _ = pending.answer.send(result);
                }
                None
            }
            Arrival::Frame(GatewayFrame::Ended { reason, message }) => {
                Some(Over::Ended(Some(reason), message.unwrap_or_else(|| ending(reason).to_owned())))
            }
            Arrival::Frame(GatewayFrame::Invalid { message }) => {
                tracing::warn!("the gateway did not understand a frame: {message}");
                None
            }
            // Windows are sent to clients that ask for them, which this one does not.
            Arrival::Frame(
                GatewayFrame::Welcome(_) | GatewayFrame::KeepAlive { .. } | GatewayFrame::Desktop { .. },
            ) => None,
            // It shows that the gateway is there, however long the rest of it takes.
            Arrival::Piece => None,
            Arrival::Replaced => Some(Over::Ended(None, "the session was opened from elsewhere".to_owned())),
            Arrival::Closed => Some(Over::Broken),
        }
    }
}

fn ending(reason: EndReason) -> &'static str {
    match reason {
        EndReason::LoggedOut => "logged out",
        EndReason::Lost => "the gateway had not heard of this client for too long",
        EndReason::Idle => "nothing was done for too long",
        EndReason::Lifetime => "the session reached its longest time",
        EndReason::Limit => "a newer log-in of the same user took its place",
        EndReason::Terminated => "it was terminated",
        EndReason::UserDisabled => "the user was disabled or removed",
        EndReason::PasswordChanged => "the user's password was changed",
        EndReason::RoleRemoved => "a role was taken away from the user",
        EndReason::ProjectClosed => "the project was closed or no longer admits the user",
        EndReason::NodeLost => "its gateway was lost, and no other was reached in time",
    }
}
