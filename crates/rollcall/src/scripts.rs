//! `rollcall scripts`: the gateway's own scripts and how they fare.

use jiff::Timestamp;
use reqwest::Method;
use rollcall_wire::rest::{ScriptList, ScriptState};

use crate::arguments::Remote;
use crate::remote::Api;
use crate::table::table;

/// Prints the scripts.
///
/// # Errors
/// When the gateway cannot be reached or refuses.
pub async fn run(remote: Remote) -> anyhow::Result<()> {
    let api = Api::log_in_as_person(&remote).await?;
    let list: anyhow::Result<ScriptList> = api.send(Method::GET, "/api/v1/scripts", None::<&()>).await;
    let logged_out = api.log_out().await;
    let rows = list?.scripts.into_iter().map(|script| {
        let state = match script.state {
            ScriptState::Idle => "idle",
            ScriptState::Running => "running",
            ScriptState::Waiting => "waiting",
            ScriptState::Suspended => "suspended",
        };
        let numbers = [script.runs, script.failures, script.limit_hits].map(|n| n.to_string());
        let [runs, failures, hits] = numbers;
        let until = script.suspended_until.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let state = until.map_or_else(|| state.to_owned(), |until| format!("{state} until {until:.0}"));
        vec![script.project, script.file, state, runs, failures, hits, script.last_error.unwrap_or_default()]
    });
    let header = ["project", "file", "state", "runs", "failures", "limit hits", "last error"];
    print!("{}", table(&header, &rows.collect::<Vec<_>>()));
    logged_out
}
