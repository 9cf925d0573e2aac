//! `cargo xtask fuzz-language --checked`: the same programs in an engine that reports undefined behaviour.
//!
//! In the shipped engine, arithmetic that overflows goes on with a wrong number, and unsafe code is trusted. With the
//! profile `checked` both are a panic, here or in the middle of the process. No judge is asked: all that counts is that
//! the engine does not fail, on generated programs as on every script of `conformance/script`. It has to be compiled a
//! second time for this, which takes ten minutes, so it is run by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};

use super::{LIMIT, Wanted, make_up};
use crate::workspace::{Workspace, run as run_command};

/// The messages of a failing engine, on standard error.
const FAILURES: [&str; 3] = ["panic: ", "panicked at", "unsafe precondition"];

/// Builds the engine and runs the wanted programs in it.
pub(super) fn run(workspace: &Workspace, wanted: &Wanted) -> anyhow::Result<()> {
    run_command(&mut workspace.cargo(&["build", "--profile", "checked", "--workspace", "--example", "run"]))?;
    let program = workspace.target().join("checked/examples/run");
    let mut failing = 0;
    for script in recorded(&workspace.root().join("conformance/script"))? {
        for language in &wanted.languages {
            failing += failures(&program, language, &script)?;
        }
    }
    println!("recorded scripts are done");
    for language in &wanted.languages {
        for (seed, count) in wanted.batches() {
            let script = make_up(workspace, language, seed, count, wanted.kind)?;
            let found = failures(&program, language, &script)?;
            failing += found;
            if found == 0 {
                fs::remove_file(&script)?;
            }
        }
        println!("Python {language}: {} cases", wanted.cases);
    }
    ensure!(failing == 0, "the engine has failed on {failing} scripts");
    Ok(())
}

/// The scripts below a folder, in order.
fn recorded(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(recorded(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Runs a script; 1 when the engine has failed on it, which is shown.
fn failures(program: &Path, language: &str, script: &Path) -> anyhow::Result<usize> {
    let language = if language == "2" { "7.9" } else { language };
    let mut command = Command::new("timeout");
    command.arg(LIMIT).arg(program).args(["--python", language]).arg(script);
    let output = command.output().with_context(|| format!("cannot start {}", program.display()))?;
    let errors = String::from_utf8_lossy(&output.stderr);
    let failure = failure(&errors).or_else(|| output.status.code().is_none().then_some("ended by a signal"));
    let Some(failure) = failure else { return Ok(0) };
    println!("Python {language} {}: {failure}", script.display());
    Ok(1)
}

/// The engine's report of a failure: its line, and the next, which has the reason.
fn failure(errors: &str) -> Option<&str> {
    let place = FAILURES.iter().filter_map(|words| errors.find(words)).min()?;
    let start = errors[..place].rfind('\n').map_or(0, |end| end + 1);
    let ends = errors[start..].match_indices('\n').map(|(end, _)| start + end);
    Some(&errors[start..ends.take(2).last().unwrap_or(errors.len())])
}

#[cfg(test)]
mod tests {
    use super::failure;

    #[test]
    fn the_first_failure_is_told_with_its_reason() {
        let cases = [
            ("a\nthread 'main' panicked at x.rs:1:2:\nattempt to add with overflow\nnote: b\n", 2),
            ("unsafe precondition(s) violated: c", 1),
        ];
        for (errors, lines) in cases {
            assert_eq!(failure(errors).map(|told| told.lines().count()), Some(lines), "{errors}");
        }
        assert_eq!(failure("Traceback\nOverflowError: b\n"), None);
    }
}
