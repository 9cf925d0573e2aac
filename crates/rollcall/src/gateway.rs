//! `rollcall gateway`.

use anyhow::Context;
use rollcall_gateway::config::Config;
use rollcall_gateway::data_folder::DataFolder;
use rollcall_gateway::server::Server;
use rollcall_supervisor::WorkerLimits;
use rollcall_supervisor::fence::{self, Gaps};
use rollcall_supervisor::pool::Pool;
use rollcall_supervisor::turns::Limits;
use rollcall_supervisor::zygote::Zygote;

use crate::arguments::Gateway as Arguments;
use crate::stop::StopRequest;
use crate::worker;

/// Runs a gateway until it is asked to stop.
///
/// # Errors
/// When it cannot be started; the message has the reason.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let mut stop = StopRequest::listen()?;
    let mut config = match &arguments.config {
        Some(file) => Config::load(file)?,
        None => Config::default(),
    };
    config.listen = arguments.listen.unwrap_or(config.listen);
    let data = DataFolder::open(&arguments.data)?;
    // It may wait for the database.
    let server = tokio::select! {
        server = open(config, data) => server?,
        () = stop.received() => return Ok(()),
    };
    if let Some(password) = server.first_password() {
        println!("Made the user admin with the password {password}");
        println!(
            "It is shown this once. Change it with: rollcall user passwd admin --user admin --gateway {}",
            server.url()
        );
    }
    let url = server.url();
    server.run(async move { stop.received().await }, || println!("ready: {url}")).await
}

/// A gateway with its script workers.
///
/// # Errors
/// As [`Server::open`].
pub async fn open(config: Config, data: DataFolder) -> anyhow::Result<Server> {
    rollcall_gateway::machine::give_memory_back();
    let gaps = Gaps { root: config.scripts.allow_root, calls: config.scripts.allow_unfenced };
    fence::check(gaps).context("the gateway cannot start")?;
    let limits = WorkerLimits { memory: config.scripts.memory.0, stack: config.scripts.stack.0, gaps };
    let zygote = Zygote::new(|limits| Ok(worker::of_zygote(limits)), limits);
    let scripts = &config.scripts;
    let turns = Limits { quick: scripts.workers, running: scripts.running, long_after: scripts.long_after.0 };
    let pool = Pool::new(zygote, turns, scripts.idle_workers, scripts.keep_idle.0);
    Server::open(config, data, pool).await.context("the gateway cannot start")
}
