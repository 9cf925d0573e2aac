//! One worker process, seen from outside: a socket with frames, its standard error, and a handle that can kill it.
//!
//! The handle is a pidfd, never a number: a number may belong to another process by the time it is used. Only the
//! question whether a process is stopped needs its number, which the handle gives as long as the process lives.

use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rollcall_wire::frame;
use rollcall_wire::worker::{FromWorker, ToWorker};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::UnixStream;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::interval;

use crate::flight::{Flight, Flights, memory_of_message, number_of_call};
use crate::pace::Pace;

/// How often to check whether a process that begins or runs has been stopped (SIGSTOP).
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The score with which a worker is offered when memory runs out: as the first.
const WORKERS_FIRST: &str = "1000";
/// How much of a worker's standard error is kept: enough for a panic's message.
const STDERR_KEPT: usize = 4096;
/// The largest message that is taken from a worker, in bytes: it comes from a script, and is held here in memory.
const MAX_FRAME: usize = 64 * 1024 * 1024;

/// Where the number of a call is, in bytes from the beginning.
const HEAD: usize = 64;

/// A running worker process. Dropping it kills the process.
#[derive(Debug)]
pub struct WorkerProcess {
    reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
    handle: Handle,
    /// The memory that it had when it began, in bytes: most of it is shared with its parent.
    inherited: u64,
    ended_for_others: EndedForOthers,
    /// A script has left it unfit for another.
    given_up: bool,
    stderr: Arc<Mutex<Vec<u8>>>,
    stderr_end: JoinHandle<()>,
    /// Held so that the runtime reaps a process that is this one's own child; a forked one has another parent.
    _child: Option<Child>,
}

/// Whether a worker was ended because all together had taken too much.
#[derive(Clone, Debug, Default)]
struct EndedForOthers(Arc<AtomicBool>);

impl EndedForOthers {
    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A hold on a process.
#[derive(Clone, Debug)]
pub(super) struct Handle(Arc<OwnedFd>);

impl Handle {
    /// The hold on a process of this one's own, which has not been waited for.
    pub(super) fn of_child(child: u32) -> io::Result<Self> {
        let pid = Pid::from_raw(child.cast_signed()).ok_or(io::ErrorKind::NotFound)?;
        Ok(Handle(Arc::new(pidfd_open(pid, PidfdFlags::empty())?)))
    }

    /// The descriptor behind it, for other code that handles the process.
    fn shared(&self) -> Arc<OwnedFd> {
        Arc::clone(&self.0)
    }

    fn is_alive(&self) -> bool {
        // A pidfd becomes readable when its process ends.
        let mut poll = [PollFd::new(&*self.0, PollFlags::IN)];
        let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
        !matches!(rustix::event::poll(&mut poll, Some(&at_once)), Ok(1..))
    }

    fn send(&self, signal: Signal) {
        // The only failure is that the process is gone.
        let _ = pidfd_send_signal(self.0.as_fd(), signal);
    }

    /// Resolves when the process has ended, half a second later at most: reading its socket shows it at once.
    pub(super) async fn ended(&self) {
        let mut looks = interval(LOOK_EVERY);
        looks.reset();
        looks.tick().await;
        while self.is_alive() {
            looks.tick().await;
        }
    }

    /// The number of the process; None when it has ended.
    fn number(&self) -> Option<u32> {
        let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", self.0.as_raw_fd())).ok()?;
        info.lines().find_map(|line| line.strip_prefix("Pid:"))?.trim().parse().ok()
    }

    /// Says how soon the kernel may end it when memory runs out (proc_pid_oom_score_adj(5)). The process itself cannot:
    /// behind its fence it opens no file. A system that does not let us leaves the kernel its own choice.
    pub(super) fn offer_to_the_kernel(&self, score: &str) {
        if let Some(number) = self.number() {
            let _ = std::fs::write(format!("/proc/{number}/oom_score_adj"), score);
        }
    }

    /// Its memory beside files, in bytes (proc_pid_status(5)); 0 where it cannot be read.
    fn memory(&self) -> u64 {
        let status = self.number().and_then(|number| std::fs::read_to_string(format!("/proc/{number}/status")).ok());
        let line = status.as_deref().and_then(|text| text.lines().find_map(|line| line.strip_prefix("RssAnon:")));
        let kibibytes = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
        kibibytes.unwrap_or(0) * 1024
    }

    /// Whether the process is kept from running (SIGSTOP). False if that cannot be determined.
    pub(super) fn is_stopped(&self) -> bool {
        let state = self.number().and_then(|number| std::fs::read_to_string(format!("/proc/{number}/stat")).ok());
        // After the name, which is in brackets and may hold anything.
        state.is_some_and(|state| state.rsplit(')').next().is_some_and(|rest| rest.starts_with(" T")))
    }

