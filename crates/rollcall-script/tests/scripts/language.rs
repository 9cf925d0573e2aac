//! The cases of `conformance/script/language/`: small scripts of Python 2 beside Jython's answers.
//!
//! Answers are compared line by line. A line that differs has to be on the list of differences, with its reason and
//! with the answer here, and the list may hold two lines of a hundred at most.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use rollcall_wire::dialect::Dialect;
use rollcall_wire::worker::{Outcome, Scope};

use crate::Test;
use crate::host::Host;
use crate::supervisor::{End, Limits, Worker, job};

/// The share of lines that may be on the list of differences, in percent.
const ALLOWED: usize = 2;

/// One test for all of it: the whole counts.
pub fn all() -> Vec<Test> {
    vec![("language".to_owned(), Box::new(check))]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/language")
}

/// The comparison of one topic.
#[derive(Default)]
struct Count {
    lines: usize,
    listed: usize,
    unlisted: usize,
}

fn check() {
    let mut listed = differences(&fs::read_to_string(root().join("differences.txt")).unwrap_or_default());
    let (mut worker, mut counts, mut reported) = (None, BTreeMap::<String, Count>::new(), 0);
    for file in files() {
        let topic = file.strip_prefix(root()).expect("it lies there").with_extension("").display().to_string();
        let wanted = answers(&fs::read_to_string(file.with_extension("out")).expect("Jython has answered"));
        let count = counts.entry(topic.clone()).or_default();
        for (name, source) in cases(&fs::read_to_string(&file).expect("cases can be read")) {
            let found = answer(&source, &mut worker);
            let case = format!("{topic}: {name}");
            let wanted = wanted.get(&name).unwrap_or_else(|| panic!("{case}: no answer of Jython's"));
            count.lines += wanted.len();
            let differing = differing(wanted, &found);
            let lines = differing.len().div_ceil(2);
            match listed.remove(&case) {
                Some(allowed) if allowed == differing => count.listed += lines,
                None if differing.is_empty() => {}
                allowed => {
                    count.unlisted += lines;
                    reported += 1;
                    report(&case, &differing, allowed.is_some());
                }
            }
        }
    }
    summarize(&counts);
    let is_whole = std::env::var_os("ROLLCALL_TOPIC").is_none();
    assert!(listed.is_empty() || !is_whole, "differences of cases that are none: {:?}", listed.keys());
    assert_eq!(reported, 0, "cases differ from Jython");
}

/// The cases that may differ, each with its lines: a case begins with `=== topic/file: case`, its reason follows, then
/// `- ` and Jython's answer, `+ ` and the answer here, line for line.
fn differences(text: &str) -> HashMap<String, Vec<String>> {
    let cases = text.split("\n=== ").skip(1);
    cases
        .map(|case| {
            let (name, rest) = case.split_once('\n').unwrap_or((case, ""));
            let is_difference = |line: &&str| line.starts_with("- ") || line.starts_with("+ ");
            let (differing, reason): (Vec<&str>, Vec<&str>) =
                rest.lines().filter(|line| !line.is_empty()).partition(is_difference);
            assert!(!reason.is_empty(), "{name}: a difference without a reason");
            (name.to_owned(), differing.into_iter().map(str::to_owned).collect())
        })
        .collect()
}

fn files() -> Vec<PathBuf> {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        fs::read_dir(folder).expect("it can be read").map(|entry| entry.expect("it can be listed").path()).collect()
    };
    let folders = entries(&root()).into_iter().filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = folders
        .flat_map(|folder| entries(&folder))
        .filter(|path| path.extension().is_some_and(|e| e == "cases"))
        .collect();
    files.sort();
    if let Some(wanted) = std::env::var_os("ROLLCALL_TOPIC") {
        files.retain(|file| file.display().to_string().contains(&*wanted.to_string_lossy()));
    }
    assert!(!files.is_empty(), "there are cases");
    files
}

