//! `rollcall sessions`: who is on, as a table, as JSON or as CSV.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use jiff::Timestamp;
use reqwest::Method;
use rollcall_wire::rest::{Session, SessionPage, SessionState};

use crate::arguments::{Format, Sessions as Arguments};
use crate::remote::Api;
use crate::table::table;

/// Rows asked for at once: as many as a page may have.
const PAGE: usize = 1_000;

/// The exit code where a node of the cluster did not answer.
const INCOMPLETE: u8 = 3;

/// The sessions, and the nodes that are missing from them.
#[derive(Default)]
struct Found {
    sessions: Vec<Session>,
    /// Why each did not answer, by its name.
    missing: BTreeMap<String, String>,
}

/// Prints the sessions that match.
///
/// # Errors
/// When the gateway cannot be reached or refuses, or the output cannot be written.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let api = Api::log_in_as_person(&arguments.remote).await?;
    let found = fetch(&api, &arguments).await;
    let logged_out = api.log_out().await;
    let Found { sessions, missing } = found?;
    let text = match arguments.format {
        Format::Table => as_table(&sessions, arguments.cluster),
        Format::Json => serde_json::to_string_pretty(&sessions)? + "\n",
        Format::Csv => as_csv(&sessions, arguments.cluster)?,
    };
    std::io::stdout().write_all(text.as_bytes())?;
    for (node, why) in &missing {
        eprintln!("rollcall: the sessions of node {node} are missing: {why}");
    }
    logged_out?;
    Ok(if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

async fn fetch(api: &Api, arguments: &Arguments) -> anyhow::Result<Found> {
    let mut found = Found::default();
    let mut cursor = None;
    loop {
        let mut query = vec![("limit", PAGE.to_string())];
        query.extend(arguments.cluster.then(|| ("scope", "cluster".to_owned())));
        query.extend(arguments.username.clone().map(|re| ("username", re)));
        query.extend(arguments.project.clone().map(|re| ("project", re)));
        query.extend(cursor.take().map(|cursor| ("cursor", cursor)));
        let query = serde_urlencoded::to_string(query)?;
        let page: SessionPage = api.send(Method::GET, &format!("/api/v1/sessions?{query}"), None::<&()>).await?;
        found.sessions.extend(page.sessions);
        let missing = page.nodes.into_iter().filter_map(|node| Some((node.node, node.error?)));
        found.missing.extend(missing);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

fn as_table(sessions: &[Session], of_cluster: bool) -> String {
    let mut header = vec!["username", "project", "address", "isDesigner", "clientId", "creationTime", "state"];
    header.extend(of_cluster.then_some("node"));
    let row = |s: &Session| {
        let state = if s.state == SessionState::Active { "active" } else { "disconnected" };
        let [username, project, address, designer, id, time] = cells(s);
        let mut row = vec![username, project, address, designer, id, time, state.to_owned()];
        row.extend(of_cluster.then(|| s.node.clone().unwrap_or_default()));
        row
    };
    table(&header, &sessions.iter().map(row).collect::<Vec<_>>())
}

fn as_csv(sessions: &[Session], of_cluster: bool) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = ["username", "project", "address", "isDesigner", "clientId", "creationTime"];
    writer.write_record(header.into_iter().chain(of_cluster.then_some("node")))?;
    for session in sessions {
        let node = of_cluster.then(|| session.node.clone().unwrap_or_default());
        writer.write_record(cells(session).into_iter().chain(node))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// The six columns of the function; the time as RFC 3339 in UTC.
fn cells(session: &Session) -> [String; 6] {
    let time = Timestamp::from_millisecond(session.creation_time);
    [
        session.username.clone(),
        session.project.clone(),
        session.address.clone(),
        session.is_designer.to_string(),
        session.client_id.clone(),
        time.map_or_else(|_| session.creation_time.to_string(), |time| time.to_string()),
    ]
}
