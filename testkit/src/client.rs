//! A headless client, `rollcall client`, that is on.

use crate::process::Finished;
use crate::{GatewayProcess, Invocation, RunningProcess, Signal};

/// A running client with one session. Dropping it kills the process.
#[derive(Debug)]
pub struct ClientProcess {
    process: RunningProcess,
    client_id: String,
}

impl ClientProcess {
    /// Starts a client of a user and waits until it is on.
    ///
    /// # Panics
    /// When it does not get on.
    pub async fn start(gateway: &GatewayProcess, user: &str, project: &str) -> Self {
        Self::from(gateway.command_as(user, &["client", "--project", project])).await
    }

    /// Starts a client by a command and waits until it is on.
    ///
    /// # Panics
    /// When it does not get on.
    pub async fn from(command: Invocation) -> Self {
        let mut process = command.start().await;
        let line = process.line("on: ").await;
        let client_id = line.split(' ').nth(1).expect("the line names the session").to_owned();
        ClientProcess { process, client_id }
    }

    /// The id of the session that it opened first.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// How often it has got on so far, each time as which session.
    pub fn arrivals(&self) -> Vec<String> {
        let text = self.process.stdout();
        let arrivals = text.lines().filter_map(|line| line.strip_prefix("on: "));
        arrivals.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
    }

    /// The process.
    pub fn process(&self) -> &RunningProcess {
        &self.process
    }

    /// Sends a signal that ends it, and waits for its end.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn end(self, signal: Signal) -> Finished {
        self.process.signal(signal);
        self.process.finish().await
    }

    /// Waits until it ends by itself.
    ///
    /// # Panics
    /// When it does not.
    pub async fn finish(self) -> Finished {
        self.process.finish().await
    }
}
