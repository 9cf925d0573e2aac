//! The command line of Rollcall: one executable for the gateway, its workers, headless clients and administration.
//!
//! Each command has a module of its own. This file only selects one, and defines the form of a failure: one line on
//! standard error, exit code 1 when something failed and 2 when it was called wrongly.

mod arguments;
mod check;
mod checker;
mod client;
mod demo;
mod descriptors;
mod drain;
mod gateway;
mod logging;
mod matching;
mod memory;
mod nodes;
mod project;
mod remote;
mod run;
mod script_host;
mod scripts;
mod sessions;
mod stop;
mod store;
mod table;
mod usage;
mod user;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command, Gateway, GatewayAction};
use crate::usage::UsageError;

/// The exit code for wrong usage; clap uses the same.
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A worker forks and must stay single-threaded: it gets no runtime.
    if let Command::Worker(worker) = arguments.command {
        return report(worker::run(&worker).map(|()| ExitCode::SUCCESS));
    }
    memory::give_large_blocks_back();
    descriptors::raise_limit();
    logging::start(arguments.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime {
        Ok(runtime) => {
            let code = runtime.block_on(async { report(dispatch(arguments.command).await) });
            // A thread that waits for standard input cannot be stopped, and must not keep the command from ending.
            runtime.shutdown_background();
            code
        }
        Err(error) => report(Err(error.into())),
    }
}

async fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    let done = |()| ExitCode::SUCCESS;
    match command {
        Command::Gateway(Gateway { action: Some(GatewayAction::Drain(arguments)), .. }) => {
            drain::run(arguments).await.map(done)
        }
        Command::Gateway(arguments) => gateway::run(arguments).await.map(done),
        Command::Demo(arguments) => demo::run(arguments).await.map(done),
        Command::Run(arguments) => run::run(arguments).await,
        Command::Client(arguments) => client::run(arguments).await.map(done),
        Command::Sessions(arguments) => sessions::run(arguments).await,
        Command::Nodes(arguments) => nodes::run(arguments).await.map(done),
        Command::Scripts(arguments) => scripts::run(arguments).await.map(done),
        Command::User(arguments) => user::run(arguments).await.map(done),
        Command::Store(arguments) => store::run(arguments).await.map(done),
        Command::Project(arguments) => project::run(arguments).await,
        Command::Check(arguments) => check::run(&arguments).await,
        Command::Match(arguments) => matching::run(&arguments),
        Command::Worker(_) => Ok(ExitCode::from(USAGE)),
    }
}

fn report(result: anyhow::Result<ExitCode>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("rollcall: {}", told_once(&error));
            ExitCode::from(if error.is::<UsageError>() { USAGE } else { 1 })
        }
    }
}

/// An error with its causes, from the outermost in. Some errors name their cause themselves; a cause is not printed
/// twice.
fn told_once(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let cause = || std::io::Error::other("the disk is full");
        let plain = anyhow::Error::from(cause()).context("cannot write x").context("the gateway cannot start");
        assert_eq!(told_once(&plain), "the gateway cannot start: cannot write x: the disk is full");
        let telling = rollcall_gateway::config::ConfigError::Read { file: "x.toml".into(), source: cause() };
        assert_eq!(told_once(&telling.into()), "cannot read the configuration x.toml: the disk is full");
    }
}
