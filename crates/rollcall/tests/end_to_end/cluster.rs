//! Several gateways, one plant: a PostgreSQL server, a NATS server and gateways, all real processes.

mod draining;
mod messages;
mod scripts;

use std::time::Duration;

use rollcall_wire::rest::{LoginResponse, NodeList, Session, SessionPage};
use rollcall_wire::socket::{EndReason, GatewayFrame};
use testkit::{
    Answer, Arrival, ClientProcess, GatewayProcess, Http, NatsServer, PASSWORD, PostgresServer, SessionSocket, Setup,
    Signal, eventually, move_to_server, node_config, signal, throughout,
};

use crate::plant::{ROLLCALL, plant};

/// The servers and the nodes `a`, `b`, `c`.
struct Cluster {
    nodes: Vec<GatewayProcess>,
    database: PostgresServer,
    nats: NatsServer,
    url: String,
}

impl Cluster {
    /// With so many nodes.
    async fn of(count: usize) -> Cluster {
        Cluster::with(count, "").await
    }

    /// With these lines in the configuration of each node.
    async fn with(count: usize, lines: &str) -> Cluster {
        Cluster::changed(count, &|setup| setup.config(lines)).await
    }

    /// With this in the set-up of each node.
    async fn changed(count: usize, change: &dyn Fn(Setup) -> Setup) -> Cluster {
        let (database, nats) = tokio::join!(PostgresServer::start(), NatsServer::start());
        let url = database.database("plant");
        let mut cluster = Cluster { nodes: Vec::new(), database, nats, url };
        for name in ["a", "b", "c"].into_iter().take(count) {
            let (folder, command) = cluster.prepared(name, change).await;
            cluster.nodes.push(GatewayProcess::start(ROLLCALL, folder, command).await);
        }
        cluster.all_here().await;
        cluster
    }

    /// The first node brings the users along.
    async fn prepared(&self, name: &str, change: &dyn Fn(Setup) -> Setup) -> (tempfile::TempDir, testkit::Invocation) {
        let is_first = self.nodes.is_empty();
        let setup = if is_first { plant() } else { Setup::new(ROLLCALL).project("plant", "Operator", "Engineer") };
        let (folder, command) = change(setup).config(&self.config(name)).prepare().await;
        if is_first {
            move_to_server(ROLLCALL, &folder.path().join("data"), &self.url).await;
        }
        (folder, command)
    }

    fn config(&self, name: &str) -> String {
        node_config(name, &self.url, &self.nats.url())
    }

    async fn all_here(&self) {
        for node in &self.nodes {
            states(node, &vec!["here"; self.nodes.len()]).await;
        }
    }
}

async fn admin(node: &GatewayProcess) -> Http {
    node.person("admin").await
}

/// Waits until a node sees all nodes in these states, in order of their names.
async fn states(node: &GatewayProcess, expected: &[&str]) {
    let admin = admin(node).await;
    eventually(&format!("the nodes are {expected:?}"), async || {
        let list: NodeList = admin.send("GET", "/api/v1/nodes").await.ok();
        let states: Vec<String> = list.nodes.into_iter().map(|node| node.state).collect();
        (states == expected).then_some(())
    })
    .await;
}

async fn list(node: &GatewayProcess, more: &str) -> SessionPage {
    admin(node).await.sessions(&format!("scope=cluster&limit=1000{more}")).await
}

/// A list without a node missing: one that is slow, as all of them may be on a busy machine, is named and not waited for.
async fn whole_list(node: &GatewayProcess, more: &str) -> SessionPage {
    whole_page(&admin(node).await, &format!("limit=1000{more}")).await
}

async fn whole_page(admin: &Http, more: &str) -> SessionPage {
    let path = format!("scope=cluster&{more}");
    eventually("a list is complete", async || {
        Some(admin.sessions(&path).await).filter(|page| page.complete == Some(true))
    })
    .await
}

fn rows(page: &SessionPage) -> Vec<(&str, &str)> {
    let mut rows: Vec<_> =
        page.sessions.iter().map(|s| (s.client_id.as_str(), s.node.as_deref().expect("a node"))).collect();
    rows.sort_unstable();
    rows
}

fn statuses(page: &SessionPage) -> Vec<(&str, &str)> {
    page.nodes.iter().map(|node| (node.node.as_str(), node.status.as_str())).collect()
}

