//! What a question costs in a cluster of 100 nodes with 10,000 sessions each: the real messages, written, read and merged in one
//! process, without a network. `cargo run --package rollcall-cluster --example hundred_nodes` prints a table; what the figures
//! mean is in `docs/cluster.md`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use rollcall_cluster::{
    Answer, Ask, Hello, Incarnation, Name, NodeRows, Query, Question, Reply, Row, Rows, Stamp, VERSION, decode, encode,
    merge, share,
};

const NODES: usize = 100;
const SESSIONS: usize = 10_000;
/// The rows of a page.
const PAGE: usize = 1_000;

/// What the messages of one kind came to.
#[derive(Default)]
struct Cost {
    messages: usize,
    bytes: usize,
    longest: usize,
    /// At the nodes together, which work at the same time in a plant.
    writing: Duration,
    /// At the node that asks.
    reading: Duration,
}

fn main() {
    println!(
        "| {NODES} nodes, {SESSIONS} sessions each | messages | bytes in all | longest | written | read and merged |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    show("hellos, each second, that each node hears", &hellos());
    show("the questions for a page", &questions());
    let (page, rows) = answers(share(PAGE, NODES));
    assert_eq!(rows, PAGE, "a page is full");
    show("their answers, 1,000 rows", &page);
    let (all, rows) = answers(SESSIONS);
    assert_eq!(rows, NODES * SESSIONS, "the list is whole");
    show("the whole list, for a script", &all);
}

fn show(what: &str, cost: &Cost) {
    let kibibytes = |bytes: usize| format!("{:.1} KiB", bytes as f64 / 1024.0);
    let Cost { messages, bytes, longest, writing, reading } = cost;
    let (bytes, longest) = (kibibytes(*bytes), kibibytes(*longest));
    println!("| {what} | {messages} | {bytes} | {longest} | {writing:.1?} | {reading:.1?} |");
}

fn name(node: usize) -> Name {
    format!("plant-{node:02}").parse().expect("a name")
}

fn stamp(node: usize) -> Stamp {
    Stamp { node: name(node), incarnation: Incarnation(u64::MAX / 3), tick: 86_400_000 }
}

impl Cost {
    fn send<T: serde::Serialize>(&mut self, message: &T) -> Vec<u8> {
        let began = Instant::now();
        let bytes = encode(message).expect("a message fits");
        self.writing += began.elapsed();
        self.messages += 1;
        self.bytes += bytes.len();
        self.longest = self.longest.max(bytes.len());
        bytes
    }
}

fn hellos() -> Cost {
    let mut cost = Cost::default();
    for node in 0..NODES {
        let projects: BTreeMap<String, u64> =
            (0..10).map(|project| (format!("project-{project}"), u64::MAX / 3)).collect();
        let bytes = cost.send(&Hello {
            version: VERSION,
            node: name(node),
            incarnation: Incarnation(u64::MAX / 3),
            tick: 86_400_000,
            has_store: true,
            serves: true,
            draining: false,
            sessions: SESSIONS as u64,
            release: "0.1.0".to_owned(),
            address: Some(format!("https://plant-{node:02}.example.org")),
            projects,
        });
        let began = Instant::now();
        decode::<Hello>(&bytes).expect("a hello");
        cost.reading += began.elapsed();
    }
    cost
}

fn questions() -> Cost {
    let mut cost = Cost::default();
    for node in 0..NODES {
        let query = Query {
            username: Some("bi.*".to_owned()),
            limit: share(PAGE, NODES) as u32,
            user: "admin".to_owned(),
            ..Query::default()
        };
        let bytes = cost.send(&Question { version: VERSION, stamp: stamp(node), ask: Ask::Sessions(query) });
        let began = Instant::now();
        decode::<Question>(&bytes).expect("a question");
        cost.reading += began.elapsed();
    }
    cost
}

/// So many rows of each node, in as many pieces as they need; the cost, and how many rows come out.
fn answers(each: usize) -> (Cost, usize) {
    let mut cost = Cost::default();
    let mut sent = Vec::new();
    for node in 0..NODES {
        let mut whole: Vec<Row> = Vec::new();
        while whole.len() < each {
            let rest = (whole.len()..each).map(|number| row(node, number)).collect();
            let mut rows = Rows { rows: rest, total: SESSIONS as u64, more: each < SESSIONS };
            rows.fit();
            let answer = Answer { node: name(node), incarnation: Incarnation(7), reply: Ok(Reply::Sessions(rows)) };
            let bytes = cost.send(&answer);
            let began = Instant::now();
            let Answer { reply: Ok(Reply::Sessions(rows)), .. } = decode(&bytes).expect("an answer") else { continue };
            whole.extend(rows.rows);
            cost.reading += began.elapsed();
        }
        sent.push(NodeRows {
            node: name(node),
            rows: Rows { rows: whole, total: SESSIONS as u64, more: each < SESSIONS },
        });
    }
    let began = Instant::now();
    let limit = if each < SESSIONS { PAGE } else { usize::MAX };
    let page = merge(sent, limit);
    cost.reading += began.elapsed();
    (cost, page.rows.len())
}

/// Sessions that were opened at all nodes in turn.
fn row(node: usize, number: usize) -> Row {
    let place = number * NODES + node;
    Row {
        client_id: format!("{:016X}", (place as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        username: format!("bill.smith-{}", place % 500),
        project: "packaging".to_owned(),
        address: format!("line-{}.plant.example.org", place % 3_000),
        ip: "10.20.30.40".to_owned(),
        hostname: Some(format!("line-{}.plant.example.org", place % 3_000)),
        designer: false,
        created: 1_796_000_000_000 + place as i64,
        active: 1_796_000_900_000,
        connected: true,
        epoch: 0,
    }
}