    /// Lets a stopped process go on.
    pub(super) fn wake(&self) {
        self.send(Signal::CONT);
    }
}

/// A hold on a worker that runs a script elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Hold {
    handle: Handle,
    inherited: u64,
    ended_for_others: EndedForOthers,
}

impl Hold {
    /// The memory that the worker has taken since it began, in bytes.
    pub(super) fn taken(&self) -> u64 {
        self.handle.memory().saturating_sub(self.inherited)
    }

    /// Ends the worker because all together have taken too much.
    pub(super) fn end_for_the_others(&self) {
        self.ended_for_others.set();
        self.handle.send(Signal::KILL);
    }
}

impl WorkerProcess {
    /// Starts a worker as a child of this process: `command` must serve frames on its standard input, a socket.
    ///
    /// # Errors
    /// When the process cannot be started, or does not become ready.
    pub async fn spawn(mut command: std::process::Command) -> io::Result<Self> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        command.stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = Command::from(command).kill_on_drop(true).spawn()?;
        let handle = Handle::of_child(child.id().ok_or(io::ErrorKind::NotFound)?)?;
        let stderr = child.stderr.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut worker = Self::assemble(ours, handle, stderr, Some(child))?;
        worker.wait_ready().await?;
        Ok(worker)
    }

    /// Takes over a process that another process started (the zygote).
    ///
    /// # Errors
    /// When the descriptors cannot be used, or the worker does not become ready.
    pub async fn adopt(
        socket: std::os::unix::net::UnixStream,
        pidfd: OwnedFd,
        stderr: std::io::PipeReader,
    ) -> io::Result<Self> {
        let handle = Handle(Arc::new(pidfd));
        handle.offer_to_the_kernel(WORKERS_FIRST);
        let stderr = tokio::net::unix::pipe::Receiver::from_owned_fd(stderr.into())?;
        let mut worker = Self::assemble(socket, handle, stderr, None)?;
        worker.wait_ready().await?;
        Ok(worker)
    }

    fn assemble(
        socket: std::os::unix::net::UnixStream,
        handle: Handle,
        stderr: impl tokio::io::AsyncRead + Send + Unpin + 'static,
        child: Option<Child>,
    ) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        let (reader, writer) = UnixStream::from_std(socket)?.into_split();
        let kept = Arc::new(Mutex::new(Vec::new()));
        let stderr_end = tokio::spawn(keep_tail(stderr, Arc::clone(&kept)));
        let (inherited, ended_for_others) = (handle.memory(), EndedForOthers::default());
        let stderr = kept;
        Ok(WorkerProcess {
            reader,
            writer,
            handle,
            inherited,
            ended_for_others,
            given_up: false,
            stderr,
            stderr_end,
            _child: child,
        })
    }

    async fn wait_ready(&mut self) -> io::Result<()> {
        match self.first_message().await? {
            Some(FromWorker::Ready) => Ok(()),
            Some(other) => Err(io::Error::other(format!("the worker began with {other:?}"))),
            None => Err(io::Error::other(format!("the worker ended at its start: {}", self.last_words().await))),
        }
    }

    /// Its first message; a process that has been stopped (SIGSTOP) is woken.
    async fn first_message(&mut self) -> io::Result<Option<FromWorker>> {
        let mut looks = interval(LOOK_EVERY);
        let mut receiving = std::pin::pin!(receive(&mut self.reader));
        loop {
            tokio::select! {
                message = &mut receiving => return message,
                _ = looks.tick() => if self.handle.is_stopped() { self.handle.wake() },
            }
        }
    }

    /// Sends a message.
    ///
    /// # Errors
    /// When the worker is gone.
    pub async fn send(&mut self, message: &ToWorker) -> io::Result<()> {
        self.writer.write_all(&frame::encode(message)?).await
    }

    /// The next message; None when the worker is gone. Must not be cancelled halfway: see [`crate::job`].
    ///
    /// # Errors
    /// When the bytes are not a message: the worker is not to be trusted any more.
    pub async fn receive(&mut self) -> io::Result<Option<FromWorker>> {
        receive(&mut self.reader).await
    }

    /// Both directions apart, so that one task can read while another writes, and the hold on the process.
    pub(super) fn split(&mut self) -> (&mut OwnedReadHalf, &mut OwnedWriteHalf, &Handle) {
        (&mut self.reader, &mut self.writer, &self.handle)
    }

    /// Another hold on it, for the time in which a job has it.
    pub(super) fn hold(&self) -> Hold {
        let ended_for_others = self.ended_for_others.clone();
        Hold { handle: Handle(self.handle.shared()), inherited: self.inherited, ended_for_others }
    }

    /// Whether it was ended because all together had taken too much.
    pub(super) fn is_ended_for_others(&self) -> bool {
        self.ended_for_others.is_set()
    }

    /// How fast it may go.
    pub fn pace(&self) -> Pace {
        Pace::of(self.handle.shared())
    }

    /// Whether it can take another job: it is not given up, and its process still runs; an idle one may have been killed
    /// by the system.
    pub fn is_fit(&self) -> bool {
        !self.given_up && !self.is_ended_for_others() && self.handle.is_alive()
    }

    /// Gives no other job to it: a script has removed something that later scripts need.
    pub(super) fn give_up(&mut self) {
        self.given_up = true;
    }

    /// Kills the process; it cannot refuse. Killing one that is gone already does nothing.
    pub fn kill(&self) {
        self.handle.send(Signal::KILL);
    }

    /// The text that the worker wrote on its standard error before it died.
    pub async fn last_words(&mut self) -> String {
        // The worker is dead, so its end of the pipe is closed and the reader is about to finish.
        let _ = (&mut self.stderr_end).await;
        let kept = self.stderr.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&kept).trim().to_owned()
    }
}

