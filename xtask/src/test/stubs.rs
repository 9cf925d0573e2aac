//! The stubs for editors, checked with their readers: mypy for Python 3, Jython for Python 2.
//!
//! A test of `rollcall-catalogue` checks that the files agree with the catalogue. Here mypy must find nothing in the
//! stubs and in a correct script, and exactly the marked errors in a wrong one; and Jython must be able to import every
//! file, with the parameters of the catalogue. The scripts lie in `conformance/stubs`.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, ensure};

use crate::workspace::{Workspace, output, run as run_command};

const STUBS: &str = "stubs/python3";
const ACCEPTED: &str = "conformance/stubs/accepted.py";
const REFUSED: &str = "conformance/stubs/refused.py";
/// The mark at the end of a wrong line, before the kind of the error.
const MARK: &str = "# wrong: ";

/// Runs both.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    run_command(mypy(workspace).arg(STUBS))?;
    run_command(mypy(workspace).arg(ACCEPTED))?;
    refused(workspace)?;
    let mut jython = workspace.command("jython");
    let told = output(jython.args(["conformance/stubs/compare.py", "stubs/python2", "docs/functions.json"]))?;
    print!("{told}");
    ensure!(told.lines().count() == 1, "stubs of Python 2 are not what the catalogue says");
    Ok(())
}

/// A check in which no user's own settings count.
fn mypy(workspace: &Workspace) -> Command {
    let mut mypy = workspace.command("mypy");
    mypy.env("MYPYPATH", STUBS).args(["--strict", "--config-file=", "--show-error-codes", "--python-version", "3.11"]);
    mypy.arg("--cache-dir").arg(workspace.target().join("mypy"));
    mypy
}

fn refused(workspace: &Workspace) -> anyhow::Result<()> {
    let output = mypy(workspace).arg(REFUSED).output().context("cannot start mypy")?;
    let told = String::from_utf8(output.stdout)?;
    let marked = marks(&std::fs::read_to_string(workspace.root().join(REFUSED))?);
    ensure!(
        !marked.is_empty() && errors(&told) == marked,
        "{REFUSED}: mypy must find what is marked, and found\n{told}"
    );
    println!("{} errors in {REFUSED}, as marked", marked.len());
    Ok(())
}

/// Lines that are marked as wrong, counted from 1, with the kind of the error.
fn marks(script: &str) -> BTreeSet<(usize, String)> {
    let lines = script.lines().zip(1..);
    lines.filter_map(|(line, number)| Some((number, line.split_once(MARK)?.1.trim().to_owned()))).collect()
}

/// Lines in which mypy has found something: `file:7: error: words  [kind]`.
fn errors(told: &str) -> BTreeSet<(usize, String)> {
    let one = |line: &str| {
        let (place, words) = line.split_once(": error: ")?;
        let number = place.rsplit(':').next()?.parse().ok()?;
        let kind = words.rsplit_once('[')?.1.strip_suffix(']')?;
        Some((number, kind.to_owned()))
    };
    told.lines().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::{errors, marks};

    #[test]
    fn what_is_found_is_compared_with_what_is_marked() {
        let script = "import x  # wrong: attr-defined\n\nx.f()\nx.g(1)  # wrong: arg-type\n";
        let told = "a.py:1: error: no y  [attr-defined]\na.py:4: error: List[int] is wrong  [arg-type]\n\
                    a.py:4: note: see [there]\nFound 2 errors\n";
        assert_eq!(errors(told), marks(script));
        assert_eq!(marks(script), [(1, "attr-defined".to_owned()), (4, "arg-type".to_owned())].into());
        assert_ne!(errors("a.py:3: error: wrong  [misc]\n"), marks(script));
    }
}
