//! The gateway as a script of a client sees it: its windows, its person, and whatever every script may ask.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rollcall_project::Kind;
use rollcall_session::Kind as SessionKind;
use rollcall_wire::desktop::{Destination, PrintedBy};
use rollcall_wire::host::{
    Ask, ClientCall, DialogAnswer, Function, HostCall, HostError, HostResult, LogLine, ScriptCall, WindowAnswer,
    WindowCall,
};
use rollcall_wire::worker::Stream;
use tokio::sync::oneshot;

use super::Clients;
use super::background;
use super::chain::{Chain, Link};
use super::desktop::Desktop;
use super::dialogs::{DialogPlace, DialogPlaces};
use super::instance::Client;
use crate::account::Charge;
use crate::host::{self, Asker, Script};
use crate::log_line::{LogBudget, Room, indented, log_line};
use crate::permission::{Origin, Person};
use crate::printed::Unfinished;
use rollcall_supervisor::Host;
use rollcall_supervisor::flight::Flights;
use rollcall_supervisor::turnstile::RunPermit;

/// The longest that a function may wait for its time.
const MAX_DELAY: Duration = Duration::from_secs(24 * 3600);
/// For a script that prints without end.
const TOO_MUCH: &str = "this run has written too much; the rest is left out";

/// The part of a script in its client's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunsAs {
    /// It runs in its turn.
    InTurn,
    /// It runs beside the others.
    Background,
    /// It is the last one: the client has no person any more.
    Last,
}

/// Answers the calls of one run of a script.
pub(super) struct ScriptHost<'a> {
    clients: &'a Arc<Clients>,
    client: &'a Arc<Client>,
    file: &'a str,
    /// The worker that it runs in.
    worker: u64,
    permit: &'a RunPermit,
    /// The scripts that led to it; a new chain once its person has answered a dialog.
    chain: Mutex<Chain>,
    runs_as: RunsAs,
    origin: Origin,
    log: LogBudget,
    unfinished: Unfinished,
}

impl<'a> ScriptHost<'a> {
    pub(super) fn new(
        clients: &'a Arc<Clients>,
        client: &'a Arc<Client>,
        file: &'a str,
        worker: u64,
        permit: &'a RunPermit,
        chain: Chain,
        runs_as: RunsAs,
    ) -> Self {
        ScriptHost {
            clients,
            client,
            file,
            worker,
            permit,
            chain: Mutex::new(named(chain, client, file)),
            runs_as,
            origin: origin(client),
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
            self.client.note_printed(self.clients, file, PrintedBy::ErrorOutput, TOO_MUCH);
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
            self.client.note_printed(self.clients, file, source, line);
        }
    }

    /// Asks the person. Meanwhile others have the turn; how many may wait so is limited, since each holds a worker.
    async fn ask(&self, ask: Ask) -> Result<DialogAnswer, HostError> {
        if self.runs_as == RunsAs::Last {
            let message = "nobody can answer a dialog any more: the client is closing".to_owned();
            return Err(HostError::Unavailable { message });
        }
        let _held = self.charge(4 * ask.length())?;
        let places: &DialogPlaces = &self.clients.dialogs;
        let place = places.take(&self.client.caller().username).map_err(|message| HostError::Failed { message })?;
        let waiting = OpenDialog::open(self, ask, place)?;
        self.permit.release();
        let answer = waiting.answer().await;
        self.permit.reacquire().await;
        let answer = answer.ok_or_else(|| HostError::Failed { message: "the client's session is over".to_owned() })?;
        *self.chain.lock().unwrap_or_else(PoisonError::into_inner) = named(Chain::PERSON, self.client, self.file);
        Ok(answer)
    }

    /// Has the client's account charged, until the answer is dropped.
    fn charge(&self, bytes: usize) -> Result<Charge, HostError> {
        let charge = self.client.account().charge(bytes as u64);
        charge.map_err(|over| HostError::Failed { message: over.to_string() })
    }

    /// The chain of a script that this one sets off.
    fn then(&self, link: Link, function: &str) -> Result<Chain, HostError> {
        let chain = self.chain();
        chain.then(link).ok_or_else(|| {
            let end = format!("what {} calls", place_of(self.client, self.file));
            HostError::Failed { message: format!("{function}: {}", chain.too_long(&end)) }
        })
    }

    fn invoke_later(&self, function: Function, delay: Duration) -> Result<(), HostError> {
        // A function kept by a background function is lost with its interpreter, so it must be carried.
        if self.runs_as != RunsAs::InTurn && matches!(function, Function::Kept(_)) {
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
            let waits = self.client.change(self.clients, |desktop| desktop.later(function, self.worker, chain));
            return if waits { Ok(()) } else { Err(full()) };
        }
        if !self.client.desktop().delay(&function) {
            return Err(full());
        }
        // It holds on to nothing but the client, and no longer than the session lasts.
        let (clients, client, worker) = (Arc::clone(self.clients), Arc::clone(self.client), self.worker);
        tokio::spawn(async move {
            tokio::select! {
                () = tokio::time::sleep(delay.min(MAX_DELAY)) => {}
                _ = client.over() => return,
            }
            // From now on the queue has it.
            drop(charge);
            let waits = client.change(&clients, |desktop| desktop.due(function, worker, chain));
            if !waits {
                let words = "a function whose time has come was not called: too much waits in this client already";
                client.change(&clients, |desktop| desktop.failed("invokeLater", words));
            }
        });
        Ok(())
    }

