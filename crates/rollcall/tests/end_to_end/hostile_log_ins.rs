//! Log-ins that no honest client sends: each gets its answer, and the gateway goes on.

use rollcall_wire::rest::ErrorCode;
use serde_json::{Value, json};
use testkit::{Answer, GatewayProcess, Http, PASSWORD, eventually};

use crate::plant::plant;

/// The body of a log-in that would be right, with some of it replaced.
fn body(changes: Value) -> String {
    let mut body = json!({"username": "billy", "password": PASSWORD, "project": "plant", "kind": "client"});
    let (Some(body_map), Value::Object(changes)) = (body.as_object_mut(), changes) else { panic!("objects") };
    body_map.extend(changes);
    body.to_string()
}

#[tokio::test]
async fn what_is_no_log_in_is_told_why() {
    use ErrorCode::{BadRequest, Forbidden, TooLarge, UnknownProject, WrongPassword};
    let long = "x".repeat(10_000);
    let cases = [
        (String::new(), 400, BadRequest, ""),
        ("x".to_owned(), 400, BadRequest, ""),
        ("{}".to_owned(), 400, BadRequest, "username"),
        ("[]".to_owned(), 400, BadRequest, ""),
        ("[".repeat(60_000), 400, BadRequest, ""),
        (body(json!({"username": 7})), 400, BadRequest, "username"),
        (body(json!({"username": null})), 400, BadRequest, "username"),
        (body(json!({"password": ["x"]})), 400, BadRequest, "password"),
        (body(json!({"kind": "administrator"})), 400, BadRequest, "kind"),
        (body(json!({"roles": ["Administrator"]})), 400, BadRequest, "roles"),
        (body(json!({&*long: 1})), 400, BadRequest, ""),
        (body(json!({"kind": long})), 400, BadRequest, ""),
        (r#"{"username":"\ud800","password":"x"}"#.to_owned(), 400, BadRequest, ""),
        (r#"{"username":"a","username":"billy","password":"x"}"#.to_owned(), 400, BadRequest, "username"),
        (body(json!({"username": long})), 401, WrongPassword, ""),
        (body(json!({"username": "\u{0}\u{1b}[2J"})), 401, WrongPassword, ""),
        (body(json!({"username": ""})), 401, WrongPassword, ""),
        (body(json!({"username": "BILLY"})), 401, WrongPassword, ""),
        (body(json!({"username": "billy "})), 401, WrongPassword, ""),
        (body(json!({"username": "billy' OR '1'='1"})), 401, WrongPassword, ""),
        (body(json!({"username": "u1", "password": long})), 401, WrongPassword, ""),
        (body(json!({"username": "u2", "password": ""})), 401, WrongPassword, ""),
        (body(json!({"password": "x".repeat(100_000)})), 413, TooLarge, ""),
        (body(json!({"hostname": "x".repeat(256)})), 400, BadRequest, "hostname"),
        (body(json!({"hostname": "line\nbreak"})), 400, BadRequest, "hostname"),
        (body(json!({"project": "nowhere"})), 404, UnknownProject, "\"nowhere\""),
        (body(json!({"project": "../plant"})), 404, UnknownProject, "../plant"),
        (body(json!({"project": ""})), 404, UnknownProject, "\"\""),
        (body(json!({"project": long})), 404, UnknownProject, ""),
        (body(json!({"kind": "designer"})), 403, Forbidden, "designer"),
    ];
    let gateway = plant().start().await;
    for (body, status, code, word) in cases {
        let request = gateway.http().request("POST", "/api/v1/login").header("content-type", "application/json");
        let answer = Answer::to(request.body(body.clone())).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (status, code), "{body:.200}: {refusal:?}");
        assert!(refusal.message.contains(word), "{body:.200}: {refusal:?}");
        assert!(!refusal.message.contains(PASSWORD), "{refusal:?}");
        assert!(answer.body.len() < 4_000, "what was sent is not sent back: {} bytes", answer.body.len());
    }
    let form = gateway.http().request("POST", "/api/v1/login").body(body(json!({})));
    assert_eq!(Answer::to(form).await.status, 415, "a body must say that it is JSON");
    gateway.session("billy", "plant").await;
}

#[tokio::test]
async fn before_the_password_is_right_every_answer_is_the_same() {
    let gateway = plant().user("carl", &["Operator"]).start().await;
    gateway.command_as("admin", &["user", "disable", "carl"]).finish().await.success();
    let cases = [
        json!({"password": "wrong"}),
        json!({"username": "nobody-of-that-name"}),
        json!({"username": "carl"}),
        json!({"password": "wrong", "project": "nowhere"}),
        json!({"password": "wrong", "kind": "designer"}),
    ];
    let mut answers = Vec::new();
    for changes in cases {
        let request = gateway.http().request("POST", "/api/v1/login").header("content-type", "application/json");
        // The id of the request is the one thing that is always another.
        let answer = Answer::to(request.header("x-request-id", "same").body(body(changes))).await;
        answers.push((answer.status, answer.body));
    }
    assert_eq!(answers[0].0, 401);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
}

#[tokio::test]
async fn who_guesses_too_often_must_wait() {
    let gateway = plant().start().await;
    let log_in = async |user: &str, password: &str| {
        let body = json!({"username": user, "password": password, "project": "plant"});
        gateway.http().send_json("POST", "/api/v1/login", &body).await
    };
    for guess in 1..=10 {
        assert_eq!(log_in("billy", "wrong").await.status, 401, "guess {guess}");
    }
    for password in ["wrong", PASSWORD] {
        let answer = log_in("billy", password).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (429, ErrorCode::Busy), "{refusal:?}");
        assert!(refusal.message.contains("wait"), "{refusal:?}");
    }
    assert_eq!(log_in("anna", PASSWORD).await.status, 200, "nobody else has to wait");
}

