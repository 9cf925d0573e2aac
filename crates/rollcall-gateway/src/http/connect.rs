//! The WebSocket of a session: frames in, frames out, until one side closes or the session ends.
//!
//! A closed socket is not the end of the session. One call is answered at a time and the next frame is read only then:
//! a client that floods is held back by its own connection and costs nobody else. What a browser does to its windows is
//! noted at once and run elsewhere, so its socket goes on reading while scripts run; what its windows have to say is
//! fetched when the socket can take it, so a slow browser waits for nothing but itself.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use rollcall_session::{Attachment, ClientId, EndReason, Kind, Session};
use rollcall_wire::desktop::DesktopRequest;
use rollcall_wire::socket::{ClientFrame, GatewayFrame, MAX_CLIENT_FRAME, Welcome};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

use super::HttpError;
use super::access::{Caller, KnownCaller, PROTOCOL};
use crate::client::chain::Chain;
use crate::client::{Client, NotStarted, Parcels};
use crate::gateway::Gateway;
use crate::host::{self, Asking};
use crate::live::SocketOrder;
use crate::permission::Origin;
use crate::wire_form;
use crate::worker::turnstile::User;

/// The buffer that each connection holds while idle, in bytes. The library's own choice of 128 KiB would cost a
/// thousand clients 128 MiB.
const READ_BUFFER: usize = 1024;
/// How long a client may take to read a frame before its socket is given up.
const SEND_PATIENCE: Duration = Duration::from_secs(20);
/// The slowest connection that windows are meant for, in bytes a second: a large dataset has as much more time.
const SLOWEST: u64 = 32 * 1024;
/// How long a client may take to close its side.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);
/// How many requests about its windows a browser may make in a second. Nobody types or clicks so fast; past that it is
/// read no further until the second is over.
const REQUESTS_A_SECOND: u32 = 200;
/// A client must be heard this many times in each resume period, so that two lost frames do not end its session.
const KEEP_ALIVES_A_PERIOD: u32 = 3;

