//! A session's WebSocket, frame by frame: for messages that no well-behaved client would send.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use rollcall_wire::host::{HostCall, HostResult};
use rollcall_wire::pieces::{Assembly, PieceKind};
use rollcall_wire::socket::{ClientFrame, GatewayFrame, Welcome};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::PATIENCE;

/// An open socket, welcomed by the gateway. Dropping it breaks the connection without a close.
#[derive(Debug)]
pub struct SessionSocket {
    stream: WebSocketStream<TcpStream>,
    assembly: Assembly,
    /// The gateway's first frame.
    pub welcome: Welcome,
}

/// An arrival on the socket.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// A frame.
    Frame(GatewayFrame),
    /// The gateway closed the socket, with this code where it gave one.
    Closed(Option<u16>),
}

impl SessionSocket {
    /// Opens the socket of the session that the token belongs to.
    ///
    /// # Errors
    /// The status, when the gateway does not open one.
    ///
    /// # Panics
    /// When the gateway cannot be reached, or does not begin with a welcome.
    pub async fn open(url: &str, token: &str) -> Result<Self, u16> {
        let opened = Self::attempt(url, token).await;
        opened.map_err(|status| status.expect("the gateway can be reached and begins with a welcome"))
    }

    /// Tries to, where the gateway may be away.
    ///
    /// # Errors
    /// The status, when the gateway does not open one; None when it cannot be reached, or does not begin with a welcome.
    pub async fn attempt(url: &str, token: &str) -> Result<Self, Option<u16>> {
        let connection = TcpStream::connect(address(url)).await.map_err(|_| None)?;
        Self::over(connection, url, token).await
    }

    /// The same over a connection that the caller has made.
    ///
    /// # Errors
    /// The status, when the gateway does not open one; None when it does not begin with a welcome.
    pub async fn over(connection: TcpStream, url: &str, token: &str) -> Result<Self, Option<u16>> {
        let place = format!("ws://{}/api/v1/connect", address(url));
        let mut request = place.into_client_request().expect("an address");
        let credential = format!("Bearer {token}").parse().expect("a token fits into a header");
        request.headers_mut().insert("authorization", credential);
        let mut stream = match tokio_tungstenite::client_async(request, connection).await {
            Ok((stream, _)) => stream,
            Err(Error::Http(response)) => return Err(Some(response.status().as_u16())),
            Err(_) => return Err(None),
        };
        let mut assembly = Assembly::default();
        match receive(&mut stream, &mut assembly).await {
            Arrival::Frame(GatewayFrame::Welcome(welcome)) => Ok(SessionSocket { stream, assembly, welcome: *welcome }),
            _ => Err(None),
        }
    }

    /// Sends a frame.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send(&mut self, frame: &ClientFrame) {
        self.send_message(Message::text(serde_json::to_string(frame).expect("a frame is JSON"))).await;
    }

    /// Sends text that need not be a frame.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    /// Sends text that the gateway may not read to its end; returns whether it has.
    pub async fn offer_text(&mut self, text: &str) -> bool {
        self.stream.send(Message::text(text)).await.is_ok()
    }

    /// Sends bytes.
    ///
    /// # Panics
    /// When the connection is gone.
    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.send_message(Message::binary(bytes.to_vec())).await;
    }

    async fn send_message(&mut self, message: Message) {
        self.stream.send(message).await.expect("the connection is open");
    }

    /// Sends a ping, which the gateway answers to a client that reads; returns whether it could be sent.
    pub async fn ping(&mut self, content: &[u8]) -> bool {
        self.stream.send(Message::Ping(content.to_vec().into())).await.is_ok()
    }

    /// Sends the head of a frame of text of so many bytes, and only the first of them; returns whether they could be
    /// sent. Bytes sent after that count as more of it.
    pub async fn half_frame(&mut self, announced: usize, sent: usize) -> bool {
        let mut bytes = vec![0x81, 0x80 | 127];
        bytes.extend((announced as u64).to_be_bytes());
        // The mask, by which the content is as it stands.
        bytes.extend([0; 4]);
        bytes.resize(bytes.len() + sent, b'x');
        timeout(Duration::from_secs(2), self.stream.get_mut().write_all(&bytes)).await.is_ok_and(|sent| sent.is_ok())
    }

    /// The next arrival.
    ///
    /// # Panics
    /// When nothing does.
    pub async fn receive(&mut self) -> Arrival {
        receive(&mut self.stream, &mut self.assembly).await
    }

    /// Makes a host call and waits for its answer.
    ///
    /// # Panics
    /// When something else arrives.
    pub async fn call(&mut self, call: HostCall) -> HostResult {
        self.send(&ClientFrame::Call { id: 7, call }).await;
        match self.receive().await {
            Arrival::Frame(GatewayFrame::Reply { id: 7, result }) => result,
            other => panic!("a call was answered by {other:?}"),
        }
    }

    /// Shows that the client is there, and waits until the gateway has answered.
    ///
    /// # Panics
    /// When something else arrives.
    pub async fn keep_alive(&mut self) {
        self.send(&ClientFrame::KeepAlive).await;
        let arrival = self.receive().await;
        assert!(matches!(arrival, Arrival::Frame(GatewayFrame::KeepAlive { .. })), "{arrival:?}");
    }
}

fn address(url: &str) -> &str {
    url.strip_prefix("http://").expect("a gateway without TLS")
}

async fn receive(stream: &mut WebSocketStream<TcpStream>, assembly: &mut Assembly) -> Arrival {
    let next = async {
        loop {
            match stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                    return Arrival::Frame(frame);
                }
                Some(Ok(Message::Binary(piece))) => {
                    let whole = assembly.take(&piece).expect("binary messages are pieces");
                    let Some(whole) = whole.filter(|whole| whole.kind == PieceKind::Frame) else { continue };
                    return Arrival::Frame(serde_json::from_slice(&whole.message).expect("a frame is JSON"));
                }
                Some(Ok(Message::Close(close))) => return Arrival::Closed(close.map(|close| close.code.into())),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Arrival::Closed(None),
            }
        }
    };
    timeout(PATIENCE, next).await.expect("the gateway says something")
}