async fn ended(socket: &mut SessionSocket) -> (EndReason, Option<String>) {
    loop {
        match socket.receive().await {
            Arrival::Frame(GatewayFrame::Ended { reason, message }) => return (reason, message),
            Arrival::Frame(_) => {}
            Arrival::Closed(code) => panic!("closed with {code:?}"),
        }
    }
}

fn opened(response: &LoginResponse) -> Session {
    response.session.clone().expect("a session")
}

#[tokio::test]
async fn one_question_lists_the_sessions_of_all_nodes_or_names_who_is_missing() {
    let mut cluster = Cluster::of(3).await;
    let mut expected = Vec::new();
    let mut open = Vec::new();
    for (node, name) in cluster.nodes.iter().zip(["a", "b", "c"]) {
        for user in ["anna", "billy"] {
            let (response, socket) = node.connected(user, "plant").await;
            expected.push((opened(&response).client_id, name));
            open.push(socket);
        }
    }
    expected.sort_unstable();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(id, node)| (id.as_str(), *node)).collect();
    for node in &cluster.nodes {
        let page = whole_list(node, "").await;
        assert_eq!(page.total, 6, "{page:?}");
        assert_eq!(rows(&page), expected);
        assert_eq!(node.sessions().await.len(), 2, "the gateway's own list stays its own");
    }
    // Page after page, and with a filter.
    let admin = admin(&cluster.nodes[0]).await;
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = whole_page(&admin, &format!("limit=1{cursor}")).await;
        found.extend(page.sessions.iter().map(|session| session.client_id.clone()));
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    found.sort_unstable();
    assert_eq!(found, expected.iter().map(|(id, _)| (*id).to_owned()).collect::<Vec<_>>());
    assert_eq!(whole_list(&cluster.nodes[1], "&username=an.*").await.sessions.len(), 3);
    let refused = admin.send("GET", "/api/v1/sessions?scope=cluster&username=(").await;
    assert_eq!(refused.status, 400, "{refused:?}");

    let table = cluster.nodes[0].command_as("admin", &["nodes"]).finish().await.success();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.contains("here") && !table.contains("plant"), "no project differs: {table}");
    let listed = cluster.nodes[0].command_as("admin", &["sessions", "--cluster"]).finish().await.success();
    assert!(expected.iter().all(|(id, _)| listed.contains(id)), "{listed}");

    cluster.nodes[2].kill().await;
    let page = list(&cluster.nodes[0], "").await;
    assert_eq!(page.complete, Some(false));
    assert_eq!(page.sessions.len(), 4);
    let [(_, "ok"), (_, "ok"), ("c", missing)] = statuses(&page)[..] else { panic!("{page:?}") };
    assert!(["timeout", "unreachable"].contains(&missing), "{missing}");
    let strict = admin.send("GET", "/api/v1/sessions?scope=cluster&require=all").await;
    assert_eq!(strict.status, 503);
    let finished = cluster.nodes[0].command_as("admin", &["sessions", "--cluster"]).finish().await;
    assert!(finished.code == Some(3) && finished.stderr.contains("node c"), "{finished:?}");
    states(&cluster.nodes[0], &["here", "here", "away"]).await;
}

/// A gateway asks each for its share of a page first.
#[tokio::test]
async fn a_page_is_full_though_one_node_has_most_sessions() {
    let cluster = Cluster::of(2).await;
    let mut expected = Vec::new();
    for (node, count) in [(&cluster.nodes[1], 90), (&cluster.nodes[0], 5)] {
        let billy = node.person("billy").await;
        for _ in 0..count {
            let body = serde_json::json!({"project": "plant"});
            let response: LoginResponse = billy.send_json("POST", "/api/v1/sessions", &body).await.ok();
            expected.push(opened(&response).client_id);
        }
    }
    let admin = admin(&cluster.nodes[0]).await;
    for (limit, listed) in [(95, 95), (94, 94), (85, 85), (1_000, 95)] {
        let page = whole_page(&admin, &format!("limit={limit}")).await;
        let ids: Vec<&str> = page.sessions.iter().map(|session| session.client_id.as_str()).collect();
        assert_eq!(ids, expected[..listed], "in the order in which they were opened, of {limit}");
        assert_eq!((page.total, page.next_cursor.is_some()), (95, listed < 95), "{limit}");
    }
}

