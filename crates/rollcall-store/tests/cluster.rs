//! What the nodes of a cluster ask of the database, on a real PostgreSQL server: names and leases, sessions that change
//! hands, what is done to a session from elsewhere, limits over all nodes, leases, keys.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

#[allow(dead_code, reason = "the other tests use the rest")]
mod contract;

use std::path::Path;

use contract::{hash, login, new_user, session};
use rollcall_store::{
    ChangeKind, Error, ErrorKind, LogInTry, Membership, NewUser, Node, ServerAddress, SessionChange, SessionLimit,
    Store, StoredSession, UserChange,
};
use testkit::PostgresServer;

/// Longer than any test.
const PERIOD: u64 = 3_600_000;

/// A server, a folder for reserves, and the nodes on one database of it.
struct Plant {
    server: PostgresServer,
    url: String,
    folder: tempfile::TempDir,
}

impl Plant {
    async fn new() -> Plant {
        let server = PostgresServer::start().await;
        let url = server.database("plant");
        Plant { server, url, folder: tempfile::tempdir().unwrap() }
    }

    async fn open(&self, node: Node) -> (Store, Membership) {
        let own = self.folder.path().join(format!("{}-{}", node.name, node.incarnation));
        std::fs::create_dir_all(&own).unwrap();
        Membership::open(&ServerAddress::parse(&self.url).unwrap(), &own, node).await.unwrap()
    }

    async fn node(&self, name: &str, incarnation: u64) -> (Store, Membership) {
        let (store, membership) = self.open(node(name, incarnation)).await;
        membership.claim().await.unwrap();
        (store, membership)
    }

    /// Ends a node's lease as the passing of time would.
    fn lapse(&self, name: &str) {
        let statement =
            format!("UPDATE nodes SET lease_end = clock_timestamp() - interval '1 second' WHERE name = '{name}'");
        assert!(self.server.psql("plant", &statement));
    }
}

fn node(name: &str, incarnation: u64) -> Node {
    Node { name: name.into(), incarnation, address: Some(format!("http://{name}")), limit: None }
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.unwrap_err().kind()
}

fn told(changes: &[SessionChange]) -> Vec<(&str, i64, &str)> {
    let word = |kind: &ChangeKind| match kind {
        ChangeKind::Ended { reason, .. } => reason.clone().leak(),
        ChangeKind::Moved => "moved",
        ChangeKind::UserChanged => "user",
    };
    changes.iter().map(|change| (change.client_id.as_str(), change.epoch, word(&change.kind))).collect()
}

async fn ids(store: &Store) -> Vec<String> {
    store.sessions().await.unwrap().into_iter().map(|session| session.client_id).collect()
}

#[tokio::test]
async fn a_name_belongs_to_one_living_node() {
    let plant = Plant::new().await;
    let (_, first) = plant.node("a", 1).await;
    let (_, second) = plant.open(node("a", 2)).await;
    let error = second.claim().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NameTaken);
    assert!(error.to_string().contains("http://a"), "{error}");
    plant.lapse("a");
    second.claim().await.unwrap();
    assert_eq!(kind(first.renew().await), ErrorKind::LeaseLost);
    assert_eq!(kind(first.take(&[hash(1)], PERIOD).await), ErrorKind::LeaseLost);
    let nodes = second.renew().await.unwrap().nodes;
    assert_eq!(nodes.iter().map(|node| (node.name.as_str(), node.incarnation)).collect::<Vec<_>>(), [("a", 2)]);
    assert!((1..=5_000).contains(&nodes[0].lease_left), "{nodes:?}");
    second.release().await.unwrap();
    let (_, other) = plant.node("b", 1).await;
    assert_eq!(other.renew().await.unwrap().nodes.len(), 1, "a node without sessions is forgotten when it stops");
}

