//! A session's WebSocket: frames out, frames in. The HTTP client opens it, so that there is one place that knows how to
//! reach a gateway.

use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt};
use reqwest::Upgraded;
use rollcall_wire::pieces::{Assembly, PieceKind};
use rollcall_wire::socket::{ClientFrame, EndReason, GatewayFrame, Welcome};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::Api;

/// The buffer that each connection holds while idle, in bytes: small, for many clients in one process.
const READ_BUFFER: usize = 4 * 1024;
/// The largest frame that is taken, in bytes: a list of a million sessions.
const MAX_FRAME: usize = 256 * 1024 * 1024;

/// An open socket.
#[derive(Debug)]
pub struct Socket {
    stream: WebSocketStream<Upgraded>,
    assembly: Assembly,
}

/// The session ended while its socket was being opened.
#[derive(Clone, Debug)]
pub struct EndedAtOnce {
    /// Why.
    pub reason: EndReason,
    /// For a person.
    pub message: Option<String>,
}

impl std::fmt::Display for EndedAtOnce {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the session is over")
    }
}

impl std::error::Error for EndedAtOnce {}

/// An arrival on the socket.
#[derive(Debug)]
pub enum Arrival {
    /// A frame.
    Frame(GatewayFrame),
    /// Some of a frame, which is not whole yet.
    Piece,
    /// The gateway gave the session to another socket.
    Replaced,
    /// The connection is gone.
    Closed,
}

impl Socket {
    /// Opens the socket of the session that `api` has the credential of.
    ///
    /// # Errors
    /// When the gateway cannot be reached or refuses.
    pub async fn open(api: &Api) -> anyhow::Result<(Self, Welcome)> {
        let key = generate_key();
        let response = api.upgrade("/api/v1/connect", &key).await?;
        let accepted =
            response.headers().get("sec-websocket-accept").is_some_and(|a| *a == derive_accept_key(key.as_bytes()));
        if !accepted {
            bail!("what answers there does not speak WebSocket");
        }
        let upgraded = response.upgrade().await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(MAX_FRAME))
            .max_frame_size(Some(MAX_FRAME));
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await;
        let mut socket = Socket { stream, assembly: Assembly::default() };
        let first = loop {
            match socket.receive().await {
                Arrival::Piece => {}
                arrival => break arrival,
            }
        };
        match first {
            Arrival::Frame(GatewayFrame::Welcome(welcome)) => Ok((socket, *welcome)),
            Arrival::Frame(GatewayFrame::Ended { reason, message }) => bail!(EndedAtOnce { reason, message }),
            _ => bail!("the gateway closed the connection at its start"),
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// When the connection is gone.
    pub async fn send(&mut self, frame: &ClientFrame) -> anyhow::Result<()> {
        let text = serde_json::to_string(frame)?;
        self.stream.send(Message::Text(text.into())).await.context("the connection is gone")
    }

    /// The next arrival.
    pub async fn receive(&mut self) -> Arrival {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    if let Some(frame) = understood(text.as_bytes()) {
                        return Arrival::Frame(frame);
                    }
                }
                Some(Ok(Message::Binary(piece))) => match self.assembly.take(&piece) {
                    Ok(Some(whole)) if whole.kind == PieceKind::Frame => {
                        if let Some(frame) = understood(&whole.message) {
                            return Arrival::Frame(frame);
                        }
                    }
                    // Rows are for browsers.
                    Ok(_) => return Arrival::Piece,
                    Err(error) => tracing::warn!("{error}"),
                },
                Some(Ok(Message::Close(Some(close)))) if close.code == CloseCode::Policy => return Arrival::Replaced,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Arrival::Closed,
                Some(Ok(_)) => {}
            }
        }
    }
}

fn understood(text: &[u8]) -> Option<GatewayFrame> {
    let frame = serde_json::from_slice(text);
    frame.map_err(|error| tracing::warn!("a frame that is not understood: {error}")).ok()
}
