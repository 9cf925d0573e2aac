//! The WebSocket of a session: frames in, frames out, until one side closes or the session ends.
//!
//! A closed socket is not the end of the session. One call is answered at a time and the next frame is read only then:
//! a client that floods is held back by its own connection and costs nobody else.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::response::Response;
use rollcall_session::{ClientId, EndReason, Session};
use rollcall_wire::rest::ErrorCode;
use rollcall_wire::socket::{ClientFrame, GatewayFrame, MAX_CLIENT_FRAME, Welcome};
use tokio::sync::mpsc::UnboundedReceiver;

use super::HttpError;
use super::access::{Caller, KnownCaller};
use crate::gateway::Gateway;
use crate::host;
use crate::live::SocketOrder;
use crate::permission::Origin;
use crate::wire_form;

/// The buffer that each connection holds while idle, in bytes. The library's own choice of 128 KiB would cost a
/// thousand clients 128 MiB.
const READ_BUFFER: usize = 4 * 1024;
/// How long a client may take to read a frame before its socket is given up.
const SEND_PATIENCE: Duration = Duration::from_secs(20);
/// How long a client may take to close its side.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);
/// A client must be heard this many times in each resume period, so that two lost frames do not end its session.
const KEEP_ALIVES_A_PERIOD: u32 = 3;

/// `GET /api/v1/connect`.
pub async fn connect(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, HttpError> {
    let upgrade = upgrade.map_err(|e| HttpError::new(ErrorCode::BadRequest, e.body_text()))?;
    let Caller::Session(session) = caller.0 else {
        return Err(HttpError::internal("a socket was opened without a session", "the route's access is wrong"));
    };
    let upgrade =
        upgrade.max_message_size(MAX_CLIENT_FRAME).max_frame_size(MAX_CLIENT_FRAME).read_buffer_size(READ_BUFFER);
    Ok(upgrade.on_upgrade(move |socket| serve(gateway, session.client_id, socket)))
}

async fn serve(gateway: Arc<Gateway>, id: ClientId, mut socket: WebSocket) {
    let attached = gateway.live.attach(id).zip(gateway.live.get(id));
    let Some(((attachment, mut orders), session)) = attached else {
        // It ended between the handshake's check and this moment.
        close(&mut socket, SocketOrder::End(EndReason::LoggedOut)).await;
        return;
    };
    if send(&mut socket, &welcome(&gateway, &session)).await.is_ok() {
        converse(&gateway, id, &mut socket, &mut orders).await;
    }
    gateway.live.detach(id, attachment);
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

async fn converse(
    gateway: &Gateway,
    id: ClientId,
    socket: &mut WebSocket,
    orders: &mut UnboundedReceiver<SocketOrder>,
) {
    loop {
        tokio::select! {
            // What the gateway has to say comes first: nothing is answered to a session that is over.
            biased;
            order = orders.recv() => {
                if let Some(order) = order {
                    close(socket, order).await;
                }
                return;
            }
            message = socket.recv() => {
                let Some(Ok(message)) = message else { return };
                match take(gateway, id, message).await {
                    Taken::Reply(reply) => if send(socket, &reply).await.is_err() { return },
                    Taken::Silently => {}
                    // Its end is on its way through `orders`.
                    Taken::Over => if let Some(order) = orders.recv().await {
                        return close(socket, order).await;
                    } else {
                        return;
                    },
                }
            }
        }
    }
}

/// What came of one message.
enum Taken {
    Reply(GatewayFrame),
    Silently,
    /// The session is over.
    Over,
}

async fn take(gateway: &Gateway, id: ClientId, message: Message) -> Taken {
    let invalid = |message: String| Taken::Reply(GatewayFrame::Invalid { message });
    let frame = match message {
        Message::Text(text) => serde_json::from_str(&text).map_err(|e| invalid(e.to_string())),
        Message::Binary(_) => Err(invalid("frames are JSON text".to_owned())),
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => Err(Taken::Silently),
    };
    let alive = match frame {
        Ok(ClientFrame::Activity | ClientFrame::Call { .. } | ClientFrame::Desktop { .. }) => gateway.live.activity(id),
        Ok(ClientFrame::KeepAlive) | Err(_) => gateway.live.frame(id),
    };
    match frame {
        _ if !alive => Taken::Over,
        Ok(ClientFrame::KeepAlive) => Taken::Reply(GatewayFrame::KeepAlive),
        Ok(ClientFrame::Activity) => Taken::Silently,
        Ok(ClientFrame::Desktop { .. }) => invalid("this gateway shows no windows yet".to_owned()),
        Ok(ClientFrame::Call { id: number, call }) => {
            Taken::Reply(GatewayFrame::Reply { id: number, result: host::answer(gateway, call, Origin::Socket).await })
        }
        Err(taken) => taken,
    }
}

async fn send(socket: &mut WebSocket, frame: &GatewayFrame) -> Result<(), axum::Error> {
    let text = serde_json::to_string(frame).map_err(axum::Error::new)?;
    let sent = tokio::time::timeout(SEND_PATIENCE, socket.send(Message::Text(text.into()))).await;
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
