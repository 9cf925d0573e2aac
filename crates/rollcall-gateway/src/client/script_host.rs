//! The gateway as a script of a client sees it: its windows, its person, and whatever every script may ask.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rollcall_project::Kind;
use rollcall_wire::desktop::{Ask, Destination, DialogAnswer, PrintedBy};
use rollcall_wire::host::{Function, HostCall, HostError, HostResult, HostValue};
use rollcall_wire::worker::Stream;
use tokio::sync::oneshot;

use super::background;
use super::chain::{Chain, Link};
use super::client::Client;
use super::desktop::Desktop;
use super::dialogs::{DialogPlace, DialogPlaces};
use crate::account::Charge;
use crate::call_size;
use crate::gateway::Gateway;
use crate::host::{self, Asking};
use crate::log_line::{LogBudget, Room, indented, log_line};
use crate::permission::{self, Origin};
use crate::printed::Unfinished;
use crate::worker::Host;
use crate::worker::flight::Flights;
use crate::worker::turnstile::{Turn, User};

/// The longest that a function may wait for its time.
const MAX_DELAY: Duration = Duration::from_secs(24 * 3600);
/// For a script that prints without end.
const TOO_MUCH: &str = "this run has written too much; the rest is left out";

/// What part a script has in its client's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It runs in its turn.
    InTurn,
    /// It runs beside the others.
    Background,
    /// It is the last one: nobody sits before the client any more.
    Last,
}

/// Answers the calls of one run of a script.
pub(super) struct ScriptHost<'a> {
    gateway: &'a Arc<Gateway>,
    client: &'a Arc<Client>,
    file: &'a str,
    /// The worker that it runs in.
    worker: u64,
    turn: &'a Turn,
    /// What led to it; a new chain once its person has answered a dialog.
    chain: Mutex<Chain>,
    part: Part,
    log: LogBudget,
    unfinished: Unfinished,
}

impl<'a> ScriptHost<'a> {
    pub(super) fn new(
        gateway: &'a Arc<Gateway>,
        client: &'a Arc<Client>,
        file: &'a str,
        worker: u64,
        turn: &'a Turn,
        chain: Chain,
        part: Part,
    ) -> Self {
        ScriptHost {
            gateway,
            client,
            file,
            worker,
            turn,
            chain: Mutex::new(named(chain, client, file)),
            part,
            log: LogBudget::default(),
            unfinished: Unfinished::default(),
        }
    }

    fn has_room(&self, head: &str, text: &str) -> bool {
        let room = self.log.take(head, text);
        if room == Room::Enough {
            return self.may_write_a_line(text);
        }
        if room == Room::JustUsedUp {
            let (project, file, client_id) = (self.client.project(), self.file, self.client.id());
            tracing::warn!(target: "script", project, file, %client_id, "{TOO_MUCH}");
            self.client.note_printed(self.gateway, file, PrintedBy::ErrorOutput, TOO_MUCH);
        }
        false
    }

    /// Whether the client's scripts have not written too many lines in this second already.
    fn may_write_a_line(&self, text: &str) -> bool {
        let room = self.client.lines().take(text, Instant::now());
        if room == Room::JustUsedUp {
            let (project, client_id) = (self.client.project(), self.client.id());
            tracing::warn!(target: "script", project, %client_id, "this client writes too many lines in a second; some are left out");
        }
        room == Room::Enough
    }

    /// Takes whole lines that the script has printed: into the log, and for the client's console.
    fn printed(&self, stream: Stream, text: &str) {
        if !self.has_room(self.file, text) {
            return;
        }
        let (project, file, client_id) = (self.client.project(), self.file, self.client.id());
        tracing::info!(target: "script", project, file, %client_id, "{}", indented(text));
        for line in text.lines() {
            let source = match stream {
                Stream::Stdout => PrintedBy::Output,
                Stream::Stderr => PrintedBy::ErrorOutput,
            };
            self.client.note_printed(self.gateway, file, source, line);
        }
    }

