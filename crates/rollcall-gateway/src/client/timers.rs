//! The client timers of a project: they run in a client's turn, as its events do, and only while a browser is there.

use std::sync::Arc;

use futures_util::future::join_all;
use rollcall_project::Schedule;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::client::Client;
use crate::gateway::Gateway;

/// Starts the timers of a client in place of those before, if its project has any.
pub(super) fn start(gateway: &Arc<Gateway>, client: &Arc<Client>) {
    let schedules: Vec<Schedule> =
        client.desktop().project().client.timers.iter().map(|timer| timer.schedule).collect();
    if schedules.is_empty() {
        return client.set_timers(None);
    }
    let (gateway, timed) = (Arc::clone(gateway), Arc::clone(client));
    let task = tokio::spawn(async move {
        let timers = schedules.into_iter().enumerate();
        join_all(timers.map(|(index, schedule)| run(&gateway, &timed, index, schedule))).await;
    });
    client.set_timers(Some(task.abort_handle()));
}

/// Puts a timer's script into the queue at its times, for ever.
async fn run(gateway: &Arc<Gateway>, client: &Arc<Client>, index: usize, schedule: Schedule) {
    match schedule {
        Schedule::Rate(period) => {
            let mut interval = interval_at(Instant::now() + period, period);
            interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
            loop {
                interval.tick().await;
                // One that still waits is not put there a second time.
                client.change(gateway, |desktop| desktop.timer(index));
            }
        }
        Schedule::Delay(pause) => loop {
            sleep(pause).await;
            client.change(gateway, |desktop| desktop.timer(index));
            while client.desktop().has_timer(index) {
                // Whoever ends meanwhile is noticed: the word is listened for before the question.
                let ended = client.timer_ended();
                if client.desktop().has_timer(index) {
                    ended.await;
                }
            }
        },
    }
}