impl Drop for WorkerProcess {
    fn drop(&mut self) {
        self.kill();
        self.stderr_end.abort();
    }
}

/// An arrival from a worker.
#[derive(Debug)]
pub(super) enum Arrival {
    /// A message, with the room that it takes.
    Message(FromWorker, Flight),
    /// The call of this number, which is larger than any may be: how large, and how large it may be.
    TooLarge { call: u64, bytes: usize, most: usize },
}

/// The next message from a worker's socket; it waits for room, where that is limited.
pub(super) async fn arrival(reader: &mut OwnedReadHalf, flights: Option<&Flights>) -> io::Result<Option<Arrival>> {
    let Some(length) = announced(reader).await? else { return Ok(None) };
    if length > MAX_FRAME {
        let head = pass_by(reader, length).await?;
        return refused(&head, length, MAX_FRAME).map(Some);
    }
    let Some(flights) = flights else {
        let Some(body) = body(reader, length).await? else { return Ok(None) };
        return Ok(Some(Arrival::Message(frame::decode(&body)?, Flight::free())));
    };
    let _held = flights.body(length).await;
    let Some(body) = body(reader, length).await? else { return Ok(None) };
    let bytes = memory_of_message(&body);
    if flights.is_too_large(bytes) {
        return refused(&body, bytes, flights.most()).map(Some);
    }
    let flight = flights.value(bytes).await;
    Ok(Some(Arrival::Message(frame::decode(&body)?, flight)))
}

/// A message that is refused for its size. Only a script that waits for an answer can get the refusal.
fn refused(head: &[u8], bytes: usize, most: usize) -> io::Result<Arrival> {
    match number_of_call(head) {
        Some(call) => Ok(Arrival::TooLarge { call, bytes, most }),
        None => Err(io::Error::other(format!("a message of {bytes} bytes, more than {most}"))),
    }
}

/// Reads a message that is too large and keeps nothing but its first bytes.
async fn pass_by(reader: &mut OwnedReadHalf, length: usize) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD.min(length) as u64).read_to_end(&mut head).await?;
    let rest = length.saturating_sub(head.len());
    tokio::io::copy(&mut reader.take(rest as u64), &mut tokio::io::sink()).await?;
    Ok(head)
}

/// The next message of a worker that runs nothing.
async fn receive(reader: &mut OwnedReadHalf) -> io::Result<Option<FromWorker>> {
    match arrival(reader, None).await? {
        Some(Arrival::Message(message, _)) => Ok(Some(message)),
        Some(Arrival::TooLarge { bytes, .. }) => Err(io::Error::other(format!("a message of {bytes} bytes"))),
        None => Ok(None),
    }
}

/// The length of the next message; None when the worker is gone.
async fn announced(reader: &mut OwnedReadHalf) -> io::Result<Option<usize>> {
    let mut header = [0; 4];
    match reader.read_exact(&mut header).await {
        Err(e) if matches!(e.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => return Ok(None),
        other => other?,
    };
    frame::length(header).map(Some)
}

/// So many bytes; None when the worker is gone before.
async fn body(reader: &mut OwnedReadHalf, length: usize) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    match reader.take(length as u64).read_to_end(&mut body).await {
        Ok(read) => Ok((read == length).then_some(body)),
        Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Ok(None),
        Err(error) => Err(error),
    }
}

async fn keep_tail(mut stderr: impl tokio::io::AsyncRead + Unpin, kept: Arc<Mutex<Vec<u8>>>) {
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = stderr.read(&mut buffer).await {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend_from_slice(&buffer[..count]);
        let surplus = kept.len().saturating_sub(STDERR_KEPT);
        kept.drain(..surplus);
    }
}
