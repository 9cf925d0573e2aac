//! `log-ins`: one address tries passwords as fast as they are answered, while people at others log in.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use reqwest::Client;
use rollcall_wire::rest::{LoginRequest, SessionKind};
use testkit::PASSWORD;

use crate::figures::Sample;
use crate::ground::Ground;
use crate::plant::BYSTANDER;
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "log-ins",
    rule: "a flood of log-ins from one address keeps nobody at another from logging in",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

const ATTACKER_IS_AT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 66, 6, 6));
const BYSTANDER_IS_AT: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 77, 7, 7));

async fn flood(ground: &mut Ground) {
    let (attackers, people) = ground.pick((40, 10), (200, 50));
    let url = format!("{}/api/v1/login", ground.gateway.url());
    let trying: Vec<_> = (0..attackers).map(|number| tokio::spawn(guess(url.clone(), number))).collect();
    let mut sample = Sample::default();
    for _ in 0..people {
        let asked = Instant::now();
        let status = log_in(&from(BYSTANDER_IS_AT), &url, BYSTANDER, PASSWORD).await;
        assert_eq!(status, 200, "a right password at another address");
        sample.push(asked.elapsed());
    }
    for task in trying {
        task.abort();
    }
    let [p50, p99] = [0.5, 0.99].map(|share| sample.at(share).unwrap_or_default());
    println!("{people} people have logged in meanwhile: p50 {p50:.0?}, p99 {p99:.0?}");
    assert!(p99 < Duration::from_secs(5), "log-ins of others took {p99:?}");
}

/// Tries passwords of invented names, for ever.
async fn guess(url: String, attacker: usize) {
    let client = from(ATTACKER_IS_AT);
    for number in 0u64.. {
        log_in(&client, &url, &format!("invented-{attacker}-{number}"), "a wrong password").await;
    }
}

fn from(address: IpAddr) -> Client {
    Client::builder().no_proxy().local_address(address).build().expect("a client")
}

/// The status of the answer; 0 where the gateway takes no more connections from there.
async fn log_in(client: &Client, url: &str, user: &str, password: &str) -> u16 {
    let request = LoginRequest {
        username: user.to_owned(),
        password: password.to_owned(),
        project: Some(BYSTANDER.to_owned()),
        kind: SessionKind::Client,
        hostname: None,
        cookie: false,
    };
    client.post(url).json(&request).send().await.map_or(0, |answer| answer.status().as_u16())
}