#[tokio::test]
async fn a_node_that_stops_is_known_as_long_as_it_has_sessions() {
    let plant = Plant::new().await;
    let ((a, at_a), (_, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    a.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    a.add_session(&session(1, "anna", 1)).await.unwrap();
    at_a.release().await.unwrap();
    let nodes = at_b.renew().await.unwrap().nodes;
    assert_eq!(nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(nodes[0].lease_left <= 0 && nodes[1].lease_left > 0, "{nodes:?}");
    assert_eq!(at_b.take(&[hash(1)], PERIOD).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_changes_hands_and_its_old_node_learns_it() {
    let plant = Plant::new().await;
    let ((a, at_a), (b, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    a.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    a.add_session(&session(1, "anna", 1)).await.unwrap();
    assert!(b.sessions().await.unwrap().is_empty(), "it is another node's");
    let taken = at_b.take(&[hash(1), hash(9)], PERIOD).await.unwrap();
    assert_eq!(taken.len(), 1);
    let StoredSession { epoch, creation_time, .. } = taken[0].session;
    assert_eq!((epoch, creation_time, taken[0].from.as_deref()), (1, 1, Some("a")));
    assert_eq!(taken[0].user.roles, ["Operator"]);
    assert_eq!((ids(&a).await.len(), ids(&b).await.len()), (0, 1));
    let changes = at_a.renew().await.unwrap().changes;
    assert_eq!(told(&changes), [(&*session(1, "anna", 1).client_id, 1, "moved")]);
    at_a.carried_out(&[changes[0].sequence]).await.unwrap();
    assert!(at_a.changes().await.unwrap().is_empty());

    // What the old node does late has no effect.
    a.remove_lapsed(&[(session(1, "anna", 1).client_id, 0)]).await.unwrap();
    assert_eq!(ids(&b).await.len(), 1);
    b.remove_lapsed(&[(session(1, "anna", 1).client_id, 1)]).await.unwrap();
    assert_eq!(ids(&b).await.len(), 0);
    assert!(at_a.take(&[hash(1)], PERIOD).await.unwrap().is_empty(), "it is over");
}

#[tokio::test]
async fn without_a_lease_nothing_is_opened_or_taken() {
    let plant = Plant::new().await;
    let ((a, at_a), (_, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    a.add_user(&new_user("anna", &[])).await.unwrap();
    a.add_session(&session(1, "anna", 1)).await.unwrap();
    plant.lapse("a");
    assert_eq!(kind(a.add_session(&session(2, "anna", 1)).await), ErrorKind::LeaseLost);
    assert_eq!(kind(at_a.take(&[hash(1)], PERIOD).await), ErrorKind::LeaseLost);
    assert_eq!(kind(at_a.lead("scripts").await), ErrorKind::LeaseLost);
    assert!(at_b.take(&[hash(1)], 500).await.unwrap().is_empty(), "its node has been gone for too long");
    assert_eq!(at_b.take(&[hash(1)], PERIOD).await.unwrap().len(), 1);
    at_a.renew().await.unwrap();
    a.add_session(&session(3, "anna", 1)).await.unwrap();
}

#[tokio::test]
async fn the_sessions_of_a_lost_node_end_once() {
    let plant = Plant::new().await;
    let ((a, _), (b, at_b), (_, at_c)) = (plant.node("a", 1).await, plant.node("b", 1).await, plant.node("c", 1).await);
    a.add_user(&new_user("anna", &[])).await.unwrap();
    for number in 0..20 {
        a.add_session(&session(number, "anna", 1)).await.unwrap();
    }
    b.add_session(&session(50, "anna", 1)).await.unwrap();
    assert_eq!(at_b.remove_lost(0).await.unwrap().0.len(), 0, "all have a lease");
    plant.lapse("a");
    assert_eq!(at_b.remove_lost(PERIOD).await.unwrap().0.len(), 0, "they may still come back");
    let (one, other) = tokio::join!(at_b.remove_lost(0), at_c.remove_lost(0));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.0.len() + other.0.len(), 20);
    assert!(one.0.is_empty() || other.0.is_empty());
    assert_eq!(at_b.renew().await.unwrap().nodes.len(), 2);
    assert_eq!(ids(&b).await.len(), 1);
}

#[tokio::test]
async fn each_node_learns_what_is_done_to_its_sessions() {
    let plant = Plant::new().await;
    let ((a, at_a), (b, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    for name in ["anna", "bob", "carl", "dora"] {
        a.add_user(&new_user(name, &["Operator"])).await.unwrap();
    }
    a.add_login(&login(7, "dora", i64::MAX)).await.unwrap();
    for (number, name) in [(1, "anna"), (2, "bob"), (3, "carl"), (5, "bob")] {
        b.add_session(&session(number, name, 1)).await.unwrap();
    }
    b.add_session(&StoredSession { login_hash: Some(hash(7)), ..session(4, "dora", 1) }).await.unwrap();
    a.add_session(&session(6, "anna", 1)).await.unwrap();
    a.change_user("anna", &UserChange { disabled: Some(true), ..UserChange::default() }).await.unwrap();
    a.change_user("bob", &UserChange { roles: Some(vec![]), ..UserChange::default() }).await.unwrap();
    a.remove_user("carl").await.unwrap();
    a.remove_login(&hash(7)).await.unwrap();
    let bobs = session(5, "bob", 1).client_id;
    assert_eq!(at_a.end_sessions(std::slice::from_ref(&bobs), "terminated", Some("maintenance")).await.unwrap(), 1);
    let changes = at_b.changes().await.unwrap();
    let id = |number| session(number, "", 1).client_id;
    assert_eq!(
        told(&changes),
        [
            (&*id(1), 0, "userDisabled"),
            (&*id(2), 0, "user"),
            (&*id(5), 0, "user"),
            (&*id(3), 0, "userDisabled"),
            (&*id(4), 0, "loggedOut"),
            (&*id(5), 0, "terminated"),
        ]
    );
    let ChangeKind::Ended { message, .. } = &changes[5].kind else { panic!("{changes:?}") };
    assert_eq!(message.as_deref(), Some("maintenance"));
    // Its own, too: the session may be on its way into the memory.
    assert_eq!(told(&at_a.changes().await.unwrap()), [(&*id(6), 0, "userDisabled")]);
    assert_eq!(ids(&b).await, [id(2)]);
    assert!(ids(&a).await.is_empty());
}

#[tokio::test]
async fn the_limit_holds_for_all_nodes_together() {
    let plant = Plant::new().await;
    for (limit, opened) in
        [(SessionLimit { sessions: 2, ends_oldest: false }, 2), (SessionLimit { sessions: 2, ends_oldest: true }, 8)]
    {
        let limited = |name: &str| Node { limit: Some(limit), ..node(name, 1) };
        let ((a, at_a), (b, at_b)) = (plant.open(limited("a")).await, plant.open(limited("b")).await);
        at_a.claim().await.unwrap();
        at_b.claim().await.unwrap();
        let user = format!("user{opened}");
        a.add_user(&NewUser { name: user.clone(), ..new_user("x", &[]) }).await.unwrap();
        let all: Vec<StoredSession> =
            (0..8).map(|number| session(opened * 100 + number, &user, number.into())).collect();
        let (here, there) = all.split_at(4);
        let add = |store: Store, sessions: Vec<StoredSession>| async move {
            let mut done = 0;
            for session in &sessions {
                match store.add_session(session).await {
                    Ok(()) => done += 1,
                    Err(error) => assert_eq!(error.kind(), ErrorKind::Limit, "{error}"),
                }
            }
            done
        };
        let (one, other) = tokio::join!(add(a.clone(), here.to_vec()), add(b.clone(), there.to_vec()));
        assert_eq!(one + other, opened);
        let listed = [a.sessions().await.unwrap(), b.sessions().await.unwrap()].concat();
        assert_eq!(listed.iter().filter(|session| session.username == user).count(), 2);
        let changes = [at_a.changes().await.unwrap(), at_b.changes().await.unwrap()].concat();
        assert_eq!(changes.len(), usize::try_from(opened).unwrap() - 2);
        assert!(
            changes.iter().all(|change| matches!(&change.kind, ChangeKind::Ended { reason, .. } if reason == "limit"))
        );
    }
}

#[tokio::test]
async fn one_node_at_a_time_leads() {
    let plant = Plant::new().await;
    let ((_, at_a), (_, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    assert_eq!(at_a.lead("plant").await.unwrap(), Some(1));
    assert_eq!(at_b.lead("plant").await.unwrap(), None);
    assert_eq!(at_a.lead("plant").await.unwrap(), Some(1), "it renews");
    assert_eq!(at_b.lead("other").await.unwrap(), Some(1));
    at_a.resign("plant").await.unwrap();
    assert_eq!(at_b.lead("plant").await.unwrap(), Some(2));
    at_a.resign("plant").await.unwrap();
    assert_eq!(at_a.lead("plant").await.unwrap(), None, "it is not its own to give up");
    at_b.release().await.unwrap();
    assert_eq!(at_a.lead("plant").await.unwrap(), Some(3), "who stops leads nothing");
}

#[tokio::test]
async fn all_nodes_sign_with_one_key_and_believe_two() {
    let plant = Plant::new().await;
    let ((_, at_a), (_, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    let (one, other) = tokio::join!(at_a.signing_keys(b"first"), at_b.signing_keys(b"second"));
    assert_eq!(one.unwrap(), other.unwrap());
    at_a.add_signing_key(b"third").await.unwrap();
    assert_eq!(at_b.signing_keys(b"x").await.unwrap()[0], b"third");
    at_a.add_signing_key(b"fourth").await.unwrap();
    assert_eq!(at_b.signing_keys(b"x").await.unwrap(), [b"fourth".to_vec(), b"third".to_vec()]);
}

#[tokio::test]
async fn a_cluster_can_become_one_gateway_again() {
    let plant = Plant::new().await;
    let (a, at_a) = plant.node("a", 1).await;
    a.add_user(&new_user("anna", &[])).await.unwrap();
    a.add_session(&session(1, "anna", 1)).await.unwrap();
    let alone = || async { Store::open_server(&ServerAddress::parse(&plant.url).unwrap(), plant.folder.path()).await };
    let error = alone().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NameTaken);
    assert!(error.to_string().contains("[cluster]"), "{error}");
    at_a.release().await.unwrap();
    let alone = alone().await.unwrap();
    let kept = alone.sessions().await.unwrap();
    assert_eq!(kept.len(), 1);
    alone.remove_lapsed(&[(kept[0].client_id.clone(), kept[0].epoch)]).await.unwrap();
    assert!(alone.sessions().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_gateways_own_database_becomes_a_nodes() {
    let plant = Plant::new().await;
    let folder: &Path = plant.folder.path();
    let alone = Store::open_server(&ServerAddress::parse(&plant.url).unwrap(), folder).await.unwrap();
    alone.add_user(&new_user("anna", &[])).await.unwrap();
    alone.add_session(&session(1, "anna", 1)).await.unwrap();
    alone.close().await;
    let (a, _) = plant.node("a", 1).await;
    let (b, at_b) = plant.node("b", 1).await;
    assert_eq!((ids(&a).await.len(), ids(&b).await.len()), (1, 0));
    assert_eq!(
        at_b.owned(&[hash(1), hash(2)]).await.unwrap().iter().map(|owned| owned.node.as_deref()).collect::<Vec<_>>(),
        [Some("a")]
    );
}

/// The names of what becomes of a try, as the tests below compare them.
fn word(tried: &LogInTry) -> &'static str {
    match tried {
        LogInTry::Begun { .. } => "begun",
        LogInTry::Locked { .. } => "locked",
        LogInTry::Later => "later",
    }
}

#[tokio::test]
async fn wrong_passwords_count_on_all_nodes_together() {
    let plant = Plant::new().await;
    let ((_, at_a), (_, at_b)) = (plant.node("a", 1).await, plant.node("b", 1).await);
    let mut numbers = Vec::new();
    for turn in 0..10 {
        let at = if turn % 2 == 0 { &at_a } else { &at_b };
        let LogInTry::Begun { number } = at.begin_log_in("zoë", "192.0.2.1").await.unwrap() else { panic!("{turn}") };
        numbers.push(number);
    }
    // All are under way; one that was right makes room.
    assert_eq!(at_b.begin_log_in("zoë", "192.0.2.1").await.unwrap(), LogInTry::Later);
    at_a.settle_log_in(numbers.pop().unwrap(), false).await.unwrap();
    let LogInTry::Begun { number } = at_b.begin_log_in("zoë", "192.0.2.1").await.unwrap() else { panic!("no room") };
    numbers.push(number);
    for number in numbers {
        at_a.settle_log_in(number, true).await.unwrap();
    }
    let LogInTry::Locked { millis } = at_b.begin_log_in("zoë", "192.0.2.1").await.unwrap() else {
        panic!("not locked")
    };
    assert!((50_000..=60_000).contains(&millis), "{millis}");
    assert_eq!(word(&at_b.begin_log_in("zoë", "192.0.2.2").await.unwrap()), "begun", "from elsewhere");
    assert_eq!(word(&at_b.begin_log_in("anna", "192.0.2.1").await.unwrap()), "begun", "another name");
    at_a.forgive_log_ins("zoë").await.unwrap();
    assert_eq!(word(&at_b.begin_log_in("zoë", "192.0.2.1").await.unwrap()), "begun");
    // What is a minute old counts nowhere, and is removed.
    let old = "UPDATE log_in_tries SET at = at - interval '61 seconds', failed = TRUE";
    assert!(plant.server.psql("plant", old));
    assert_eq!(word(&at_a.begin_log_in("anna", "192.0.2.1").await.unwrap()), "begun");
    assert_eq!(plant.server.ask("plant", "SELECT count(*) FROM log_in_tries").as_deref(), Some("1"));
}

#[tokio::test]
async fn one_place_tries_many_names_slowly() {
    let plant = Plant::new().await;
    let (_, at_a) = plant.node("a", 1).await;
    let mut words = Vec::new();
    for name in 0..61 {
        let tried = at_a.begin_log_in(&format!("user {name}"), "2001:db8::").await.unwrap();
        if let LogInTry::Begun { number } = tried {
            at_a.settle_log_in(number, true).await.unwrap();
        }
        words.push(word(&tried));
    }
    assert_eq!(words.iter().filter(|word| **word == "begun").count(), 60);
    assert_eq!(words[60], "later", "nobody is locked by others");
}