#[tokio::test]
async fn a_session_goes_on_at_another_node_when_its_own_is_killed() {
    let mut cluster = Cluster::of(2).await;
    let (response, socket) = cluster.nodes[0].connected("billy", "plant").await;
    let before = opened(&response);
    cluster.nodes[0].kill().await;
    drop(socket);
    let there = SessionSocket::open(cluster.nodes[1].url(), &response.token).await.expect("the session goes on");
    let after = &there.welcome.session;
    assert_eq!((&after.client_id, after.creation_time), (&before.client_id, before.creation_time));
    assert_eq!(cluster.nodes[1].sessions().await.len(), 1);

    // The old node comes back, and does not have it any more.
    cluster.nodes[0].start_again().await;
    cluster.all_here().await;
    assert!(cluster.nodes[0].sessions().await.is_empty());
    let page = whole_list(&cluster.nodes[0], "").await;
    assert_eq!(rows(&page), [(before.client_id.as_str(), "b")]);

    // And back again, while both are there: the old socket is closed, and the session is nowhere twice.
    let mut old = there;
    let back = SessionSocket::open(cluster.nodes[0].url(), &response.token).await.expect("the session goes on");
    assert_eq!(back.welcome.session.client_id, before.client_id);
    eventually("the old socket closes", async || matches!(old.receive().await, Arrival::Closed(_)).then_some(())).await;
    let page = whole_list(&cluster.nodes[1], "").await;
    assert_eq!(rows(&page), [(before.client_id.as_str(), "a")]);
}

#[tokio::test]
async fn a_client_that_knows_several_addresses_needs_no_load_balancer() {
    let mut cluster = Cluster::of(2).await;
    let [a, b] = [0, 1].map(|node: usize| cluster.nodes[node].url().to_owned());
    let both = format!("{a}, {b}");
    let command = |arguments: &[&str], user: &str| {
        let command = ROLLCALL.command(arguments).args(&["--gateway", &both, "--user", user]);
        command.env("ROLLCALL_PASSWORD", PASSWORD)
    };
    let client = ClientProcess::from(command(&["client", "--project", "plant"], "billy")).await;
    let calls = "import time\nfor i in range(60):\n  print(len(system.util.getSessionInfo()))\n  time.sleep(0.1)";
    let mut script = command(&["run", "--project", "plant", "-c", calls], "anna").start().await;
    script.line("2").await;
    cluster.nodes[0].kill().await;
    eventually("the client goes on at the other gateway", async || {
        let sessions = cluster.nodes[1].sessions().await;
        sessions.iter().any(|session| session.client_id == client.client_id()).then_some(())
    })
    .await;
    assert_eq!(client.arrivals(), [client.client_id()], "it did not log in again");
    // A request of a command line goes on to the next address, too.
    let listed = command(&["sessions"], "admin").finish().await.success();
    assert!(listed.contains(client.client_id()), "{listed}");
    let finished = script.finish().await;
    assert_eq!(finished.code, Some(0), "{finished:?}");
}

#[tokio::test]
async fn what_is_done_on_one_node_holds_on_all() {
    let cluster = Cluster::of(2).await;
    let [a, b] = &cluster.nodes[..] else { panic!("two nodes") };
    let (billy, mut billys) = b.connected("billy", "plant").await;
    let (anna, mut annas) = b.connected("anna", "plant").await;
    let path = format!("/api/v1/sessions/{}?message=maintenance", opened(&billy).client_id);
    let answer: serde_json::Value = admin(a).await.send("DELETE", &path).await.ok();
    assert_eq!(answer["nodes"][0]["status"], "ok", "{answer}");
    assert_eq!(ended(&mut billys).await, (EndReason::Terminated, Some("maintenance".to_owned())));
    assert!(!b.http().with_token(&billy.token).is_logged_in().await);
    assert_eq!(admin(a).await.send("DELETE", &path).await.status, 404);

    // A request that comes to another node leaves the session where it is.
    assert!(a.http().with_token(&anna.token).is_logged_in().await);
    a.command_as("admin", &["user", "disable", "anna"]).finish().await.success();
    assert_eq!(ended(&mut annas).await.0, EndReason::UserDisabled);
    for node in [a, b] {
        assert!(!node.http().with_token(&anna.token).is_logged_in().await);
        assert_eq!(SessionSocket::open(node.url(), &anna.token).await.err(), Some(401));
    }

    let (second, mut socket) = b.connected("billy", "plant").await;
    a.http().with_token(&second.token).log_out().await;
    assert_eq!(ended(&mut socket).await.0, EndReason::LoggedOut);
}