#[tokio::test]
async fn who_is_enabled_again_need_not_wait_for_what_they_tried_before() {
    let gateway = plant().user("carl", &["Operator"]).start().await;
    let admin = gateway.person("admin").await;
    let change = async |change: Value| {
        assert_eq!(admin.send_json("PATCH", "/api/v1/users/carl", &change).await.status, 200);
    };
    change(json!({"disabled": true})).await;
    for _ in 0..10 {
        assert_eq!(log_in(&gateway, "carl", PASSWORD).await.status, 401);
    }
    assert_eq!(log_in(&gateway, "carl", PASSWORD).await.status, 429, "it is told like a wrong one, the lock included");
    change(json!({"disabled": false})).await;
    assert_eq!(log_in(&gateway, "carl", PASSWORD).await.status, 200);
    for _ in 0..10 {
        assert_eq!(log_in(&gateway, "carl", "forgotten").await.status, 401);
    }
    change(json!({"password": "another horse 9"})).await;
    assert_eq!(log_in(&gateway, "carl", "another horse 9").await.status, 200);
}

async fn log_in(gateway: &GatewayProcess, user: &str, password: &str) -> Answer {
    log_in_by(&gateway.http(), user, password).await
}

async fn log_in_by(client: &Http, user: &str, password: &str) -> Answer {
    let body = json!({"username": user, "password": password, "project": "plant"});
    client.send_json("POST", "/api/v1/login", &body).await
}

/// Clients for many at once. They take a while to make on a busy machine, in which one that has connected already would be
/// let go for saying nothing.
fn clients(gateway: &GatewayProcess, count: usize) -> Vec<Http> {
    (0..count).map(|_| gateway.http()).collect()
}

/// Checks that a log-in with the right password got in, or was asked to try again.
fn check_right(answer: &Answer) {
    let words = if answer.status == 200 { String::new() } else { answer.refusal().message };
    assert!(answer.status == 200 || answer.status == 429, "{answer:?}");
    assert!(!words.contains("wrong"), "{words}");
}

#[tokio::test]
async fn a_crowd_with_the_right_password_is_never_told_that_it_is_wrong() {
    let gateway = plant().start().await;
    let clients = clients(&gateway, 200);
    let crowd = clients.iter().zip(["billy", "anna"].iter().cycle());
    let crowd = crowd.map(|(client, user)| log_in_by(client, user, PASSWORD));
    let answers = futures_util::future::join_all(crowd).await;
    answers.iter().for_each(check_right);
    assert!(answers.iter().filter(|answer| answer.status == 200).count() >= 20, "most get in");
    for user in ["billy", "anna"] {
        assert_eq!(log_in(&gateway, user, PASSWORD).await.status, 200, "nobody is locked out by it");
    }
}

#[tokio::test]
async fn a_flood_of_invented_names_locks_nobody_out_and_washes_out_no_lock() {
    let gateway = plant().user("carl", &["Operator"]).start().await;
    for _ in 0..10 {
        log_in(&gateway, "anna", "wrong").await;
    }
    let locked = log_in(&gateway, "anna", PASSWORD).await.refusal();
    assert!(locked.message.contains("wrong passwords"), "{locked:?}");
    let clients = clients(&gateway, 300);
    let flood = clients.iter().enumerate();
    let flood = flood.map(async |(number, client)| log_in_by(client, &format!("invented{number}"), "wrong").await);
    let right = async {
        for _ in 0..3 {
            check_right(&log_in(&gateway, "carl", PASSWORD).await);
        }
    };
    let (flood, ()) = futures_util::future::join(futures_util::future::join_all(flood), right).await;
    let slowed = flood.iter().filter(|answer| answer.status == 429).count();
    assert!(slowed > 0, "names that there are not count together");
    let locked = log_in(&gateway, "anna", PASSWORD).await.refusal();
    assert!(locked.message.contains("wrong passwords"), "the lock still holds: {locked:?}");
    eventually("who has the right password gets in", async || {
        let answer = log_in(&gateway, "carl", PASSWORD).await;
        check_right(&answer);
        (answer.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn no_answer_tells_which_names_there_are() {
    let gateway = plant().start().await;
    let mut answers = Vec::new();
    for user in ["billy", "nobody-of-that-name"] {
        let mut told = Vec::new();
        for _ in 0..12 {
            let answer = log_in(&gateway, user, "wrong").await;
            let words: String = answer.refusal().message.chars().filter(|c| !c.is_ascii_digit()).collect();
            told.push((answer.status, words));
        }
        answers.push(told);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn who_hangs_up_has_not_failed() {
    let gateway = plant().start().await;
    for _ in 0..30 {
        let hasty = log_in(&gateway, "billy", "wrong");
        // Nothing has been answered yet: no check is that fast.
        let _ = tokio::time::timeout(std::time::Duration::from_millis(1), hasty).await;
    }
    eventually("the right password gets in", async || {
        let answer = log_in(&gateway, "billy", PASSWORD).await;
        check_right(&answer);
        (answer.status == 200).then_some(())
    })
    .await;
}
