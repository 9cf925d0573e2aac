//! The reading half of a session's socket: a client's frames are read at once, whatever is being sent to it meanwhile.

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use rollcall_session::{ClientId, ConnectionId, Kind};
use rollcall_wire::desktop::DesktopRequest;
use rollcall_wire::socket::{ClientFrame, GatewayFrame};
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::Message;

use super::owed::{Owed, WaitingCall};
use super::rate::Rate;
use super::upgrade::Socket;
use crate::account::{Account, Charge};
use crate::call_size;
use crate::client::NotStarted;
use crate::gateway::Gateway;

/// The longest description of a faulty frame that is sent back, in characters.
const MOST_SAID_BACK: usize = 1_000;

/// Messages up to this size are not charged, in bytes: each is handled before the next is read.
const SMALL: usize = 16 * 1024;
/// For how many acts a browser may ask the outcome; no person has so many under way.
const MAX_UNANSWERED: usize = 128;

/// The reading half.
pub(super) struct Reader<'a> {
    pub(super) gateway: &'a Arc<Gateway>,
    pub(super) id: ClientId,
    pub(super) connection_id: ConnectionId,
    pub(super) stream: &'a mut SplitStream<Socket>,
    pub(super) owed: &'a Owed,
    pub(super) rate: Rate,
    /// The account for large messages of the client.
    pub(super) account: Account,
}

/// Why nothing is read any more.
pub(super) enum NoMore {
    /// The client has closed its side, or is gone.
    Closed,
    /// The session is over; its end is on its way through the socket's orders.
    Over,
}

impl Reader<'_> {
    /// Until there is no more. Large state is on the heap: an idle connection waits here.
    pub(super) async fn run(&mut self) -> NoMore {
        loop {
            let Some(Ok(message)) = self.stream.next().await else { return NoMore::Closed };
            if let Some(wait) = self.rate.message(Instant::now()) {
                sleep_until(wait).await;
            }
            if let Err(no_more) = Box::pin(self.take(message)).await {
                return no_more;
            }
        }
    }

    async fn take(&mut self, message: Message) -> Result<(), NoMore> {
        let (mut charge, mut bytes) = (None, 0);
        let frame = match message {
            Message::Text(text) => {
                bytes = text.len();
                self.charge(bytes, &mut charge).and_then(|()| serde_json::from_str(&text).map_err(|e| e.to_string()))
            }
            Message::Binary(_) => Err("frames are JSON text".to_owned()),
            Message::Ping(_) => {
                // The library has answered it into its own buffer.
                self.owed.flush();
                return self.alive(self.gateway.live.frame(self.id));
            }
            Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {
                return self.alive(self.gateway.live.frame(self.id));
            }
        };
        let is_alive = match &frame {
            Ok(ClientFrame::Activity | ClientFrame::Call { .. } | ClientFrame::Desktop { .. }) => {
                self.gateway.live.activity(self.id)
            }
            Ok(
                ClientFrame::KeepAlive
                | ClientFrame::Watching { .. }
                | ClientFrame::Taken { .. }
                | ClientFrame::Look { .. },
            )
            | Err(_) => self.gateway.live.frame(self.id),
        };
        self.alive(is_alive)?;
        match frame {
            Ok(ClientFrame::KeepAlive) => self.keep_alive().await,
            Ok(ClientFrame::Watching { at }) => {
                if let Some(client) = self.owed.client() {
                    client.watched(&self.gateway.clients, self.connection_id, at);
                }
                self.keep_alive().await;
            }
            Ok(ClientFrame::Activity) => {}
            Ok(ClientFrame::Taken { bytes }) => self.owed.taken(bytes),
            Ok(ClientFrame::Look { dataset, row }) => self.owed.look(dataset, row),
            Ok(ClientFrame::Call { id, call }) => self.owed.call(WaitingCall { id, call, bytes, charge }).await,
            Ok(ClientFrame::Desktop { request }) => {
                if let Some(wait) = self.rate.request(Instant::now()) {
                    sleep_until(wait).await;
                }
                self.desktop(request).await?;
            }
            // The parser's error repeats the text that it found, which may be long.
            Err(message) => {
                let message = message.chars().take(MOST_SAID_BACK).collect();
                self.owed.answer(GatewayFrame::Invalid { message }).await;
            }
        }
        Ok(())
    }

    /// Charges a large message to the person for as long as it is handled. A message that does not fit is not acted on.
    fn charge(&self, bytes: usize, charge: &mut Option<Charge>) -> Result<(), String> {
        if bytes > SMALL {
            let text_and_meaning = 2 * bytes as u64;
            *charge = Some(self.account.charge(text_and_meaning).map_err(|over| over.to_string())?);
        }
        Ok(())
    }

    fn alive(&self, is_alive: bool) -> Result<(), NoMore> {
        if is_alive { Ok(()) } else { Err(NoMore::Over) }
    }

    async fn keep_alive(&self) {
        self.owed.answer(GatewayFrame::KeepAlive { clock: self.gateway.clock.reading() }).await;
    }

    async fn desktop(&self, request: DesktopRequest) -> Result<(), NoMore> {
        if let Err(message) = call_size::check_request(&request) {
            self.owed.answer(GatewayFrame::Invalid { message }).await;
            return Ok(());
        }
        let message = match (self.owed.client(), request) {
            (None, DesktopRequest::Start { windows, mut unanswered }) => {
                let Some(session) = self.gateway.live.get(self.id) else { return Err(NoMore::Over) };
                if session.kind != Kind::Client {
                    "a designer has no windows here: log in as a client".to_owned()
                } else {
                    match self.gateway.clients.start(&session, windows) {
                        Ok(client) => {
                            unanswered.truncate(MAX_UNANSWERED);
                            client.connect(&self.gateway.clients, self.connection_id, &unanswered);
                            self.owed.started(client);
                            return Ok(());
                        }
                        Err(NotStarted::Over) => return Err(NoMore::Over),
                        Err(NotStarted::NoProject) => {
                            let project = &session.project;
                            format!("the project {project:?} cannot be served at this moment: try again")
                        }
                    }
                }
            }
            (None, _) => "start first".to_owned(),
            (Some(client), request) => {
                client.request(&self.gateway.clients, self.connection_id, request);
                return Ok(());
            }
        };
        self.owed.answer(GatewayFrame::Invalid { message }).await;
        Ok(())
    }
}
