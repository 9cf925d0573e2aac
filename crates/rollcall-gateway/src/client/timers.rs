//! The client timers of a project: they run in a client's turn, as its events do, and only while a browser is there. One
//! that fails again and again is left alone for a while, in the client in which it does.

use std::collections::HashMap;
use std::sync::Arc;

use futures_util::future::join_all;
use rollcall_project::Schedule;
use rollcall_session::Clock;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::Clients;
use super::instance::Client;
use crate::suspension::Suspension;
use rollcall_supervisor::JobEnd;

/// How the timers of a client have behaved lately, under one edition of its project.
#[derive(Debug, Default)]
pub(super) struct Behaviour {
    edition: u64,
    timers: HashMap<usize, Suspension>,
}

impl Behaviour {
    fn of(&mut self, edition: u64, index: usize) -> &mut Suspension {
        if self.edition != edition {
            *self = Behaviour { edition, timers: HashMap::new() };
        }
        self.timers.entry(index).or_default()
    }
}

/// A timer's script has ended, which had begun under an edition of the project; the words for the person where it is
/// left alone from now on, for a while.
pub(super) fn ended(
    clients: &Clients,
    client: &Client,
    (edition, index): (u64, usize),
    end: &JobEnd,
) -> Option<String> {
    if client.desktop().edition() != edition {
        return None;
    }
    let (now, length) = (clients.services.clock.now().tick, clients.services.config.scripts.suspension.0);
    let why = client.timer_behaviour().of(edition, index).ended(end, now, length)?;
    Some(format!("{why}: this timer is left alone for {} s, or until its project changes", length.as_secs_f64()))
}

/// A timer's turn has come, unless it is left alone.
fn tick(clients: &Arc<Clients>, client: &Arc<Client>, index: usize) {
    let (edition, now) = (client.desktop().edition(), clients.services.clock.now().tick);
    let suspended = client.timer_behaviour().of(edition, index).until(now);
    if suspended.is_none() {
        client.change(clients, |desktop| desktop.timer(index));
    }
}

/// Starts the timers of a client in place of those before, if its project has any.
pub(super) fn start(clients: &Arc<Clients>, client: &Arc<Client>) {
    let schedules: Vec<Schedule> =
        client.desktop().project().client.timers.iter().map(|timer| timer.schedule).collect();
    if schedules.is_empty() {
        return client.set_timers(None);
    }
    let (clients, timed) = (Arc::clone(clients), Arc::clone(client));
    let task = tokio::spawn(async move {
        let timers = schedules.into_iter().enumerate();
        join_all(timers.map(|(index, schedule)| run(&clients, &timed, index, schedule))).await;
    });
    client.set_timers(Some(task.abort_handle()));
}

/// Puts a timer's script into the queue at its times, for ever.
async fn run(clients: &Arc<Clients>, client: &Arc<Client>, index: usize, schedule: Schedule) {
    match schedule {
        Schedule::Rate(period) => {
            let mut interval = interval_at(Instant::now() + period, period);
            interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
            loop {
                interval.tick().await;
                // A tick that still waits is not put there a second time.
                tick(clients, client, index);
            }
        }
        Schedule::Delay(pause) => loop {
            sleep(pause).await;
            tick(clients, client, index);
            while client.desktop().has_timer(index) {
                // Subscribe before checking the flag, or the wake-up by a run that ends in between could be missed.
                let ended = client.timer_ended();
                if client.desktop().has_timer(index) {
                    ended.await;
                }
            }
        },
    }
}
