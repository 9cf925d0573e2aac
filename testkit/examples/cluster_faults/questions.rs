//! Questions to all nodes, and what their answers must have and must not have.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use fastrand::Rng;
use rollcall_wire::rest::SessionPage;
use testkit::Http;
use tokio::time::sleep;

use crate::ledger::{Entry, Ledger};
use crate::plant::{NODES, Plant, log_in};

/// How long a request may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// A session that ended longer ago is on no list: a lease, some seconds in which a node is cut off, and a second until the
/// mailbox is read.
const ENDED_LONG_AGO: Duration = Duration::from_secs(15);
/// How long it may take after the last fault until all is well.
const UNTIL_PEACE: Duration = Duration::from_secs(60);
const ALL: &str = "/api/v1/sessions?scope=cluster&limit=1000";
const OWN: &str = "/api/v1/sessions?limit=1000";

/// An administrator at one node, who logs in again where that is needed.
#[derive(Debug)]
pub struct Administrator {
    http: Http,
    token: Option<String>,
}

impl Administrator {
    /// One at each node.
    pub fn of(plant: &Plant) -> Vec<Administrator> {
        (0..NODES.len()).map(|node| Administrator { http: plant.http(node), token: None }).collect()
    }

    /// The answer to a request, where there is one.
    pub async fn request(&mut self, method: &str, path: &str) -> Option<(u16, String)> {
        if self.token.is_none() {
            self.token = Some(log_in(&self.http, "admin", None).await?.token);
        }
        let http = self.http.with_token(self.token.as_deref()?);
        let answer = http.request(method, path).timeout(PATIENCE).send().await.ok()?;
        let status = answer.status().as_u16();
        if status == 401 {
            self.token = None;
        }
        Some((status, answer.text().await.ok()?))
    }

    async fn list(&mut self, path: &str) -> Option<SessionPage> {
        let (status, body) = self.request("GET", path).await?;
        (status == 200).then(|| serde_json::from_str(&body).expect("a list is JSON"))
    }
}

/// Asks one node and checks, for ever.
///
/// # Panics
/// When an answer is wrong.
pub async fn ask(plant: Arc<Plant>, ledger: Arc<Ledger>, node: usize, mut rng: Rng) {
    let mut administrator = Administrator::of(&plant).swap_remove(node);
    loop {
        let (asked, there_for) = (Instant::now(), ledger.database_is_there_for());
        if let Some(page) = administrator.list(ALL).await {
            ledger.count("lists");
            if page.complete == Some(true) {
                ledger.count("complete lists");
            }
            let long_ago = asked.checked_sub(ENDED_LONG_AGO).filter(|_| there_for > ENDED_LONG_AGO);
            check(&ledger, &page, asked, long_ago, NODES[node]);
        }
        sleep(Duration::from_millis(rng.u64(20..200))).await;
    }
}

fn check(ledger: &Ledger, page: &SessionPage, asked: Instant, long_ago: Option<Instant>, node: &str) {
    let listed: BTreeSet<&str> = page.sessions.iter().map(|session| session.client_id.as_str()).collect();
    assert_eq!(listed.len(), page.sessions.len(), "{node} lists a session twice: {page:?}");
    let entries = ledger.entries();
    for (id, entry) in entries.iter() {
        let is_listed = listed.contains(id.as_str());
        let is_over = entry.ended.zip(long_ago).is_some_and(|(ended, long_ago)| ended < long_ago);
        assert!(
            !(is_listed && is_over),
            "{node} lists {id}, which ended {:?} ago: {page:?}",
            entry.ended.map(|at| at.elapsed())
        );
        let must_be = page.complete == Some(true) && lived_through(entry, asked);
        assert!(
            !must_be || is_listed,
            "{node} calls a list complete without {id} {entry:?}, asked {:?} ago: {page:?}",
            asked.elapsed()
        );
    }
}

/// Whether a session was there before the question, and nobody has tried to end it.
fn lived_through(entry: &Entry, asked: Instant) -> bool {
    entry.acknowledged < asked && entry.ending.is_none()
}

/// Waits until every node lists all sessions that there must be, each at one node.
///
/// # Panics
/// When that does not come to be.
pub async fn until_peace(plant: &Plant, ledger: &Ledger) {
    let deadline = Instant::now() + UNTIL_PEACE;
    let mut administrators = Administrator::of(plant);
    loop {
        let Err(fault) = is_peace(&mut administrators, ledger).await else { return };
        assert!(Instant::now() < deadline, "there is no peace {UNTIL_PEACE:?} after the last fault: {fault}");
        sleep(Duration::from_millis(200)).await;
    }
}

async fn is_peace(administrators: &mut [Administrator], ledger: &Ledger) -> Result<(), String> {
    let mut own = Vec::new();
    for (administrator, node) in administrators.iter_mut().zip(NODES) {
        let page = administrator.list(ALL).await.ok_or_else(|| format!("{node} does not answer"))?;
        if page.complete != Some(true) {
            return Err(format!("{node} calls its list incomplete: {:?}", page.nodes));
        }
        compare(ledger, &page, node)?;
        own.extend(administrator.list(OWN).await.ok_or_else(|| format!("{node} does not answer"))?.sessions);
    }
    let ids: BTreeSet<&str> = own.iter().map(|session| session.client_id.as_str()).collect();
    if ids.len() != own.len() {
        return Err(format!("a session is at two nodes: {own:?}"));
    }
    Ok(())
}

fn compare(ledger: &Ledger, page: &SessionPage, node: &str) -> Result<(), String> {
    let listed: BTreeSet<&str> = page.sessions.iter().map(|session| session.client_id.as_str()).collect();
    for (id, entry) in ledger.entries().iter() {
        match listed.contains(id.as_str()) {
            true if entry.ended.is_some() => return Err(format!("{node} lists {id}, which has ended")),
            false if entry.ending.is_none() => return Err(format!("{node} does not list {id}")),
            _ => {}
        }
    }
    Ok(())
}
