//! The writing half of a session's socket: the order in which frames are sent, and their deadlines.
//!
//! Nothing that is sent in one go is large ([`MOST_IN_A_PIECE`]), so short answers go between the pieces of a large
//! frame, and updates of the windows go between the rows of a dataset. Short answers wait for small frames only, frames
//! go in their order, rows last.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use rollcall_session::{ClientId, ConnectionId};
use rollcall_wire::desktop::DesktopUpdate;
use rollcall_wire::pieces::{Cut, MOST_IN_A_PIECE, PieceKind};
use rollcall_wire::socket::GatewayFrame;
use tokio::time::{Instant, timeout};
use tokio_tungstenite::tungstenite::Message;

use super::owed::Owed;
use super::upgrade::Socket;
use super::window::Window;
use crate::client::{Client, Transfers};
use crate::gateway::Gateway;

/// A send that took this long had to wait until the client's side took bytes.
const HAD_TO_WAIT: Duration = Duration::from_millis(20);

/// The socket is of no use any more.
pub(super) struct Gone;

/// The writing half.
pub(super) struct Writer<'a> {
    gateway: &'a Gateway,
    id: ClientId,
    /// None for a session that is over.
    connection_id: Option<ConnectionId>,
    sink: &'a mut SplitSink<Socket, Message>,
    owed: &'a Owed,
    transfers: Transfers,
    window: Window,
    /// The frames that go in order, each after the one before.
    queue: VecDeque<Outgoing>,
    /// An answer of a few words.
    answer: Option<String>,
    /// Rows that are on their way.
    rows: Option<Cut>,
}

/// Something that goes in order.
struct Outgoing {
    content: Content,
    /// The answer to a call. It goes as fast as the connection takes it, as its client sends no confirmations.
    is_reply: bool,
}

enum Content {
    Text(String),
    Pieces(Cut),
}

impl Outgoing {
    /// A frame: whole, or in pieces.
    fn frame(text: String, is_reply: bool) -> Self {
        let content = match text.len() {
            ..=MOST_IN_A_PIECE => Content::Text(text),
            _ => Content::Pieces(Cut::new(PieceKind::Frame, text.into_bytes(), false)),
        };
        Outgoing { content, is_reply }
    }
}

