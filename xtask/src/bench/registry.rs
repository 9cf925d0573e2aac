//! `registry`: the registry at a million sessions, beside the loop in Java, PostgreSQL, SQLite and Redis.
//!
//! The measuring is two benchmarks of `rollcall-session`, since they need its types: the parts, by criterion, and the
//! whole with its peers. They are compiled as they are shipped, print Markdown of their own, and report programs that
//! are not installed.

use anyhow::ensure;

use crate::workspace::Workspace;

/// Runs both; their output goes where this one's goes.
pub(super) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    for bench in ["parts", "registry"] {
        let mut cargo = workspace.cargo(&["bench", "--package", "rollcall-session", "--bench", bench]);
        ensure!(cargo.status()?.success(), "the benchmark {bench} failed");
    }
    Ok(())
}