/// The cases of a file: name and source, each after a line `#=== name`.
fn cases(text: &str) -> Vec<(String, String)> {
    let parts = text.split("\n#=== ").enumerate().filter_map(|(index, part)| match index {
        0 => part.strip_prefix("#=== "),
        _ => Some(part),
    });
    parts
        .filter_map(|part| {
            let (name, source) = part.split_once('\n')?;
            Some((name.trim().to_owned(), source.trim_end_matches('\n').to_owned() + "\n"))
        })
        .collect()
}

/// Jython's answers of a file by name.
fn answers(text: &str) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut current = String::new();
    for line in text.lines() {
        match line.strip_prefix("=== ") {
            Some(name) => {
                current = name.to_owned();
                found.insert(current.clone(), Vec::new());
            }
            None => found.entry(current.clone()).or_default().push(line.to_owned()),
        }
    }
    found
}

/// The answer of a case here, in the form of Jython's answers.
fn answer(source: &str, worker: &mut Option<Worker>) -> Vec<String> {
    let mut host = Host::default();
    let mut job = job(source, Scope::Client, "UTC");
    job.dialect = Dialect::Python27;
    let end = worker.get_or_insert_with(|| Worker::start(Limits::default())).run(job, &mut host);
    if matches!(end, End::Crash(_)) {
        *worker = None;
    }
    let mut lines: Vec<String> = host.transcript().split('\n').map(str::to_owned).collect();
    match lines.last().is_some_and(String::is_empty) {
        true => drop(lines.pop()),
        false => lines.push("\\ no newline".to_owned()),
    }
    match end {
        End::Outcome(Outcome::Raised { traceback } | Outcome::Interrupted { traceback }) => {
            lines.extend(format!("!! raised: {}", exception(&traceback)).split('\n').map(str::to_owned));
        }
        End::Outcome(Outcome::Checked { .. }) => {}
        End::Outcome(Outcome::Faulty(fault)) => lines.push(format!("!! faulty: {}", fault.message)),
        End::Outcome(Outcome::EngineFailed { message }) => lines.push(format!("!! raised: {message}")),
        End::Outcome(Outcome::Exited { code }) => lines.push(format!("!! exited: {code}")),
        End::Outcome(Outcome::Finished) => {}
        End::Crash(errors) => lines.push(format!("!! crashed: {errors}")),
    }
    lines
}

/// The text after the frames of a traceback.
fn exception(traceback: &str) -> String {
    let lines: Vec<&str> = traceback.lines().collect();
    let last_frame = lines.iter().rposition(|line| line.starts_with([' ', '\t']));
    match last_frame {
        Some(at) => lines[at + 1..].join("\n"),
        None => lines.join("\n"),
    }
}

/// The lines that differ, compared one by one: each with Jython's answer and the answer here.
fn differing(wanted: &[String], found: &[String]) -> Vec<String> {
    let mut lines = Vec::new();
    for index in 0..wanted.len().max(found.len()) {
        let (wanted, found) = (wanted.get(index), found.get(index));
        if wanted != found {
            lines.push(format!("- {}", wanted.map_or("", String::as_str)));
            lines.push(format!("+ {}", found.map_or("", String::as_str)));
        }
    }
    lines
}

fn report(case: &str, differing: &[String], is_listed: bool) {
    println!("=== {case}{}", if is_listed { " (listed, with other lines)" } else { "" });
    differing.iter().for_each(|line| println!("{line}"));
}

fn summarize(counts: &BTreeMap<String, Count>) {
    let mut all = Count::default();
    for (topic, count) in counts {
        println!("{topic}: {} lines, {} listed, {} differ", count.lines, count.listed, count.unlisted);
        all.lines += count.lines;
        all.listed += count.listed;
        all.unlisted += count.unlisted;
    }
    println!("all: {} lines, {} listed as different, {} differ", all.lines, all.listed, all.unlisted);
    assert!(all.listed * 100 <= all.lines * ALLOWED, "more than {ALLOWED} % of the lines are listed as different");
}