#[tokio::test]
async fn a_node_that_lacks_a_project_takes_no_session_of_it() {
    let mut cluster = Cluster::of(1).await;
    let setup = Setup::new(ROLLCALL).project("other", "Operator", "Engineer").config(&cluster.config("b"));
    cluster.nodes.push(setup.start().await);
    cluster.all_here().await;
    let [a, b] = &cluster.nodes[..] else { panic!("two nodes") };
    let (response, mut socket) = a.connected("billy", "plant").await;
    assert_eq!(SessionSocket::open(b.url(), &response.token).await.err(), Some(503));
    socket.keep_alive().await;
    assert_eq!(rows(&whole_list(b, "").await), [(opened(&response).client_id.as_str(), "a")]);
    let table = a.command_as("admin", &["nodes"]).finish().await.success();
    assert!(table.contains("other, plant"), "both differ: {table}");
    // Any token that nobody has is refused.
    let unknown = response.token.chars().rev().collect::<String>();
    assert!(SessionSocket::open(b.url(), &unknown).await.is_err());
}

#[tokio::test]
async fn a_limit_counts_the_sessions_of_all_nodes() {
    let cluster = Cluster::with(2, "[sessions]\nlimit = 1\nlimit_policy = \"end-oldest\"").await;
    let (_, mut first) = cluster.nodes[0].connected("billy", "plant").await;
    let (_second, _) = cluster.nodes[1].connected("billy", "plant").await;
    assert_eq!(ended(&mut first).await.0, EndReason::Limit);
    assert_eq!(whole_list(&cluster.nodes[0], "").await.sessions.len(), 1);
}

#[tokio::test]
async fn a_second_gateway_of_a_name_does_not_start_and_a_killed_one_does() {
    let mut cluster = Cluster::of(1).await;
    let (_folder, command) = cluster.prepared("a", &|setup| setup).await;
    let refused = command.finish().await;
    assert!(
        refused.code == Some(1) && refused.stderr.contains("the node \"a\" of the cluster is running"),
        "{refused:?}"
    );
    cluster.nodes[0].kill().await;
    cluster.nodes[0].start_again().await;
}

#[tokio::test]
async fn a_cluster_without_nats_is_a_set_of_nodes() {
    let mut cluster = Cluster::of(2).await;
    let (response, _) = cluster.nodes[0].connected("billy", "plant").await;
    cluster.nats.kill();
    let page = list(&cluster.nodes[0], "").await;
    assert_eq!((page.complete, page.sessions.len()), (Some(false), 1), "{page:?}");
    // Clients move all the same, and a node still learns what was done to its sessions.
    let mut moved = SessionSocket::open(cluster.nodes[1].url(), &response.token).await.expect("the session goes on");
    eventually("the old node has learned it", async || cluster.nodes[0].sessions().await.is_empty().then_some(()))
        .await;
    let path = format!("/api/v1/sessions/{}", opened(&response).client_id);
    let _: serde_json::Value = admin(&cluster.nodes[0]).await.send("DELETE", &path).await.ok();
    assert_eq!(ended(&mut moved).await.0, EndReason::Terminated);
    cluster.nats.start_again().await;
    cluster.all_here().await;
    for node in &cluster.nodes {
        let log = node.log();
        assert!(!log.contains(cluster.nats.secret()) && !log.contains(cluster.database.secret()), "{log}");
        assert_eq!(
            log.matches("no connection to NATS").count(),
            1,
            "a connection that is lost is reported once: {log}"
        );
    }
}

#[tokio::test]
async fn open_sessions_go_on_while_the_database_is_away_for_all() {
    let mut cluster = Cluster::with(2, "[sessions]\nresume_period = \"60s\"").await;
    let mut sockets = Vec::new();
    for node in &cluster.nodes {
        sockets.push(node.connected("billy", "plant").await);
    }
    cluster.database.stop();
    let refused = log_in(&cluster.nodes[0].http()).await;
    assert_eq!(refused.status, 503, "{refused:?}");
    // For longer than a lease.
    throughout(Duration::from_secs(8), "all sessions go on", async || {
        for (response, socket) in &mut sockets {
            socket.keep_alive().await;
            let own = cluster.nodes.iter().map(|node| node.http().with_token(&response.token));
            let lists =
                futures_util::future::join_all(own.map(async |http| http.send("GET", "/api/v1/me").await.status));
            // The node that has it knows it; the other one cannot look it up.
            let mut statuses = lists.await;
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 503]);
        }
        true
    })
    .await;
    cluster.database.start_again().await;
    for node in &cluster.nodes {
        eventually("log-ins work again", async || (log_in(&node.http()).await.status == 200).then_some(())).await;
    }
    cluster.all_here().await;
    assert_eq!(whole_list(&cluster.nodes[1], "").await.sessions.len(), 4);
}

