//! One script on one worker: its calls are answered, its deadline is kept, and its end gets a name.
//!
//! Why it is hard: the script may ignore being interrupted, may die in the middle of a message, and may be waiting for
//! a person, which must not count against it. So the deadline is kept here and not in the worker, as a clock that
//! stands still while a dialog is open. The means escalate: an interrupt first, which leaves a traceback and lets the
//! worker live, repeated because a bare `except` swallows it; the kill after a period of grace. A process that was
//! stopped (SIGSTOP) is woken, and given up when it does not stay awake. A process that does not read its messages is
//! killed: half a message cannot be taken back. And a death during the answer to a call is noticed at once, so that no
//! dialog of a dead script waits for an answer.

mod end;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use rollcall_wire::frame;
use rollcall_wire::host::{HostCall, HostError, HostResult};
use rollcall_wire::worker::{FromWorker, Job, Outcome, Stream, ToWorker};
use tokio::io::AsyncWriteExt;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use crate::flight::{Flight, Flights, size_in_words};
use crate::process::{Arrival, Handle, LOOK_EVERY, WorkerProcess, arrival};
use crate::weight;
use end::{classify, name_outcome};

pub use end::JobEnd;

/// Between two interrupts of a script that does not stop.
const INTERRUPT_EVERY: Duration = Duration::from_millis(50);
/// From the first interrupt to the kill.
const GRACE: Duration = Duration::from_secs(1);
/// How long a worker may read nothing of a message.
const TAKES_WITHIN: Duration = Duration::from_secs(5);
/// The bytes that are sent to a worker in one go.
const CHUNK: usize = 64 * 1024;
/// How often a stopped process is woken before it is given up.
const WAKE_CALLS: u32 = 2;
/// Far enough for "never", near enough for the timer's arithmetic.
const NEVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// The side that answers a script's calls and takes its output.
pub trait Host: Sync {
    /// Answers a call. It may take as long as it likes; the script waits.
    fn call(&self, call: HostCall) -> impl Future<Output = HostResult> + Send;

    /// Takes printed text, in order, as it happens. While it is not taken, the script waits.
    fn output(&self, stream: Stream, text: String) -> impl Future<Output = ()> + Send;

    /// The room for messages on their way; None where it is not limited.
    fn flights(&self) -> Option<&Flights> {
        None
    }
}

/// The limits of one job.
#[derive(Clone, Copy, Debug, Default)]
pub struct JobLimits {
    /// How long the script may run; time in a dialog does not count. None for ever.
    pub deadline: Option<Duration>,
}

/// A job, with the room for its way to a worker, where that has been waited for already.
#[derive(Debug)]
pub struct Prepared {
    job: Job,
    room: Option<Flight>,
}

impl Prepared {
    /// A job for which there is room: see [`room_for`].
    pub fn new(job: Job, room: Flight) -> Self {
        Prepared { job, room: Some(room) }
    }
}

impl From<Job> for Prepared {
    fn from(job: Job) -> Self {
        Prepared { job, room: None }
    }
}

/// Runs one job on `worker`. `stop` resolves when the caller gives the job up; a future that never does is fine.
pub async fn run(
    worker: &mut WorkerProcess,
    job: impl Into<Prepared>,
    host: &impl Host,
    limits: &JobLimits,
    stop: impl Future<Output = String>,
) -> JobEnd {
    let mut stop = std::pin::pin!(stop);
    let mut run = JobRun::new(limits);
    let end = match run.begin(worker, job.into(), host, stop.as_mut()).await {
        Ok(()) => run.follow(worker, host, stop).await,
        Err(end) => end,
    };
    name(end, worker, &run).await
}

/// Waits for the room that a job takes on its way to a worker.
pub async fn room_for(job: &Job, flights: Option<&Flights>) -> Flight {
    match flights {
        Some(flights) => flights.value(weight::of_job(job)).await,
        None => Flight::free(),
    }
}

/// How the exchange with the worker came to its end.
enum Ended {
    Done {
        outcome: Outcome,
        stopping: Option<Stopping>,
        spoiled: bool,
    },
    Killed(Stopping),
    Gone,
    /// Its process is kept from running (SIGSTOP).
    Asleep,
    Untrusted(io::Error),
}

/// Why the host's part of a call was given up.
#[derive(Clone, Copy, PartialEq)]
enum GivenUp {
    /// The caller wants the script to stop, or its time is up.
    Stopped,
    /// The worker has died.
    Gone,
}

