//! A PostgreSQL server for one test: Debian's programs, a folder and an address of its own, stopped, hung and started
//! again at will.
//!
//! Nothing of it is safe from a power cut (`fsync=off`): tests stop processes, not machines. Where the programs are
//! missing the test fails and names the package: a test that is left out in silence proves nothing.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal};
use tempfile::TempDir;

use crate::setup::own_address;
use crate::{children, eventually, signal};

/// The user of the server's databases, and the password.
const USER: &str = "rollcall";
const SECRET: &str = "tr0ub4dor words";

/// A server. Dropping it ends its processes and removes its folder.
#[derive(Debug)]
pub struct PostgresServer {
    programs: PathBuf,
    user: Option<(u32, u32)>,
    address: String,
    settings: Vec<String>,
    server: Option<Child>,
    folder: TempDir,
}

impl PostgresServer {
    /// Makes a server and starts it.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with settings, as in `max_connections=20`.
    ///
    /// # Panics
    /// When it is not installed or does not start.
    pub async fn start_with(settings: &[&str]) -> Self {
        let programs = programs().expect("PostgreSQL is installed (Debian's package `postgresql`)");
        // The server refuses to run as root.
        let user = rustix::process::geteuid().is_root().then(unprivileged);
        let folder = tempfile::tempdir().expect("a temporary folder");
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid)).expect("root may give a folder away");
        }
        let (address, settings) = (own_address().to_string(), settings.iter().map(ToString::to_string).collect());
        let mut server = PostgresServer { programs, user, address, settings, server: None, folder };
        server.make();
        server.start_again().await;
        server
    }

    fn make(&self) {
        let password = self.folder.path().join("password");
        let mut file = fs::File::create(&password).expect("a file in the folder");
        file.write_all(SECRET.as_bytes()).expect("a file can be written");
        fs::set_permissions(&password, fs::Permissions::from_mode(0o644)).expect("the mode of a file can be set");
        let mut initdb = self.command("initdb");
        initdb.args(["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C"]);
        initdb.arg(format!("--username={USER}")).arg("--pwfile").arg(&password).arg("--pgdata").arg(self.data());
        let made = initdb.output().expect("initdb can be started");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// Starts it again where it was stopped.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_again(&mut self) {
        let mut server = self.command("postgres");
        server.arg("-D").arg(self.data()).arg("-k").arg(self.folder.path());
        server.arg("-c").arg(format!("listen_addresses={}", self.address)).args(["-c", "fsync=off"]);
        self.settings.iter().for_each(|setting| _ = server.arg("-c").arg(setting));
        let log = fs::File::create(self.folder.path().join("log")).expect("a file in the folder");
        self.server = Some(server.stdout(Stdio::null()).stderr(log).spawn().expect("postgres can be started"));
        eventually("PostgreSQL answers", async || self.psql("postgres", "SELECT 1").then_some(())).await;
    }

    /// The URL of a new database.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn database(&self, name: &str) -> String {
        assert!(self.psql("postgres", &format!("CREATE DATABASE {name}")), "the database {name} can be made");
        self.url(name)
    }

    /// The URL of a database, with the password in it.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://{USER}:{}@{}/{name}", SECRET.replace(' ', "%20"), self.address)
    }

    /// The URL of a database, and the password for a file.
    pub fn url_and_password(&self, name: &str) -> (String, &'static str) {
        (format!("postgres://{USER}@{}/{name}", self.address), SECRET)
    }

    /// Its password, which nobody may tell.
    pub fn secret(&self) -> &'static str {
        SECRET
    }

    /// Runs a statement on a database, behind everybody's back; whether that worked.
    pub fn psql(&self, database: &str, statement: &str) -> bool {
        self.ask(database, statement).is_some()
    }

    /// What a question gives, a line for each row.
    pub fn ask(&self, database: &str, question: &str) -> Option<String> {
        let mut psql = self.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--username", USER, "--command", question]);
        let output = psql.arg("--host").arg(self.folder.path()).arg(database).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    }

    /// How long a question takes each time over one connection, in milliseconds, as its client sees it.
    ///
    /// # Panics
    /// When it cannot be asked.
    pub fn times(&self, database: &str, question: &str, count: usize) -> Vec<f64> {
        let mut psql = self.command("psql");
        psql.args(["--no-psqlrc", "--quiet", "--username", USER, "--command", "\\timing on"]);
        (0..count).for_each(|_| _ = psql.args(["--command", question]));
        let output = psql.arg("--host").arg(self.folder.path()).arg(database).output().expect("psql can be started");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let times = text.lines().filter_map(|line| line.strip_prefix("Time: ")?.split(' ').next()?.parse().ok());
        let times: Vec<f64> = times.collect();
        assert_eq!(times.len(), count, "{}", String::from_utf8_lossy(&output.stderr));
        times
    }

    /// Stops it and all its connections, as its administrator would.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn stop(&mut self) {
        let mut stop = self.command("pg_ctl");
        stop.args(["stop", "--silent", "--mode=fast", "--pgdata"]).arg(self.data());
        let stopped = stop.status().is_ok_and(|status| status.success());
        assert!(stopped, "PostgreSQL stops");
        self.server.take().map(|mut server| server.wait());
    }

    /// Kills all its processes, as a power cut would.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.server.take().map(|mut server| server.wait());
        let _ = fs::remove_file(self.data().join("postmaster.pid"));
    }

    /// Hangs all its processes.
    pub fn hang(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets them go on.
    pub fn go_on(&self) {
        self.signal(Signal::CONT);
    }

    /// First the process that starts others, so that none is forgotten; killed, it no longer tells which those are.
    fn signal(&self, number: Signal) {
        let Some(server) = self.server.as_ref().and_then(|server| Pid::from_raw(server.id().cast_signed())) else {
            return;
        };
        let before = children(server);
        signal(server, number);
        before.into_iter().chain(children(server)).for_each(|child| signal(child, number));
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.env_clear().current_dir(self.folder.path());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            eprintln!("--- the server's log\n{log}---");
        }
        self.kill();
    }
}

/// The folder with the newest server that Debian has installed, or the one whose programs are on the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let number = |folder: &fs::DirEntry| folder.file_name().to_string_lossy().parse::<u32>().ok();
    let newest = versions.filter_map(|folder| Some((number(&folder)?, folder.path().join("bin")))).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = newest.map(|(_, folder)| folder).into_iter().chain(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("postgres").exists() && folder.join("initdb").exists())
}

/// The user and group `postgres`, or else `nobody`.
fn unprivileged() -> (u32, u32) {
    let users = fs::read_to_string(Path::new("/etc/passwd")).expect("the list of users");
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres").or_else(|| ids("nobody")).expect("a user to run PostgreSQL as")
}
