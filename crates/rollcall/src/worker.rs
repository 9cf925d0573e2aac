//! `rollcall worker`: the process that scripts run in, or the nursery that forks such processes.
//!
//! It starts itself twice: the stack of a process is laid out when its program starts, so the limit is set first and
//! the program started again under it.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;
use rollcall_gateway::worker::{WorkerLimits, nursery};
use rollcall_script::Worker;

use crate::arguments::Worker as Arguments;

/// Serves scripts on standard input, a socket, until the other side closes it.
///
/// # Errors
/// When the limits cannot be set or the socket fails.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let limits = WorkerLimits { memory: arguments.memory, stack: arguments.stack };
    if !arguments.stack_is_set {
        limits.apply_stack().context("cannot set the limit of the stack")?;
        return Err(command("--stack-is-set", arguments.nursery, &limits)?.exec().into());
    }
    let stdin = io::stdin().as_fd().try_clone_to_owned().context("standard input is not a socket")?;
    let socket = UnixStream::from(stdin);
    if arguments.nursery {
        // Each forked process takes its own copy; the nursery's stays.
        let mut worker = Some(Worker::warm());
        let in_the_fork = |input, output| worker.take().map_or(Ok(()), |worker| worker.serve(input, output));
        nursery::serve(socket, &limits, in_the_fork).context("the nursery ended")
    } else {
        // Duplicated first: under the limits no descriptor can be opened.
        let (input, output) = (socket.try_clone()?, socket);
        limits.apply().context("cannot set the limits")?;
        Worker::warm().serve(input, output).context("the worker ended")
    }
}

/// How a worker that serves one supervisor is started.
///
/// # Errors
/// When this executable cannot be found.
pub fn single(limits: &WorkerLimits) -> io::Result<Command> {
    command("", false, limits)
}

/// How the nursery is started.
///
/// # Errors
/// When this executable cannot be found.
pub fn of_nursery(limits: &WorkerLimits) -> io::Result<Command> {
    command("", true, limits)
}

fn command(stage: &str, nursery: bool, limits: &WorkerLimits) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("worker").arg(format!("--memory={}", limits.memory)).arg(format!("--stack={}", limits.stack));
    command.args(nursery.then_some("--nursery")).args(Some(stage).filter(|stage| !stage.is_empty()));
    // A script's process has no use for what the environment may hold, passwords among it.
    command.env_clear();
    Ok(command)
}
