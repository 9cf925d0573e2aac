//! `log-in-flood`: invented names and wrong passwords by the hundred, beside people who know theirs.

use std::time::Duration;

use serde_json::json;
use testkit::{Answer, Http, PASSWORD, eventually};
use tokio::time::Instant;

use crate::ground::Ground;
use crate::plant::{ATTACKER, BYSTANDER};
use crate::scenario::{Bounds, Scenario};

/// See the head of this file.
pub const SCENARIO: Scenario = Scenario {
    name: "log-in-flood",
    rule: "a right password is never told that it is wrong, nor locked out; a lock is not washed out",
    prepare: |setup| setup,
    attack: |ground| Box::pin(flood(ground)),
    bounds: Some(Bounds::USUAL),
    only_full: false,
};

async fn flood(ground: &mut Ground) {
    let end = Instant::now() + ground.pick(Duration::from_secs(5), Duration::from_secs(30));
    let url = ground.gateway.url().to_owned();
    for _ in 0..10 {
        log_in(&Http::to(&url), "admin", "wrong").await;
    }
    check_locked(&url).await;
    let guessers = ground.pick(60, 200);
    let guessing: Vec<_> = (0..guessers).map(|guesser| tokio::spawn(guess(url.clone(), guesser, end))).collect();
    let right: Vec<_> = (0..10).map(|_| tokio::spawn(know(url.clone(), end))).collect();
    let (mut guesses, mut checked, mut entered, mut busy) = (0, 0, 0, 0);
    for task in guessing {
        let (asked, wrong) = task.await.expect("every guess is answered");
        (guesses, checked) = (guesses + asked, checked + wrong);
    }
    for task in right {
        let (in_, later) = task.await.expect("a right password is never told that it is wrong");
        (entered, busy) = (entered + in_, busy + later);
    }
    println!("{guesses} guesses, {checked} of them checked; right passwords: {entered} got in, {busy} were told busy");
    check_locked(&url).await;
    let http = Http::to(&url);
    eventually("who knows the password gets in", async || {
        is_in(&log_in(&http, ATTACKER, PASSWORD).await).then_some(())
    })
    .await;
}

async fn log_in(http: &Http, user: &str, password: &str) -> Answer {
    http.send_json("POST", "/api/v1/login", &json!({"username": user, "password": password})).await
}

async fn check_locked(url: &str) {
    let answer = log_in(&Http::to(url), "admin", PASSWORD).await;
    let told = answer.refusal();
    assert!(answer.status == 429 && told.message.contains("wrong passwords"), "the lock holds: {told:?}");
}

/// How often it asked, and how often the password was looked at.
async fn guess(url: String, guesser: usize, end: Instant) -> (usize, usize) {
    let (http, mut asked, mut checked) = (Http::to(&url), 0, 0);
    while Instant::now() < end {
        let name = if asked % 4 == 0 { BYSTANDER.to_owned() } else { format!("invented{guesser}-{asked}") };
        let answer = log_in(&http, &name, "wrong").await;
        asked += 1;
        checked += usize::from(answer.status == 401);
    }
    (asked, checked)
}

/// How often it got in, and how often it was asked to try again.
async fn know(url: String, end: Instant) -> (usize, usize) {
    let (http, mut entered, mut busy) = (Http::to(&url), 0, 0);
    while Instant::now() < end {
        let answer = log_in(&http, ATTACKER, PASSWORD).await;
        if is_in(&answer) {
            entered += 1;
        } else {
            busy += 1;
        }
    }
    (entered, busy)
}

/// Whether a right password got in; fails if it was refused as wrong.
fn is_in(answer: &Answer) -> bool {
    if answer.status == 200 {
        return true;
    }
    let told = answer.refusal();
    assert!(answer.status == 429 && !told.message.contains("wrong"), "{told:?}");
    false
}
