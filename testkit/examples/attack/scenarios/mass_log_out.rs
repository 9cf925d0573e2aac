//! `mass-log-out`: the end of a shift, when all log-ins and sessions end within a second, and the people of the next
//! shift log in meanwhile.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use rollcall_wire::rest::{LoginResponse, SessionRequest};
use testkit::{Http, eventually};

use crate::ground::Ground;
use crate::memory;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "mass-log-out",
    rule: "thousands of ends at once are done in seconds, cost the gateway little memory, and log-ins go on",
    prepare: |setup| setup.config("[sessions]\nresume_period = \"10m\""),
    attack: |ground| Box::pin(shift_change(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

/// How many connections the leaving share.
const CONNECTIONS: usize = 64;

/// How many sessions a log-in may have.
const UNDER_LOG_IN: usize = 100;

async fn shift_change(ground: &mut Ground) {
    let persons = ground.pick(15, 200);
    let mut leaving = Vec::new();
    for _ in 0..persons {
        let person = ground.gateway.person(ATTACKER).await;
        leaving.extend(sessions_under(&person, &ground.gateway.http()).await);
    }
    let pid = ground.gateway.pid().as_raw_nonzero().get().cast_unsigned();
    memory::forget_peak(pid);
    let (before, begun) = (memory::resident(pid), Instant::now());
    let shares = leaving.chunks(leaving.len().div_ceil(CONNECTIONS)).map(log_out_all);
    let everybody = join_all(shares);
    let newcomer = ground.gateway.session(ATTACKER, TARGET);
    let (_, newcomer) = tokio::join!(everybody, newcomer);
    let took = begun.elapsed();
    let grown = memory::resident_peak(pid).saturating_sub(before) >> 20;
    println!(
        "{} log-outs took {:.1} s and {grown} MiB (aim for 20,000: 5 s, 50 MiB)",
        leaving.len(),
        took.as_secs_f64()
    );
    assert!(grown <= 50, "the gateway took {grown} MiB more");
    assert!(took < Duration::from_secs(60), "everybody was out after {took:?} only");
    assert!(ground.gateway.http().with_token(&newcomer.token).is_logged_in().await);
    eventually("only the newcomer and the bystander are on", async || {
        (ground.gateway.sessions().await.len() <= 3).then_some(())
    })
    .await;
}

/// As many sessions as one log-in may have, each as a tab of a browser opens one.
async fn sessions_under(person: &Http, nobody: &Http) -> Vec<Http> {
    let request = SessionRequest { project: TARGET.to_owned(), hostname: None };
    let mut sessions = Vec::new();
    for _ in 0..UNDER_LOG_IN {
        let opened: LoginResponse = person.send_json("POST", "/api/v1/sessions", &request).await.ok();
        sessions.push(nobody.with_token(&opened.token));
    }
    sessions
}

async fn log_out_all(sessions: &[Http]) {
    for session in sessions {
        session.log_out().await;
    }
}
