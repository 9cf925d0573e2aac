//! Recording Jython's results for scripts of Python 2: the cases under `conformance/script/language`.
//!
//! The program that runs them is written in Python and lies beside them; here it is started, once for each topic, since
//! Jython takes a second to start and changes that cases make to its own library stay. How cases and answers are
//! written is in the README there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use super::{files, replace};

/// The cases, relative to the workspace, and the program that answers them.
const FOLDER: &str = "conformance/script/language";
const ANSWER: &str = "conformance/script/language/answer.py";
/// The version whose answers are recorded.
const JYTHON: &str = "Jython 2.7.3";
/// The settings that Jython's dates and texts depend on.
const ENVIRONMENT: [(&str, &str); 2] = [("TZ", "UTC"), ("LC_ALL", "C.UTF-8")];

/// Asks for the answers to all cases again and writes them beside the cases.
pub(super) fn regenerate(root: &Path) -> anyhow::Result<()> {
    check_jython()?;
    let (mut cases, mut told) = (Vec::new(), Vec::new());
    for topic in fs::read_dir(root.join(FOLDER)).with_context(|| format!("cannot read {FOLDER}"))? {
        let topic = topic?.path();
        if topic.is_dir() {
            let of_topic = files(&topic, "cases")?;
            told.extend(ask(root, &of_topic)?);
            cases.extend(of_topic);
        }
    }
    for (file, told) in cases.iter().zip(&told) {
        ensure!(
            told["file"].as_str().map(Path::new) == Some(file),
            "{} was answered for {}",
            told["file"],
            file.display()
        );
        let answers = told["answers"].as_str().context("an answer without text")?;
        let (count, changed) = write(&file.with_extension("out"), answers)?;
        println!("{count:>6} cases, {changed:>4} other answers  {}", file.strip_prefix(root)?.display());
    }
    Ok(())
}

/// Jython's answers to some files of cases, in their order.
fn ask(root: &Path, cases: &[PathBuf]) -> anyhow::Result<Vec<Value>> {
    let mut jython = Command::new("jython");
    jython.current_dir(root).envs(ENVIRONMENT).arg(ANSWER).args(cases).stderr(Stdio::inherit());
    let output = jython.output().context("cannot start jython")?;
    let lines = String::from_utf8(output.stdout)?;
    let told: Vec<Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if !output.status.success() || told.len() != cases.len() {
        bail!("Jython did not answer all cases; nothing was changed");
    }
    Ok(told)
}

fn check_jython() -> anyhow::Result<()> {
    let output = Command::new("jython").arg("--version").output().context("there is no jython on the path")?;
    let version = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    ensure!(version.contains(JYTHON), "the cases hold the answers of {JYTHON}, and this is {}", version.trim());
    Ok(())
}

/// Writes the answers to the cases of one file if they are others than before. How many there are, and how many changed.
fn write(file: &Path, answers: &str) -> anyhow::Result<(usize, usize)> {
    let before = if file.exists() { fs::read_to_string(file)? } else { String::new() };
    let (old, new) = (by_name(&before), by_name(answers));
    let changed = new.iter().filter(|(name, answer)| old.get(*name) != Some(answer)).count();
    if before != answers {
        replace(file, answers)?;
    }
    Ok((new.len(), changed))
}

/// The answers of a file: each begins with a line `=== name`.
fn by_name(answers: &str) -> BTreeMap<&str, &str> {
    let blocks = answers.strip_prefix("=== ").into_iter().flat_map(|rest| rest.split("\n=== "));
    blocks
        .map(|block| block.trim_end_matches('\n').split_once('\n').unwrap_or((block.trim_end_matches('\n'), "")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn answers_are_found_by_name() {
        let found = by_name("=== a b\n1\n=== silent\n=== c\n\n2 === 3\n");
        let expected = [("a b", "1"), ("silent", ""), ("c", "\n2 === 3")];
        assert_eq!(found, expected.into());
        assert!(by_name("").is_empty());
    }
}
