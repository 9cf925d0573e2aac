//! The zygote: a warmed-up process that workers are forked from.
//!
//! Creating an interpreter and importing its modules takes tens of milliseconds; forking a process that has done so
//! takes about two, and the copies share the memory that they do not change. The zygote is single-threaded, because
//! only then may it fork and go on; so it serves one request at a time, blocking, over a socket that carries
//! descriptors:
//!
//! * gateway → zygote: one byte, with the worker's end of its socket and of its standard error;
//! * zygote → gateway: one byte, with a pidfd of the new process, or without one when the system would not fork.
//!
//! The zygote ends when the gateway's end of the socket is closed, however the gateway ended. A worker dies with the
//! zygote by the kernel's doing, even when a script keeps it from noticing anything.
//!
//! Both sides live in this file, because together they are the protocol. The work of the forked process is handed in:
//! this crate does not know how a script is executed.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};
use rustix::process::{Pid, PidfdFlags, Signal, WaitOptions, getpid, getppid, pidfd_open, wait};

use crate::fence::Calls;
use crate::process::Handle;
use crate::{WorkerLimits, WorkerProcess};

/// How long the zygote may take to warm up and fork: long, since a busy machine is not a reason to end all workers.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often to check meanwhile whether it has been stopped (SIGSTOP).
const LOOK_EVERY: Duration = Duration::from_millis(400);
/// How often a stopped zygote is woken before it is replaced, which costs all scripts that run.
const WAKE_CALLS: u32 = 2;

/// The zygote comes after its workers when memory runs out, since they end with it, and before the gateway.
const ZYGOTE_NEXT: &str = "500";

/// The gateway's side: asks for workers. Cloning shares the one process.
#[derive(Clone, Debug)]
pub struct Zygote {
    process: Arc<Mutex<Process>>,
}

/// The process behind it, which is started again should it die.
#[derive(Debug)]
struct Process {
    command: fn(&WorkerLimits) -> io::Result<std::process::Command>,
    limits: WorkerLimits,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    control: UnixStream,
    child: std::process::Child,
    handle: Handle,
}

impl Zygote {
    /// A zygote whose process is started by `command` at the first need. The process must call [`serve`] on its
    /// standard input.
    pub fn new(command: fn(&WorkerLimits) -> io::Result<std::process::Command>, limits: WorkerLimits) -> Self {
        Zygote { process: Arc::new(Mutex::new(Process { command, limits, running: None })) }
    }

    /// A new worker, warm and ready.
    ///
    /// # Errors
    /// When the zygote cannot be started or does not answer; the next call starts it again.
    pub async fn fork(&self) -> io::Result<WorkerProcess> {
        let process = Arc::clone(&self.process);
        let forked = tokio::task::spawn_blocking(move || process.lock().unwrap_or_else(PoisonError::into_inner).fork());
        let (socket, pidfd, stderr) = forked.await.map_err(io::Error::other)??;
        tokio::time::timeout(PATIENCE, WorkerProcess::adopt(socket, pidfd, stderr))
            .await
            .map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
    }
}

impl Process {
    fn fork(&mut self) -> io::Result<(UnixStream, OwnedFd, io::PipeReader)> {
        let (ours, theirs) = UnixStream::pair()?;
        let (stderr, stderr_writer) = io::pipe()?;
        let ends = [theirs.as_fd(), stderr_writer.as_fd()];
        // A zygote that was killed is noticed only by asking it; then a fresh one is asked. One that answers is left
        // alone whatever the answer: all workers die with it.
        let had_one = self.running.is_some();
        let answer = match self.ask(&ends) {
            Err(_) if had_one => {
                self.stop();
                self.ask(&ends)
            }
            other => other,
        };
        let answer = answer.inspect_err(|_| self.stop())?;
        let pidfd = answer.into_iter().next();
        let pidfd = pidfd.ok_or_else(|| io::Error::other("the system has no room for another process"))?;
        Ok((ours, pidfd, stderr))
    }

