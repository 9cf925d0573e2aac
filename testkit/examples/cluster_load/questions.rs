//! Questions, and the ends of sessions.

use rollcall_wire::rest::{NodeList, SessionPage};
use serde_json::{Value, json};
use testkit::{Http, eventually};
use tokio::time::{Instant, sleep};

use crate::milliseconds;
use crate::plant::{PAUSE, Plant, client_id, timed, token};

/// How often each thing is measured.
const ROUNDS: usize = 200;
/// The filter finds two of five sessions.
const LOCAL: &str = "/api/v1/sessions?limit=1000&username=bi.*";
const ALL: &str = "/api/v1/sessions?scope=cluster&limit=1000&username=bi.*";
const SAME_ROWS: &str = "SELECT client_id, username, project, designer, hostname, ip, creation_time, node FROM sessions
    WHERE username ~ '^bi.*$' ORDER BY creation_time, sequence LIMIT 1000";

/// A question to one gateway and to all of them in turn, a bare request over NATS, and the same rows from PostgreSQL.
pub async fn all_here(plant: &mut Plant) -> Value {
    until_complete(plant).await;
    let admin = plant.admin(0).await;
    let account =
        async_nats::ConnectOptions::with_user_and_password("rollcall".to_owned(), plant.nats.secret().to_owned());
    let nats = account.connect(plant.nats.url()).await.expect("NATS can be reached");
    let mut requests = nats.subscribe("bench").await.expect("NATS takes a subscription");
    let answering = nats.clone();
    tokio::spawn(async move {
        while let Some(message) = futures_util::StreamExt::next(&mut requests).await {
            if let Some(reply) = message.reply {
                let _ = answering.publish(reply, message.payload).await;
            }
        }
    });
    let (mut local, mut all, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let times = [timed(list(&admin, LOCAL)).await.0, timed(list(&admin, ALL)).await.0];
        let request = nats.request("bench", vec![b'x'; 100].into());
        let (time, answer) = timed(request).await;
        answer.expect("NATS answers");
        // The first round finds nothing warm.
        if round > 0 {
            local.push(times[0]);
            all.push(times[1]);
            bare.push(time);
        }
    }
    let rows = plant.database.times("plant", SAME_ROWS, ROUNDS / 4);
    json!({ "start": plant.start, "local": local, "all": all, "nats": bare, "postgres": rows })
}

/// From the request to end a session of another gateway until its token is worth nothing there.
pub async fn ends(plant: &Plant, sessions: usize) -> Value {
    let admin = plant.admin(0).await;
    let mut times = Vec::new();
    for number in sessions..sessions + ROUNDS / 2 {
        let client = plant.gateways[1].http().with_token(&token(number));
        assert!(client.is_logged_in().await, "the session is there");
        let began = Instant::now();
        let end = async { admin.send("DELETE", &format!("/api/v1/sessions/{}", client_id(number))).await.status };
        let dead = async {
            while client.is_logged_in().await {
                sleep(PAUSE).await;
            }
            began.elapsed()
        };
        let (status, dead) = tokio::join!(end, dead);
        assert_eq!(status, 200);
        times.push(milliseconds(dead));
    }
    json!(times)
}

/// The first question after a gateway has stopped, those after it, and how soon it counts as away. Each names it.
pub async fn with_one_missing(plant: &Plant, name: &str) -> Value {
    let admin = plant.admin(0).await;
    let began = Instant::now();
    let (first, page) = timed(list(&admin, ALL)).await;
    let mut named = usize::from(is_named(&page, name));
    let (mut later, mut away) = (Vec::new(), None);
    while later.len() < ROUNDS || away.is_none() {
        let (time, page) = timed(list(&admin, ALL)).await;
        later.push(time);
        named += usize::from(is_named(&page, name));
        if away.is_none() && is_away(&admin, name).await {
            away = Some(milliseconds(began.elapsed()));
        }
    }
    json!({ "first": first, "later": later, "away": away, "named": named, "asked": later.len() + 1 })
}

/// Waits until every gateway answers for all.
pub async fn until_complete(plant: &Plant) {
    for gateway in 0..plant.gateways.len() {
        let admin = plant.admin(gateway).await;
        eventually("a list is complete", async || (list(&admin, ALL).await.complete == Some(true)).then_some(())).await;
    }
}

async fn list(admin: &Http, path: &str) -> SessionPage {
    admin.send("GET", path).await.ok()
}

fn is_named(page: &SessionPage, name: &str) -> bool {
    page.complete == Some(false) && page.nodes.iter().any(|node| node.node == name && node.status != "ok")
}

async fn is_away(admin: &Http, name: &str) -> bool {
    let list: NodeList = admin.send("GET", "/api/v1/nodes").await.ok();
    list.nodes.iter().any(|node| node.name == name && node.state == "away")
}
