//! `rollcall demo`: a gateway to try things on, with real sessions.
//!
//! Its sessions are real ones: each is a headless client, a process of its own, that has logged in over the network and
//! stays on. They outlive a gateway that is killed, and come back to the next one on the same data folder; without one
//! they give up after two minutes.
//!
//! Everybody's password is `demo`, so the gateway takes loopback addresses only and answers to their names only.

mod files;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use rollcall_gateway::config::Config;
use rollcall_gateway::data_folder::DataFolder;
use rollcall_gateway::password;
use rollcall_gateway::server::Server;
use rollcall_project::{NewProject, ProjectName, Projects};
use rollcall_store::{ADMINISTRATOR, ErrorKind, NewUser, Store};
use rollcall_wire::rest::SessionPage;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::arguments::{Demo as Arguments, Remote};
use crate::gateway;
use crate::remote::Api;
use crate::stop::StopRequest;
use crate::usage::UsageError;
use crate::worker::ITSELF;
use files::PROJECTS;

const PASSWORD: &str = "demo";
const OPERATOR: &str = "Operator";
const ENGINEER: &str = "Engineer";

/// How long clients live without a gateway.
const GIVE_UP: u64 = 120;
/// How long to wait for clients of a demo before this one to come back.
const COME_BACK: Duration = Duration::from_secs(4);

const USERS: &[(&str, &[&str])] = &[
    ("admin", &[ADMINISTRATOR, ENGINEER]),
    ("anna", &[OPERATOR, ENGINEER]),
    ("bill.smith", &[OPERATOR]),
    ("billxsmith", &[OPERATOR]),
    ("billy", &[OPERATOR, ENGINEER]),
    ("bixly", &[OPERATOR]),
    ("bob", &[OPERATOR]),
];

/// A session of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Person {
    username: &'static str,
    project: &'static str,
    designer: bool,
    hostname: &'static str,
}

const fn person(username: &'static str, project: &'static str, designer: bool, hostname: &'static str) -> Person {
    Person { username, project, designer, hostname }
}

const SESSIONS: &[Person] = &[
    person("billy", "plant", false, "line-1"),
    person("billy", "packaging", false, "line-2"),
    person("billy", "plant", true, "office-7"),
    person("bill.smith", "plant", false, "line-3"),
    person("billxsmith", "plant", false, "line-4"),
    person("bixly", "packaging", false, "packer-1"),
    person("bixly", "plant", false, ""),
    person("bob", "plant", false, "control-room"),
    person("bob", "packaging", false, "control-room"),
    person("anna", "plant", true, "office-2"),
    person("anna", "packaging", false, "tablet-9"),
    person("admin", "packaging", true, "office-1"),
];

/// Runs the demo until it is asked to stop.
///
/// # Errors
/// When the address is not loopback, or the gateway or a client cannot be started.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    if !arguments.listen.ip().is_loopback() {
        bail!(UsageError(format!(
            "--listen {}: everybody knows the demo's passwords, so it takes loopback addresses only",
            arguments.listen
        )));
    }
    if let (true, Some(folder)) = (arguments.prepare, &arguments.data) {
        return prepare(&DataFolder::open(folder)?).await;
    }
    let mut stop = StopRequest::listen()?;
    // Held until the end: a temporary folder goes with it.
    let temporary = arguments.data.is_none().then(tempfile::tempdir).transpose()?;
    let folder = arguments.data.or_else(|| temporary.as_ref().map(|t| t.path().to_owned())).unwrap_or_default();
    let server = open(&folder, arguments.listen).await?;
    let url = server.url();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let stopped = async move {
        // Whether the signal was sent or its sender dropped: the demo is over.
        let _ = ended.await;
    };
    let mut serving = tokio::spawn(server.run(stopped, || {}));
    introduce(&url, &folder);
    let clients = tokio::select! {
        clients = bring_in_everybody(&url) => clients.map(Some),
        gateway = &mut serving => return gateway?,
        () = stop.received() => Ok(None),
    };
    if let Ok(Some(_)) = &clients {
        println!("ready: {url}");
        tokio::select! {
            gateway = &mut serving => return gateway?,
            () = stop.received() => {}
        }
    }
    let farewell = match clients {
        Ok(clients) => send_home(clients.unwrap_or_default()).await,
        Err(error) => Err(error),
    };
    drop(end);
    serving.await??;
    farewell
}

async fn open(folder: &Path, listen: std::net::SocketAddr) -> anyhow::Result<Server> {
    let data = DataFolder::open(folder)?;
    prepare(&data).await?;
    let names = ["127.0.0.1", "localhost", "[::1]", &listen.ip().to_string()].map(str::to_owned);
    let config = Config { listen, allowed_hosts: Some(names.to_vec()), ..Config::default() };
    gateway::open(config, data).await
}

async fn prepare(data: &DataFolder) -> anyhow::Result<()> {
    claim(data)?;
    furnish(data).await.context("cannot prepare the demo's data folder")
}