#[tokio::test]
async fn a_node_that_was_stopped_for_too_long_serves_nobody_that_others_have() {
    let cluster = Cluster::with(2, "[sessions]\nresume_period = \"60s\"").await;
    let (response, mut socket) = cluster.nodes[0].connected("billy", "plant").await;
    signal(cluster.nodes[0].pid(), Signal::STOP);
    states(&cluster.nodes[1], &["away", "here"]).await;
    let there = SessionSocket::open(cluster.nodes[1].url(), &response.token).await.expect("the session goes on");
    signal(cluster.nodes[0].pid(), Signal::CONT);
    eventually("the old socket closes", async || matches!(socket.receive().await, Arrival::Closed(_)).then_some(()))
        .await;
    cluster.all_here().await;
    assert!(cluster.nodes[0].sessions().await.is_empty());
    assert_eq!(there.welcome.session.client_id, opened(&response).client_id);
    assert_eq!(whole_list(&cluster.nodes[0], "").await.sessions.len(), 1);
}

#[tokio::test]
async fn the_sessions_of_a_lost_node_end_when_their_time_is_over() {
    let mut cluster = Cluster::with(2, "[sessions]\nresume_period = \"2s\"").await;
    let (response, _) = cluster.nodes[0].connected("billy", "plant").await;
    cluster.nodes[0].kill().await;
    eventually("nobody is missing any more", async || {
        (list(&cluster.nodes[1], "").await.complete == Some(true)).then_some(())
    })
    .await;
    assert!(list(&cluster.nodes[1], "").await.sessions.is_empty());
    let over = cluster.nodes[1].http().with_token(&response.token).send("GET", "/api/v1/me").await;
    assert!(over.body.contains("nodeLost"), "{over:?}");
}

#[tokio::test]
async fn scripts_of_the_gateway_run_on_one_node_and_on_another_when_that_is_lost() {
    let mut cluster = Cluster::changed(2, &|setup| {
        setup
            .settings("[timer.tick]\nevery = \"200ms\"\n")
            .file("plant/gateway/startup.py", "print('good morning')")
            .file("plant/gateway/timer/tick.py", "print('tick')")
            .project("everywhere", "Operator", "Engineer")
            .settings("[gateway]\non = \"every-node\"\n")
            .file("everywhere/gateway/startup.py", "print('here as well')")
    })
    .await;
    for node in &cluster.nodes {
        eventually("scripts for every node run", async || node.log().contains("here as well").then_some(())).await;
    }
    eventually("the first node leads", async || cluster.nodes[0].log().contains("tick").then_some(())).await;
    throughout(Duration::from_secs(2), "the second node runs none", async || {
        let log = cluster.nodes[1].log();
        !log.contains("tick") && !log.contains("good morning")
    })
    .await;
    cluster.nodes[0].kill().await;
    let node = &cluster.nodes[1];
    eventually("the second node leads", async || {
        let log = node.log();
        (log.contains("tick") && log.contains("good morning")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn wrong_passwords_count_on_all_nodes_together() {
    let cluster = Cluster::of(2).await;
    let guess = async |node: &GatewayProcess, password: &str| {
        let body = serde_json::json!({"username": "billy", "password": password, "project": "plant"});
        node.http().send_json("POST", "/api/v1/login", &body).await.status
    };
    for turn in 0..10 {
        assert_eq!(guess(&cluster.nodes[turn % 2], "wrong").await, 401, "{turn}");
    }
    for node in &cluster.nodes {
        assert_eq!(guess(node, PASSWORD).await, 429);
    }
    // Each has seen five only; an administrator sets another password.
    let change = cluster.nodes[0].command_as("admin", &["user", "passwd", "billy"]);
    change.env("ROLLCALL_NEW_PASSWORD", "another-password-7").finish().await.success();
    assert_eq!(guess(&cluster.nodes[1], "another-password-7").await, 200);
}

async fn log_in(http: &Http) -> Answer {
    let body = serde_json::json!({"username": "billy", "password": PASSWORD, "project": "plant"});
    http.send_json("POST", "/api/v1/login", &body).await
}
