//! One client: its desktop behind a lock, and the tasks that wait for its updates.
//!
//! The lock is held for a moment only, never while anything is waited for. All changes of the desktop go through
//! [`Client::change`], which then handles the consequences: it starts a runner for waiting tasks, and wakes the socket
//! for updates.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_project::Project;
use rollcall_session::{ClientId, ConnectionId, Session};
use rollcall_supervisor::turnstile::ClientNumber;
use rollcall_wire::component::ComponentRef;
use rollcall_wire::desktop::{Act, DesktopRequest, DesktopUpdate, PrintedBy, PrintedLine};
use rollcall_wire::worker::Caller;
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::Clients;
use super::desktop::Desktop;
use super::signing::Signer;
use super::view::Transfers;
use super::{runner, timers};
use crate::account::Account;
use crate::log_line::LineRate;

/// A client with windows.
#[derive(Debug)]
pub struct Client {
    id: ClientId,
    project: Arc<str>,
    address: Arc<str>,
    ip: std::net::IpAddr,
    caller: Caller,
    account: Account,
    lines: LineRate,
    desktop: Mutex<Desktop>,
    /// For the socket: there are updates.
    changed: Notify,
    /// For the timers: a timer's script has ended.
    timer_ended: Notify,
    is_over: AtomicBool,
    over: Notify,
    timers: Mutex<Option<AbortHandle>>,
    timer_behaviour: Mutex<timers::Behaviour>,
    background: AtomicUsize,
    last_background: AtomicU64,
}

impl Client {
    pub(super) fn new(
        session: &Session,
        project: Arc<Project>,
        signer: Signer,
        secure: bool,
        console: usize,
        account: Account,
    ) -> Self {
        Client {
            id: session.client_id,
            project: Arc::clone(&session.project),
            address: Arc::clone(session.address()),
            ip: session.ip,
            caller: Caller {
                client_id: session.client_id.to_string(),
                username: session.username.to_string(),
                roles: session.roles.iter().map(|role| role.to_string()).collect(),
                secure,
            },
            desktop: Mutex::new(Desktop::new(project, signer).with_console(console).charged_to(account.clone())),
            account,
            lines: LineRate::default(),
            changed: Notify::new(),
            timer_ended: Notify::new(),
            is_over: AtomicBool::new(false),
            over: Notify::new(),
            timers: Mutex::default(),
            timer_behaviour: Mutex::default(),
            background: AtomicUsize::new(0),
            last_background: AtomicU64::new(0),
        }
    }

    /// The session's public id.
    pub fn id(&self) -> ClientId {
        self.id
    }

    /// The client as the owner of workers.
    pub(super) fn number(&self) -> ClientNumber {
        ClientNumber(self.id.number())
    }

    /// The name of its project.
    pub fn project(&self) -> &str {
        &self.project
    }

    /// The user for whom its scripts run.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The account of its memory.
    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    /// How many lines its scripts have written lately.
    pub(super) fn lines(&self) -> &LineRate {
        &self.lines
    }

    /// The host, as far as it is known or claimed by the client, else its address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address that the gateway saw.
    pub fn ip(&self) -> std::net::IpAddr {
        self.ip
    }

    /// Takes a request of its browser, but for the first ([`super::Clients::start`]). A request on a socket whose place
    /// another has taken is dropped: the browser has been told that it never arrived.
    pub fn request(self: &Arc<Self>, clients: &Arc<Clients>, socket: ConnectionId, request: DesktopRequest) {
        self.change(clients, |desktop| match request {
            _ if !desktop.is_served(socket) => {}
            // The first has been answered with everything; there is nothing more to start.
            DesktopRequest::Start { .. } => {}
            DesktopRequest::Event { window, component, what, seen, act } => {
                desktop.event(ComponentRef { window, component }, what, seen, act);
            }
            DesktopRequest::Change { window, component, property, value, seen, act } => {
                desktop.change(ComponentRef { window, component }, &property, (value, seen), act);
            }
            DesktopRequest::Answer { dialog, answer, act } => desktop.answer(dialog, answer, act),
            DesktopRequest::CloseWindow { window, act } => desktop.close_by_person(window, act),
            DesktopRequest::TakeBack { act } => desktop.take_back(act),
            DesktopRequest::Navigate { path, opened_with, act } => desktop.navigate(path, opened_with, act),
            DesktopRequest::Console { open } => desktop.show_console(open),
        });
    }

    /// The browser on a socket reports that it shows the waiting acts; with the time of the report, at the earliest.
    pub fn watched(self: &Arc<Self>, clients: &Arc<Clients>, socket: ConnectionId, at: Option<u64>) {
        self.change(clients, |desktop| {
            if desktop.is_served(socket) {
                desktop.watched(at);
            }
        });
    }