/// Everybody knows the demo's passwords, so it takes a folder of its own: a fresh one, or one of a demo before.
fn claim(data: &DataFolder) -> anyhow::Result<()> {
    if data.database().exists() && !data.is_demo() {
        bail!(UsageError(format!(
            "--data {}: this is the data folder of a gateway that is not a demo; take another",
            data.path().display()
        )));
    }
    Ok(data.mark_as_demo()?)
}

/// Users and projects; existing ones stay unchanged.
async fn furnish(data: &DataFolder) -> anyhow::Result<()> {
    let store = Store::open(&data.database()).await?;
    let password_hash = password::hash(PASSWORD)?;
    for (name, roles) in USERS {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        let user = NewUser { name: (*name).to_owned(), password_hash: password_hash.clone(), roles };
        match store.add_user(&user).await {
            Err(error) if error.kind() == ErrorKind::Conflict => {}
            other => other?,
        }
    }
    store.close().await;
    let projects = Projects::new(data.projects());
    for project in PROJECTS {
        match projects.create(&ProjectName::new(project.name)?, &NewProject::default()) {
            Err(error) if error.kind() == rollcall_project::ErrorKind::Conflict => {}
            Ok(folder) => project.write(&folder)?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn introduce(url: &str, folder: &Path) {
    let names: Vec<&str> = USERS.iter().map(|(name, _)| *name).collect();
    let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("rollcall"));
    let program = program.display();
    println!("Rollcall demo at {url}, data in {}", folder.display());
    println!("Users: {}; everybody's password is \"{PASSWORD}\".", names.join(", "));
    println!("Open {url}/client/plant in a browser, or try in another terminal:");
    println!("  export ROLLCALL_PASSWORD={PASSWORD} ROLLCALL_GATEWAY={url}");
    println!("  {program} run -c 'print(len(system.util.getSessionInfo(\"billy\")))' --user anna --project plant");
    println!("  {program} sessions --username 'bi.*' --user admin");
    println!("  echo billy | {program} match 'bi.ly'");
}

/// All users who are not on yet log in. Clients of a demo that was killed come back by themselves.
async fn bring_in_everybody(url: &str) -> anyhow::Result<Vec<Child>> {
    let missing = missing(url).await?;
    let mut clients = Vec::new();
    for person in missing {
        clients.push(start(url, person)?);
    }
    for client in &mut clients {
        wait_until_on(client).await?;
    }
    Ok(clients)
}

async fn missing(url: &str) -> anyhow::Result<Vec<Person>> {
    let remote = Remote { gateway: url.to_owned(), user: None, password_file: None, ca_cert: None };
    let request = rollcall_wire::rest::LoginRequest {
        username: "admin".to_owned(),
        password: PASSWORD.to_owned(),
        project: None,
        kind: Default::default(),
        hostname: None,
        cookie: false,
    };
    let (api, _) = Api::new(&remote)?.log_in(&request).await?;
    let resumable = list(&api).await?;
    if !resumable.sessions.is_empty() {
        tokio::time::sleep(COME_BACK).await;
    }
    let on = list(&api).await?.sessions;
    api.log_out().await?;
    let is_on = |person: &Person| {
        on.iter().any(|s| {
            s.username == person.username
                && s.project == person.project
                && s.is_designer == person.designer
                && s.state == rollcall_wire::rest::SessionState::Active
        })
    };
    Ok(SESSIONS.iter().filter(|person| !is_on(person)).copied().collect())
}

async fn list(api: &Api) -> anyhow::Result<SessionPage> {
    api.send(reqwest::Method::GET, "/api/v1/sessions?limit=1000", None::<&()>).await
}

fn start(url: &str, person: Person) -> anyhow::Result<Child> {
    let mut command = Command::new(ITSELF);
    command.arg0("rollcall");
    command.args(["client", "--gateway", url, "--user", person.username, "--project", person.project]);
    command.args(["--hostname", person.hostname, "--give-up", &GIVE_UP.to_string()]);
    command.args(person.designer.then_some("--designer"));
    command.env("ROLLCALL_PASSWORD", PASSWORD).stdin(Stdio::null()).stdout(Stdio::piped());
    // A Ctrl-C at the terminal is for the demo, which then sends its clients home one by one.
    command.process_group(0).kill_on_drop(true);
    command.spawn().context("a client cannot be started")
}

async fn wait_until_on(client: &mut Child) -> anyhow::Result<()> {
    let stdout = client.stdout.take().context("a client's output is missing")?;
    let mut lines = BufReader::new(stdout).lines();
    match lines.next_line().await? {
        Some(line) if line.starts_with("on: ") => {}
        Some(line) => bail!("a client did not log in: {line}"),
        None => bail!("a client ended at its start"),
    }
    // Its later output must be read, or it would wait for a reader one day.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(())
}

/// Asks the clients to log out, and waits until they have.
async fn send_home(clients: Vec<Child>) -> anyhow::Result<()> {
    for client in &clients {
        let pid = client.id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
        if let Some(pid) = pid {
            // It may be gone already, which is the goal.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
    }
    for mut client in clients {
        client.wait().await?;
    }
    Ok(())
}