/// `GET /api/v1/connect`.
pub async fn connect(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, HttpError> {
    let upgrade = upgrade?;
    let Caller::Session(session) = caller.0 else {
        return Err(HttpError::internal("a socket was opened without a session", "the route's access is wrong"));
    };
    let upgrade =
        upgrade.max_message_size(MAX_CLIENT_FRAME).max_frame_size(MAX_CLIENT_FRAME).read_buffer_size(READ_BUFFER);
    let id = session.client_id;
    Ok(upgrade.protocols([PROTOCOL]).on_upgrade(move |socket| serve(gateway, id, socket)))
}

async fn serve(gateway: Arc<Gateway>, id: ClientId, mut socket: WebSocket) {
    let attached = gateway.live.attach(id).zip(gateway.live.get(id));
    let Some(((attachment, orders), session)) = attached else {
        // It ended between the handshake's check and this moment.
        close(&mut socket, SocketOrder::End(EndReason::LoggedOut)).await;
        return;
    };
    let welcome = welcome(&gateway, &session);
    drop(session);
    let mut conversation = Conversation {
        gateway,
        id,
        attachment,
        socket,
        orders,
        client: None,
        parcels: Parcels::default(),
        requests: (Instant::now(), 0),
    };
    if send(&mut conversation.socket, &welcome).await.is_ok() {
        drop(welcome);
        conversation.hold().await;
    }
    if let Some(client) = &conversation.client {
        client.disconnect(attachment);
    }
    conversation.gateway.live.detach(id, attachment);
}

fn welcome(gateway: &Gateway, session: &Session) -> GatewayFrame {
    let period = gateway.config.sessions.resume_period.0;
    let millis = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    GatewayFrame::Welcome(Box::new(Welcome {
        session: wire_form::session(session),
        roles: session.roles.iter().map(|r| r.to_string()).collect(),
        time_zone: gateway.time_zone.clone(),
        keep_alive: millis(period / KEEP_ALIVES_A_PERIOD),
        resume_period: millis(period),
        secure: gateway.is_secure(),
        dialect: gateway.projects.dialect(&session.project),
    }))
}

/// A socket that is open.
struct Conversation {
    gateway: Arc<Gateway>,
    id: ClientId,
    attachment: Attachment,
    socket: WebSocket,
    orders: oneshot::Receiver<SocketOrder>,
    /// The session's windows, once a browser has started.
    client: Option<Arc<Client>>,
    parcels: Parcels,
    /// Requests about windows: how many in the second that began then.
    requests: (Instant, u32),
}

/// What came of one message.
enum Taken {
    Reply(GatewayFrame),
    Silently,
    /// The session is over.
    Over,
}

/// The socket is of no use any more.
struct Gone;

impl Conversation {
    /// Until one side closes or the session ends. What takes room to do is on the heap: an idle connection waits here.
    async fn hold(&mut self) {
        loop {
            tokio::select! {
                // What the gateway has to say comes first: nothing is answered to a session that is over.
                biased;
                order = &mut self.orders => return Box::pin(self.obey(order.ok())).await,
                () = news_of(self.client.as_deref()) => if Box::pin(self.tell()).await.is_err() { return },
                message = self.socket.recv() => {
                    let Some(Ok(message)) = message else { return };
                    match Box::pin(self.take(message)).await {
                        Taken::Reply(reply) => {
                            if Box::pin(send(&mut self.socket, &reply)).await.is_err() { return }
                        }
                        Taken::Silently => {}
                        // Its end is on its way through `orders`.
                        Taken::Over => {
                            let order = (&mut self.orders).await;
                            return Box::pin(self.obey(order.ok())).await;
                        }
                    }
                }
            }
        }
    }

    async fn obey(&mut self, order: Option<SocketOrder>) {
        let Some(order) = order else { return };
        // A script that sends the person elsewhere has said so just before it ended the session.
        if matches!(order, SocketOrder::End(_)) && self.tell().await.is_err() {
            return;
        }
        close(&mut self.socket, order).await;
    }

    /// Tells a browser what is new in its windows.
    async fn tell(&mut self) -> Result<(), Gone> {
        let Some(client) = &self.client else { return Ok(()) };
        let updates = client.news(self.attachment, &mut self.parcels);
        for parcel in self.parcels.take() {
            let patience = SEND_PATIENCE + Duration::from_secs(parcel.len() as u64 / SLOWEST);
            let sent = tokio::time::timeout(patience, self.socket.send(Message::Binary(parcel.into()))).await;
            sent.map_err(|_| Gone)?.map_err(|_| Gone)?;
        }
        for update in updates {
            send(&mut self.socket, &GatewayFrame::Desktop { update }).await.map_err(|_| Gone)?;
        }
        Ok(())
    }

    async fn take(&mut self, message: Message) -> Taken {
        let (gateway, id) = (&self.gateway, self.id);
        let invalid = |message: String| Taken::Reply(GatewayFrame::Invalid { message });
        let frame = match message {
            Message::Text(text) => serde_json::from_str(&text).map_err(|e| invalid(e.to_string())),
            Message::Binary(_) => Err(invalid("frames are JSON text".to_owned())),
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Err(Taken::Silently),
        };
        let alive = match frame {
            Ok(ClientFrame::Activity | ClientFrame::Call { .. } | ClientFrame::Desktop { .. }) => {
                gateway.live.activity(id)
            }
            Ok(ClientFrame::KeepAlive) | Err(_) => gateway.live.frame(id),
        };
        match frame {
            _ if !alive => Taken::Over,
            Ok(ClientFrame::KeepAlive) => Taken::Reply(GatewayFrame::KeepAlive),
            Ok(ClientFrame::Activity) => Taken::Silently,
            Ok(ClientFrame::Desktop { request }) => {
                self.hold_back().await;
                self.desktop(request)
            }
            Ok(ClientFrame::Call { id: number, call }) => match gateway.live.get(id) {
                None => Taken::Over,
                Some(session) => {
                    let user = User::Person(Arc::clone(&session.username));
                    let asking = Asking { origin: Origin::Socket, project: &session.project, user };
                    let result = host::answer(gateway, call, asking, &Chain::PERSON).await;
                    Taken::Reply(GatewayFrame::Reply { id: number, result })
                }
            },
            Err(taken) => taken,
        }
    }

    /// Waits for the next second when this one has had its requests.
    async fn hold_back(&mut self) {
        let (begin, count) = &mut self.requests;
        let end = *begin + Duration::from_secs(1);
        if *count >= REQUESTS_A_SECOND {
            sleep_until(end).await;
        }
        if Instant::now() >= end {
            (*begin, *count) = (Instant::now(), 0);
        }
        *count += 1;
    }

    fn desktop(&mut self, request: DesktopRequest) -> Taken {
        match (&self.client, request) {
            (None, DesktopRequest::Start { windows }) => {
                let Some(session) = self.gateway.live.get(self.id) else { return Taken::Over };
                if session.kind != Kind::Client {
                    let message = "a designer has no windows here: log in as a client".to_owned();
                    return Taken::Reply(GatewayFrame::Invalid { message });
                }
                match self.gateway.clients.start(&self.gateway, &session, windows) {
                    Ok(client) => {
                        client.connect(&self.gateway, self.attachment);
                        self.client = Some(client);
                        Taken::Silently
                    }
                    Err(NotStarted::Over) => Taken::Over,
                    Err(NotStarted::NoProject) => {
                        let project = &session.project;
                        let message = format!("the project {project:?} cannot be served at this moment: try again");
                        Taken::Reply(GatewayFrame::Invalid { message })
                    }
                }
            }
            (None, _) => Taken::Reply(GatewayFrame::Invalid { message: "start first".to_owned() }),
            (Some(client), request) => {
                client.request(&self.gateway, request);
                Taken::Silently
            }
        }
    }
}

/// Resolves when the windows may have something to say; never without windows.
async fn news_of(client: Option<&Client>) {
    match client {
        Some(client) => client.has_news().await,
        None => std::future::pending().await,
    }
}

async fn send(socket: &mut WebSocket, frame: &GatewayFrame) -> Result<(), axum::Error> {
    let text = serde_json::to_string(frame).map_err(axum::Error::new)?;
    let patience = SEND_PATIENCE + Duration::from_secs(text.len() as u64 / SLOWEST);
    let sent = tokio::time::timeout(patience, socket.send(Message::Text(text.into()))).await;
    sent.map_err(axum::Error::new)?
}

/// Closes the socket with the reason where the client can see it. A client that is gone cannot be told.
async fn close(socket: &mut WebSocket, order: SocketOrder) {
    let (code, reason) = match order {
        SocketOrder::End(reason) => {
            let _ = send(socket, &wire_form::ended(&reason)).await;
            (close_code::NORMAL, "the session is over")
        }
        SocketOrder::Replaced => (close_code::POLICY, "the session was opened from elsewhere"),
        SocketOrder::GatewayStops => (close_code::RESTART, "the gateway stops"),
    };
    let farewell = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
    let _ = tokio::time::timeout(SEND_PATIENCE, socket.send(farewell)).await;
    // What the client had sent meanwhile is read and dropped until it closes, too: a connection that is closed with
    // something unread is reset, and the client would never see the reason.
    let _ = tokio::time::timeout(CLOSE_PATIENCE, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
}
