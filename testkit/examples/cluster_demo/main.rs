//! `cargo xtask demo --cluster`: three gateways on one PostgreSQL and one NATS server, with sessions spread over them, and
//! commands to try. All of it runs in folders of its own, on free ports, and ends with this process.

mod balancer;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use testkit::{NatsServer, PostgresServer};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// Everybody's password.
const PASSWORD: &str = "demo";
const NODES: [&str; 3] = ["a", "b", "c"];
/// User, project and host name of each session.
const SESSIONS: [(&str, &str, &str); 9] = [
    ("billy", "plant", "line-1"),
    ("bill.smith", "plant", "line-2"),
    ("bixly", "packaging", "packer-1"),
    ("bob", "plant", "control-room"),
    ("anna", "plant", "office-2"),
    ("billxsmith", "plant", "line-4"),
    ("billy", "packaging", "line-3"),
    ("bixly", "plant", "line-5"),
    ("anna", "packaging", "tablet-9"),
];
/// How long a process may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);

type Failure = Box<dyn std::error::Error>;

struct Demo {
    rollcall: PathBuf,
    folder: tempfile::TempDir,
    database: PostgresServer,
    nats: NatsServer,
}

struct Gateway {
    name: &'static str,
    address: SocketAddr,
    process: Child,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let rollcall = PathBuf::from(arguments.next().ok_or("usage: cluster_demo ROLLCALL [ADDRESS]")?);
    let address = arguments.next().map_or_else(|| "127.0.0.1:8088".to_owned(), |it| it.to_string_lossy().into_owned());
    let address: SocketAddr = address.parse().map_err(|_| format!("{address:?} is not an address and port"))?;
    if !address.ip().is_loopback() {
        return Err("everybody knows the demo's passwords, so it takes loopback addresses only".into());
    }
    let listener = TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    let address = listener.local_addr()?;
    println!("Starting PostgreSQL and nats-server");
    let (database, nats) = tokio::join!(PostgresServer::start(), NatsServer::start());
    let demo = Demo { rollcall, folder: tempfile::tempdir()?, database, nats };
    let mut gateways = demo.start_gateways().await?;
    tokio::spawn(balancer::serve(listener, gateways.iter().map(|gateway| gateway.address).collect()));
    let url = format!("http://{address}");
    let clients = demo.bring_in_everybody(&gateways, &url).await?;
    demo.until_all_are_listed(&url).await?;
    demo.introduce(&gateways, &url);
    tokio::signal::ctrl_c().await?;
    println!("The clients log out and the gateways stop.");
    for client in clients {
        stop(client).await;
    }
    for gateway in gateways.drain(..) {
        stop(gateway.process).await;
    }
    Ok(())
}

impl Demo {
    async fn start_gateways(&self) -> Result<Vec<Gateway>, Failure> {
        let url = self.database.database("plant");
        let mut gateways = Vec::new();
        for name in NODES {
            let data = self.folder.path().join(name);
            self.run(&["demo", "--prepare", "--data"], &data).await?;
            if gateways.is_empty() {
                // The users go into the database that all share.
                self.run(&["store", "migrate", "--to", &url, "--data"], &data).await?;
            }
            let address = free_address()?;
            let config = self.folder.path().join(format!("{name}.toml"));
            std::fs::write(&config, self.config(name, &url, address))?;
            let mut command = self.command(&["gateway", "--config"]);
            command.arg(&config).arg("--data").arg(&data).args(["--listen", &address.to_string()]);
            command.stderr(std::fs::File::create(self.folder.path().join(format!("{name}.log")))?);
            let process = started(command, "ready: ").await.map_err(|error| format!("gateway {name}: {error}"))?;
            println!("Gateway {name} listens on http://{address}");
            gateways.push(Gateway { name, address, process });
        }
        Ok(gateways)
    }

    fn config(&self, name: &str, url: &str, address: SocketAddr) -> String {
        let nats = self.nats.url();
        format!(
            "allowed_hosts = [\"127.0.0.1\", \"localhost\"]\n[store]\nurl = \"{url}\"\nconnections = 4\n[cluster]\nname = \
             \"demo\"\nnode = \"{name}\"\nnats = [\"{nats}\"]\nadvertise = \"http://{address}\"\ndrain = \"2s\"\n"
        )
    }

