//! Clients with windows: the gateway keeps what a browser shows, and runs the scripts of its windows.
//!
//! Each session that has started in a browser has a [`Client`]: its windows as differences from their files, and a
//! queue of tasks. Events of one client run in order, one at a time, as on the one thread of a user interface; clients
//! do not wait for each other. Nothing runs, no task and no worker, while a client's queue is empty.
//!
//! A client lives as long as its session, through reloads of the page and breaks of the connection. A restart of the
//! gateway forgets it; the browser then reports which windows it still shows.
//!
//! | module | content |
//! |---|---|
//! | `desktop` | the windows of one client as a state machine |
//! | `queue`, `acts`, `dialogs`, `outbox` | its parts: the tasks to run, the outcome of the person's acts, the scripts that wait for the person, the updates for the browser |
//! | `chain` | the scripts that led to a script, and the limit for scripts that set each other off |
//! | `console` | the output of its scripts |
//! | `signing` | which windows were shown and the values they were opened with, in the keeping of browsers |
//! | `transfers`, `squeeze` | the rows of datasets on their way to a browser: which go next, and whether they are compressed |
//! | `view` | windows and values in the form that browsers get |
//! | `instance` | one client: its desktop behind a lock, and the tasks that wait for its news |
//! | `runner` | runs the tasks that wait, on the client's worker |
//! | `script_host` | answers a script's host calls for its client |
//! | `background` | functions that run beside the windows |
//! | `messages` | messages to clients |
//! | `timers` | the client timers of a project |

mod acts;
mod background;
pub mod chain;
mod console;
mod desktop;
mod dialogs;
mod instance;
pub mod messages;
mod outbox;
mod queue;
mod runner;
mod script_host;
pub mod signing;
mod squeeze;
mod timers;
mod transfers;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_project::Project;
use rollcall_session::{ClientId, Session};
use rollcall_wire::desktop::ReopenedWindow;

pub use instance::Client;
pub use transfers::Transfers;

use self::dialogs::DialogPlaces;
use crate::live::{Follower, Received};
use crate::services::Services;
use rollcall_supervisor::pool::Owner;

/// All clients with windows.
#[derive(Debug)]
pub struct Clients {
    services: Arc<Services>,
    clients: Mutex<HashMap<ClientId, Arc<Client>>>,
    dialogs: DialogPlaces,
    /// The events of sessions.
    sessions: Mutex<Option<Follower>>,
}

/// Why a client cannot start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStarted {
    /// Its session is over.
    Over,
    /// Its project is gone, or has mistakes and was never served.
    NoProject,
}

impl Clients {
    /// No clients yet.
    pub fn new(services: Arc<Services>) -> Self {
        let settings = &services.config.clients;
        Clients {
            dialogs: DialogPlaces::new(settings.waiting_dialogs, settings.waiting_dialogs_per_user),
            sessions: Mutex::new(Some(services.live.follow())),
            clients: Mutex::default(),
            services,
        }
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<Client>> {
        self.lock().values().cloned().collect()
    }

    /// The client of a session that a browser starts, with the windows that it still shows if the gateway knows none.
    ///
    /// # Errors
    /// When the session is over, or its project cannot be served.
    pub fn start(
        self: &Arc<Self>,
        session: &Session,
        reopened: Vec<ReopenedWindow>,
    ) -> Result<Arc<Client>, NotStarted> {
        let project = self.services.projects.get(&session.project).ok_or(NotStarted::NoProject)?;
        let login = self.services.live.login_of(session.client_id);
        let signer = self.services.signing_key.of(&session.username, &session.project, &session.roles, login);
        let account = self.services.accounts.client_of(&session.username);
        let mut clients = self.lock();
        if let Some(client) = clients.get(&session.client_id) {
            return Ok(Arc::clone(client));
        }
        let console = usize::try_from(self.services.config.clients.console.0).unwrap_or(usize::MAX);
        let client = Arc::new(Client::new(session, project, signer, self.services.is_secure(), console, account));
        client.desktop().keep_time(self.services.clock.reading().now, self.services.config.clients.press_age.0);
        clients.insert(session.client_id, Arc::clone(&client));
        drop(clients);
        // Its end may have been reported before this client existed to receive it.
        if self.services.live.get(session.client_id).is_none() {
            self.lock().remove(&session.client_id);
            return Err(NotStarted::Over);
        }
        client.change(self, |desktop| {
            // A change that was taken over between the reading above and now has not found this client. Whichever comes
            // next does.
            if let Some(project) =
                self.services.projects.get(&session.project).filter(|now| !Arc::ptr_eq(now, desktop.project()))
            {
                desktop.take_over(project);
            }
            desktop.begin(reopened);
        });
        Ok(client)
    }

    /// Hears of the sessions that end, for as long as the gateway runs: their clients get their last script and are
    /// forgotten.
    pub async fn follow_endings(self: &Arc<Self>) {
        let Some(mut sessions) = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        while let Some(received) = sessions.next().await {
            match received {
                Received::Event(event) => {
                    if let Some((id, is_over)) = event.event.left() {
                        self.end(id, is_over);
                    }
                }
                // Many ended at once. The ended ones are found by asking for each session.
                Received::Missed(_) => {
                    let over = self.all().into_iter().map(|client| client.id());
                    over.filter(|id| self.services.live.get(*id).is_none()).for_each(|id| self.end(id, true));
                }
            }
        }
    }

    fn end(self: &Arc<Self>, id: ClientId, is_over: bool) {
        let client = self.lock().remove(&id);
        match client {
            Some(client) if is_over => client.end(self),
            Some(client) => client.move_away(self),
            None => {}
        }
    }

    /// A project has changed on disk: its clients go on with its current form.
    pub fn take_over(self: &Arc<Self>, project: &Arc<Project>) {
        let theirs = self.all().into_iter().filter(|client| *client.project() == *project.name.as_str());
        for client in theirs {
            client.change(self, |desktop| desktop.take_over(Arc::clone(project)));
            // A worker that is running a script is not kept when it is given back.
            self.services.workers.forget(&Owner::Client(client.number()));
            if client.is_connected() {
                timers::start(self, &client);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ClientId, Arc<Client>>> {
        self.clients.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
