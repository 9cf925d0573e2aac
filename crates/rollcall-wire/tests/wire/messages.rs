//! Every message, as its JSON and back. The JSON is written out: other programs and older clients read it.

use std::fmt::Debug;

use rollcall_dataset::{Column, Dataset};
use rollcall_wire::desktop::{Act, ActOutcome, ActState, ClockReading, DesktopRequest, DesktopUpdate, NotDone};
use rollcall_wire::frame;
use rollcall_wire::host::{
    AllSessions, Ask, DialogAnswer, HostAnswer, HostCall, HostError, HostResult, LogLevel, LogLine, MessageStyle,
    Module, SessionAnswer, SessionCall, WindowAnswer, WindowCall,
};
use rollcall_wire::rest::{
    ApiError, ErrorCode, Health, LoginRequest, LoginResponse, Me, NewUser, ScriptList, ScriptState, ScriptStatus,
    Session, SessionEnd, SessionKind, SessionPage, SessionQuery, SessionState, User, UserChange, UserList,
};
use rollcall_wire::socket::{ClientFrame, EndReason, GatewayFrame, Welcome};
use rollcall_wire::worker::{Caller, Context, Fault, FromWorker, Job, Outcome, Scope, Stream, ToWorker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn check<T: Serialize + DeserializeOwned + PartialEq + Debug>(message: T, expected: Value) {
    assert_eq!(serde_json::to_value(&message).expect("it is JSON"), expected);
    assert_eq!(serde_json::from_value::<T>(expected).expect("it comes back"), message);
    let frame = frame::encode(&message).expect("it fits a frame");
    assert_eq!(frame::decode::<T>(&frame[4..]).expect("it comes back on a pipe, too"), message);
}

/// For types that cannot be compared because they hold a secret: the JSON comes back as the same JSON.
fn check_secret<T: Serialize + DeserializeOwned + Debug>(message: T, expected: Value) {
    assert_eq!(serde_json::to_value(&message).expect("it is JSON"), expected);
    let back: T = serde_json::from_value(expected.clone()).expect("it comes back");
    assert_eq!(serde_json::to_value(&back).expect("it is JSON"), expected);
    assert!(!format!("{message:?}").contains("s3cret"), "{message:?}");
}

fn check_refused<T: DeserializeOwned + Debug>(json: Value, part: &str) {
    let error = serde_json::from_value::<T>(json.clone()).expect_err("it is refused").to_string();
    assert!(error.contains(part), "{json}: {error}");
}

fn session() -> (Session, Value) {
    let session = Session {
        client_id: "00000000000000AB".into(),
        username: "billy".into(),
        project: "plant".into(),
        address: "line-1".into(),
        ip: "192.0.2.7".into(),
        hostname: Some("line-1".into()),
        is_designer: false,
        creation_time: 1_500_000_000_000,
        last_activity: 1_500_000_000_001,
        state: SessionState::Active,
        node: None,
    };
    let json = json!({
        "clientId": "00000000000000AB", "username": "billy", "project": "plant", "address": "line-1",
        "ip": "192.0.2.7", "hostname": "line-1", "isDesigner": false, "creationTime": 1_500_000_000_000_i64,
        "lastActivity": 1_500_000_000_001_i64, "state": "active",
    });
    (session, json)
}

#[test]
fn host_calls() {
    let filters = |username: Option<&str>| -> HostCall {
        SessionCall::GetSessionInfo { username_filter: username.map(str::to_owned), project_filter: None }.into()
    };
    let in_json = |username: Option<&str>| {
        let call = json!({"method": "getSessionInfo", "usernameFilter": username, "projectFilter": null});
        json!({"family": "session", "call": call})
    };
    check(filters(Some("bi.*")), in_json(Some("bi.*")));
    check(filters(None), in_json(None));
    check::<HostCall>(
        LogLine { logger: "plant".into(), level: LogLevel::Warn, message: "hot".into() }.into(),
        json!({"family": "log", "call": {"logger": "plant", "level": "warn", "message": "hot"}}),
    );
    check::<HostCall>(
        Ask::Message { style: MessageStyle::Error, message: "m".into(), title: "t".into() }.into(),
        json!({"family": "dialog", "call": {"ask": "message", "style": "error", "message": "m", "title": "t"}}),
    );
    check::<HostCall>(
        Ask::Confirm { message: "m".into(), title: "t".into(), allow_cancel: true }.into(),
        json!({"family": "dialog", "call": {"ask": "confirm", "message": "m", "title": "t", "allowCancel": true}}),
    );
    check::<HostCall>(
        WindowCall::GetOpenedWindows.into(),
        json!({"family": "window", "call": {"method": "getOpenedWindows"}}),
    );
}

#[test]
fn families_and_functions_of_host_calls() {
    let dialog = |call: Value| json!({"family": "dialog", "call": call});
    let message_box = |style| dialog(json!({"ask": "message", "style": style, "message": "", "title": ""}));
    for (call, function) in [
        (json!({"family": "session", "call": {"method": "getSessionInfo"}}), "system.util.getSessionInfo"),
        (json!({"family": "log", "call": {"logger": "", "level": "info", "message": ""}}), "system.util.getLogger"),
        (message_box("information"), "system.gui.messageBox"),
        (message_box("warning"), "system.gui.warningBox"),
        (message_box("error"), "system.gui.errorBox"),
        (dialog(json!({"ask": "confirm", "message": "", "title": "", "allowCancel": false})), "system.gui.confirm"),
        (dialog(json!({"ask": "input", "message": "", "defaultText": ""})), "system.gui.inputBox"),
        (json!({"family": "client", "call": {"method": "logOut"}}), "system.security.logout"),
        (json!({"family": "module", "call": {"method": "findModule", "name": "x"}}), "import"),
    ] {
        let call: HostCall = serde_json::from_value(call).expect("a host call");
        assert_eq!(call.function(), function);
    }
}

/// A call is untrusted: unknown fields are not ignored, and no field names the caller.
#[test]
fn host_calls_that_are_refused() {
    let session = |call: Value| json!({"family": "session", "call": call});
    let refused = |json, part| check_refused::<HostCall>(json, part);
    refused(session(json!({"method": "getSessionInfo", "username": "admin"})), "unknown field `username`");
    refused(session(json!({"method": "exec", "command": "id"})), "unknown variant `exec`");
    refused(session(json!({"usernameFilter": "bi.*"})), "missing field `method`");
    refused(session(json!({"method": "getSessionInfo", "usernameFilter": 7})), "expected a string");
    refused(json!({"family": "shell", "call": {"method": "exec"}}), "unknown variant `shell`");
    refused(json!({"family": "session"}), "missing field `call`");
    refused(json!({"call": {"method": "getSessionInfo"}}), "missing field `family`");
    refused(
        json!({"family": "session", "call": {"method": "getSessionInfo"}, "username": "admin"}),
        "invalid value: string \"username\"",
    );
    refused(
        json!({"family": "dialog", "call": {"ask": "confirm", "message": "m", "title": "t"}}),
        "missing field `allowCancel`",
    );
}

#[test]
fn host_results() {
    let dataset = Dataset::new(vec![Column::doubles("d", [Some(f64::NAN), None])]).expect("it is one column");
    let as_json = json!({"columns": [{"name": "d", "type": "double", "values": ["NaN", null]}]});
    let module = Module { file: Some("scripts/a.py".into()), source: "x = 1".into(), is_package: false };
    let module_as_json = json!({"file": "scripts/a.py", "source": "x = 1", "isPackage": false});
    for (value, json) in [
        (
            HostAnswer::Session(SessionAnswer::Info(dataset.clone())),
            json!({"family": "session", "answer": {"kind": "info", "value": as_json}}),
        ),
        (
            HostAnswer::Session(SessionAnswer::All(AllSessions { sessions: dataset.clone(), nodes: dataset })),
            json!({"family": "session", "answer": {"kind": "all", "value": {"sessions": as_json, "nodes": as_json}}}),
        ),
        (HostAnswer::Window(WindowAnswer::Done), json!({"family": "window", "answer": {"kind": "done"}})),
        (
            HostAnswer::Window(WindowAnswer::Path(None)),
            json!({"family": "window", "answer": {"kind": "path", "value": null}}),
        ),
        (
            HostAnswer::Dialog(DialogAnswer::Boolean(true)),
            json!({"family": "dialog", "answer": {"answer": "boolean", "value": true}}),
        ),
        (HostAnswer::Log, json!({"family": "log"})),
        (HostAnswer::Message(vec!["t".into()]), json!({"family": "message", "answer": ["t"]})),
        (HostAnswer::Module(Some(module)), json!({"family": "module", "answer": module_as_json})),
        (HostAnswer::Module(None), json!({"family": "module", "answer": null})),
    ] {
        check::<HostResult>(Ok(value), json!({ "Ok": json }));
    }
    let message = || "m".to_owned();
    for (error, json) in [
        (
            HostError::PatternSyntax { description: "d".into(), index: -1, pattern: "[".into(), message: message() },
            json!({"error": "patternSyntax", "description": "d", "index": -1, "pattern": "[", "message": "m"}),
        ),
        (
            HostError::Filter { unsupported: true, message: message() },
            json!({"error": "filter", "unsupported": true, "message": "m"}),
        ),
        (HostError::Refused { message: message() }, json!({"error": "refused", "message": "m"})),
        (HostError::Unavailable { message: message() }, json!({"error": "unavailable", "message": "m"})),
        (HostError::Failed { message: message() }, json!({"error": "failed", "message": "m"})),
    ] {
        check::<HostResult>(Err(error), json!({ "Err": json }));
    }
}

#[test]
fn worker_messages() {
    let context = Context {
        scope: Scope::from(SessionKind::Designer),
        project: "plant".into(),
        time_zone: "Europe/Vienna".into(),
        session: Some(Caller {
            client_id: "AB".into(),
            username: "billy".into(),
            roles: vec!["R".into()],
            secure: true,
        }),
    };
    check(
        ToWorker::Job(Job {
            file: "f.py".into(),
            source: "pass".into(),
            dialect: Default::default(),
            context,
            entry: Default::default(),
        }),
        json!({"type": "job", "file": "f.py", "source": "pass", "context": {
            "scope": "designer", "project": "plant", "timeZone": "Europe/Vienna",
            "session": {"clientId": "AB", "username": "billy", "roles": ["R"], "secure": true},
        }, "dialect": "7.9", "entry": {"entry": "script"}}),
    );
    check(
        ToWorker::Reply { id: u64::MAX, result: Ok(HostAnswer::Log) },
        json!({"type": "reply", "id": u64::MAX, "result": {"Ok": {"family": "log"}}}),
    );
    check(ToWorker::Interrupt { reason: "deadline".into() }, json!({"type": "interrupt", "reason": "deadline"}));
    check(FromWorker::Ready, json!({"type": "ready"}));
    check(FromWorker::Begun, json!({"type": "begun"}));
    check(
        FromWorker::Output { stream: Stream::Stderr, text: "t\n".into() },
        json!({"type": "output", "stream": "stderr", "text": "t\n"}),
    );
    check(
        FromWorker::Call { id: 1, call: Ask::Input { message: "m".into(), default_text: "".into() }.into() },
        json!({"type": "call", "id": 1, "call": {"family": "dialog", "call": {"ask": "input", "message": "m", "defaultText": ""}}}),
    );
    let traceback = || "Traceback".to_owned();
    for (outcome, json) in [
        (Outcome::Finished, json!({"result": "finished"})),
        (Outcome::Exited { code: -1 }, json!({"result": "exited", "code": -1})),
        (Outcome::Raised { traceback: traceback() }, json!({"result": "raised", "traceback": "Traceback"})),
        (Outcome::Interrupted { traceback: traceback() }, json!({"result": "interrupted", "traceback": "Traceback"})),
        (
            Outcome::Faulty(Fault { line: 2, column: 9, message: "m".into() }),
            json!({"result": "faulty", "line": 2, "column": 9, "message": "m"}),
        ),
        (
            Outcome::Checked { warnings: vec![Fault { line: 3, column: 1, message: "w".into() }] },
            json!({"result": "checked", "warnings": [{"line": 3, "column": 1, "message": "w"}]}),
        ),
        (Outcome::EngineFailed { message: "m".into() }, json!({"result": "engineFailed", "message": "m"})),
    ] {
        check(FromWorker::Done { outcome, spoiled: true }, json!({"type": "done", "outcome": json, "spoiled": true}));
    }
}

#[test]
fn socket_frames() {
    check(ClientFrame::KeepAlive, json!({"type": "keepAlive"}));
    check(ClientFrame::Activity, json!({"type": "activity"}));
    check(ClientFrame::Watching { at: Some(7) }, json!({"type": "watching", "at": 7}));
    check(
        ClientFrame::Call {
            id: 7,
            call: SessionCall::GetSessionInfo { username_filter: None, project_filter: None }.into(),
        },
        json!({"type": "call", "id": 7, "call": {"family": "session", "call": {
            "method": "getSessionInfo", "usernameFilter": null, "projectFilter": null,
        }}}),
    );
    let (session, session_json) = session();
    check(
        GatewayFrame::Welcome(Box::new(Welcome {
            session,
            roles: vec!["Operator".into()],
            time_zone: "UTC".into(),
            keep_alive_ms: 10_000,
            resume_period_ms: 30_000,
            secure: false,
            clock: ClockReading { clock: 4, now: 1_000 },
            press_age_ms: 5_000,
            dialect: Default::default(),
        })),
        json!({
            "type": "welcome", "session": session_json, "roles": ["Operator"], "timeZone": "UTC",
            "keepAliveMs": 10_000, "resumePeriodMs": 30_000, "secure": false,
            "clock": {"clock": 4, "now": 1_000}, "pressAgeMs": 5_000, "dialect": "7.9",
        }),
    );
    let clock = ClockReading { clock: 4, now: 1_001 };
    check(GatewayFrame::KeepAlive { clock }, json!({"type": "keepAlive", "clock": {"clock": 4, "now": 1_001}}));
    check(
        GatewayFrame::Reply { id: 7, result: Err(HostError::Refused { message: "m".into() }) },
        json!({"type": "reply", "id": 7, "result": {"Err": {"error": "refused", "message": "m"}}}),
    );
    check(GatewayFrame::Invalid { message: "m".into() }, json!({"type": "invalid", "message": "m"}));
    for (reason, name) in [
        (EndReason::LoggedOut, "loggedOut"),
        (EndReason::Lost, "lost"),
        (EndReason::Idle, "idle"),
        (EndReason::Lifetime, "lifetime"),
        (EndReason::Limit, "limit"),
        (EndReason::Terminated, "terminated"),
        (EndReason::UserDisabled, "userDisabled"),
        (EndReason::PasswordChanged, "passwordChanged"),
        (EndReason::RoleRemoved, "roleRemoved"),
        (EndReason::ProjectClosed, "projectClosed"),
        (EndReason::NodeLost, "nodeLost"),
    ] {
        check(GatewayFrame::Ended { reason, message: None }, json!({"type": "ended", "reason": name, "message": null}));
    }
    check_refused::<ClientFrame>(json!({"type": "welcome"}), "unknown variant `welcome`");
    check_refused::<ClientFrame>(
        json!({"type": "call", "id": 1, "call": {"family": "exec", "call": {}}}),
        "unknown variant `exec`",
    );
    check_refused::<ClientFrame>(
        json!({"type": "call", "id": 1, "call": {"family": "session", "call": {"method": "getSessionInfo", "clientId": "AB"}}}),
        "unknown field `clientId`",
    );
}

#[test]
fn acts_of_a_person() {
    let act = |number, at| Act { number, at };
    check(
        DesktopRequest::CloseWindow { window: 3, act: act(12, Some(900)) },
        json!({"type": "closeWindow", "window": 3, "act": {"number": 12, "at": 900}}),
    );
    check(
        DesktopRequest::Start { windows: Vec::new(), unanswered: vec![act(12, None)] },
        json!({"type": "start", "windows": [], "unanswered": [{"number": 12, "at": null}]}),
    );
    check(DesktopRequest::TakeBack { act: 12 }, json!({"type": "takeBack", "act": 12}));
    for (state, json) in [
        (ActState::Waits, json!({"state": "waits"})),
        (ActState::Runs, json!({"state": "runs"})),
        (ActState::Done, json!({"state": "done"})),
        (ActState::NotDone(NotDone::LateEntry), json!({"state": "notDone", "why": "lateEntry"})),
        (ActState::Unknown, json!({"state": "unknown"})),
    ] {
        let outcome = ActOutcome { number: 12, window: Some(1), component: None, state };
        check(
            DesktopUpdate::Act(outcome),
            json!({"type": "act", "number": 12, "window": 1, "component": null, "state": json}),
        );
    }
    // An act without its time does not count as new.
    check_refused::<DesktopRequest>(json!({"type": "closeWindow", "window": 3}), "missing field `act`");
}

#[test]
fn the_end_of_a_session_is_part_of_a_refusal() {
    let ended = Some(SessionEnd { reason: EndReason::UserDisabled, message: None });
    check(
        ApiError { code: ErrorCode::NotLoggedIn, message: "m".into(), request_id: "r".into(), ended },
        json!({"code": "notLoggedIn", "message": "m", "requestId": "r", "ended": {"reason": "userDisabled", "message": null}}),
    );
}

#[test]
fn rest_answers() {
    let (session, session_json) = session();
    let page = |next_cursor: Option<&str>| SessionPage {
        sessions: vec![session.clone()],
        total: 7,
        next_cursor: next_cursor.map(str::to_owned),
        complete: None,
        nodes: Vec::new(),
    };
    check(page(Some("9")), json!({"sessions": [session_json], "total": 7, "nextCursor": "9"}));
    check(page(None), json!({"sessions": [session_json], "total": 7}));
    let me = |session: Option<Session>| Me { username: "billy".into(), roles: vec![], session };
    check(me(Some(session.clone())), json!({"username": "billy", "roles": [], "session": session_json}));
    check(me(None), json!({"username": "billy", "roles": []}));
    let user = User { username: "anna".into(), roles: vec!["R".into()], unknown_roles: Vec::new(), disabled: true };
    let user_json = json!({"username": "anna", "roles": ["R"], "disabled": true});
    let misspelt = User { unknown_roles: vec!["R".into()], ..user.clone() };
    let misspelt_json = json!({"username": "anna", "roles": ["R"], "unknownRoles": ["R"], "disabled": true});
    check(UserList { users: vec![user, misspelt] }, json!({"users": [user_json, misspelt_json]}));
    check(Health { status: "ok".into() }, json!({"status": "ok"}));
    let script = |state, last_error: Option<&str>, suspended_until| ScriptStatus {
        project: "plant".into(),
        file: "gateway/startup.py".into(),
        state,
        runs: 1,
        failures: 2,
        limit_hits: 3,
        last_error: last_error.map(str::to_owned),
        suspended_until,
    };
    let common = |rest: Value| {
        let mut json =
            json!({"project": "plant", "file": "gateway/startup.py", "runs": 1, "failures": 2, "limitHits": 3});
        let fields = json.as_object_mut().expect("an object");
        fields.extend(rest.as_object().expect("an object").clone());
        json
    };
    for (status, rest) in [
        (script(ScriptState::Idle, None, None), json!({"state": "idle"})),
        (script(ScriptState::Running, None, None), json!({"state": "running"})),
        (script(ScriptState::Waiting, Some("e"), None), json!({"state": "waiting", "lastError": "e"})),
        (script(ScriptState::Suspended, None, Some(5)), json!({"state": "suspended", "suspendedUntil": 5})),
    ] {
        check(ScriptList { scripts: vec![status] }, json!({"scripts": [common(rest)]}));
    }
    check_secret(
        LoginResponse { token: "s3cret".into(), session: Some(session), roles: vec![] },
        json!({"token": "s3cret", "session": session_json, "roles": []}),
    );
}

#[test]
fn rest_requests() {
    check_secret(
        LoginRequest {
            username: "billy".into(),
            password: "s3cret".into(),
            project: Some("plant".into()),
            kind: SessionKind::Designer,
            hostname: Some("line-1".into()),
            cookie: false,
        },
        json!({"username": "billy", "password": "s3cret", "project": "plant", "kind": "designer", "hostname": "line-1"}),
    );
    let short: LoginRequest = serde_json::from_value(json!({"username": "a", "password": "b"})).expect("enough");
    assert_eq!((short.project, short.kind, short.hostname), (None, SessionKind::Client, None));
    check_secret(
        NewUser { username: "anna".into(), password: "s3cret".into(), roles: vec!["R".into()] },
        json!({"username": "anna", "password": "s3cret", "roles": ["R"]}),
    );
    check_secret(UserChange::default(), json!({}));
    check_secret(
        UserChange { password: Some("s3cret".into()), disabled: Some(false), roles: Some(vec![]) },
        json!({"password": "s3cret", "disabled": false, "roles": []}),
    );
    check_refused::<LoginRequest>(
        json!({"username": "a", "password": "b", "isDesigner": true}),
        "unknown field `isDesigner`",
    );
    check_refused::<LoginRequest>(json!({"username": "a"}), "missing field `password`");
    check_refused::<NewUser>(json!({"username": "a", "password": "b", "role": "R"}), "unknown field `role`");
    check_refused::<UserChange>(json!({"enabled": true}), "unknown field `enabled`");
    check_refused::<SessionQuery>(json!({"user": "bi.*"}), "unknown field `user`");
}

#[test]
fn error_codes() {
    for (code, name) in [
        (ErrorCode::BadRequest, "badRequest"),
        (ErrorCode::BadPattern, "badPattern"),
        (ErrorCode::NotLoggedIn, "notLoggedIn"),
        (ErrorCode::WrongPassword, "wrongPassword"),
        (ErrorCode::Forbidden, "forbidden"),
        (ErrorCode::SessionLimit, "sessionLimit"),
        (ErrorCode::UnknownProject, "unknownProject"),
        (ErrorCode::NotFound, "notFound"),
        (ErrorCode::WrongMethod, "wrongMethod"),
        (ErrorCode::Late, "late"),
        (ErrorCode::TooLarge, "tooLarge"),
        (ErrorCode::NotJson, "notJson"),
        (ErrorCode::Conflict, "conflict"),
        (ErrorCode::Busy, "busy"),
        (ErrorCode::Internal, "internal"),
    ] {
        let error = ApiError { code, message: "m".into(), request_id: "r".into(), ended: None };
        check(error, json!({"code": name, "message": "m", "requestId": "r"}));
    }
}