/// The next step of the writer.
enum Step {
    Send(Message),
    Flush,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        gateway: &'a Gateway,
        id: ClientId,
        connection_id: Option<ConnectionId>,
        sink: &'a mut SplitSink<Socket, Message>,
        owed: &'a Owed,
    ) -> Self {
        Writer {
            gateway,
            id,
            connection_id,
            sink,
            owed,
            transfers: Transfers::default(),
            window: Window::default(),
            queue: VecDeque::new(),
            answer: None,
            rows: None,
        }
    }

    /// Until the socket is of no use. Large state is on the heap: an idle connection waits here.
    pub(super) async fn run(&mut self) -> Gone {
        loop {
            while let Some(step) = self.next() {
                if Box::pin(self.perform(step)).await.is_err() {
                    return Gone;
                }
            }
            tokio::select! {
                () = self.owed.due.notified() => {}
                () = updates_of(self.owed.client().map(|client| &**client)) => {}
            }
        }
    }

    /// The frames before the session's end: where the person goes.
    pub(super) async fn last_words(&mut self) -> Result<(), Gone> {
        let Some((client, connection_id)) = self.owed.client().zip(self.connection_id) else { return Ok(()) };
        let updates = client.updates(connection_id, &mut self.transfers);
        for update in updates.into_iter().filter(|update| matches!(update, DesktopUpdate::Leave { .. })) {
            self.say(&GatewayFrame::Desktop { update }).await?;
        }
        Ok(())
    }

    /// Sends a frame at once, in the place of those that wait.
    pub(super) async fn say(&mut self, frame: &GatewayFrame) -> Result<(), Gone> {
        self.drop_all();
        self.queue.push_back(Outgoing::frame(json(frame).ok_or(Gone)?, true));
        while let Some(message) = self.in_order() {
            self.perform(Step::Send(message)).await?;
        }
        Ok(())
    }

    /// Closes the socket instead of sending the frames that wait: the client may take as long as it likes to read the
    /// reason.
    pub(super) async fn say_farewell(&mut self, farewell: Message) -> Result<(), Gone> {
        self.drop_all();
        self.perform(Step::Send(farewell)).await
    }

    /// Drops the frames that were fetched and not sent.
    fn drop_all(&mut self) {
        self.queue = VecDeque::new();
        (self.answer, self.rows) = (None, None);
        self.transfers = Transfers::default();
    }

    fn next(&mut self) -> Option<Step> {
        let due = self.owed.take(self.answer.is_none());
        self.window.taken(due.taken, Instant::now());
        for (dataset, row) in due.looks {
            self.transfers.look_at(dataset, row);
        }
        if let Some(answer) = due.answer.as_ref() {
            self.answer = json(answer);
        }
        if due.flush {
            return Some(Step::Flush);
        }
        // Earlier updates are sent before the answer, but large ones are not waited for.
        if self.queue.is_empty() && (due.answer.is_some() || self.answer.is_none()) {
            self.fetch();
        }
        if !self.next_is_small()
            && let Some(text) = self.answer.take()
        {
            return Some(Step::Send(Message::Text(text.into())));
        }
        match self.in_order() {
            Some(message) => Some(Step::Send(message)),
            None if self.queue.is_empty() => self.next_rows().map(Step::Send),
            None => None,
        }
    }

    /// Fetches the next frames in order; only when all earlier ones have been sent, since a frame shows the state at
    /// the time when it is fetched.
    fn fetch(&mut self) {
        if let Some(reply) = self.owed.take_reply() {
            match json(&reply) {
                Some(text) => self.queue.push_back(Outgoing::frame(text, true)),
                None => self.owed.replied(),
            }
        }
        let Some((client, connection_id)) = self.owed.client().zip(self.connection_id) else { return };
        let updates = client.updates(connection_id, &mut self.transfers);
        let ahead = self.transfers.take_ahead().into_iter();
        self.queue.extend(ahead.map(|cut| Outgoing { content: Content::Pieces(cut), is_reply: false }));
        let frames = updates.into_iter().filter_map(|update| json(&GatewayFrame::Desktop { update }));
        self.queue.extend(frames.map(|text| Outgoing::frame(text, false)));
    }

    /// The next frame in order; None when there is no frame, or the browser has to confirm bytes first.
    fn in_order(&mut self) -> Option<Message> {
        let Outgoing { content, is_reply } = self.queue.front_mut()?;
        let (message, is_over) = match content {
            Content::Text(text) => (Message::Text(std::mem::take(text).into()), true),
            Content::Pieces(_) if !*is_reply && !self.window.is_open() => return None,
            Content::Pieces(cut) => {
                let piece = cut.next_piece()?;
                if !*is_reply {
                    self.window.sent(piece.len(), Instant::now());
                }
                (Message::Binary(piece.into()), cut.is_over())
            }
        };
        if is_over && self.queue.pop_front().is_some_and(|gone| gone.is_reply) {
            self.owed.replied();
        }
        Some(message)
    }

    /// Whether something goes in order that is small, and can go at once.
    fn next_is_small(&self) -> bool {
        match self.queue.front().map(|next| &next.content) {
            None => false,
            Some(Content::Text(_)) => true,
            Some(Content::Pieces(cut)) => cut.kind() == PieceKind::RowsAhead && self.window.is_open(),
        }
    }

    fn next_rows(&mut self) -> Option<Message> {
        if !self.window.is_open() {
            return None;
        }
        if self.rows.as_ref().is_none_or(Cut::is_over) {
            self.rows = self.transfers.next_part(self.window.is_slow());
        }
        let piece = self.rows.as_mut()?.next_piece()?;
        self.window.sent(piece.len(), Instant::now());
        Some(Message::Binary(piece.into()))
    }

    /// Sends something within the time that a client has to take it.
    async fn perform(&mut self, step: Step) -> Result<(), Gone> {
        let patience = self.gateway.config.sessions.send_patience.0;
        let began = Instant::now();
        let sent = timeout(patience, async {
            // The library's own answers go first, so that its buffer has room.
            self.sink.flush().await?;
            match step {
                Step::Send(message) => self.sink.send(message).await,
                Step::Flush => Ok(()),
            }
        });
        sent.await.map_err(|_| Gone)?.map_err(|_| Gone)?;
        if began.elapsed() > HAD_TO_WAIT {
            // Bytes that the other side has taken show that it is there. The end of its session comes as an order.
            let _ = self.gateway.live.frame(self.id);
        }
        Ok(())
    }
}

/// Our own frames are JSON.
fn json(frame: &GatewayFrame) -> Option<String> {
    serde_json::to_string(frame).map_err(|error| tracing::error!("a frame cannot be written: {error}")).ok()
}

/// Resolves when the windows may have updates; never without windows.
async fn updates_of(client: Option<&Client>) {
    match client {
        Some(client) => client.has_updates().await,
        None => std::future::pending().await,
    }
}
