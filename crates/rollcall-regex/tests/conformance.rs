//! The filters against Java's own answers: every case of `conformance/regex/`, in one test that prints agreement by
//! group.
//!
//! Cases hold the answer of a JDK 17 and, where it differs, the one of Java 8. Every case is asked of version 17; the
//! cases of `given.jsonl` also of version 8, and of the others those with an answer of Java 8.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rollcall_regex::{Budget, Error, ErrorKind, Filter, JavaVersion, Options};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    group: String,
    pattern: String,
    input: String,
    expect: String,
    error_description: Option<String>,
    error_index: Option<i64>,
    expect_jdk8: Option<String>,
    error_description_jdk8: Option<String>,
    error_index_jdk8: Option<i64>,
}

/// Java's answer.
#[derive(Debug, PartialEq)]
enum Expected {
    Match(bool),
    Error {
        description: String,
        index: i64,
    },
    /// Java overflowed its stack or did not end: any right answer will do, and so will a spent budget.
    NoAnswer,
}

impl Case {
    fn expected(&self, version: JavaVersion) -> Expected {
        let eight = version == JavaVersion::V8 && self.expect_jdk8.is_some();
        let (expect, description, index) = match &self.expect_jdk8 {
            Some(expect) if eight => (expect, &self.error_description_jdk8, self.error_index_jdk8),
            _ => (&self.expect, &self.error_description, self.error_index),
        };
        match &**expect {
            "true" => Expected::Match(true),
            "false" => Expected::Match(false),
            "error" => {
                let description = description.clone().unwrap_or_else(|| panic!("{}: no description", self.id));
                let index = index.unwrap_or_else(|| panic!("{}: no index", self.id));
                Expected::Error { description, index }
            }
            "stackoverflow" | "timeout" => Expected::NoAnswer,
            other => panic!("{}: unknown answer {other}", self.id),
        }
    }
}

/// How one case came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Agree,
    /// A match or no match where Java answered otherwise: never allowed.
    Wrong,
    /// An error where Java reports no error, or another error than Java's.
    OtherError,
    Unsupported,
    Spent,
}

fn ask(case: &Case, version: JavaVersion) -> Result<bool, Error> {
    let options = Options { version, ..Options::default() };
    let filter = Filter::with_options(&case.pattern, &options)?;
    filter.is_match(&case.input, &mut Budget::steps(100_000_000))
}

fn outcome(case: &Case, version: JavaVersion) -> Outcome {
    match (ask(case, version), case.expected(version)) {
        (Ok(_), Expected::NoAnswer) => Outcome::Agree,
        (Ok(answer), Expected::Match(expected)) if answer == expected => Outcome::Agree,
        (Ok(_), _) => Outcome::Wrong,
        (Err(error), expected) => match (error.kind(), expected) {
            (ErrorKind::Syntax, Expected::Error { description, index }) => {
                let same = error.description() == description && error.index() == Some(index);
                if same { Outcome::Agree } else { Outcome::OtherError }
            }
            (ErrorKind::BudgetExceeded, Expected::NoAnswer) => Outcome::Agree,
            (ErrorKind::BudgetExceeded, _) => Outcome::Spent,
            (ErrorKind::Unsupported | ErrorKind::TooLarge, _) => Outcome::Unsupported,
            _ => Outcome::OtherError,
        },
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/regex")
}

fn cases(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{}: {e}: {line}", file.display())))
        .collect()
}

#[derive(Default)]
struct Tally(BTreeMap<(String, &'static str), BTreeMap<Outcome, usize>>);

impl Tally {
    fn count(&mut self, case: &Case, version: JavaVersion, outcome: Outcome) {
        let name = if version == JavaVersion::V8 { "8" } else { "17" };
        *self.0.entry((case.group.clone(), name)).or_default().entry(outcome).or_default() += 1;
    }

    fn print(&self) {
        println!(
            "{:<16} {:>4} {:>6} {:>6} {:>6} {:>6} {:>6}",
            "group", "Java", "agree", "wrong", "error", "unsup.", "spent"
        );
        for ((group, version), counts) in &self.0 {
            print!("{group:<16} {version:>4}");
            for outcome in [Outcome::Agree, Outcome::Wrong, Outcome::OtherError, Outcome::Unsupported, Outcome::Spent] {
                print!(" {:>6}", counts.get(&outcome).copied().unwrap_or(0));
            }
            println!();
        }
    }
}

#[test]
fn the_cases_agree_with_java() {
    let mut tally = Tally::default();
    let mut disagreements = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    for file in &files {
        let both = file.ends_with("given.jsonl");
        for case in cases(file) {
            for version in [JavaVersion::V17, JavaVersion::V8] {
                if version == JavaVersion::V8 && !both && case.expect_jdk8.is_none() {
                    continue;
                }
                let outcome = outcome(&case, version);
                tally.count(&case, version, outcome);
                if outcome != Outcome::Agree {
                    let answer = ask(&case, version);
                    disagreements.push(format!("{version:?} {outcome:?} {case:?}\n    answered {answer:?}"));
                }
            }
        }
    }
    tally.print();
    assert!(disagreements.is_empty(), "{} disagree:\n{}", disagreements.len(), disagreements.join("\n"));
}
