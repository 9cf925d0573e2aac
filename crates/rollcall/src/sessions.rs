//! `rollcall sessions`: who is on, as a table, as JSON or as CSV.

use std::io::Write;

use jiff::Timestamp;
use reqwest::Method;
use rollcall_wire::rest::{Session, SessionPage, SessionState};

use crate::arguments::{Format, Sessions as Arguments};
use crate::remote::Api;
use crate::table::table;

/// Rows asked for at once: as many as a page may have.
const PAGE: usize = 1_000;

/// Prints the sessions that match.
///
/// # Errors
/// When the gateway cannot be reached or refuses, or the output cannot be written.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let api = Api::log_in_as_person(&arguments.remote).await?;
    let sessions = fetch(&api, &arguments).await;
    let logged_out = api.log_out().await;
    let text = match arguments.format {
        Format::Table => as_table(&sessions?),
        Format::Json => serde_json::to_string_pretty(&sessions?)? + "\n",
        Format::Csv => as_csv(&sessions?)?,
    };
    std::io::stdout().write_all(text.as_bytes())?;
    logged_out
}

async fn fetch(api: &Api, arguments: &Arguments) -> anyhow::Result<Vec<Session>> {
    let mut sessions = Vec::new();
    let mut cursor = None;
    loop {
        let mut query = vec![("limit", PAGE.to_string())];
        query.extend(arguments.username.clone().map(|re| ("username", re)));
        query.extend(arguments.project.clone().map(|re| ("project", re)));
        query.extend(cursor.take().map(|cursor| ("cursor", cursor)));
        let query = serde_urlencoded::to_string(query)?;
        let page: SessionPage = api.send(Method::GET, &format!("/api/v1/sessions?{query}"), None::<&()>).await?;
        sessions.extend(page.sessions);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(sessions);
        }
    }
}

fn as_table(sessions: &[Session]) -> String {
    let header = ["username", "project", "address", "isDesigner", "clientId", "creationTime", "state"];
    let row = |s: &Session| {
        let state = if s.state == SessionState::Active { "active" } else { "disconnected" };
        let [username, project, address, designer, id, time] = cells(s);
        vec![username, project, address, designer, id, time, state.to_owned()]
    };
    table(&header, &sessions.iter().map(row).collect::<Vec<_>>())
}

fn as_csv(sessions: &[Session]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["username", "project", "address", "isDesigner", "clientId", "creationTime"])?;
    for session in sessions {
        writer.write_record(cells(session))?;
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
