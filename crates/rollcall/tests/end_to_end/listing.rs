//! The list of sessions: by the command line in three forms, and page by page over HTTP while people come and go.

use std::collections::BTreeSet;

use rollcall_wire::rest::{ErrorCode, Session};
use testkit::{GatewayProcess, Http};

use crate::plant::plant;

async fn with_three_sessions() -> GatewayProcess {
    let gateway = plant().project("packaging", "Operator", "Engineer").start().await;
    gateway.session("billy", "plant").await;
    gateway.session("anna", "packaging").await;
    gateway.session("billy", "packaging").await;
    gateway
}

#[tokio::test]
async fn the_three_forms_say_the_same() {
    let gateway = with_three_sessions().await;
    let expected = gateway.sessions().await;
    let list =
        async |format: &str| gateway.command_as("admin", &["sessions", "--format", format]).finish().await.success();
    let json: Vec<Session> = serde_json::from_str(&list("json").await).expect("JSON");
    assert_eq!(json, expected);
    let csv = list("csv").await;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("username,project,address,isDesigner,clientId,creationTime"));
    for (line, session) in lines.zip(&expected) {
        let Session { username, project, address, client_id, .. } = session;
        let start = format!("{username},{project},{address},false,{client_id},20");
        assert!(line.starts_with(&start) && line.ends_with('Z'), "{line}");
    }
    let table = list("table").await;
    let names: Vec<&str> = table.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["username", "billy", "anna", "billy"], "{table}");
    assert_eq!(gateway.command_as("admin", &["sessions"]).finish().await.success(), table, "the form without a word");
}

#[tokio::test]
async fn filters_restrict_the_list() {
    let gateway = with_three_sessions().await;
    let cases: [(&[&str], usize); 8] = [
        (&[], 3),
        (&["--username", "billy"], 2),
        (&["--username", "bill"], 0),
        (&["--username", "bi.*", "--project", "plant"], 1),
        (&["--project", "pack.*"], 2),
        (&["--username", ""], 0),
        (&["--username", "(?i)BILLY"], 2),
        (&["--username", "a&b=c d%e+"], 0),
    ];
    for (filters, expected) in cases {
        let arguments = [&["sessions", "--format", "csv"], filters].concat();
        let csv = gateway.command_as("anna", &arguments).finish().await.success();
        assert_eq!(csv.lines().count(), expected + 1, "{filters:?}: {csv}");
    }
    let error = gateway.command_as("anna", &["sessions", "--username", "bill("]).finish().await;
    assert_eq!((error.code, error.stdout.as_str()), (Some(1), ""), "{error:#?}");
    assert!(error.stderr.contains("Unclosed group near index 5"), "{error:#?}");
}

#[tokio::test]
async fn requests_for_pages_that_cannot_be_are_refused() {
    let gateway = plant().start().await;
    let admin = gateway.person("admin").await;
    let cases = [
        ("limit=0", ErrorCode::BadRequest, "limit"),
        ("limit=1001", ErrorCode::BadRequest, "limit"),
        ("limit=x", ErrorCode::BadRequest, "limit"),
        ("cursor=%27%20OR%201", ErrorCode::BadRequest, "cursor: it is not one that a page gave"),
        ("cursor=", ErrorCode::BadRequest, "cursor: it is not one that a page gave"),
        ("cursor=1572864000000000000", ErrorCode::BadRequest, "cursor: it is of an earlier version"),
        ("usernam=x", ErrorCode::BadRequest, "usernam"),
        ("username=a&username=b", ErrorCode::BadRequest, "username"),
        ("username=%28", ErrorCode::BadPattern, "Unclosed group"),
        ("project=%5B", ErrorCode::BadPattern, "Unclosed character class"),
    ];
    for (query, code, word) in cases {
        let answer = admin.send("GET", &format!("/api/v1/sessions?{query}")).await;
        let refusal = answer.refusal();
        assert_eq!((answer.status, refusal.code), (400, code), "{query}: {refusal:?}");
        assert!(refusal.message.contains(word), "{query}: {refusal:?}");
    }
}

/// All pages of two rows each; before each page but the first something happens.
async fn walk(admin: &Http, mut meanwhile: impl AsyncFnMut(usize)) -> Vec<String> {
    let (mut ids, mut cursor) = (Vec::new(), None::<String>);
    for page_number in 0.. {
        if page_number > 0 {
            meanwhile(page_number).await;
        }
        let cursor_text = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = admin.sessions(&format!("limit=2{cursor_text}")).await;
        assert!(page.sessions.len() <= 2);
        ids.extend(page.sessions.into_iter().map(|session| session.client_id));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return ids;
        }
    }
    unreachable!("the pages end")
}

#[tokio::test]
async fn a_walk_goes_on_after_a_restart_of_the_gateway_where_it_was() {
    let mut gateway = plant().start().await;
    for _ in 0..5 {
        gateway.session("billy", "plant").await;
    }
    let admin = gateway.person("admin").await;
    let all = walk(&admin, async |_| {}).await;
    let first = admin.sessions("limit=2").await;
    let cursor = first.next_cursor.expect("there are more");
    gateway.kill().await;
    gateway.start_again().await;
    let rest = admin.sessions(&format!("limit=100&cursor={cursor}")).await;
    let rest: Vec<String> = rest.sessions.into_iter().map(|session| session.client_id).collect();
    assert_eq!(rest, all[2..]);
}

#[tokio::test]
async fn a_walk_through_the_pages_misses_nobody_who_stays() {
    let gateway = plant().start().await;
    let mut log_ins = Vec::new();
    for _ in 0..7 {
        log_ins.push(gateway.session("billy", "plant").await);
    }
    let id = |index: usize| log_ins[index].session.as_ref().expect("a session").client_id.clone();
    let all: Vec<String> = (0..7).map(id).collect();
    let admin = gateway.person("admin").await;
    assert_eq!(walk(&admin, async |_| {}).await, all);
    // Before the second page a user on the first page logs out, and the one at which the page ended; and others come.
    let seen = walk(&admin, async |page| {
        if page == 1 {
            gateway.http().with_token(&log_ins[0].token).log_out().await;
            gateway.http().with_token(&log_ins[1].token).log_out().await;
            gateway.http().with_token(&log_ins[4].token).log_out().await;
            gateway.session("anna", "plant").await;
        }
    })
    .await;
    assert_eq!(seen[..6], [id(0), id(1), id(2), id(3), id(5), id(6)]);
    assert_eq!(seen.len(), 7, "who came meanwhile is at the end");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 7, "nobody is seen twice");
    let page = admin.sessions("limit=1&username=billy").await;
    assert_eq!((page.total, page.sessions.len()), (4, 1));
}
