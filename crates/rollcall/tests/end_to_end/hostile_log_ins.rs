//! Log-ins that no honest client sends: each gets its answer, and the gateway goes on.

use rollcall_wire::rest::ErrorCode;
use serde_json::{Value, json};
use testkit::{Answer, PASSWORD};

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
    use ErrorCode::{BadRequest, Forbidden, UnknownProject, WrongPassword};
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
        (body(json!({"password": "x".repeat(100_000)})), 400, BadRequest, ""),
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
    }
    let form = gateway.http().request("POST", "/api/v1/login").body(body(json!({})));
    assert_eq!(Answer::to(form).await.status, 400, "a body must say that it is JSON");
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
        let answer = Answer::to(request.body(body(changes))).await;
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
