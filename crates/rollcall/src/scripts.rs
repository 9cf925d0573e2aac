//! `rollcall scripts`: the gateway's own scripts and how they fare.

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
    api.log_out().await?;
    let rows = list?.scripts.into_iter().map(|script| {
        let state = match script.state {
            ScriptState::Idle => "idle",
            ScriptState::Running => "running",
            ScriptState::Waiting => "waiting",
            ScriptState::Suspended => "suspended",
        };
        let numbers = [script.runs, script.failures, script.limit_hits].map(|n| n.to_string());
        let [runs, failures, hits] = numbers;
        vec![script.project, script.file, state.to_owned(), runs, failures, hits, script.last_error.unwrap_or_default()]
    });
    let header = ["project", "file", "state", "runs", "failures", "limit hits", "last error"];
    print!("{}", table(&header, &rows.collect::<Vec<_>>()));
    Ok(())
}
