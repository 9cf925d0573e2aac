//! The gateway's answers to host calls: one way for sockets, for the gateway's own scripts, and for those of clients with
//! windows.
//!
//! Each call is checked here and goes to the part that answers its family: the gateway, the run of the script that
//! makes it, or the client that the script runs for. A part that a caller lacks cannot be asked: its type is
//! [`Absent`].

use std::future::Future;
use std::time::Duration;

use rollcall_wire::host::{
    Ask, ClientCall, DialogAnswer, HostAnswer, HostCall, HostError, HostResult, LogLine, MessageCall, Module,
    ModuleCall, ScriptCall, SessionAnswer, SessionCall, WindowAnswer, WindowCall,
};

use crate::call_size;
use crate::client::chain::Chain;
use crate::cluster;
use crate::library;
use crate::messages::Messages;
use crate::permission::{self, Needs, Origin};
use crate::services::Services;
use crate::to_wire;
use crate::who_is_on::{Filters, WhoIsOnError};
use rollcall_supervisor::turnstile::User;

/// A caller that makes host calls.
pub trait Asker: Sync {
    /// The run of a stored script; [`Absent`] for a caller without one.
    type Script: Script;
    /// The client; [`Absent`] for a caller without one.
    type Client: Client;

    /// The identity of the caller, and where it asks from.
    fn origin(&self) -> &Origin;

    /// The run of the script that asks.
    fn script(&self) -> Option<&Self::Script>;

    /// The client that the script runs for.
    fn client(&self) -> Option<&Self::Client>;
}

/// One run of a stored script.
pub trait Script: Sync {
    /// Writes a line, as far as the run may.
    fn log(&self, line: LogLine);

    /// The scripts that led to it.
    fn chain(&self) -> Chain;
}

/// A client, as its scripts see it.
pub trait Client: Sync {
    /// Answers for the windows.
    ///
    /// # Errors
    /// As the script will see them.
    fn window(&self, call: WindowCall) -> Result<WindowAnswer, HostError>;

    /// Asks the person, and waits for the answer.
    ///
    /// # Errors
    /// As the script will see them.
    fn dialog(&self, ask: Ask) -> impl Future<Output = Result<DialogAnswer, HostError>> + Send;

    /// Has a function called later.
    ///
    /// # Errors
    /// As the script will see them.
    fn call_later(&self, call: ScriptCall) -> Result<(), HostError>;

    /// Ends the session.
    ///
    /// # Errors
    /// As the script will see them.
    fn leave(&self, call: ClientCall) -> Result<(), HostError>;
}

/// The type of a part that a caller lacks.
#[derive(Debug)]
pub enum Absent {}

impl Script for Absent {
    fn log(&self, _line: LogLine) {
        match *self {}
    }

    fn chain(&self) -> Chain {
        match *self {}
    }
}

impl Client for Absent {
    fn window(&self, _call: WindowCall) -> Result<WindowAnswer, HostError> {
        match *self {}
    }

    async fn dialog(&self, _ask: Ask) -> Result<DialogAnswer, HostError> {
        match *self {}
    }

    fn call_later(&self, _call: ScriptCall) -> Result<(), HostError> {
        match *self {}
    }

    fn leave(&self, _call: ClientCall) -> Result<(), HostError> {
        match *self {}
    }
}

/// Answers a call, if the caller may make it.
///
/// # Errors
/// As the script will see them.
pub async fn answer(services: &Services, messages: &impl Messages, call: HostCall, asker: &impl Asker) -> HostResult {
    let origin = asker.origin();
    permission::check(&call, origin, services.projects.get(origin.project()).as_deref())?;
    call_size::check(&call)?;
    let function = call.function();
    let script = || asker.script().ok_or_else(|| permission::out_of_reach(function, Needs::Script, origin));
    let client = || asker.client().ok_or_else(|| permission::out_of_reach(function, Needs::Client, origin));
    Ok(match call {
        HostCall::Session(call) => HostAnswer::Session(sessions(services, call, origin.user()).await?),
        HostCall::Module(call) => HostAnswer::Module(module(services, &call, origin.project())),
        HostCall::Message(call) => HostAnswer::Message(send(services, messages, &call, &script()?.chain()).await?),
        HostCall::Log(line) => {
            script()?.log(line);
            HostAnswer::Log
        }
        HostCall::Window(call) => HostAnswer::Window(client()?.window(call)?),
        HostCall::Dialog(ask) => HostAnswer::Dialog(client()?.dialog(ask).await?),
        HostCall::Script(call) => {
            client()?.call_later(call)?;
            HostAnswer::Script
        }
        HostCall::Client(call) => {
            client()?.leave(call)?;
            HostAnswer::Client
        }
    })
}

async fn sessions(services: &Services, call: SessionCall, user: User) -> Result<SessionAnswer, HostError> {
    match call {
        SessionCall::GetSessionInfo { username_filter, project_filter } => {
            let filters = Filters { username: username_filter, project: project_filter };
            services.who_is_on.dataset(filters, user).await.map(SessionAnswer::Info).map_err(|error| host_error(&error))
        }
        SessionCall::GetSessions { username_filter, project_filter, cluster, timeout_ms } => {
            let filters = Filters { username: username_filter, project: project_filter };
            let patience = Duration::from_millis(timeout_ms.clamp(1, SessionCall::MAX_TIMEOUT).into());
            let all =
                cluster::list(services, filters, user, cluster, patience).await.map_err(|error| host_error(&error))?;
            // A list of the whole plant takes a while.
            let made = tokio::task::spawn_blocking(move || to_wire::all_sessions(&all)).await;
            made.map(SessionAnswer::All).map_err(|error| HostError::Failed { message: error.to_string() })
        }
    }
}

/// Sends a message to the clients of this gateway, and then to those of the others.
async fn send(
    services: &Services,
    messages: &impl Messages,
    call: &MessageCall,
    chain: &Chain,
) -> Result<Vec<String>, HostError> {
    let Some(cluster) = &services.cluster else { return messages.send(call, chain) };
    cluster.check_message(call)?;
    let mut sent = messages.send(call, chain)?;
    sent.extend(cluster.send_to_others(services, call, chain).await);
    Ok(sent)
}

fn module(services: &Services, call: &ModuleCall, project: &str) -> Option<Module> {
    match call {
        ModuleCall::FindModule { name } => {
            services.projects.get(project).and_then(|project| library::find(&project, name))
        }
    }
}

fn host_error(error: &WhoIsOnError) -> HostError {
    match error {
        WhoIsOnError::Filter(error) => filter_error(error),
        other => HostError::Failed { message: other.to_string() },
    }
}

fn filter_error(error: &rollcall_regex::Error) -> HostError {
    use rollcall_regex::ErrorKind;
    match error.kind() {
        ErrorKind::Syntax => HostError::PatternSyntax {
            description: error.description().to_owned(),
            index: error.index().unwrap_or(-1),
            pattern: error.pattern().to_owned(),
            message: error.to_string(),
        },
        kind => HostError::Filter { unsupported: kind == ErrorKind::Unsupported, message: error.to_string() },
    }
}
