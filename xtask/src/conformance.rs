//! Asking the judges from outside: `cargo xtask conformance --regen` and `cargo xtask fuzz-regex`.
//!
//! The cases under `conformance/regex` hold the answers of a real JDK 17, those under `conformance/script/language` the
//! answers of Jython, and `conformance/functions` the signatures of 7.9's functions. `--regen` asks the `java`, the
//! `jython` and the `pip` on the path again and writes their answers; a difference then shows in `git diff`, to be
//! understood and not to be waved through. The fuzzer makes up new cases and compares; it is an example of
//! `rollcall-regex`, where the parser that it walks lives.

mod functions;
mod language;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail, ensure};
use serde_json::Value;

use crate::workspace::Workspace;

/// The program that answers for Java, relative to the workspace.
const ORACLE: &str = "conformance/regex/JavaRegexOracle.java";
/// The stack that Java's recursive matcher needs for the longest cases.
const STACK: &str = "-Xss16m";
/// Java's answer, in a case's members.
const ANSWER: [&str; 3] = ["expect", "error_description", "error_index"];
/// Where Java gives no answer: its stack or its patience ran out. When they do depends on the machine, so such a case
/// is left unchanged.
const NO_ANSWER: [&str; 2] = ["stackoverflow", "timeout"];
/// All members of a case, in the order in which they are written.
const MEMBERS: [&str; 10] = [
    "id",
    "group",
    "pattern",
    "input",
    "expect",
    "error_description",
    "error_index",
    "expect_jdk8",
    "error_description_jdk8",
    "error_index_jdk8",
];
/// The version whose answers are recorded.
const JAVA: &str = "17.";

/// Asks again, given the root of the workspace.
type Ask = fn(&Path) -> anyhow::Result<()>;

/// The kinds of cases that can be asked again.
const KINDS: [(&str, Ask); 3] =
    [("regex", ask_java), ("language", language::regenerate), ("functions", functions::regenerate)];

/// `cargo xtask conformance --regen [regex] [language] [functions]`.
pub fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let usage = "say what to do with the cases: --regen [regex] [language] [functions] asks for all answers again";
    let Some(("--regen", wanted)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) else {
        bail!(usage)
    };
    ensure!(wanted.iter().all(|name| KINDS.iter().any(|(kind, _)| kind == name)), usage);
    let wants = |kind: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == kind);
    KINDS.iter().filter(|(kind, _)| wants(kind)).try_for_each(|(_, ask)| ask(workspace.root()))
}

fn ask_java(root: &Path) -> anyhow::Result<()> {
    check_java()?;
    for file in files(&root.join("conformance/regex"), "jsonl")? {
        let (cases, changed) = regenerate(root, &file)?;
        println!("{cases:>6} cases, {changed:>4} other answers  {}", file.strip_prefix(root)?.display());
    }
    Ok(())
}

/// `cargo xtask fuzz-regex --cases N …`.
pub fn fuzz(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    check_java()?;
    let mut cargo = Command::new("cargo");
    cargo.current_dir(workspace.root()).args(["run", "--release", "--package", "rollcall-regex", "--example"]);
    let status = cargo.arg("fuzz_jdk").arg("--").args(arguments).status().context("cannot start cargo")?;
    ensure!(status.success(), "the fuzzer found something, or could not run");
    Ok(())
}

fn check_java() -> anyhow::Result<()> {
    let output = Command::new("java").arg("-version").output().context("there is no java on the path")?;
    let version = String::from_utf8_lossy(&output.stderr).into_owned();
    match is_the_recorded_version(&version) {
        true => Ok(()),
        false => bail!("the cases hold the answers of Java 17, and this is {}", version.lines().next().unwrap_or("?")),
    }
}

/// The output of `java -version` begins with something like `openjdk version "17.0.15" 2025-04-15`.
fn is_the_recorded_version(version: &str) -> bool {
    version.split('"').nth(1).is_some_and(|number| number.starts_with(JAVA))
}

/// The files of a folder whose names have this extension, sorted.
fn files(folder: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

/// Asks for the answers to the cases of one file and writes the file again, whole or not at all. How many cases it has,
/// and how many of their answers are others than before.
fn regenerate(root: &Path, file: &Path) -> anyhow::Result<(usize, usize)> {
    let mut java = Command::new("java");
    java.current_dir(root).args([STACK, ORACLE]).stdin(Stdio::from(File::open(file)?)).stderr(Stdio::inherit());
    let output = java.output().context("cannot start java")?;
    let (before, told) = (fs::read_to_string(file)?, String::from_utf8(output.stdout)?);
    let cases: Vec<(&str, &str)> = before.lines().zip(told.lines()).collect();
    if !output.status.success() || cases.len() != before.lines().count() {
        bail!("{}: Java did not answer all cases; nothing was changed", file.display());
    }
    let lines: Vec<String> = cases.iter().map(|(old, new)| updated(old, new)).collect::<anyhow::Result<_>>()?;
    let changed = lines.iter().zip(&cases).filter(|(line, (old, _))| line != old).count();
    if changed > 0 {
        replace(file, &(lines.join("\n") + "\n"))?;
    }
    Ok((cases.len(), changed))
}

/// Writes a file anew, whole or not at all.
fn replace(file: &Path, text: &str) -> anyhow::Result<()> {
    let whole = file.with_added_extension("new");
    fs::write(&whole, text)?;
    fs::rename(&whole, file)?;
    Ok(())
}

/// The case with Java's answer: the unchanged line where the answer is the same, however its characters are escaped.
fn updated(case: &str, answered: &str) -> anyhow::Result<String> {
    let (mut case_value, answer): (Value, Value) = (serde_json::from_str(case)?, serde_json::from_str(answered)?);
    ensure!(case_value["id"] == answer["id"], "the answer to {} is one to {}", case_value["id"], answer["id"]);
    let unanswered = |value: &Value| NO_ANSWER.iter().any(|none| value["expect"] == *none);
    let same = ANSWER.iter().all(|member| case_value[member] == answer[member]);
    if same || unanswered(&case_value) || unanswered(&answer) {
        return Ok(case.to_owned());
    }
    for member in ANSWER {
        case_value[member] = answer[member].clone();
    }
    let known = MEMBERS.iter().filter_map(|member| Some(format!("\"{member}\": {}", case_value.get(member)?)));
    Ok(format!("{{{}}}", known.collect::<Vec<_>>().join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_answer_changes_a_line() {
        let case = r#"{"id": "a", "input": "é", "expect": "true", "error_index": null, "error_index_jdk8": 3}"#;
        let same = r#"{"id":"a","input":"\u00e9","expect":"true","error_description":null,"error_index":null}"#;
        assert_eq!(updated(case, same).unwrap(), case);
        let other = same.replace("true", "false");
        let expected = r#"{"id": "a", "input": "é", "expect": "false", "error_description": null, "error_index": null, "error_index_jdk8": 3}"#;
        assert_eq!(updated(case, &other).unwrap(), expected);
        assert_eq!(updated(case, &same.replace("true", "timeout")).unwrap(), case);
        assert!(updated(case, &same.replace("\"a\"", "\"b\"")).is_err());
    }

    #[test]
    fn only_java_17_is_taken() {
        let cases = [
            ("openjdk version \"17.0.15\" 2025-04-15\nOpenJDK Runtime…", true),
            ("openjdk version \"21.0.1\" 2023-10-17", false),
            ("java version \"1.8.0_402\"", false),
            ("", false),
        ];
        for (version, expected) in cases {
            assert_eq!(is_the_recorded_version(version), expected, "{version}");
        }
    }
}
