//! The WebSocket of a session: frames in, frames out, until one side closes or the session ends.
//!
//! A closed socket is not the end of the session. Reading and writing go on beside each other: while something large is
//! on its way to a client, its frames are read and answered, and the end of its session takes effect at once.
//!
//! A client that floods is held back by its own connection and costs no other client: one call is answered at a time,
//! and the answers that it does not fetch are bounded, by number where they are small, and by bytes where the library
//! holds them (pongs). A browser's requests to its windows are noted at once and run elsewhere; updates of its windows
//! are fetched when the socket can take them, so a slow browser waits for nothing but itself.
//!
//! | module | content |
//! |---|---|
//! | `upgrade` | from the request to the socket |
//! | `meter` | the announced size of a client's message is charged before memory is allocated |
//! | `reading` | the client's frames |
//! | `rate` | how often it may |
//! | `owed` | the answers that the reading half leaves to the writing half |
//! | `writing` | the order in which frames are sent, and their deadlines |
//! | `window` | how far ahead of a browser it goes |

mod meter;
mod owed;
mod rate;
mod reading;
mod upgrade;
mod window;
mod writing;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use rollcall_session::{ClientId, EndReason, Session, TokenHash};
use rollcall_wire::socket::{GatewayFrame, Welcome};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use self::owed::{Owed, WaitingCall};
use self::rate::Rate;
use self::reading::{NoMore, Reader};
use self::upgrade::{Socket, Upgrade};
use self::writing::{Gone, Writer};
use super::HttpError;
use super::access::{self, Caller, KnownCaller};
use crate::account::Account;
use crate::gateway::Gateway;
use crate::host::{self, Absent, Asker};
use crate::live::SocketOrder;
use crate::permission::{Origin, Person};
use crate::to_wire;

/// How long a client may take to close its side.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);
/// A client must send this many frames in each resume period, so that two lost frames do not end its session.
const KEEP_ALIVES_A_PERIOD: u32 = 3;

/// `GET /api/v1/connect`.
pub async fn connect(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, HttpError> {
    let Caller::Session(session) = caller.0 else {
        return Err(HttpError::internal("a socket was opened without a session", "the route's access is wrong"));
    };
    let id = session.client_id;
    let token = access::token_hash(&gateway, &headers);
    let account = gateway.accounts.client_of(&session.username);
    let reading = account.clone();
    Ok(upgrade.serve(account, move |socket| serve(gateway, id, token, socket, reading)))
}

async fn serve(gateway: Arc<Gateway>, id: ClientId, token: Option<TokenHash>, socket: Socket, account: Account) {
    let (mut sink, mut stream) = socket.split();
    let owed = Owed::default();
    let attached = gateway.live.attach(id).zip(gateway.live.get(id));
    let Some(((connection_id, mut orders), session)) = attached else {
        // It ended between the handshake's check and this moment, or went to another node.
        let order = match token.and_then(|token| gateway.live.why_ended(&token)) {
            None if gateway.cluster.is_some() => SocketOrder::GatewayStops,
            why => SocketOrder::End(why.unwrap_or(EndReason::LoggedOut)),
        };
        let mut writer = Writer::new(&gateway, id, None, &mut sink, &owed);
        return close(&mut writer, &mut stream, order).await;
    };
    let mut writer = Writer::new(&gateway, id, Some(connection_id), &mut sink, &owed);
    let welcome = welcome(&gateway, &session);
    drop(session);
    if writer.say(&welcome).await.is_ok() {
        drop(welcome);
        let rate = Rate::from(Instant::now());
        let mut reader =
            Reader { gateway: &gateway, id, connection_id, stream: &mut stream, owed: &owed, rate, account };
        let order = tokio::select! {
            // The gateway's orders come first: after its end, a session neither receives frames nor has its own read.
            biased;
            order = &mut orders => order.ok(),
            no_more = reader.run() => match no_more {
                NoMore::Closed => None,
                // Its end is on its way.
                NoMore::Over => (&mut orders).await.ok(),
            },
            Gone = writer.run() => None,
            () = answer_calls(&gateway, id, &owed) => None,
        };
        if let Some(order) = order {
            Box::pin(close(&mut writer, &mut stream, order)).await;
        }
    }
    if let Some(client) = owed.client() {
        client.disconnect(connection_id);
    }
    gateway.live.detach(id, connection_id);
}

fn welcome(gateway: &Gateway, session: &Session) -> GatewayFrame {
    let period = gateway.config.sessions.resume_period.0;
    let millis = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    GatewayFrame::Welcome(Box::new(Welcome {
        session: to_wire::session(session),
        roles: session.roles.iter().map(|r| r.to_string()).collect(),
        time_zone: gateway.time_zone.clone(),
        keep_alive_ms: millis(period / KEEP_ALIVES_A_PERIOD),
        resume_period_ms: millis(period),
        secure: gateway.is_secure(),
        clock: gateway.clock.reading(),
        press_age_ms: millis(gateway.config.clients.press_age.0),
        dialect: gateway.projects.dialect(&session.project),
    }))
}

/// Answers the calls of a script, one at a time; until the session is over, which ends the socket.
async fn answer_calls(gateway: &Arc<Gateway>, id: ClientId, owed: &Owed) {
    loop {
        let WaitingCall { id: number, call, charge: _held, .. } = owed.next_call().await;
        let Some(session) = gateway.live.get(id) else { return std::future::pending().await };
        let result = Box::pin(host::answer(gateway, &gateway.clients, call, &SocketAsker::of(&session))).await;
        owed.reply(GatewayFrame::Reply { id: number, result });
    }
}

/// The identity of a socket's client: a person whom a project admits, and nothing else.
struct SocketAsker(Origin);

impl SocketAsker {
    fn of(session: &Session) -> Self {
        SocketAsker(Origin::Socket(Person {
            username: session.username.to_string(),
            roles: session.roles.iter().map(|role| role.to_string()).collect(),
            project: session.project.to_string(),
            kind: session.kind,
        }))
    }
}

impl Asker for SocketAsker {
    type Script = Absent;
    type Client = Absent;

    fn origin(&self) -> &Origin {
        &self.0
    }

    fn script(&self) -> Option<&Absent> {
        None
    }

    fn client(&self) -> Option<&Absent> {
        None
    }
}

/// Closes the socket with the reason where the client can see it. A client that is gone does not see it.
async fn close(writer: &mut Writer<'_>, stream: &mut SplitStream<Socket>, order: SocketOrder) {
    if say_why(writer, order).await.is_ok() {
        // The client's frames are read and dropped until it closes, too: a connection that is closed with something
        // unread is reset, and the client would never see the reason.
        let _ = tokio::time::timeout(CLOSE_PATIENCE, async { while let Some(Ok(_)) = stream.next().await {} }).await;
    }
}

async fn say_why(writer: &mut Writer<'_>, order: SocketOrder) -> Result<(), Gone> {
    let (code, reason) = match order {
        SocketOrder::End(reason) => {
            // A script that sends the person elsewhere has queued that just before it ended the session.
            writer.last_words().await?;
            writer.say(&to_wire::ended(&reason)).await?;
            (CloseCode::Normal, "the session is over")
        }
        SocketOrder::Replaced => (CloseCode::Policy, "the session was opened from elsewhere"),
        SocketOrder::GatewayStops => (CloseCode::Restart, "the gateway stops"),
    };
    writer.say_farewell(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await
}