/// Why a script is being stopped.
#[derive(Clone, Copy, PartialEq)]
enum Stopping {
    Deadline,
    Caller,
}

async fn name(end: Ended, worker: &mut WorkerProcess, run: &JobRun) -> JobEnd {
    // A job that was stopped before it began is over; another worker must not begin with it.
    let is_new = !run.begun && run.stopping.is_none();
    if let Ended::Done { outcome, stopping, spoiled } = end {
        if spoiled {
            worker.give_up();
        }
        return name_outcome(outcome, stopping);
    }
    worker.kill();
    if matches!(end, Ended::Gone) && worker.is_ended_for_others() && !is_new {
        return JobEnd::TotalMemory;
    }
    match end {
        Ended::Killed(Stopping::Caller) => JobEnd::Stopped(None),
        Ended::Killed(Stopping::Deadline) => JobEnd::Deadline(None),
        // The job itself may have been too much for it; else it had nothing to do with its end.
        Ended::Gone | Ended::Asleep if is_new => match classify(worker.last_words().await) {
            JobEnd::Crashed(words) => JobEnd::NotBegun(words),
            limit => limit,
        },
        Ended::Asleep => JobEnd::Crashed("somebody had stopped it from outside".to_owned()),
        Ended::Gone | Ended::Done { .. } => classify(worker.last_words().await),
        Ended::Untrusted(error) => JobEnd::Crashed(format!("it sent an invalid message: {error}")),
    }
}

/// A job under way: its clock, and how far stopping it has gone.
struct JobRun {
    /// The script's remaining time, while the clock stands still.
    left: Duration,
    /// When the time is up, while the clock runs.
    up: Option<Instant>,
    stopping: Option<(Stopping, Instant)>,
    reason: String,
    /// Whether the worker has taken the job up.
    begun: bool,
    /// How often its process was found stopped, one look after the other.
    asleep: u32,
}

impl JobRun {
    fn new(limits: &JobLimits) -> Self {
        let left = limits.deadline.unwrap_or(NEVER);
        let reason = match limits.deadline {
            Some(deadline) => format!("the script ran longer than {} s", deadline.as_secs_f64()),
            None => String::new(),
        };
        JobRun { left, up: Some(Instant::now() + left), stopping: None, reason, begun: false, asleep: 0 }
    }

