//! A gateway to measure: a data folder with a user and a project, and the process that runs on it.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::{Value, json};

use super::Bench;
use super::http::{self, Answer};
use crate::workspace::output;

/// The one user, who may do everything.
pub(super) const USER: &str = "anna";
/// That user's password.
pub(super) const PASSWORD: &str = "correct horse 9";
/// The one project.
pub(super) const PROJECT: &str = "plant";

/// A data folder as an administrator would have made it, by the command line.
pub(super) struct Plant<'a> {
    bench: &'a Bench<'a>,
    data: PathBuf,
    log: PathBuf,
}

impl<'a> Plant<'a> {
    /// Makes the folder; `name` keeps those of several benchmarks apart.
    pub(super) fn prepare(bench: &'a Bench<'a>, name: &str) -> anyhow::Result<Self> {
        let folder = bench.folder.join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let plant = Plant { bench, data: folder.join("data"), log: folder.join("gateway.log") };
        let user = ["user", "add", USER, "--role", "Administrator", "--role", "Operator"];
        output(plant.on_data(&user).env("ROLLCALL_NEW_PASSWORD", PASSWORD))?;
        output(&mut plant.on_data(&["project", "new", PROJECT, "--client-role", "Operator"]))?;
        Ok(plant)
    }

    /// Writes a file into the project.
    pub(super) fn write_script(&self, path: &str, source: &str) -> anyhow::Result<()> {
        let file = self.data.join("projects").join(PROJECT).join(path);
        let folder = file.parent().context("a script lies in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        std::fs::write(&file, source).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Starts a gateway and waits for its ready line.
    pub(super) fn start(&self) -> anyhow::Result<RunningGateway> {
        let log = File::create(&self.log).with_context(|| format!("cannot write {}", self.log.display()))?;
        let mut command = self.on_data(&["gateway", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut said = BufReader::new(child.stdout.take().context("the gateway has no standard output")?);
        let mut gateway = RunningGateway { child, address: String::new(), _said: None };
        gateway.address =
            ready(&mut said).with_context(|| format!("the gateway did not start; it wrote: {}", self.written()))?;
        gateway._said = Some(said);
        Ok(gateway)
    }

    fn written(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn on_data(&self, arguments: &[&str]) -> Command {
        let mut command = self.bench.rollcall(arguments);
        command.arg("--data").arg(&self.data);
        command
    }
}

/// The address in the line `ready: http://HOST:PORT`.
fn ready(said: &mut impl BufRead) -> anyhow::Result<String> {
    for line in said.lines() {
        if let Some(address) = line?.strip_prefix("ready: http://") {
            return Ok(address.trim_end_matches('/').to_owned());
        }
    }
    bail!("it ended without saying that it is ready")
}

/// A gateway that runs. Dropping it kills the process.
pub(super) struct RunningGateway {
    child: Child,
    address: String,
    /// Kept open, so that the gateway may go on printing.
    _said: Option<BufReader<ChildStdout>>,
}

impl RunningGateway {
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Where it listens, as a URL.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Logs in to the project as a client; the token.
    pub(super) fn log_in(&self) -> anyhow::Result<String> {
        let answer = self.ask_in(json!({"username": USER, "password": PASSWORD, "project": PROJECT}))?;
        ensure!(answer.status == 200, "the log-in was refused: {answer:?}");
        answer.body["token"].as_str().map(str::to_owned).context("the log-in was answered without a token")
    }

    /// Logs in as a person who administers the gateway; returns the token.
    pub(super) fn administer(&self) -> anyhow::Result<String> {
        let answer = self.ask_in(json!({"username": USER, "password": PASSWORD}))?;
        ensure!(answer.status == 200, "the log-in was refused: {answer:?}");
        answer.body["token"].as_str().map(str::to_owned).context("the log-in was answered without a token")
    }

    /// Has a password checked and nothing else: a user who does not exist costs the same check as one who does, and
    /// nothing is stored. `name` must be new each time, because guessing is slowed down by name.
    pub(super) fn be_refused(&self, name: &str) -> anyhow::Result<()> {
        let answer = self.ask_in(json!({"username": name, "password": PASSWORD}))?;
        ensure!(answer.status == 401, "a user who does not exist was answered {answer:?}");
        Ok(())
    }

    /// The answer to an administrator's GET.
    pub(super) fn told(&self, path: &str, token: &str) -> anyhow::Result<Value> {
        let answer = http::get(&self.address, path, token)?;
        ensure!(answer.status == 200, "GET {path} was answered {answer:?}");
        Ok(answer.body)
    }

    fn ask_in(&self, request: Value) -> anyhow::Result<Answer> {
        http::post(&self.address, "/api/v1/login", &request)
    }

    /// Ends it as a service manager does, and waits.
    pub(super) fn stop(mut self) -> anyhow::Result<()> {
        output(Command::new("sh").args(["-c", "kill -TERM $0", &self.pid().to_string()]))?;
        let status = self.child.wait().context("cannot wait for the gateway")?;
        ensure!(status.success(), "the gateway ended with {status} when it was asked to stop");
        Ok(())
    }
}

impl Drop for RunningGateway {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::ready;

    #[test]
    fn ready_line_gives_the_address() {
        let said = "Made the user admin with the password x\nready: http://127.0.0.1:4711\nmore\n";
        assert_eq!(ready(&mut said.as_bytes()).unwrap(), "127.0.0.1:4711");
        assert!(ready(&mut "nothing\n".as_bytes()).unwrap_err().to_string().contains("without saying"));
    }
}
