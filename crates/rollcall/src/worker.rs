//! `rollcall worker`: the process that scripts run in, or the nursery that forks such processes.
//!
//! The stack of a process is laid out when its program starts, so the limit has to be set before. Who starts a single
//! worker sets it for itself, which its children inherit; a gateway must not change itself for its nursery, so that one
//! sets the limit and starts its program again under it.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Context;
use rollcall_gateway::worker::{WorkerLimits, nursery};
use rollcall_script::Worker;

use crate::arguments::Worker as Arguments;

/// The option that says under which limit the program was started.
const STACK_IS_SET: &str = "--stack-is-set";

/// Serves scripts on standard input, a socket, until the other side closes it.
///
/// # Errors
/// When the limits cannot be set or the socket fails.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let limits = WorkerLimits { memory: arguments.memory, stack: arguments.stack };
    ignore_stop_signals();
    if !arguments.stack_is_set {
        limits.apply_stack().context("cannot set the limit of the stack")?;
        return Err(command(STACK_IS_SET, arguments.nursery, arguments.supervisor, &limits)?.exec().into());
    }
    let stdin = io::stdin().as_fd().try_clone_to_owned().context("standard input is not a socket")?;
    let socket = UnixStream::from(stdin);
    if arguments.nursery {
        // Each forked process takes its own copy; the nursery's stays.
        let mut worker = Some(Worker::warm().preloaded());
        let in_the_fork = |input, output| worker.take().map_or(Ok(()), |worker| worker.serve(input, output));
        nursery::serve(socket, &limits, in_the_fork).context("the nursery ended")
    } else {
        die_with_the_supervisor(arguments.supervisor)?;
        // Duplicated first: under the limits no descriptor can be opened.
        let (input, output) = (socket.try_clone()?, socket);
        limits.apply().context("cannot set the limits")?;
        Worker::warm().serve(input, output).context("the worker ended")
    }
}

/// A Ctrl-C in a terminal and the end of a service reach every process of it. What becomes of a script then is for its
/// supervisor to decide, who ends the workers when it ends. Ignored signals stay so through `exec` and `fork`.
#[allow(unsafe_code, reason = "signal has no safe form")]
fn ignore_stop_signals() {
    // SAFETY: no handler is installed, only the signals' disposition is set; the process has a single thread.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_IGN);
        libc::signal(libc::SIGTERM, libc::SIG_IGN);
    }
}

/// A script that is stuck notices nothing, so the kernel must end its process when the supervisor is gone.
fn die_with_the_supervisor(supervisor: u32) -> anyhow::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    anyhow::ensure!(std::os::unix::process::parent_id() == supervisor, "the supervisor is gone");
    Ok(())
}

/// How a worker that serves this process is started. The limit of its stack becomes this process's, for programs that are
/// started from now on: to start the worker's twice would take longer than all the rest of its start but the interpreter.
///
/// # Errors
/// When this executable cannot be found, or the limit cannot be set.
pub fn single(limits: &WorkerLimits) -> io::Result<Command> {
    limits.apply_stack()?;
    command(STACK_IS_SET, false, std::process::id(), limits)
}

/// How the nursery is started.
///
/// # Errors
/// When this executable cannot be found.
pub fn of_nursery(limits: &WorkerLimits) -> io::Result<Command> {
    command("", true, std::process::id(), limits)
}

fn command(stage: &str, nursery: bool, supervisor: u32, limits: &WorkerLimits) -> io::Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("worker").arg(format!("--memory={}", limits.memory)).arg(format!("--stack={}", limits.stack));
    command.args(nursery.then_some("--nursery")).args(Some(stage).filter(|stage| !stage.is_empty()));
    command.arg(format!("--supervisor={supervisor}"));
    // A script's process has no use for what the environment may hold, passwords among it.
    command.env_clear();
    Ok(command)
}
