//! The gateway's scope: each project's startup, shutdown and timer scripts.
//!
//! Each project has a task of its own, each of its timers another, so that no script waits for a project that is not
//! its own. A timer's task runs its script and then waits, so a slow timer cannot overlap itself. A failing script is
//! logged with its traceback and stops no other script.
//!
//! In a cluster the scripts of a project run on one node at a time, the one that leads, unless the project wants them on
//! every node. Another node takes over within seconds of the leader's loss: it runs the startup script again, so what
//! these scripts do has to bear being done twice.

mod record;
mod run;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rollcall_project::{Nodes, Project, Schedule, Timer};
use rollcall_wire::rest::ScriptStatus;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use self::record::{Records, ScriptId};
use self::run::Run;
use crate::client::Clients;
use crate::projects::dialect;
use crate::services::Services;
use rollcall_supervisor::turns::Work;

/// How long all shutdown scripts together may take when the gateway stops.
const SHUTDOWN_PATIENCE: Duration = Duration::from_secs(10);

/// All scripts in the gateway's scope.
#[derive(Debug)]
pub struct GatewayScripts {
    services: Arc<Services>,
    /// The receivers of the messages that scripts send.
    clients: Arc<Clients>,
    records: Records,
    projects: Mutex<Projects>,
}

#[derive(Debug, Default)]
struct Projects {
    /// All projects that are served.
    served: BTreeMap<String, Arc<Project>>,
    /// Those whose scripts run here.
    running: BTreeMap<String, RunningProject>,
}

/// The tasks of one project.
#[derive(Debug)]
struct RunningProject {
    stop: watch::Sender<bool>,
    /// Whether its shutdown script runs when it stops.
    shuts_down: Arc<AtomicBool>,
    nodes: Nodes,
    task: JoinHandle<()>,
}

/// Tells a script's task to stop.
#[derive(Clone, Debug)]
pub struct StopSignal(watch::Receiver<bool>);

impl StopSignal {
    /// Resolves when it is raised, with the reason for the script's traceback.
    pub async fn raised(&self) -> String {
        let mut receiver = self.0.clone();
        // A sender that is gone has stopped as well.
        let _ = receiver.wait_for(|stop| *stop).await;
        "the gateway stops this script".to_owned()
    }
}

impl GatewayScripts {
    /// No project runs yet.
    pub fn new(services: Arc<Services>, clients: Arc<Clients>) -> Self {
        let records = Records::new(services.clock, services.config.scripts.suspension.0);
        GatewayScripts { services, clients, records, projects: Mutex::default() }
    }

    /// How each script fares, in order of project and file.
    pub fn status(&self) -> Vec<ScriptStatus> {
        self.records.status()
    }

    /// Starts a project's scripts.
    pub fn start(self: &Arc<Self>, project: Arc<Project>) {
        let mut projects = self.projects();
        projects.served.insert(project.name.to_string(), Arc::clone(&project));
        if project.nodes == Nodes::Every || self.leads() {
            self.run(&mut projects, project);
        }
    }

    fn run(self: &Arc<Self>, projects: &mut Projects, project: Arc<Project>) {
        let (stop, signal) = watch::channel(false);
        let (name, nodes, shuts_down) = (project.name.to_string(), project.nodes, Arc::new(AtomicBool::new(true)));
        let task = tokio::spawn(run_project(Arc::clone(self), project, StopSignal(signal), Arc::clone(&shuts_down)));
        projects.running.insert(name, RunningProject { stop, shuts_down, nodes, task });
    }

    /// Whether scripts that run on one node run on this one.
    fn leads(&self) -> bool {
        self.services.cluster.as_ref().is_none_or(|cluster| *cluster.leads().borrow())
    }

    /// Starts and stops scripts as this node begins and ceases to lead, for ever.
    pub async fn follow_lead(self: &Arc<Self>) {
        let Some(mut leads) = self.services.cluster.as_ref().map(|cluster| cluster.leads()) else {
            return std::future::pending().await;
        };
        // It may lead already.
        leads.mark_changed();
        while leads.changed().await.is_ok() {
            if *leads.borrow_and_update() {
                self.take_the_lead();
            } else {
                self.give_the_lead_up().await;
            }
        }
    }

    fn take_the_lead(self: &Arc<Self>) {
        let mut projects = self.projects();
        let waiting = projects.served.iter().filter(|(name, _)| !projects.running.contains_key(*name));
        let waiting: Vec<Arc<Project>> = waiting.map(|(_, project)| Arc::clone(project)).collect();
        waiting.into_iter().for_each(|project| self.run(&mut projects, project));
    }

