//! Runs the queue of one client, one script after the other, until it is empty.
//!
//! The task exists only while there is something to run. Each script leases the client's worker anew, so that a client
//! with much to do takes turns with the others.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use rollcall_wire::desktop::PrintedBy;
use rollcall_wire::dialect::Dialect;
use rollcall_wire::worker::{Context, Entry, Job, Scope};

use super::Clients;
use super::desktop::{Desktop, Next, Task};
use super::instance::Client;
use super::script_host::{RunsAs, ScriptHost};
use super::timers;
use crate::log_line::indented;
use crate::projects::dialect;
use rollcall_supervisor::job::{self, Prepared};
use rollcall_supervisor::pool::{Lease, Owner};
use rollcall_supervisor::turns::Work;
use rollcall_supervisor::turnstile::User;
use rollcall_supervisor::{JobEnd, JobLimits};

/// How long the last script of a client may take: its person has gone.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(10);
/// For a function whose interpreter was given up before its turn came.
const LOST: &str = "the function that was to run later is gone: the client's interpreter was given up before its turn \
                    came (it ran into a limit, or the gateway was short of workers)";

/// Runs the queue until it is empty. The caller has the right to run it ([`Desktop::begin_running`]).
pub(super) async fn run(clients: Arc<Clients>, client: Arc<Client>) {
    let mut right = RightToRun { client: &client, held: true };
    loop {
        // Every change goes by `Client::change`, so that the browser learns that nothing runs any more.
        let next = client.change(&clients, Desktop::next);
        match next {
            Next::Run(task) => {
                // On the heap: the task of a client that has come to its end must not keep the room of a script's.
                Box::pin(perform(&clients, &client, &task)).await;
                client.change(&clients, |desktop| desktop.ran(&task));
                if task.timer.is_some() {
                    client.note_timer_ended();
                }
            }
            other => {
                right.held = false;
                return settle(&clients, &client, other).await;
            }
        }
    }
}

/// Should running fail in an unforeseen way, the client must not stand still for ever.
struct RightToRun<'a> {
    client: &'a Arc<Client>,
    held: bool,
}

impl Drop for RightToRun<'_> {
    fn drop(&mut self) {
        if self.held {
            self.client.desktop().stop_running();
        }
    }
}

async fn settle(clients: &Arc<Clients>, client: &Arc<Client>, end: Next) {
    match end {
        Next::Leave(destination) => {
            use rollcall_wire::desktop::Destination;
            client.change(clients, |desktop| desktop.say_farewell(destination.clone()));
            let login = clients.services.live.login_of(client.id()).filter(|_| destination == Destination::LogIn);
            // Logging out is the person's: the cookie is void, and the other tabs end, too. A removal that the store
            // could not write is on the timekeeper's list.
            let told = match login {
                Some(login) => clients.services.live.log_out(login).await.map_err(|error| error.to_string()),
                None => Ok(()),
            };
            if let Err(error) = told {
                tracing::error!(client_id = %client.id(), "a script's log-out did not end the log-in: {error}");
            }
            let _ = clients.services.live.end(client.id(), rollcall_session::EndReason::LoggedOut).await;
        }
        Next::Forget => clients.services.workers.forget(&Owner::Client(client.number())),
        Next::Rest | Next::Run(_) => {}
    }
}

async fn perform(clients: &Arc<Clients>, client: &Arc<Client>, task: &Task) {
    let deadline = task.deadline.unwrap_or(clients.services.config.clients.deadline.0);
    let deadline = if task.is_shutdown { deadline.min(SHUTDOWN_PATIENCE) } else { deadline };
    let limits = JobLimits { deadline: Some(deadline) };
    let stop = async {
        // The last script runs when the session is over: that is its purpose.
        if task.is_shutdown { std::future::pending().await } else { client.over().await }
    };
    let mut stop = std::pin::pin!(stop);
    let user = User::Person(client.caller().username.as_str().into());
    let work = if task.chain.is_unattended() { Work::Unattended } else { Work::Attended };
    let edition = client.desktop().edition();
    let job = job_of(clients, client, task);
    // Its arguments are not in the queue any more, and are held until it has run.
    let mut held = client.account().nothing();
    held.settle(given(&task.entry));
    // Whatever takes time comes before the question whether it is still meant.
    let prepared = async {
        let lease = clients.services.workers.lease(Owner::Client(client.number()), user, work).await;
        (lease, job::room_for(&job, Some(&clients.services.flights)).await)
    };
    let (lease, room) = tokio::select! {
        prepared = prepared => prepared,
        _ = &mut stop => return,
    };
    let end = match lease {
        // Others may have run while it waited for a worker; so it is asked once more whether it is still meant.
        Ok(lease) if client.change(clients, |desktop| desktop.may_run(task)) => {
            on_worker(clients, client, task, (lease, edition), (Prepared::new(job, room), &limits), stop).await
        }
        Ok(lease) => {
            let (current, awaited) = standing(client, edition);
            if current {
                lease.give_back(awaited);
            }
            return;
        }
        Err(error) => JobEnd::NotStarted(error.to_string()),
    };
    report(clients, client, &task.file, &end, &limits);
    if let Some(words) = task.timer.and_then(|index| timers::ended(clients, client, (edition, index), &end)) {
        tell_failure(clients, client, &task.file, &words);
    }
}

