//! `rollcall worker`: the process that scripts run in, or the zygote that forks such processes.
//!
//! The stack of a process is laid out when its program starts, so the limit has to be set before. The process that
//! starts a single worker sets it for itself, which its children inherit; a gateway must not change itself for its
//! zygote, so the zygote sets the limit and starts its program again under it.
//!
//! A worker trusts nothing, itself least: before it makes an interpreter it closes inherited descriptors and gives up
//! every privilege, and before its first job all system calls but a few.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use anyhow::Context;
use rollcall_gateway::config::Scripts;
use rollcall_script::Worker;
use rollcall_supervisor::fence::{self, Calls, Gaps};
use rollcall_supervisor::{WorkerLimits, WorkerProcess, zygote};

use crate::arguments::Worker as Arguments;

/// The program that runs, also when its file was replaced by another version or is away.
pub const ITSELF: &str = "/proc/self/exe";

/// The option that records the limit under which the program was started.
const STACK_IS_SET: &str = "--stack-is-set";

/// Serves scripts on standard input, a socket, until the other side closes it.
///
/// # Errors
/// When the limits cannot be set or the socket fails.
pub fn run(arguments: &Arguments) -> anyhow::Result<()> {
    fence::close_inherited().context("cannot close inherited descriptors")?;
    let gaps = Gaps { root: arguments.allow_root, calls: arguments.allow_unfenced };
    let limits = WorkerLimits { memory: arguments.memory, stack: arguments.stack, gaps };
    ignore_stop_signals();
    if !arguments.stack_is_set {
        limits.apply_stack().context("cannot set the limit of the stack")?;
        return Err(command(STACK_IS_SET, arguments.zygote, arguments.supervisor, &limits).exec().into());
    }
    say_failures_in_a_line();
    fence::leave_privileges(gaps).context("cannot give up privileges")?;
    let stdin = io::stdin().as_fd().try_clone_to_owned().context("standard input is not a socket")?;
    let socket = UnixStream::from(stdin);
    if arguments.zygote {
        // Each forked process takes its own copy; the zygote's stays.
        let mut worker = Some(Worker::warm().preloaded());
        let serve = |worker: Worker, input, output| worker.serve(input, output, || Calls::Worker.forbid_the_rest(gaps));
        let in_the_fork = |input, output| worker.take().map_or(Ok(()), |worker| serve(worker, input, output));
        zygote::serve(socket, &limits, in_the_fork).context("the zygote ended")
    } else {
        die_with_the_supervisor(arguments.supervisor)?;
        // Duplicated first: under the limits no descriptor can be opened.
        let (input, output) = (socket.try_clone()?, socket);
        limits.apply().context("cannot set the limits")?;
        Worker::warm().serve(input, output, || Calls::Worker.forbid_the_rest(gaps)).context("the worker ended")
    }
}

/// The message of a failing engine on standard error is shown to people: one line, without the folders of the machine
/// that this program was built on.
fn say_failures_in_a_line() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| {
            let file = Path::new(place.file()).file_name().unwrap_or_default();
            format!(" ({}:{})", file.display(), place.line())
        });
        eprintln!("the Python engine failed: {}{place}", panic.payload_as_str().unwrap_or("no message"));
    }));
}

/// A Ctrl-C in a terminal and the end of a service reach every process of it. The script's fate is then the
/// supervisor's decision, which ends the workers when it ends. Ignored signals stay so through `exec` and `fork`.
#[allow(unsafe_code, reason = "signal has no safe form")]
fn ignore_stop_signals() {
    // SAFETY: no handler is installed, only the signals' disposition is set; the process has a single thread.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_IGN);
        libc::signal(libc::SIGTERM, libc::SIG_IGN);
        libc::signal(libc::SIGHUP, libc::SIG_IGN);
    }
}

/// A script that is stuck notices nothing, so the kernel must end its process when the supervisor is gone.
fn die_with_the_supervisor(supervisor: u32) -> anyhow::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))?;
    anyhow::ensure!(std::os::unix::process::parent_id() == supervisor, "the supervisor is gone");
    Ok(())
}

/// Starts a worker that serves this process.
///
/// # Errors
/// When it does not start.
pub async fn start(gaps: Gaps) -> anyhow::Result<WorkerProcess> {
    let Scripts { memory, stack, .. } = Scripts::default();
    let limits = WorkerLimits { memory: memory.0, stack: stack.0, gaps };
    WorkerProcess::spawn(single(&limits)?).await.context("no script worker could be started")
}

/// How a worker that serves this process is started. The limit of its stack becomes this process's, for programs that are
/// started from now on: to start the worker's twice would take longer than all the rest of its start but the interpreter.
///
/// # Errors
/// When the limit cannot be set.
fn single(limits: &WorkerLimits) -> io::Result<Command> {
    limits.apply_stack()?;
    Ok(command(STACK_IS_SET, false, std::process::id(), limits))
}

/// How the zygote is started.
pub fn of_zygote(limits: &WorkerLimits) -> Command {
    command("", true, std::process::id(), limits)
}

fn command(stage: &str, zygote: bool, supervisor: u32, limits: &WorkerLimits) -> Command {
    let mut command = Command::new(ITSELF);
    // The name in lists of processes.
    command.arg0("rollcall");
    command.arg("worker").arg(format!("--memory={}", limits.memory)).arg(format!("--stack={}", limits.stack));
    command.args(zygote.then_some("--zygote")).args(Some(stage).filter(|stage| !stage.is_empty()));
    command.arg(format!("--supervisor={supervisor}"));
    command.args(limits.gaps.root.then_some("--allow-root")).args(limits.gaps.calls.then_some("--allow-unfenced"));
    // A script's process has no use for the environment, which may hold passwords.
    command.env_clear();
    command
}