    fn end(&self, to: Destination) {
        self.client.change(self.clients, |desktop| desktop.leave(to));
    }

    fn retarget(&self, project: String) -> Result<(), HostError> {
        let roles = &self.client.caller().roles;
        match self.clients.services.projects.get(&project) {
            Some(there) if there.admits(roles, Kind::Client) => {
                self.end(Destination::Project(project));
                Ok(())
            }
            Some(_) => Err(HostError::Refused {
                message: format!("system.util.retarget: the project {project:?} does not admit this user"),
            }),
            None => Err(HostError::Value {
                message: format!("system.util.retarget: this gateway has no project {project:?}"),
            }),
        }
    }
}

impl Asker for ScriptHost<'_> {
    type Script = Self;
    type Client = Self;

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn script(&self) -> Option<&Self> {
        Some(self)
    }

    fn client(&self) -> Option<&Self> {
        Some(self)
    }
}

impl host::Script for ScriptHost<'_> {
    fn log(&self, LogLine { logger, level, message }: LogLine) {
        if self.has_room(&logger, &message) {
            let (project, id) = (self.client.project(), self.client.id());
            log_line(level, &format!("{project}/{id}: {logger}"), &message);
            let source = PrintedBy::Logger { name: logger, level };
            self.client.note_printed(self.clients, self.file, source, &message);
        }
    }

    fn chain(&self) -> Chain {
        self.chain.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl host::Client for ScriptHost<'_> {
    fn window(&self, call: WindowCall) -> Result<WindowAnswer, HostError> {
        self.client.change(self.clients, |desktop| desktop.call(call, &self.chain()))
    }

    async fn dialog(&self, ask: Ask) -> Result<DialogAnswer, HostError> {
        self.ask(ask).await
    }

    fn call_later(&self, call: ScriptCall) -> Result<(), HostError> {
        match call {
            ScriptCall::InvokeLater { function, delay_ms } => {
                self.invoke_later(function, Duration::from_millis(delay_ms))
            }
            ScriptCall::InvokeAsynchronous { function } => {
                let chain = self.then(Link::Beside, "system.util.invokeAsynchronous")?;
                background::start(self.clients, self.client, function, chain)
            }
        }
    }

    fn leave(&self, call: ClientCall) -> Result<(), HostError> {
        match call {
            ClientCall::LogOut => self.end(Destination::LogIn),
            ClientCall::Exit => self.end(Destination::Closed),
            ClientCall::Retarget { project } => return self.retarget(project),
        }
        Ok(())
    }
}

impl Host for ScriptHost<'_> {
    async fn call(&self, call: HostCall) -> HostResult {
        host::answer(&self.clients.services, self.clients, call, self).await
    }

    fn flights(&self) -> Option<&Flights> {
        Some(&self.clients.services.flights)
    }

    async fn output(&self, stream: Stream, text: String) {
        if let Some(lines) = self.unfinished.take(stream, text) {
            self.printed(stream, &lines);
        }
    }
}

/// The run is over: output without the end of a line is a line, too.
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

/// The origin of the client's scripts.
fn origin(client: &Client) -> Origin {
    let caller = client.caller();
    Origin::ClientScript(Person {
        username: caller.username.clone(),
        roles: caller.roles.clone(),
        project: client.project().to_owned(),
        kind: SessionKind::Client,
    })
}

fn named(chain: Chain, client: &Client, file: &str) -> Chain {
    chain.in_script(|| place_of(client, file))
}

/// A dialog that a script waits in. Should the script be stopped first, the dialog goes.
struct OpenDialog<'a> {
    clients: &'a Arc<Clients>,
    client: &'a Arc<Client>,
    number: u64,
    answer: Option<oneshot::Receiver<DialogAnswer>>,
    _place: DialogPlace,
}

impl<'a> OpenDialog<'a> {
    fn open(host: &ScriptHost<'a>, ask: Ask, place: DialogPlace) -> Result<Self, HostError> {
        let (clients, client) = (host.clients, host.client);
        let opened = client.change(clients, |desktop| desktop.open_dialog(ask));
        let over = || HostError::Failed { message: "the client's session is over".to_owned() };
        let (number, answer) = opened.ok_or_else(over)?;
        Ok(OpenDialog { clients, client, number, answer: Some(answer), _place: place })
    }

    /// The person's answer; None when no person will give one any more.
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
        self.client.change(self.clients, |desktop: &mut Desktop| desktop.close_dialog(number));
    }
}