/// How many bytes a script was given.
fn given(entry: &Entry) -> u64 {
    match entry {
        Entry::Message(carried) | Entry::Carried(carried) => carried.0.len() as u64,
        Entry::Event(_) | Entry::Kept(_) | Entry::Script | Entry::Check => 0,
    }
}

/// Whether the project is still the one of this edition, and whether something waits in the client's interpreter.
fn standing(client: &Client, edition: u64) -> (bool, bool) {
    let desktop = client.desktop();
    (desktop.edition() == edition, desktop.awaits_interpreter())
}

async fn on_worker(
    clients: &Arc<Clients>,
    client: &Arc<Client>,
    task: &Task,
    (mut lease, edition): (Lease, u64),
    (job, limits): (Prepared, &JobLimits),
    mut stop: Pin<&mut impl Future<Output = String>>,
) -> JobEnd {
    let mut end = attempt(clients, client, task, &mut lease, (job, limits), stop.as_mut()).await;
    // A worker that was dead before it got the script is not reported to the person.
    if matches!(end, JobEnd::NotBegun(_)) {
        end = match another_worker(clients, client, task, &mut lease, stop.as_mut()).await {
            Another::Ready(job) => attempt(clients, client, task, &mut lease, (*job, limits), stop).await,
            Another::Missing => end,
            Another::NotMeant => JobEnd::Stopped(None),
        };
    }
    let (current, awaited) = standing(client, edition);
    if end.worker_survived() && current && !task.is_shutdown {
        lease.give_back(awaited);
    }
    end
}

/// Whether a script gets another worker in place of one that was dead.
enum Another {
    /// It does, and the job can be sent.
    Ready(Box<Prepared>),
    /// There is no script.
    Missing,
    /// The script is not to be run any more; the person who had asked for it has been told.
    NotMeant,
}

/// Another worker may take long to come. So it is asked once more whether the script is still meant.
async fn another_worker(
    clients: &Arc<Clients>,
    client: &Arc<Client>,
    task: &Task,
    lease: &mut Lease,
    stop: Pin<&mut impl Future<Output = String>>,
) -> Another {
    let job = job_of(clients, client, task);
    let prepared = async {
        lease.renew().await?;
        Ok::<_, std::io::Error>(job::room_for(&job, Some(&clients.services.flights)).await)
    };
    let prepared = tokio::select! {
        prepared = prepared => prepared,
        _ = stop => return Another::NotMeant,
    };
    match prepared {
        Err(_) => Another::Missing,
        Ok(room) if client.change(clients, |desktop| desktop.may_run(task)) => {
            Another::Ready(Box::new(Prepared::new(job, room)))
        }
        Ok(_) => Another::NotMeant,
    }
}

async fn attempt(
    clients: &Arc<Clients>,
    client: &Arc<Client>,
    task: &Task,
    lease: &mut Lease,
    (job, limits): (Prepared, &JobLimits),
    stop: Pin<&mut impl Future<Output = String>>,
) -> JobEnd {
    if task.worker.is_some_and(|kept_in| kept_in != lease.number()) {
        return JobEnd::Raised(LOST.to_owned());
    }
    let runs_as = if task.is_shutdown { RunsAs::Last } else { RunsAs::InTurn };
    let host = ScriptHost::new(clients, client, &task.file, lease.number(), &lease.permit, task.chain.clone(), runs_as);
    job::run(&mut lease.worker, job, &host, limits, stop).await
}

fn job_of(clients: &Clients, client: &Client, task: &Task) -> Job {
    Job {
        file: task.file.clone(),
        source: task.source.clone(),
        dialect: Dialect::declared(&task.source).unwrap_or_else(|| dialect(client.desktop().project())),
        context: context(clients, client),
        entry: task.entry.clone(),
    }
}

/// The context in which a client's scripts run.
pub(super) fn context(clients: &Clients, client: &Client) -> Context {
    Context {
        scope: Scope::Client,
        project: client.project().to_owned(),
        time_zone: clients.services.time_zone.clone(),
        session: Some(client.caller().clone()),
    }
}

/// Logs a failure and shows it to the person.
pub(super) fn report(clients: &Arc<Clients>, client: &Arc<Client>, file: &str, end: &JobEnd, limits: &JobLimits) {
    let Some(error) = end.error(limits) else { return };
    // A script that was stopped because the session is over has no person to show its error to, and did nothing wrong.
    if matches!(end, JobEnd::Stopped(_)) {
        return;
    }
    tell_failure(clients, client, file, &error);
}

fn tell_failure(clients: &Arc<Clients>, client: &Arc<Client>, file: &str, error: &str) {
    let (project, client_id, username) = (client.project(), client.id(), &client.caller().username);
    tracing::error!(target: "script", project, file, %client_id, username, "{}", indented(error));
    client.note_printed(clients, file, PrintedBy::Failure, error);
    client.change(clients, |desktop| desktop.failed(file, error));
}
