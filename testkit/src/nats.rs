//! A NATS server for one test: Debian's program on an address of its own, stopped, hung and started again at will.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal};
use tempfile::TempDir;

use crate::setup::own_address;
use crate::{eventually, signal};

/// The account of the gateways.
const USER: &str = "rollcall";
const SECRET: &str = "line-words";

/// A server. Dropping it ends its process and removes its folder.
#[derive(Debug)]
pub struct NatsServer {
    address: String,
    server: Option<Child>,
    folder: TempDir,
}

impl NatsServer {
    /// Makes a server and starts it.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub async fn start() -> Self {
        let mut server = NatsServer {
            address: own_address().to_string(),
            server: None,
            folder: tempfile::tempdir().expect("a folder"),
        };
        server.start_again().await;
        server
    }

    /// Starts it again where it was stopped.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_again(&mut self) {
        let log = std::fs::File::create(self.folder.path().join("log")).expect("a file in the folder");
        let mut command = Command::new(program());
        command.args(["--addr", &self.address, "--port", "4222", "--user", USER, "--pass", SECRET]);
        command.stdout(Stdio::null()).stderr(log);
        self.server = Some(command.spawn().expect("nats-server can be started"));
        let address = format!("{}:4222", self.address);
        eventually("NATS listens", async || tokio::net::TcpStream::connect(&address).await.ok()).await;
    }

    /// Its address, with the account of the gateways.
    pub fn url(&self) -> String {
        format!("nats://{USER}:{SECRET}@{}:4222", self.address)
    }

    /// The password of the account, which nobody may tell.
    pub fn secret(&self) -> &'static str {
        SECRET
    }

    /// Kills it.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// Hangs it.
    pub fn hang(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, number: Signal) {
        if let Some(pid) = self.server.as_ref().and_then(|server| Pid::from_raw(server.id().cast_signed())) {
            signal(pid, number);
        }
    }
}

/// Debian has it where only administrators have their programs on the path.
fn program() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = folders.map(|folder| folder.join("nats-server")).find(|program| program.exists());
    found.expect("nats-server is installed (Debian's package `nats-server`)")
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        self.kill();
    }
}