    fn ask(&mut self, ends: &[BorrowedFd<'_>]) -> io::Result<Vec<OwnedFd>> {
        let running = self.start()?;
        send_with(&running.control, ends)?;
        running.answer()
    }

    fn start(&mut self) -> io::Result<&Running> {
        let running = match self.running.take() {
            Some(running) => running,
            None => {
                let (control, theirs) = UnixStream::pair()?;
                control.set_read_timeout(Some(LOOK_EVERY))?;
                control.set_write_timeout(Some(PATIENCE))?;
                let mut command = (self.command)(&self.limits)?;
                let child = command.stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).spawn()?;
                let handle = Handle::of_child(child.id())?;
                handle.offer_to_the_kernel(ZYGOTE_NEXT);
                Running { control, child, handle }
            }
        };
        Ok(self.running.insert(running))
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // It may be gone already, which is the goal.
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Running {
    /// Waits for an answer. A stopped zygote is woken; the request then still gets its answer.
    fn answer(&self) -> io::Result<Vec<OwnedFd>> {
        let give_up = Instant::now() + PATIENCE;
        let mut asleep = 0;
        loop {
            match receive(&self.control) {
                Ok(answer) => return Ok(answer.ok_or(io::ErrorKind::UnexpectedEof)?),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && Instant::now() < give_up => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(io::ErrorKind::TimedOut.into()),
                Err(error) => return Err(error),
            }
            asleep = if self.handle.is_stopped() { asleep + 1 } else { 0 };
            if asleep > WAKE_CALLS {
                return Err(io::Error::other("somebody keeps the parent of the workers from running"));
            }
            if asleep > 0 {
                tracing::warn!(target: "script", "the parent of the workers was stopped from outside, and is woken");
                self.handle.wake();
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The zygote's side: forks a process for each request and runs `worker` in it, until the gateway is gone.
///
/// Must be called from a process with a single thread, which is fenced in from then on. `worker` gets the socket to its
/// supervisor, once for reading and once for writing; when it returns, the forked process ends.
///
/// # Errors
/// When it cannot be fenced in, or the control socket fails.
pub fn serve(
    control: UnixStream,
    limits: &WorkerLimits,
    mut worker: impl FnMut(UnixStream, UnixStream) -> io::Result<()>,
) -> io::Result<()> {
    // Behind the fence no file can be opened.
    let nothing = std::fs::File::open("/dev/null")?;
    Calls::Zygote.forbid_the_rest(limits.gaps)?;
    while let Some(ends) = receive(&control)? {
        let Ok([socket, stderr]) = <[OwnedFd; 2]>::try_from(ends) else { continue };
        bury_the_dead();
        let parent = getpid();
        match fork() {
            Err(_) => send_with(&control, &[])?,
            Ok(None) => {
                drop(control);
                let output = UnixStream::from(socket);
                let input = output.try_clone();
                let ended =
                    become_worker(parent, &nothing, stderr, limits).and(input).and_then(|input| worker(input, output));
                std::process::exit(i32::from(ended.is_err()));
            }
            Ok(Some(child)) => send_with(&control, &[pidfd_open(child, PidfdFlags::empty())?.as_fd()])?,
        }
    }
    Ok(())
}

/// In the forked process: takes on the limits and ties its life to the zygote's.
fn become_worker(parent: Pid, nothing: &std::fs::File, stderr: OwnedFd, limits: &WorkerLimits) -> io::Result<()> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL))?;
    if getppid() != Some(parent) {
        return Err(io::Error::other("the zygote is gone"));
    }
    rustix::stdio::dup2_stderr(stderr)?;
    // The zygote's standard input is the control socket: no worker may hold it.
    rustix::stdio::dup2_stdin(nothing)?;
    limits.apply()
}

/// Collects the workers that ended, so that they do not stay as zombies.
fn bury_the_dead() {
    while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
}

/// `fork(2)`: None in the child, the child's number in the parent.
#[allow(unsafe_code, reason = "fork has no safe form")]
fn fork() -> io::Result<Option<Pid>> {
    // SAFETY: the process has a single thread (see the head of this file), so no lock can be held by a thread that does
    // not exist in the child, and everything may go on there as if nothing had happened.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        pid => Ok(Pid::from_raw(pid)),
    }
}

fn send_with(socket: &UnixStream, descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(io::Error::other("too many descriptors for one message"));
    }
    sendmsg(socket, &[IoSlice::new(&[1])], &mut ancillary, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// One byte and the descriptors that came with it; None at the end of the stream.
fn receive(socket: &UnixStream) -> io::Result<Option<Vec<OwnedFd>>> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let received = recvmsg(socket, &mut [IoSliceMut::new(&mut byte)], &mut ancillary, RecvFlags::CMSG_CLOEXEC)?;
    if received.bytes == 0 {
        return Ok(None);
    }
    let rights = ancillary.drain().filter_map(|message| match message {
        RecvAncillaryMessage::ScmRights(rights) => Some(rights),
        _ => None,
    });
    Ok(Some(rights.flatten().collect()))
}