    /// Reading and answering run apart from each other, because a half-read message must not be dropped when a timer
    /// fires: the reader is a task of its own that hands over whole messages.
    async fn follow(
        &mut self,
        worker: &mut WorkerProcess,
        host: &impl Host,
        mut stop: Pin<&mut impl Future<Output = String>>,
    ) -> Ended {
        let (reader, writer, process) = worker.split();
        let (messages, mut inbox) = mpsc::channel(16);
        let mut reading = std::pin::pin!(read_all(reader, messages, host.flights()));
        let mut reading_done = false;
        let mut looks = interval(LOOK_EVERY);
        looks.reset();
        looks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                // Stopping and the time come first: a script that never stops talking must not put them off.
                biased;
                reason = stop.as_mut(), if self.stopping.is_none() => self.begin_stop(Stopping::Caller, reason),
                () = sleep_until(self.next()) => {
                    if let Some(end) = self.press(writer).await {
                        return end;
                    }
                }
                _ = looks.tick() => {
                    if self.look(process) {
                        return Ended::Asleep;
                    }
                }
                () = &mut reading, if !reading_done => reading_done = true,
                message = inbox.recv() => match message {
                    None => return Ended::Gone,
                    Some(Err(error)) => return Ended::Untrusted(error),
                    Some(Ok(message)) => {
                        if let Some(end) = self.take(message, host, (process, &mut *writer), stop.as_mut()).await {
                            return end;
                        }
                    }
                },
            }
        }
    }

    async fn take(
        &mut self,
        arrival: Arrival,
        host: &impl Host,
        (process, writer): (&Handle, &mut OwnedWriteHalf),
        stop: Pin<&mut impl Future<Output = String>>,
    ) -> Option<Ended> {
        let (message, flight) = match arrival {
            Arrival::Message(message, flight) => (message, flight),
            Arrival::TooLarge { call, bytes, most } => {
                return self.send(&refusal(call, bytes, most), writer, stop).await.err();
            }
        };
        match message {
            FromWorker::Ready => Some(Ended::Untrusted(io::Error::other("ready in a job"))),
            FromWorker::Begun => {
                self.begun = true;
                None
            }
            FromWorker::Done { outcome, spoiled } => {
                Some(Ended::Done { outcome, stopping: self.stopping.map(|(why, _)| why), spoiled })
            }
            FromWorker::Output { stream, text } => {
                // Text that the host no longer takes is lost when the script is stopped.
                let taken = self.attend(host.output(stream, text), process, stop).await;
                taken.err().filter(|why| *why == GivenUp::Gone).map(|_| Ended::Gone)
            }
            FromWorker::Call { id, call } => self.answer(id, (call, flight), host, (process, writer), stop).await,
        }
    }

    /// Wakes a process that was stopped (SIGSTOP); returns whether it is to be given up. Its messages go first: a look
    /// comes between two messages.
    fn look(&mut self, process: &Handle) -> bool {
        self.asleep = if process.is_stopped() { self.asleep + 1 } else { 0 };
        if self.asleep > 0 {
            tracing::warn!(target: "script", "the process of a script was stopped from outside, and is woken");
            process.wake();
        }
        self.asleep > WAKE_CALLS
    }

    /// Answers one call; the clock stands still while a person is asked.
    async fn answer(
        &mut self,
        id: u64,
        (call, flight): (HostCall, Flight),
        host: &impl Host,
        (process, writer): (&Handle, &mut OwnedWriteHalf),
        mut stop: Pin<&mut impl Future<Output = String>>,
    ) -> Option<Ended> {
        let paused = matches!(call, HostCall::Dialog(_)) && self.stopping.is_none();
        // A dialog may wait for hours, and is on its client's account.
        let flight = (!paused).then_some(flight);
        if paused {
            self.pause();
        }
        let answered = self.attend(host.call(call), process, stop.as_mut()).await;
        drop(flight);
        if paused && self.stopping.is_none() {
            self.resume();
        }
        let given_up = |run: &Self| Err(HostError::Failed { message: run.reason.clone() });
        let mut result = match answered {
            Ok(result) => result,
            Err(GivenUp::Gone) => return Some(Ended::Gone),
            Err(GivenUp::Stopped) => given_up(self),
        };
        let mut held = Flight::free();
        if let Some(flights) = host.flights() {
            match self.attend(flights.value(weight::of_result(&result)), process, stop.as_mut()).await {
                Ok(flight) => held = flight,
                Err(GivenUp::Gone) => return Some(Ended::Gone),
                Err(GivenUp::Stopped) => result = given_up(self),
            }
        }
        let sent = self.send(&ToWorker::Reply { id, result }, writer, stop).await;
        drop(held);
        sent.err()
    }

    /// Sends the job, once there is room for it on its way.
    async fn begin(
        &mut self,
        worker: &mut WorkerProcess,
        Prepared { job, room }: Prepared,
        host: &impl Host,
        mut stop: Pin<&mut impl Future<Output = String>>,
    ) -> Result<(), Ended> {
        let (_, writer, process) = worker.split();
        let waited = async {
            match room {
                Some(room) => room,
                None => room_for(&job, host.flights()).await,
            }
        };
        let flight = match self.attend(waited, process, stop.as_mut()).await {
            Ok(flight) => flight,
            Err(GivenUp::Gone) => return Err(Ended::Gone),
            Err(GivenUp::Stopped) => return Err(self.killed()),
        };
        // The time counts from here on.
        self.up = Some(Instant::now() + self.left);
        let sent = self.send(&ToWorker::Job(job), writer, stop).await;
        drop(flight);
        sent
    }

    /// Sends a message. A short one goes at once; while the rest of a long one has yet to be read, the caller may give
    /// up and the time may run out, and then the worker has half a message and is of no use any more.
    async fn send(
        &mut self,
        message: &ToWorker,
        writer: &mut OwnedWriteHalf,
        mut stop: Pin<&mut impl Future<Output = String>>,
    ) -> Result<(), Ended> {
        let bytes = frame::encode(message).map_err(|_| Ended::Gone)?;
        for chunk in bytes.chunks(CHUNK) {
            let time = self.up.unwrap_or_else(|| Instant::now() + NEVER);
            let reason = tokio::select! {
                biased;
                sent = timeout(TAKES_WITHIN, writer.write_all(chunk)) => match sent {
                    Ok(Ok(())) => continue,
                    Ok(Err(_)) => return Err(Ended::Gone),
                    Err(_) => return Err(Ended::Asleep),
                },
                reason = stop.as_mut(), if self.stopping.is_none() => Some(reason),
                () = sleep_until(time) => None,
            };
            if self.stopping.is_none() {
                let why = if reason.is_some() { Stopping::Caller } else { Stopping::Deadline };
                let reason = reason.unwrap_or_else(|| self.reason.clone());
                self.begin_stop(why, reason);
            }
            return Err(self.killed());
        }
        Ok(())
    }

    /// It is to be killed, for the reason for which it is being stopped.
    fn killed(&self) -> Ended {
        Ended::Killed(self.stopping.map_or(Stopping::Deadline, |(why, _)| why))
    }

    /// Does the host's part while the script waits.
    ///
    /// # Errors
    /// Why it was given up.
    async fn attend<T>(
        &mut self,
        work: impl Future<Output = T>,
        process: &Handle,
        stop: Pin<&mut impl Future<Output = String>>,
    ) -> Result<T, GivenUp> {
        let reason = tokio::select! {
            done = work => return Ok(done),
            reason = stop, if self.stopping.is_none() => Some(reason),
            () = sleep_until(self.next()) => None,
            () = process.ended() => return Err(GivenUp::Gone),
        };
        if self.stopping.is_none() {
            let why = if reason.is_some() { Stopping::Caller } else { Stopping::Deadline };
            let reason = reason.unwrap_or_else(|| self.reason.clone());
            self.begin_stop(why, reason);
        }
        Err(GivenUp::Stopped)
    }

    /// When something must be done about the time next.
    fn next(&self) -> Instant {
        match (self.stopping, self.up) {
            (Some((_, next)), _) => next,
            (None, Some(up)) => up,
            (None, None) => Instant::now() + NEVER,
        }
    }

    fn pause(&mut self) {
        if let Some(up) = self.up.take() {
            self.left = up.saturating_duration_since(Instant::now());
        }
    }

    fn resume(&mut self) {
        self.up = Some(Instant::now() + self.left);
    }

    fn begin_stop(&mut self, why: Stopping, reason: String) {
        let now = Instant::now();
        self.reason = reason;
        self.left = GRACE;
        self.up = Some(now + GRACE);
        self.stopping = Some((why, now));
    }

    /// The time is up: interrupts once more, or kills when the grace is over.
    async fn press(&mut self, writer: &mut OwnedWriteHalf) -> Option<Ended> {
        let Some((why, _)) = self.stopping else {
            let reason = self.reason.clone();
            self.begin_stop(Stopping::Deadline, reason);
            return None;
        };
        let now = Instant::now();
        if self.up.is_some_and(|up| now >= up) {
            return Some(Ended::Killed(why));
        }
        self.stopping = Some((why, now + INTERRUPT_EVERY));
        // The system takes so short a message at once unless the worker has long stopped reading: then it is past
        // interrupting, and half a message has gone out, so that it can only be killed.
        let message = ToWorker::Interrupt { reason: self.reason.clone() };
        match tokio::time::timeout(INTERRUPT_EVERY, write(writer, &message)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(Ended::Gone),
            Err(_) => Some(Ended::Killed(why)),
        }
    }
}

async fn write(writer: &mut OwnedWriteHalf, message: &ToWorker) -> io::Result<()> {
    writer.write_all(&frame::encode(message)?).await
}

/// The answer to a script whose call is larger than the limit.
fn refusal(call: u64, bytes: usize, most: usize) -> ToWorker {
    let [bytes, most] = [bytes, most].map(|bytes| size_in_words(bytes as u64));
    let message = format!(
        "this takes {bytes} on its way to the gateway, where {most} are the most that can be taken at once: give it less"
    );
    ToWorker::Reply { id: call, result: Err(HostError::Failed { message }) }
}

async fn read_all(reader: &mut OwnedReadHalf, messages: mpsc::Sender<io::Result<Arrival>>, flights: Option<&Flights>) {
    loop {
        let message = arrival(reader, flights).await.transpose();
        let Some(message) = message else { return };
        let over =
            !matches!(message, Ok(ref arrival) if !matches!(arrival, Arrival::Message(FromWorker::Done { .. }, _)));
        if messages.send(message).await.is_err() || over {
            return;
        }
    }
}
