//! One run of one of the gateway's scripts: a worker is leased, the script runs, its end is logged and recorded.

use std::sync::Arc;
use std::time::Duration;

use rollcall_project::Script;
use rollcall_wire::dialect::Dialect;
use rollcall_wire::host::{HostCall, HostResult, LogLine};
use rollcall_wire::rest::ScriptState;
use rollcall_wire::worker::{Context, Entry, Job, Scope, Stream};

use super::GatewayScripts;
use super::StopSignal;
use super::record::ScriptId;
use crate::client::chain::Chain;
use crate::host::{self, Absent, Asker};
use crate::log_line::{LogBudget, Room, indented, log_line};
use crate::permission::Origin;
use crate::printed::Unfinished;
use rollcall_supervisor::flight::Flights;
use rollcall_supervisor::pool::{Lease, Owner};
use rollcall_supervisor::turns::Work;
use rollcall_supervisor::turnstile::User;
use rollcall_supervisor::{Host, JobEnd, JobLimits, job};

/// A script, ready to be run.
#[derive(Debug)]
pub struct Run<'a> {
    /// Which one.
    pub id: ScriptId,
    /// Its text.
    pub script: &'a Script,
    /// The Python of its project; the script may declare another.
    pub dialect: Dialect,
    /// How long it may run; the configuration's deadline when absent.
    pub deadline: Option<Duration>,
    /// The kind of work.
    pub work: Work,
}

impl Run<'_> {
    /// Runs it once. Whatever it does is logged and recorded, never an error here.
    pub async fn once(&self, scripts: &Arc<GatewayScripts>, stop: &StopSignal) {
        let records = &scripts.records;
        records.set_state(&self.id, ScriptState::Waiting);
        let owner = Owner::GatewayScript { project: self.id.project.clone(), file: self.id.file.clone() };
        let user = User::Project(self.id.project.as_str().into());
        let lease = tokio::select! {
            lease = scripts.services.workers.lease(owner, user, self.work) => lease,
            _ = stop.raised() => return records.set_state(&self.id, ScriptState::Idle),
        };
        records.set_state(&self.id, ScriptState::Running);
        let limits = JobLimits { deadline: Some(self.deadline.unwrap_or(scripts.services.config.scripts.deadline.0)) };
        let end = match lease {
            Ok(lease) => self.on_worker(lease, scripts, &limits, stop).await,
            Err(error) => JobEnd::NotStarted(error.to_string()),
        };
        self.report(scripts, &end, &limits);
    }

    async fn on_worker(
        &self,
        mut lease: Lease,
        scripts: &Arc<GatewayScripts>,
        limits: &JobLimits,
        stop: &StopSignal,
    ) -> JobEnd {
        let mut end = self.attempt(&mut lease, scripts, limits, stop).await;
        if matches!(end, JobEnd::NotBegun(_)) && lease.renew().await.is_ok() {
            end = self.attempt(&mut lease, scripts, limits, stop).await;
        }
        if end.worker_survived() {
            lease.give_back(false);
        }
        end
    }

    async fn attempt(
        &self,
        lease: &mut Lease,
        scripts: &Arc<GatewayScripts>,
        limits: &JobLimits,
        stop: &StopSignal,
    ) -> JobEnd {
        let host = ScriptHost {
            scripts,
            id: &self.id,
            origin: Origin::GatewayScript(self.id.project.clone()),
            log: LogBudget::default(),
            unfinished: Unfinished::default(),
        };
        let job = Job {
            file: self.id.file.clone(),
            source: self.script.source.to_string(),
            dialect: Dialect::declared(&self.script.source).unwrap_or(self.dialect),
            context: self.context(scripts),
            entry: Entry::Script,
        };
        job::run(&mut lease.worker, job, &host, limits, stop.raised()).await
    }

    fn context(&self, scripts: &GatewayScripts) -> Context {
        Context {
            scope: Scope::Gateway,
            project: self.id.project.clone(),
            time_zone: scripts.services.time_zone.clone(),
            session: None,
        }
    }

    fn report(&self, scripts: &GatewayScripts, end: &JobEnd, limits: &JobLimits) {
        let ScriptId { project, file } = &self.id;
        let error = end.error(limits);
        let suspended = scripts.records.ended(&self.id, end, error.as_deref());
        if let Some(error) = error {
            tracing::error!(target: "script", project, file, "{}", indented(&error));
        }
        if let Some(why) = suspended {
            let seconds = scripts.services.config.scripts.suspension.0.as_secs_f64();
            tracing::error!(target: "script", project, file, "{why}: suspended for {seconds} s, or until its project changes");
        }
    }
}

/// The gateway as a script in its scope sees it.
struct ScriptHost<'a> {
    scripts: &'a Arc<GatewayScripts>,
    id: &'a ScriptId,
    origin: Origin,
    log: LogBudget,
    unfinished: Unfinished,
}

impl ScriptHost<'_> {
    /// Takes whole lines that the script has printed.
    fn printed(&self, text: &str) {
        let ScriptId { project, file } = self.id;
        if self.has_room(file, text) {
            tracing::info!(target: "script", project, file, "{}", indented(text));
        }
    }

    fn has_room(&self, head: &str, text: &str) -> bool {
        let ScriptId { project, file } = self.id;
        let room = self.log.take(head, text);
        if room == Room::JustUsedUp {
            tracing::warn!(target: "script", project, file, "this run has written too much; the rest is left out");
        }
        room == Room::Enough
    }
}

impl Asker for ScriptHost<'_> {
    type Script = Self;
    type Client = Absent;

    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn script(&self) -> Option<&Self> {
        Some(self)
    }

    fn client(&self) -> Option<&Absent> {
        None
    }
}

impl host::Script for ScriptHost<'_> {
    fn log(&self, LogLine { logger, level, message }: LogLine) {
        if self.has_room(&logger, &message) {
            let ScriptId { project, file } = self.id;
            log_line(level, &format!("{project}/{file}: {logger}"), &message);
        }
    }

    fn chain(&self) -> Chain {
        Chain::CLOCK.in_script(|| format!("{} of the gateway", self.id.file))
    }
}

impl Host for ScriptHost<'_> {
    async fn call(&self, call: HostCall) -> HostResult {
        host::answer(&self.scripts.services, &self.scripts.clients, call, self).await
    }

    fn flights(&self) -> Option<&Flights> {
        Some(&self.scripts.services.flights)
    }

    async fn output(&self, stream: Stream, text: String) {
        if let Some(lines) = self.unfinished.take(stream, text) {
            self.printed(&lines);
        }
    }
}

/// The run is over: output without the end of a line is a line, too.
impl Drop for ScriptHost<'_> {
    fn drop(&mut self) {
        for (_, text) in self.unfinished.rest() {
            self.printed(&text);
        }
    }
}