    /// A browser is ready on a socket. It gets the outcomes of its acts that it does not know yet.
    pub fn connect(self: &Arc<Self>, clients: &Arc<Clients>, socket: ConnectionId, unanswered: &[Act]) {
        self.change(clients, |desktop| {
            desktop.connect(socket);
            desktop.tell_acts(unanswered);
        });
        timers::start(clients, self);
    }

    /// A socket has closed. The windows stay; timers stop until a browser is back.
    pub fn disconnect(&self, socket: ConnectionId) {
        if self.desktop().disconnect(socket) {
            self.set_timers(None);
        }
    }

    /// Whether a browser is there.
    pub fn is_connected(&self) -> bool {
        self.desktop().is_connected()
    }

    /// Resolves when there may be updates for the browser. Must be awaited by one task at a time.
    pub async fn has_updates(&self) {
        self.changed.notified().await;
    }

    /// Takes the updates for the browser on this socket. The datasets in `transfers` go ahead.
    pub fn updates(&self, socket: ConnectionId, transfers: &mut Transfers) -> Vec<DesktopUpdate> {
        self.desktop().updates(socket, transfers)
    }

    /// Changes the desktop and handles the consequences.
    pub(super) fn change<T>(self: &Arc<Self>, clients: &Arc<Clients>, change: impl FnOnce(&mut Desktop) -> T) -> T {
        let mut desktop = self.desktop();
        desktop.set_clock(clients.services.clock.reading().now);
        let changed = change(&mut desktop);
        desktop.settle();
        let (runs, has_updates) = (desktop.begin_running(), desktop.has_updates());
        drop(desktop);
        if runs {
            tokio::spawn(runner::run(Arc::clone(clients), Arc::clone(self)));
        }
        if has_updates {
            self.changed.notify_one();
        }
        changed
    }

    /// A script has printed or logged something: it is kept for the console.
    pub(super) fn note_printed(self: &Arc<Self>, clients: &Arc<Clients>, file: &str, source: PrintedBy, text: &str) {
        let at = clients.services.clock.wall().0;
        let line = PrintedLine { at, file: file.to_owned(), source, text: text.to_owned() };
        self.change(clients, |desktop| desktop.printed(line));
    }

    /// The session has ended.
    pub(super) fn end(self: &Arc<Self>, clients: &Arc<Clients>) {
        self.stop();
        self.change(clients, Desktop::end);
    }

    /// The session goes on on another node: nothing runs here any more, also not the last script.
    pub(super) fn move_away(self: &Arc<Self>, clients: &Arc<Clients>) {
        self.stop();
        self.change(clients, Desktop::move_away);
    }

    fn stop(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        self.over.notify_waiters();
        self.set_timers(None);
    }

    /// Resolves when the session is over, with the reason for a script's traceback.
    pub(super) async fn over(&self) -> String {
        // Subscribe before checking the flag, or the wake-up could be missed.
        let told = self.over.notified();
        if !self.is_over.load(Ordering::SeqCst) {
            told.await;
        }
        "the client's session is over".to_owned()
    }

    pub(super) fn desktop(&self) -> MutexGuard<'_, Desktop> {
        self.desktop.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the task of its timers in the place of the one before.
    pub(super) fn set_timers(&self, task: Option<AbortHandle>) {
        let before = std::mem::replace(&mut *self.timers.lock().unwrap_or_else(PoisonError::into_inner), task);
        if let Some(before) = before {
            before.abort();
        }
    }

    /// How its timers have behaved lately.
    pub(super) fn timer_behaviour(&self) -> MutexGuard<'_, timers::Behaviour> {
        self.timer_behaviour.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A timer's script has ended.
    pub(super) fn note_timer_ended(&self) {
        self.timer_ended.notify_waiters();
    }

    /// Resolves when the script of some timer has ended.
    pub(super) fn timer_ended(&self) -> tokio::sync::futures::Notified<'_> {
        self.timer_ended.notified()
    }

    /// A place for a function beside the windows, with its number, while there are fewer than `most`.
    pub(super) fn begin_background(self: &Arc<Self>, most: usize) -> Option<BackgroundPlace> {
        let take = |count: usize| (count < most).then_some(count + 1);
        self.background.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).ok()?;
        let number = self.last_background.fetch_add(1, Ordering::Relaxed) + 1;
        Some(BackgroundPlace { client: Arc::clone(self), number })
    }
}

/// A place among the functions that a client runs beside its windows.
#[derive(Debug)]
pub(super) struct BackgroundPlace {
    client: Arc<Client>,
    pub(super) number: u64,
}

impl Drop for BackgroundPlace {
    fn drop(&mut self) {
        self.client.background.fetch_sub(1, Ordering::Relaxed);
    }
}