    /// Another node may run them by now: they stop at once, without a last script.
    async fn give_the_lead_up(&self) {
        let stopped: Vec<RunningProject> = {
            let mut projects = self.projects();
            let (stopped, stay) = std::mem::take(&mut projects.running)
                .into_iter()
                .partition::<BTreeMap<_, _>, _>(|(_, project)| project.nodes == Nodes::One);
            projects.running = stay;
            stopped.into_values().collect()
        };
        for project in &stopped {
            project.shuts_down.store(false, Ordering::SeqCst);
            project.stop.send_replace(true);
        }
        for project in stopped {
            // A task that panicked has stopped, too.
            let _ = project.task.await;
        }
    }

    /// Stops a project's scripts and waits until its shutdown script has run.
    pub async fn stop(&self, project: &str) {
        let running = {
            let mut projects = self.projects();
            projects.served.remove(project);
            projects.running.remove(project)
        };
        if let Some(running) = running {
            running.stop.send_replace(true);
            // A task that panicked has stopped, too.
            let _ = running.task.await;
        }
        self.records.forget(project);
        // The next project of this name begins without its modules.
        self.services.workers.forget_project(project);
    }

    /// Stops all projects, together, within a time that a service's stop can wait for.
    pub async fn stop_all(&self) {
        let running = std::mem::take(&mut *self.projects()).running;
        for project in running.values() {
            project.stop.send_replace(true);
        }
        let all = async {
            for project in running.into_values() {
                let _ = project.task.await;
            }
        };
        if tokio::time::timeout(SHUTDOWN_PATIENCE, all).await.is_err() {
            tracing::warn!("shutdown scripts took more than {} s and are left behind", SHUTDOWN_PATIENCE.as_secs());
        }
    }

    /// Ends workers that have been idle for too long, for ever.
    pub async fn give_up_idle_workers(&self) {
        loop {
            let next = self.services.workers.give_up_idle();
            // A worker that is given back later becomes idle no earlier than this.
            let pause = next.map_or(Duration::from_secs(1), |next| next.saturating_duration_since(Instant::now()));
            sleep(pause.max(Duration::from_millis(100)).min(Duration::from_secs(60))).await;
        }
    }

    fn projects(&self) -> MutexGuard<'_, Projects> {
        self.projects.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn run_project(
    scripts: Arc<GatewayScripts>,
    project: Arc<Project>,
    stop: StopSignal,
    shuts_down: Arc<AtomicBool>,
) {
    let id = |file: &str| ScriptId { project: project.name.to_string(), file: file.to_owned() };
    if let Some(script) = &project.startup {
        let deadline = project.gateway_deadline;
        let run = Run { id: id(&script.file), script, dialect: dialect(&project), deadline, work: Work::Attended };
        run.once(&scripts, &stop).await;
    }
    let timers: Vec<_> = (0..project.timers.len())
        .map(|index| tokio::spawn(run_timer(Arc::clone(&scripts), Arc::clone(&project), index, stop.clone())))
        .collect();
    stop.raised().await;
    for timer in timers {
        // A task that panicked has stopped, too.
        let _ = timer.await;
    }
    if let Some(script) = project.shutdown.as_ref().filter(|_| shuts_down.load(Ordering::SeqCst)) {
        let (_raise, never) = watch::channel(false);
        let deadline = Some(project.gateway_deadline.unwrap_or(SHUTDOWN_PATIENCE).min(SHUTDOWN_PATIENCE));
        let run = Run { id: id(&script.file), script, dialect: dialect(&project), deadline, work: Work::Attended };
        run.once(&scripts, &StopSignal(never)).await;
    }
}

async fn run_timer(scripts: Arc<GatewayScripts>, project: Arc<Project>, index: usize, stop: StopSignal) {
    let Some(Timer { script, schedule, deadline, .. }) = project.timers.get(index) else { return };
    let id = ScriptId { project: project.name.to_string(), file: script.file.clone() };
    let run = Run { id, script, dialect: dialect(&project), deadline: *deadline, work: Work::Unattended };
    let mut turns = Turns::new(*schedule);
    loop {
        tokio::select! {
            biased;
            _ = stop.raised() => return,
            () = turns.next() => {}
        }
        if scripts.records.suspended_until(&run.id).is_none() {
            run.once(&scripts, &stop).await;
        }
    }
}

/// When a timer's turn comes.
enum Turns {
    /// At a fixed rate; turns that were missed because a run took long are left out, not made up for.
    Rate(tokio::time::Interval),
    /// A fixed time after the end of the run before.
    Delay(Duration),
}

impl Turns {
    fn new(schedule: Schedule) -> Self {
        match schedule {
            Schedule::Rate(period) => {
                let mut interval = interval_at(Instant::now() + period, period);
                interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
                Turns::Rate(interval)
            }
            Schedule::Delay(pause) => Turns::Delay(pause),
        }
    }

    async fn next(&mut self) {
        match self {
            Turns::Rate(interval) => drop(interval.tick().await),
            Turns::Delay(pause) => sleep(*pause).await,
        }
    }
}