    /// Sessions through the balancer, which come back through it when their gateway is gone.
    async fn bring_in_everybody(&self, gateways: &[Gateway], url: &str) -> Result<Vec<Child>, Failure> {
        println!("{} clients log in over {} gateways", SESSIONS.len(), gateways.len());
        let mut clients = Vec::new();
        for (user, project, host) in SESSIONS {
            let mut command = self.command(&["client", "--gateway", url, "--user", user, "--project", project]);
            command.args(["--hostname", host, "--give-up", "120"]).env("ROLLCALL_PASSWORD", PASSWORD);
            command.stderr(Stdio::null());
            clients.push(started(command, "on: ").await.map_err(|error| format!("the client of {user}: {error}"))?);
        }
        Ok(clients)
    }

    /// A gateway hears of another within a second.
    async fn until_all_are_listed(&self, url: &str) -> Result<(), Failure> {
        let all = async {
            loop {
                let mut nodes = self.command(&["nodes", "--user", "admin", "--gateway", url]);
                let output = nodes.env("ROLLCALL_PASSWORD", PASSWORD).output().await?;
                if String::from_utf8_lossy(&output.stdout).matches(" here ").count() == NODES.len() {
                    return Ok::<(), std::io::Error>(());
                }
                sleep(PAUSE).await;
            }
        };
        Ok(timeout(PATIENCE, all).await.map_err(|_| "the gateways do not see each other")??)
    }

    fn introduce(&self, gateways: &[Gateway], url: &str) {
        let rollcall = self.rollcall.display();
        let last = gateways.last().expect("three were started");
        let pid = last.process.id().unwrap_or_default();
        println!("\nAll of it is in {}; the logs of the gateways are there.", self.folder.path().display());
        println!("{url} leads to any of the gateways, as a load balancer would. Open {url}/client/plant in a browser");
        println!("(billy, password {PASSWORD}), or try in another terminal:");
        println!("  export ROLLCALL_PASSWORD={PASSWORD} ROLLCALL_USER=admin ROLLCALL_GATEWAY={url}");
        println!("  {rollcall} nodes");
        println!("  {rollcall} sessions --gateway http://{}    # the list of gateway {}", last.address, last.name);
        println!("  {rollcall} sessions --cluster                          # the list of the plant");
        println!(
            "  {rollcall} run --user billy --project plant -c 'for s in system.rollcall.getSessions(): print s[0], s[\"node\"]'"
        );
        println!("  kill -9 {pid}    # gateway {}: its clients go on at the others, and lists name it", last.name);
        println!("  {rollcall} gateway drain --gateway http://{}    # the same without haste", gateways[0].address);
        println!("Ctrl-C ends all of it.\nready: {url}");
    }

    async fn run(&self, arguments: &[&str], data: &Path) -> Result<(), Failure> {
        let output = self.command(arguments).arg(data).output().await?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("rollcall {}: {}", arguments[0], String::from_utf8_lossy(&output.stderr)).into())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.rollcall);
        // A Ctrl-C at the terminal is for this process, which then ends the others in order.
        command.args(arguments).stdin(Stdio::null()).process_group(0).kill_on_drop(true);
        command
    }
}

/// A process that has printed a line that begins so.
async fn started(mut command: Command, beginning: &str) -> Result<Child, Failure> {
    let mut process = command.stdout(Stdio::piped()).spawn()?;
    let output = process.stdout.take().ok_or("its output is missing")?;
    let mut lines = BufReader::new(output).lines();
    loop {
        match timeout(PATIENCE * 3, lines.next_line()).await?? {
            Some(line) if line.starts_with(beginning) => break,
            Some(_) => {}
            None => return Err("it ended at its start".into()),
        }
    }
    // Its later output must be read, or it would wait for a reader one day.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    Ok(process)
}

async fn stop(mut process: Child) {
    let pid = process.id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
    if let Some(pid) = pid {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
    }
    if timeout(PATIENCE, process.wait()).await.is_err() {
        let _ = process.kill().await;
    }
}

fn free_address() -> Result<SocketAddr, Failure> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
