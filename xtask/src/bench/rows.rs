//! `rows`: the effect of compression on rows on their way to a browser. The example `rows_on_a_line` of
//! `rollcall-dataset` measures; nothing else is built or started for it.

use crate::workspace::{Workspace, run as run_command};

pub(super) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let arguments = ["run", "--quiet", "--package", "rollcall-dataset", "--example", "rows_on_a_line"];
    run_command(&mut workspace.cargo(&arguments))
}
