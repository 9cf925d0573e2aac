//! Compares filters of version 17 with the JDK on the path, on patterns and values made up for it.
//!
//! ```text
//! cargo run --release -p rollcall-regex --example fuzz_jdk -- --cases 1000000 [--seed N] [--topic NAME] [--keep FILE]
//! ```
//!
//! The JDK runs `conformance/regex/JavaRegexOracle.java` in one process for the whole run. Every disagreement is
//! printed; `--keep` also appends it to a file in the form of a conformance case, and with `--all` keeps every case. The
//! exit code is 1 when anything disagreed. A run is a function of its seed.

mod generator;
mod oracle;
mod pieces;
mod random;

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::process::ExitCode;

use generator::{Question, TOPICS};
use oracle::{Answer, Oracle};
use random::Random;
use rollcall_regex::{Budget, Error, ErrorKind, Filter, JavaVersion, Options};

/// How many cases go to the JDK at once.
const BATCH: usize = 2_000;

struct Arguments {
    cases: usize,
    seed: u64,
    topic: Option<String>,
    keep: Option<String>,
    all: bool,
}

fn arguments() -> Result<Arguments, String> {
    let mut arguments = Arguments { cases: 100_000, seed: 1, topic: None, keep: None, all: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match &*word {
            "--cases" => arguments.cases = value()?.parse().map_err(|e| format!("--cases: {e}"))?,
            "--seed" => arguments.seed = value()?.parse().map_err(|e| format!("--seed: {e}"))?,
            "--topic" => arguments.topic = Some(value()?),
            "--keep" => arguments.keep = Some(value()?),
            "--all" => arguments.all = true,
            other => return Err(format!("unknown argument {other}")),
        }
    }
    Ok(arguments)
}

/// The outcome of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Agree,
    Wrong,
    OtherError,
    Unsupported,
    Spent,
    /// The JDK itself did not answer: it ran too long, or failed with an exception of another kind.
    NoAnswer,
}

fn outcome(question: &Question, filter: &Result<Filter, Error>, answer: &Answer) -> (Outcome, String) {
    let asked = filter.clone().and_then(|filter| filter.is_match(&question.input, &mut Budget::steps(20_000_000)));
    let outcome = match (&asked, answer) {
        (_, Answer::None) => Outcome::NoAnswer,
        (Ok(ours), Answer::Match(theirs)) if ours == theirs => Outcome::Agree,
        (Ok(_), _) => Outcome::Wrong,
        (Err(error), answer) => match (error.kind(), answer) {
            (ErrorKind::Syntax, Answer::Error { description, index })
                if error.description() == description && error.index() == Some(*index) =>
            {
                Outcome::Agree
            }
            (ErrorKind::BudgetExceeded, _) => Outcome::Spent,
            (ErrorKind::Unsupported | ErrorKind::TooLarge, _) => Outcome::Unsupported,
            _ => Outcome::OtherError,
        },
    };
    let shown = match asked {
        Ok(answer) => answer.to_string(),
        Err(error) => format!("{:?} {:?} at {:?}", error.kind(), error.description(), error.index()),
    };
    (outcome, shown)
}

/// A case in the form of the conformance files.
fn case(id: usize, question: &Question, answer: &Answer) -> String {
    let (expect, description, index) = match answer {
        Answer::Match(answer) => (answer.to_string(), None, None),
        Answer::Error { description, index } => ("error".to_owned(), Some(description.clone()), Some(*index)),
        Answer::None => ("none".to_owned(), None, None),
    };
    let text = |s: &str| serde_json::Value::from(s).to_string();
    format!(
        r#"{{"id": {}, "group": {}, "pattern": {}, "input": {}, "expect": {}, "error_description": {}, "error_index": {}}}"#,
        text(&format!("fuzz-{id:06}")),
        text(question.topic),
        text(&question.pattern),
        text(&question.input),
        text(&expect),
        serde_json::Value::from(description),
        serde_json::Value::from(index),
    )
}

fn run(arguments: &Arguments) -> Result<bool, Box<dyn std::error::Error>> {
    let topics: Vec<&'static str> = TOPICS
        .iter()
        .copied()
        .filter(|topic| arguments.topic.as_deref().is_none_or(|wanted| wanted == *topic))
        .collect();
    if topics.is_empty() {
        return Err(format!("no such topic; there are {}", TOPICS.join(", ")).into());
    }
    let mut keep = match &arguments.keep {
        Some(path) => Some(OpenOptions::new().create(true).append(true).open(path)?),
        None => None,
    };
    let mut random = Random::new(arguments.seed);
    let mut oracle = Oracle::start()?;
    let mut counts: BTreeMap<(&'static str, Outcome), usize> = BTreeMap::new();
    let mut done = 0;
    let options = Options { version: JavaVersion::V17, ..Options::default() };
    while done < arguments.cases {
        let batch = generator::questions(&mut random, &topics, BATCH.min(arguments.cases - done));
        let answers = oracle.ask(&batch)?;
        let mut compiled: Option<(&str, Result<Filter, Error>)> = None;
        for (question, answer) in batch.iter().zip(&answers) {
            done += 1;
            // The values of a pattern follow one another.
            let filter = match compiled.take() {
                Some((pattern, filter)) if pattern == question.pattern => filter,
                _ => Filter::with_options(&question.pattern, &options),
            };
            let (outcome, ours) = outcome(question, &filter, answer);
            compiled = Some((&question.pattern, filter));
            *counts.entry((question.topic, outcome)).or_default() += 1;
            let odd = matches!(outcome, Outcome::Wrong | Outcome::OtherError);
            if odd || outcome == Outcome::Unsupported || outcome == Outcome::Spent {
                println!("{outcome:?} {question:?}\n  Java {answer:?}\n  here {ours}");
            }
            if let Some(keep) = keep.as_mut().filter(|_| (odd || arguments.all) && !matches!(answer, Answer::None)) {
                writeln!(keep, "{}", case(done, question, answer))?;
            }
        }
    }
    for ((topic, outcome), count) in &counts {
        println!("{topic:<16} {outcome:<12?} {count:>9}");
    }
    Ok(counts.keys().all(|(_, outcome)| !matches!(outcome, Outcome::Wrong | Outcome::OtherError)))
}

fn main() -> ExitCode {
    match arguments().map_err(Into::into).and_then(|arguments| run(&arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuzz_jdk: {error}");
            ExitCode::from(2)
        }
    }
}
