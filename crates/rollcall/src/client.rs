//! `rollcall client`: sessions that are on and do nothing, as a kiosk's client is between two touches.
//!
//! The client also acts in the place of a person: when a session is lost because the gateway could not be reached for
//! too long, the client logs in again; when it was ended on purpose, it stays ended.

use std::time::Duration;

use anyhow::bail;
use futures_util::{StreamExt, TryStreamExt};
use rollcall_wire::rest::{ErrorCode, LoginRequest, Session};
use rollcall_wire::socket::EndReason;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::arguments::Client as Arguments;
use crate::remote::{Api, Link, Refused, session_request};
use crate::stop::StopRequest;
use crate::table::harmless;

/// How many log-ins are under way at once: each costs the gateway some tens of milliseconds of a core.
const LOG_INS_AT_ONCE: usize = 4;
/// Between two log-ins while the gateway cannot be reached.
const PAUSE: Duration = Duration::from_secs(1);

/// Opens the sessions and stays until it is asked to stop, or all of them are over.
///
/// # Errors
/// When a first log-in fails.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let request = session_request(&arguments.remote, &arguments.session)?;
    let api = Api::new(&arguments.remote)?;
    let mut stop = StopRequest::listen()?;
    let patience = arguments.give_up.map(Duration::from_secs);
    let (leave, left) = watch::channel(false);
    let mut sessions = JoinSet::new();
    let log_ins = (0..arguments.count).map(|_| open(&api, &request));
    let mut opened = futures_util::stream::iter(log_ins).buffer_unordered(LOG_INS_AT_ONCE);
    let stay = async {
        while let Some((api, session)) = opened.try_next().await? {
            let client = Client { api, request: request.clone(), patience };
            sessions.spawn(client.stay(session, left.clone()));
        }
        while sessions.join_next().await.is_some() {}
        bail!("every session is over")
    };
    let ended = tokio::select! {
        ended = stay => ended,
        () = stop.received() => Ok(()),
    };
    leave.send_replace(true);
    while sessions.join_next().await.is_some() {}
    ended
}

/// One session.
struct Client {
    api: Api,
    request: LoginRequest,
    patience: Option<Duration>,
}

async fn open(api: &Api, request: &LoginRequest) -> anyhow::Result<(Api, Session)> {
    let (api, response) = api.log_in(request).await?;
    match response.session {
        Some(session) => Ok((api, session)),
        None => bail!("the gateway opened no session"),
    }
}

impl Client {
    async fn stay(mut self, mut session: Session, mut leave: watch::Receiver<bool>) {
        loop {
            let link = Link::open(self.api.clone(), self.patience);
            let announce = async {
                if let Ok(welcome) = link.connected().await {
                    announce(&welcome.session);
                }
                link.ended().await
            };
            let (reason, message) = tokio::select! {
                ended = announce => ended,
                () = asked_to_leave(&mut leave) => {
                    // A gateway that is gone gets no log-out; the session ends by itself.
                    let _ = self.api.log_out().await;
                    return;
                }
            };
            println!("off: {} ({})", session.client_id, harmless(&message));
            if reason != Some(EndReason::Lost) {
                return;
            }
            let again = tokio::select! {
                again = self.log_in_again() => again,
                () = asked_to_leave(&mut leave) => None,
            };
            let Some(opened) = again else { return };
            session = opened;
        }
    }

    /// Logs in until it succeeds; None when the gateway refuses.
    async fn log_in_again(&mut self) -> Option<Session> {
        loop {
            match open(&self.api, &self.request).await {
                Ok((api, session)) => {
                    self.api = api;
                    return Some(session);
                }
                Err(error) if error.downcast_ref::<Refused>().is_some_and(is_final) => {
                    println!("off: {}", harmless(&error.to_string()));
                    return None;
                }
                Err(_) => {
                    self.api.turn_to_next();
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Whether asking again would change nothing.
fn is_final(refused: &Refused) -> bool {
    !matches!(refused.code, ErrorCode::Busy | ErrorCode::Late | ErrorCode::Internal)
}

/// Resolves when this client is to log out.
async fn asked_to_leave(leave: &mut watch::Receiver<bool>) {
    // A sender that is gone means the same.
    let _ = leave.wait_for(|leave| *leave).await;
}

fn announce(session: &Session) {
    let kind = if session.is_designer { "designer" } else { "client" };
    let (id, username, project) = (&session.client_id, harmless(&session.username), harmless(&session.project));
    println!("on: {id} {username} in {project} as {kind}");
}
