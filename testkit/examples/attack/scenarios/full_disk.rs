//! `full-disk`: the gateway's disk takes nothing more, and people go on logging in and out.
//!
//! The disk is full for the gateway alone, by the system's limit for the size of its files. The signal that comes with
//! that limit, and not with a full disk, is ignored.

use rollcall_wire::rest::{LoginRequest, SessionKind};
use rustix::process::{Resource, Rlimit, prlimit};
use testkit::{Http, PASSWORD, eventually};

use crate::ground::Ground;
use crate::plant::{ATTACKER, TARGET};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "full-disk",
    rule: "nobody is let in whom the store does not know, who leaves is out at once, and others go on",
    prepare: |setup| setup,
    attack: |ground| Box::pin(fill(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn fill(ground: &mut Ground) {
    let (leaving, tries) = ground.pick((8, 60), (40, 1_000));
    let mut people = Vec::new();
    for _ in 0..leaving {
        let log_in = ground.gateway.session(ATTACKER, TARGET).await;
        people.push(ground.gateway.http().with_token(&log_in.token));
    }
    take_no_more(ground, true);
    for _ in 0..tries {
        assert_eq!(log_in(&ground.gateway.http()).await, 500, "a log-in that cannot be kept is refused as our fault");
    }
    for person in &people {
        person.send("POST", "/api/v1/logout").await;
        assert!(!person.is_logged_in().await, "who has logged out is out, whatever the disk says");
    }
    take_no_more(ground, false);
    let http = ground.gateway.http();
    eventually("there is room, and people are let in", async || (log_in(&http).await == 200).then_some(())).await;
    for person in &people {
        assert!(!person.is_logged_in().await, "who has logged out stays out");
    }
    println!("{tries} log-ins were refused and {leaving} people left while the disk was full");
}

fn take_no_more(ground: &Ground, full: bool) {
    let limit = Rlimit { current: full.then_some(1), maximum: None };
    prlimit(Some(ground.gateway.pid()), Resource::Fsize, limit).expect("a limit of an own process can be changed");
}

/// The status of the answer to a right password.
async fn log_in(http: &Http) -> u16 {
    let request = LoginRequest {
        username: ATTACKER.to_owned(),
        password: PASSWORD.to_owned(),
        project: Some(TARGET.to_owned()),
        kind: SessionKind::Client,
        hostname: None,
        cookie: false,
    };
    http.send_json("POST", "/api/v1/login", &request).await.status
}