    /// Asks the person. Meanwhile others have the turn; how many may wait so is limited, since each holds a worker.
    async fn ask(&self, ask: Ask) -> Result<DialogAnswer, HostError> {
        if self.part == Part::Last {
            let message = "nobody can answer a dialog any more: the client is closing".to_owned();
            return Err(HostError::Unavailable { message });
        }
        let _held = self.charge(4 * length(&ask))?;
        let places: &DialogPlaces = &self.gateway.clients.dialogs;
        let place = places.take(&self.client.caller().username).map_err(|message| HostError::Failed { message })?;
        let waiting = OpenDialog::open(self, ask, place)?;
        self.turn.lay_down();
        let answer = waiting.answer().await;
        self.turn.take_up().await;
        let answer = answer.ok_or_else(|| HostError::Failed { message: "the client's session is over".to_owned() })?;
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) = named(Chain::PERSON, self.client, self.file);
        Ok(answer)
    }

    /// Has the client's account charged, until the answer is dropped.
    fn charge(&self, bytes: usize) -> Result<Charge, HostError> {
        let charge = self.client.account().charge(bytes as u64);
        charge.map_err(|over| HostError::Failed { message: over.to_string() })
    }

    fn chain(&self) -> Chain {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The chain of what this script sets off.
    fn then(&self, link: Link, function: &str) -> Result<Chain, HostError> {
        let chain = self.chain();
        chain.then(link).ok_or_else(|| {
            let end = format!("what {} calls", place_of(self.client, self.file));
            HostError::Failed { message: format!("{function}: {}", chain.too_long(&end)) }
        })
    }

    async fn dialog(&self, call: HostCall) -> HostResult {
        let (ask, no_cancel) = match call {
            HostCall::MessageBox { style, message, title } => (Ask::Message { style, message, title }, false),
            HostCall::Confirm { message, title, allow_cancel } => {
                (Ask::Confirm { message, title, allow_cancel }, !allow_cancel)
            }
            HostCall::InputBox { message, default_text } => (Ask::Input { message, default_text }, false),
            HostCall::PasswordBox { message, title, echo_char } => (Ask::Password { message, title, echo_char }, false),
            other => return Err(HostError::Unavailable { message: format!("{} is no dialog", other.function()) }),
        };
        Ok(match self.ask(ask).await? {
            DialogAnswer::Boolean(yes) => HostValue::Boolean(yes),
            DialogAnswer::Text(text) => HostValue::Text(text),
            // Without a cancel button, Escape means no.
            DialogAnswer::Cancelled if no_cancel => HostValue::Boolean(false),
            DialogAnswer::Cancelled | DialogAnswer::Done => HostValue::Nothing,
        })
    }

    fn invoke_later(&self, function: Function, delay: Duration) -> HostResult {
        // What a background function keeps is lost with its interpreter, so it must be carried.
        if self.part != Part::InTurn && matches!(function, Function::Kept(_)) {
            let message = "invokeLater: the function must be carried to the client's interpreter".to_owned();
            return Err(HostError::Value { message });
        }
        let full = || HostError::Failed { message: "invokeLater: too much waits in this client already".to_owned() };
        let chain = self.then(Link::Later(delay), "system.util.invokeLater")?;
        let charge = match &function {
            Function::Carried(carried) => self.charge(carried.0.len())?,
            Function::Kept(_) => self.client.account().nothing(),
        };
        if delay.is_zero() {
            let waits = self.client.change(self.gateway, |desktop| desktop.later(function, self.worker, chain));
            return if waits { Ok(HostValue::Nothing) } else { Err(full()) };
        }
        if !self.client.desktop().delay(&function) {
            return Err(full());
        }
        // It holds on to nothing but the client, and no longer than the session lasts.
        let (gateway, client, worker) = (Arc::clone(self.gateway), Arc::clone(self.client), self.worker);
        tokio::spawn(async move {
            tokio::select! {
                () = tokio::time::sleep(delay.min(MAX_DELAY)) => {}
                _ = client.over() => return,
            }
            // From now on the queue has it.
            drop(charge);
            let waits = client.change(&gateway, |desktop| desktop.due(function, worker, chain));
            if !waits {
                let words = "a function whose time has come was not called: too much waits in this client already";
                client.change(&gateway, |desktop| desktop.failed("invokeLater", words));
            }
        });
        Ok(HostValue::Nothing)
    }

    fn leave(&self, to: Destination) -> HostResult {
        self.client.change(self.gateway, |desktop| desktop.leave(to));
        Ok(HostValue::Nothing)
    }

    fn retarget(&self, project: String) -> HostResult {
        let roles = &self.client.caller().roles;
        match self.gateway.projects.get(&project) {
            Some(there) if there.admits(roles, Kind::Client) => self.leave(Destination::Project(project)),
            Some(_) => Err(HostError::Refused {
                message: format!("system.util.retarget: the project {project:?} does not admit this user"),
            }),
            None => Err(HostError::Value {
                message: format!("system.util.retarget: this gateway has no project {project:?}"),
            }),
        }
    }
}

