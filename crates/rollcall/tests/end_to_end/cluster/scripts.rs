//! Scripts that ask for the sessions of all nodes.

use rollcall_dataset::{Dataset, Value};
use std::cell::Cell;

use futures_util::future::join_all;
use rollcall_wire::host::{AllSessions, HostAnswer, HostError, SessionAnswer, SessionCall};
use testkit::SessionSocket;

use super::{Cluster, admin, opened, states, whole_page};

/// How many lists are made while sessions move, and how many those are.
const LISTS: usize = 100;
const MOVING: usize = 20;

/// The answer of `system.rollcall.getSessions`.
async fn all(socket: &mut SessionSocket, username: Option<&str>) -> Result<AllSessions, HostError> {
    let call = SessionCall::GetSessions {
        username_filter: username.map(str::to_owned),
        project_filter: None,
        cluster: true,
        timeout_ms: 2_000,
    };
    match socket.call(call.into()).await? {
        HostAnswer::Session(SessionAnswer::All(all)) => Ok(all),
        other => panic!("{other:?}"),
    }
}

fn texts(dataset: &Dataset, column: &str) -> Vec<String> {
    let column = dataset.column_index(column).expect("a column");
    let text = |row| match dataset.value(row, column) {
        Some(Value::String(text)) => text.to_string(),
        other => format!("{other:?}"),
    };
    (0..dataset.row_count()).map(text).collect()
}

#[tokio::test]
async fn a_script_lists_the_sessions_of_all_nodes_or_is_told_which_are_missing() {
    let mut cluster = Cluster::of(3).await;
    let mut open = Vec::new();
    for node in &cluster.nodes {
        for user in ["anna", "billy"] {
            open.push(node.connected(user, "plant").await);
        }
    }
    let socket = &mut open[0].1;
    let everybody = all(socket, None).await.expect("a list");
    assert_eq!(everybody.sessions.row_count(), 6);
    assert_eq!(texts(&everybody.nodes, "name"), ["a", "b", "c"]);
    assert_eq!(texts(&everybody.nodes, "status"), ["ok"; 3]);
    let billys = all(socket, Some("b.*")).await.expect("a list").sessions;
    assert_eq!(texts(&billys, "node"), ["a", "b", "c"], "in order of creation");
    assert_eq!(texts(&billys, "username"), ["billy"; 3]);
    let fault = all(socket, Some("(")).await;
    assert!(matches!(fault, Err(HostError::PatternSyntax { index: 1, .. })), "{fault:?}");

    // The whole way, with a session of its own.
    let script =
        "everybody = system.rollcall.getSessions()\nprint everybody.complete, len(everybody), everybody.missing";
    let printed = cluster.nodes[0].run("billy", "plant", script).finish().await.success();
    assert_eq!(printed, "True 7 []\n");
    cluster.nodes[2].kill().await;
    let script = "try:\n    system.rollcall.getSessions()\nexcept system.rollcall.NodesMissing, error:\n    print \
                  error.partial.missing, len(error.partial)\n    print len(system.util.getSessionInfo())";
    let printed = cluster.nodes[0].run("billy", "plant", script).finish().await.success();
    assert_eq!(printed, "[u'c'] 5\n3\n");
    states(&cluster.nodes[0], &["here", "here", "away"]).await;
    let everybody = all(&mut open[0].1, None).await.expect("a list");
    assert_eq!(texts(&everybody.nodes, "status"), ["ok", "ok", "unreachable"]);
    assert_eq!(everybody.sessions.row_count(), 4);
}

/// Sessions that move are on each list, once: they are never between two nodes.
#[tokio::test]
async fn sessions_that_move_are_on_every_list_once() {
    let cluster = Cluster::of(3).await;
    let (_anna, mut asking) = cluster.nodes[2].connected("anna", "plant").await;
    let mut moving = Vec::new();
    for _ in 0..MOVING {
        let (billy, socket) = cluster.nodes[0].connected("billy", "plant").await;
        moving.push((opened(&billy).client_id, billy.token, socket));
    }
    let mut ids: Vec<String> = moving.iter().map(|(id, ..)| id.clone()).collect();
    ids.sort_unstable();
    let moves = Cell::new(0);
    let to_and_fro = moving.into_iter().map(|(_, token, mut socket)| {
        let (moves, nodes) = (&moves, &cluster.nodes);
        async move {
            for turn in 1.. {
                socket = SessionSocket::open(nodes[turn % 2].url(), &token).await.expect("it goes on");
                moves.set(moves.get() + 1);
            }
            drop(socket);
        }
    });
    let mut admins = Vec::new();
    for node in &cluster.nodes {
        admins.push(admin(node).await);
    }
    let listing = async {
        for turn in 0..LISTS {
            let everybody = all(&mut asking, Some("billy")).await.expect("a list");
            assert_eq!(texts(&everybody.nodes, "status"), ["ok"; 3]);
            let mut listed = texts(&everybody.sessions, "clientId");
            listed.sort_unstable();
            assert_eq!(listed, ids, "list {turn}");
            let page = whole_page(&admins[turn % 3], "username=billy&limit=1000").await;
            let mut listed: Vec<_> = page.sessions.iter().map(|session| session.client_id.clone()).collect();
            listed.sort_unstable();
            assert_eq!(listed, ids, "page {turn}");
        }
    };
    tokio::select! {
        _ = join_all(to_and_fro) => {}
        () = listing => {}
    }
    assert!(moves.get() > LISTS, "{}", moves.get());
}
