//! Refusals of people who are logged in, in the log: enough to see who tries which call, and no more than that.

use rollcall_wire::rest::ErrorCode;
use serde_json::json;
use testkit::{Answer, PASSWORD};

use crate::plant::plant;

#[tokio::test]
async fn names_and_paths_that_nothing_has_are_not_repeated_in_the_log() {
    let gateway = plant().start().await;
    let (billy, long) = (gateway.person("billy").await, "y".repeat(20_000));
    for _ in 0..5 {
        let answer = billy.send_json("POST", "/api/v1/sessions", &json!({ "project": long })).await;
        assert_eq!(answer.refusal().code, ErrorCode::UnknownProject);
        assert!(answer.body.len() < 1_000, "{answer:?}");
        let body = json!({"username": "billy", "password": PASSWORD, "project": long});
        let answer = gateway.http().send_json("POST", "/api/v1/login", &body).await;
        assert_eq!(answer.refusal().code, ErrorCode::UnknownProject);
        let answer = Answer::to(billy.request("DELETE", &format!("/api/v1/users/{long}"))).await;
        assert_eq!(answer.refusal().code, ErrorCode::Forbidden);
    }
    let log = gateway.log();
    assert!(log.contains("request refused") && log.contains("/api/v1/users/yyy"), "{log}");
    let longest = log.lines().map(str::len).max();
    assert!(longest.is_some_and(|longest| longest < 1_000), "{longest:?}");
}

#[tokio::test]
async fn who_is_refused_again_and_again_fills_no_log_and_hides_nobody_else() {
    let gateway = plant().start().await;
    let (billy, anna) = (gateway.person("billy").await, gateway.person("anna").await);
    for _ in 0..100 {
        assert_eq!(billy.send("GET", "/api/v1/users").await.status, 403);
        let answer = billy.send_json("POST", "/api/v1/sessions", &json!({ "project": "nowhere" })).await;
        assert_eq!(answer.status, 404);
    }
    assert_eq!(anna.send("GET", "/api/v1/users").await.status, 403);
    let log = gateway.log();
    let lines = |user: &str| log.lines().filter(|line| line.contains("refused") && line.contains(user)).count();
    assert!((1..=20).contains(&lines("billy")), "{log}");
    assert_eq!(lines("anna"), 1, "{log}");
}