impl Host for ScriptHost<'_> {
    async fn call(&self, call: HostCall) -> HostResult {
        permission::check(&call, Origin::ClientScript)?;
        call_size::check(&call)?;
        match call {
            HostCall::Log { logger, level, message } => {
                if self.has_room(&logger, &message) {
                    let (project, id) = (self.client.project(), self.client.id());
                    log_line(level, &format!("{project}/{id}: {logger}"), &message);
                    let source = PrintedBy::Logger { name: logger, level };
                    self.client.note_printed(self.gateway, self.file, source, &message);
                }
                Ok(HostValue::Nothing)
            }
            HostCall::MessageBox { .. }
            | HostCall::Confirm { .. }
            | HostCall::InputBox { .. }
            | HostCall::PasswordBox { .. } => self.dialog(call).await,
            HostCall::InvokeLater { function, delay } => self.invoke_later(function, Duration::from_millis(delay)),
            HostCall::InvokeAsynchronous { function } => {
                let chain = self.then(Link::Beside, "system.util.invokeAsynchronous")?;
                background::start(self.gateway, self.client, function, chain)
            }
            HostCall::LogOut => self.leave(Destination::LogIn),
            HostCall::Exit => self.leave(Destination::Closed),
            HostCall::Retarget { project } => self.retarget(project),
            HostCall::GetSessionInfo { .. } | HostCall::SendMessage { .. } | HostCall::FindModule { .. } => {
                let username = self.client.caller().username.as_str();
                let user = User::Person(username.into());
                let asking = Asking { origin: Origin::ClientScript, project: self.client.project(), user };
                host::answer(self.gateway, call, asking, &self.chain()).await
            }
            // All others are about windows.
            other => self.client.change(self.gateway, |desktop| desktop.call(other, &self.chain())),
        }
    }

    fn flights(&self) -> Option<&Flights> {
        Some(&self.gateway.flights)
    }

    async fn output(&self, stream: Stream, text: String) {
        if let Some(lines) = self.unfinished.take(stream, text) {
            self.printed(stream, &lines);
        }
    }
}

/// The run is over: what the script has printed without ending the line is a line, too.
impl Drop for ScriptHost<'_> {
    fn drop(&mut self) {
        for (stream, text) in self.unfinished.rest() {
            self.printed(stream, &text);
        }
    }
}

/// A script as the ends of a chain are named.
fn place_of(client: &Client, file: &str) -> String {
    format!("{file} in a client of {}", client.caller().username)
}

fn named(chain: Chain, client: &Client, file: &str) -> Chain {
    chain.in_script(|| place_of(client, file))
}

/// How much text is in a dialog, in bytes.
fn length(ask: &Ask) -> usize {
    match ask {
        Ask::Message { message, title, .. } | Ask::Confirm { message, title, .. } => message.len() + title.len(),
        Ask::Input { message, default_text } => message.len() + default_text.len(),
        Ask::Password { message, title, echo_char } => message.len() + title.len() + echo_char.len(),
    }
}

/// A dialog that a script waits in. Should the script be stopped first, the dialog goes.
struct OpenDialog<'a> {
    gateway: &'a Arc<Gateway>,
    client: &'a Arc<Client>,
    number: u64,
    answer: Option<oneshot::Receiver<DialogAnswer>>,
    _place: DialogPlace,
}

impl<'a> OpenDialog<'a> {
    fn open(host: &ScriptHost<'a>, ask: Ask, place: DialogPlace) -> Result<Self, HostError> {
        let (gateway, client) = (host.gateway, host.client);
        let opened = client.change(gateway, |desktop| desktop.open_dialog(ask));
        let over = || HostError::Failed { message: "the client's session is over".to_owned() };
        let (number, answer) = opened.ok_or_else(over)?;
        Ok(OpenDialog { gateway, client, number, answer: Some(answer), _place: place })
    }

    /// The person's answer; None when nobody will give one any more.
    async fn answer(mut self) -> Option<DialogAnswer> {
        match self.answer.take() {
            Some(answer) => answer.await.ok(),
            None => None,
        }
    }
}

impl Drop for OpenDialog<'_> {
    fn drop(&mut self) {
        let number = self.number;
        self.client.change(self.gateway, |desktop: &mut Desktop| desktop.close_dialog(number));
    }
}
