//! A gateway that runs: reached over the network, ended by signals, started again on the data that it left behind.

use std::path::PathBuf;

use rollcall_wire::rest::{LoginRequest, LoginResponse, Session, SessionKind};
use tempfile::TempDir;

use crate::process::Finished;
use crate::{Executable, Http, Invocation, Pid, RunningProcess, SessionSocket, Signal, Tab};

/// The password of every user that [`Setup::user`](crate::Setup::user) makes.
pub const PASSWORD: &str = "correct horse 9";

/// A gateway process with its own data folder. Dropping it kills the process and removes the folder.
#[derive(Debug)]
pub struct GatewayProcess {
    executable: Executable,
    command: Invocation,
    /// None between an end and a new start.
    process: Option<RunningProcess>,
    url: String,
    // After the process: the folder is removed once no process writes into it any more.
    folder: TempDir,
}

impl GatewayProcess {
    /// Starts a gateway by `command`, which ends with the address to listen on and keeps its data in `folder`.
    ///
    /// # Panics
    /// When it does not become ready.
    pub async fn start(executable: Executable, folder: TempDir, command: Invocation) -> Self {
        let mut process = command.clone().start().await;
        let url = ready(&mut process).await;
        GatewayProcess { executable, command, process: Some(process), url, folder }
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A folder that goes with it, for files of the test's own.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// A file in the folder of its projects.
    pub fn project_file(&self, path: &str) -> PathBuf {
        self.data().join("projects").join(path)
    }

    /// The process.
    ///
    /// # Panics
    /// When it does not run.
    pub fn process(&self) -> &RunningProcess {
        self.process.as_ref().expect("the gateway runs")
    }

    /// The number of the process.
    pub fn pid(&self) -> Pid {
        self.process().pid()
    }

    /// Whether it was started and not ended since.
    pub fn is_started(&self) -> bool {
        self.process.is_some()
    }

    /// Its log since its last start.
    pub fn log(&self) -> String {
        self.process().stderr()
    }

    /// A caller that is not logged in.
    pub fn http(&self) -> Http {
        Http::to(&self.url)
    }

    /// Kills the process, as a power cut would.
    ///
    /// # Panics
    /// When it does not run.
    pub async fn kill(&mut self) -> Finished {
        self.end(Signal::KILL).await
    }

    /// Asks it to stop, and waits until it has.
    ///
    /// # Panics
    /// When it does not run, or does not stop.
    pub async fn terminate(&mut self) -> Finished {
        self.end(Signal::TERM).await
    }

    /// Sends the process a signal that ends it.
    ///
    /// # Panics
    /// When it does not run, or does not end.
    pub async fn end(&mut self, signal: Signal) -> Finished {
        let process = self.process.take().expect("the gateway runs");
        process.signal(signal);
        process.finish().await
    }

    /// Waits for its end, which has been asked for.
    ///
    /// # Panics
    /// When it does not run, or does not end.
    pub async fn finish(&mut self) -> Finished {
        self.process.take().expect("the gateway runs").finish().await
    }

    /// Starts it again, on the same data folder and the same port.
    ///
    /// # Panics
    /// When it does not become ready.
    pub async fn start_again(&mut self) {
        let address = self.url.rsplit('/').next().expect("an address").to_owned();
        // The command ends with the address, whose port was free then and is this one now.
        let command = self.command.clone().replacing_last_argument(&address);
        let mut process = command.start().await;
        assert_eq!(ready(&mut process).await, self.url);
        self.process = Some(process);
    }

    /// A command to this gateway, as a user.
    pub fn command_as(&self, user: &str, arguments: &[&str]) -> Invocation {
        let command = self.executable.command(arguments).args(&["--gateway", &self.url, "--user", user]);
        command.env("ROLLCALL_PASSWORD", PASSWORD)
    }

    /// A script, run by `rollcall run -c` as a user's client of a project.
    pub fn run(&self, user: &str, project: &str, code: &str) -> Invocation {
        self.command_as(user, &["run", "--project", project, "-c", code])
    }

    /// Opens a client's session.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn session(&self, user: &str, project: &str) -> LoginResponse {
        self.http().login(&login(user, project, SessionKind::Client)).await
    }

    /// Opens a client's session and its socket.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn connected(&self, user: &str, project: &str) -> (LoginResponse, SessionSocket) {
        let response = self.session(user, project).await;
        let socket = SessionSocket::open(&self.url, &response.token).await.expect("the gateway opens the socket");
        (response, socket)
    }

    /// Opens a client's session in a tab, and waits until its windows are shown.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn tab(&self, user: &str, project: &str) -> (String, Tab) {
        let token = self.session(user, project).await.token;
        let mut tab = Tab::open(&self.url, &token).await;
        tab.start(Vec::new()).await;
        (token, tab)
    }

    /// Logs a person in, without a project.
    ///
    /// # Panics
    /// When the gateway refuses.
    pub async fn person(&self, user: &str) -> Http {
        let request = LoginRequest { project: None, ..login(user, "", SessionKind::Client) };
        let response = self.http().login(&request).await;
        self.http().with_token(&response.token)
    }

    /// The sessions in the list, as `admin` sees it.
    ///
    /// # Panics
    /// When the list cannot be had.
    pub async fn sessions(&self) -> Vec<Session> {
        let admin = self.person("admin").await;
        let page = admin.sessions("limit=1000").await;
        admin.log_out().await;
        page.sessions
    }
}

/// A log-in to a project, from a host of that name.
pub(crate) fn login(user: &str, project: &str, kind: SessionKind) -> LoginRequest {
    LoginRequest {
        username: user.to_owned(),
        password: PASSWORD.to_owned(),
        project: Some(project.to_owned()),
        kind,
        hostname: Some("test-host".to_owned()),
        cookie: false,
    }
}

async fn ready(process: &mut RunningProcess) -> String {
    let line = process.line("ready: ").await;
    line.trim_start_matches("ready: ").to_owned()
}
