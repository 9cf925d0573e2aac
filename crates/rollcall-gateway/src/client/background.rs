//! Functions that run beside a client's windows: `system.util.invokeAsynchronous`.
//!
//! Each has an interpreter of its own, which is gone with it, and works on the same windows. They are few for each
//! client, and take only the turns for unattended scripts, so that they keep no one's buttons waiting.

use std::sync::Arc;

use rollcall_wire::host::{Carried, HostError};
use rollcall_wire::worker::{Entry, Job};

use super::Clients;
use super::chain::Chain;
use super::instance::{BackgroundPlace, Client};
use super::runner::{context, report};
use super::script_host::{RunsAs, ScriptHost};
use crate::account::Charge;
use crate::projects::dialect;
use rollcall_supervisor::pool::{Lease, Owner};
use rollcall_supervisor::turns::Work;
use rollcall_supervisor::turnstile::User;
use rollcall_supervisor::{JobEnd, JobLimits, job};

/// The name of such a function in tracebacks and in the log.
const FILE: &str = "invokeAsynchronous";

/// Starts a function beside the client's windows.
///
/// # Errors
/// When the client runs as many as it may, or is closing.
pub(super) fn start(
    clients: &Arc<Clients>,
    client: &Arc<Client>,
    function: Carried,
    chain: Chain,
) -> Result<(), HostError> {
    let most = clients.services.config.clients.background;
    if !client.desktop().is_open() {
        return Err(HostError::Failed { message: format!("{FILE}: the client is closing") });
    }
    let place = client.begin_background(most).ok_or_else(|| HostError::Failed {
        message: format!(
            "{FILE}: this client runs {most} functions in the background already, as many as it may \
             (clients.background in the gateway's configuration)"
        ),
    })?;
    let charge = client.account().charge(function.0.len() as u64);
    let charge = charge.map_err(|over| HostError::Failed { message: format!("{FILE}: {over}") })?;
    let held = (place, charge);
    tokio::spawn(run(Arc::clone(clients), Arc::clone(client), function, chain, held));
    Ok(())
}

async fn run(
    clients: Arc<Clients>,
    client: Arc<Client>,
    function: Carried,
    chain: Chain,
    held: (BackgroundPlace, Charge),
) {
    let limits = JobLimits { deadline: Some(clients.services.config.clients.background_deadline.0) };
    let user = client.caller().username.as_str();
    let owner = Owner::Background(client.number(), held.0.number);
    let lease = tokio::select! {
        lease = clients.services.workers.lease(owner, User::Person(user.into()), Work::Unattended) => lease,
        _ = client.over() => return,
    };
    let end = match lease {
        Ok(mut lease) => {
            let mut end = attempt(&clients, &client, function.clone(), &mut lease, chain.clone(), &limits).await;
            if matches!(end, JobEnd::NotBegun(_)) && lease.renew().await.is_ok() {
                end = attempt(&clients, &client, function, &mut lease, chain, &limits).await;
            }
            end
        }
        Err(error) => JobEnd::NotStarted(error.to_string()),
    };
    report(&clients, &client, FILE, &end, &limits);
}

async fn attempt(
    clients: &Arc<Clients>,
    client: &Arc<Client>,
    function: Carried,
    lease: &mut Lease,
    chain: Chain,
    limits: &JobLimits,
) -> JobEnd {
    let host = ScriptHost::new(clients, client, FILE, lease.number(), &lease.permit, chain, RunsAs::Background);
    let job = Job {
        file: FILE.to_owned(),
        source: String::new(),
        dialect: dialect(client.desktop().project()),
        context: context(clients, client),
        entry: Entry::Carried(function),
    };
    job::run(&mut lease.worker, job, &host, limits, client.over()).await
}
