//! `suites`: a folder of Python 2's own tests, run under Jython and under Rollcall, and the differences.
//!
//! The tests are not this project's and never become part of it: the folder may be anywhere, such as
//! `lib-python/2.7/test` of a checkout of jython/jython. Each file runs in a process of its own, with small stand-ins
//! of `unittest` and `test.test_support` (`suites/stand_in.py`). Only tests that pass under Jython count. The last
//! table is kept in the target folder, and the next run reports what has become better and worse; so are Jython's
//! answers, by the text of its script.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, available_parallelism};

use anyhow::{Context, bail};

use crate::workspace::Workspace;

const STAND_IN: &str = include_str!("suites/stand_in.py");
/// After so many seconds a file has not ended.
const PATIENCE: &str = "120";
/// A worker's memory is limited, too: some tests ask for more than there is, and expect to be refused.
const MEMORY: &str = "--data=1000000000";

/// The messages about functions that scripts are kept from.
const KEPT_FROM_SCRIPTS: [&str; 2] = ["is not available: ", "there is no Java machine"];
/// Tests of differences by decision, each with its reason; see the table in `docs/scripting.md`.
const DECIDED: &str = include_str!("suites/decided.txt");

/// The outcome of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Passed,
    Failed,
    Skipped,
    /// Its process ended, or never did.
    Died,
}

/// The outcome of each test, by its name, and the last line of its error.
type Ends = BTreeMap<String, (End, String)>;

/// How the tests of a file that pass under Jython end here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passes_there: usize,
    passes: usize,
    died: usize,
    /// They need functions that scripts are kept from, or see differences by decision, and do not count.
    by_design: usize,
}

impl Count {
    /// The test that was counted last needs functions that scripts are kept from.
    fn is_by_design(&mut self) {
        self.passes_there -= 1;
        self.by_design += 1;
    }
}

/// `cargo xtask suites DIR… [NAME…]`: all files of the folders, or those whose names contain one of the words. A file may
/// take tests from files of any of the folders.
pub fn run(workspace: &Workspace, arguments: &[String]) -> anyhow::Result<()> {
    let (folders, words): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|argument| Path::new(argument).is_dir());
    let folders: Vec<PathBuf> = folders.into_iter().map(PathBuf::from).collect();
    if folders.is_empty() {
        bail!("say which folders: DIR… [NAME…]");
    }
    let built = workspace.command("cargo").args(["build", "--workspace", "--example", "run"]).status()?;
    anyhow::ensure!(built.success(), "the example that runs a script cannot be built");
    let kept = workspace.target().join("suites.tsv");
    let before = read(&fs::read_to_string(&kept).unwrap_or_default());
    let files = files(&folders, &words)?;
    let (next, done) = (AtomicUsize::new(0), Mutex::new(before.clone()));
    let work = || -> anyhow::Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (count, lines) = one(workspace, &folders, file)?;
            let mut table = done.lock().unwrap_or_else(PoisonError::into_inner);
            let name = &file.name;
            println!(
                "{name}: {}/{}/{}{}",
                count.passes_there,
                count.passes,
                lost(count),
                change(before.get(name), count)
            );
            print!("{lines}");
            table.insert(name.clone(), count);
            fs::write(&kept, written(&table))?;
        }
        Ok(())
    };
    let at_once = available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    let table = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    let (there, here) = table.values().fold((0, 0), |(a, b), count| (a + count.passes_there, b + count.passes));
    println!("all: {here} of {there} ({:.1} %)", 100.0 * here as f64 / (there.max(1)) as f64);
    Ok(())
}

/// A file of tests.
struct TestFile {
    path: PathBuf,
    /// Its folder's parent and its own name: files of one name are in both suites.
    name: String,
}

/// Runs a file under both; returns the report on its tests, one line each.
fn one(workspace: &Workspace, folders: &[PathBuf], file: &TestFile) -> anyhow::Result<(Count, String)> {
    let script = script(folders, &file.path)?;
    let there = ends(&jythons_answer(&workspace.target().join("suites"), &file.name, &script)?);
    let here = workspace.target().join("debug/examples/run").display().to_string();
    let here = ends(&output("prlimit", &[MEMORY, &here, "-"], &script)?);
    Ok(compare(&file.name, &there, &here))
}

fn lost(count: Count) -> String {
    let failed = count.passes_there - count.passes - count.died;
    if count.died > 0 { format!("{failed}/{}!", count.died) } else { failed.to_string() }
}

fn change(before: Option<&Count>, now: Count) -> String {
    match before {
        Some(before) if before.passes != now.passes => format!(" (before: {})", before.passes),
        _ => String::new(),
    }
}

fn files(folders: &[PathBuf], words: &[&String]) -> anyhow::Result<Vec<TestFile>> {
    let mut found = Vec::new();
    for folder in folders {
        let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
        let suite = folder.canonicalize()?;
        let suite = suite.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let is_wanted = words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
            let Some(stem) = name.strip_suffix(".py").filter(|stem| stem.starts_with("test_") && is_wanted) else {
                continue;
            };
            found.push(TestFile { name: format!("{suite}/{stem}"), path });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// The stand-ins with a file's text before them. The first lines keep a file's declaration of its encoding from
/// counting.
fn script(folders: &[PathBuf], file: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(file)?;
    let text: String = bytes.iter().map(|byte| escaped(*byte)).collect();
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut siblings = Vec::new();
    let own = file.parent().map(Path::to_owned).unwrap_or_default();
    let folders: Vec<PathBuf> = [own].into_iter().chain(folders.iter().cloned()).collect();
    add_siblings(&folders, file, &bytes, &mut siblings);
    let siblings: String = siblings
        .iter()
        .filter(|(_, text)| text.is_some())
        .map(|(name, text)| format!("('{name}', '{}'), ", text.as_deref().unwrap_or_default()))
        .collect();
    Ok(format!("# coding: ascii\n#\nFILE = '{name}'\nSOURCE = '{text}'\nSIBLINGS = [{siblings}]\n{STAND_IN}"))
}

/// Adds the files beside one that it takes tests from, each after those that it takes some from itself. One that is on
/// its way has no text yet.
fn add_siblings(folders: &[PathBuf], file: &Path, text: &[u8], siblings: &mut Vec<(String, Option<String>)>) {
    for name in mentioned(&String::from_utf8_lossy(text)) {
        if siblings.iter().any(|(known, _)| *known == name) || file.file_stem().is_some_and(|own| own == name.as_str())
        {
            continue;
        }
        let beside = folders.iter().find_map(|folder| fs::read(folder.join(format!("{name}.py"))).ok());
        let Some(beside) = beside else { continue };
        siblings.push((name.clone(), None));
        add_siblings(folders, file, &beside, siblings);
        siblings.retain(|(known, _)| *known != name);
        siblings.push((name, Some(beside.iter().map(|byte| escaped(*byte)).collect())));
    }
}

/// The modules of the package `test` that a text imports by one of the usual forms.
fn mentioned(text: &str) -> Vec<String> {
    let is_name = |character: char| character.is_alphanumeric() || character == '_';
    let mut found = Vec::new();
    for line in text.lines().map(str::trim_start) {
        let line = line.split('#').next().unwrap_or_default();
        let names = match (line.strip_prefix("from test import "), line.strip_prefix("from test.")) {
            (Some(names), _) => names,
            (None, Some(name)) => name.split(' ').next().unwrap_or_default(),
            (None, None) if line.starts_with("from test_") => &line["from ".len()..],
            (None, None) => line.strip_prefix("import test.").unwrap_or_default(),
        };
        let names = names.split(',').filter_map(|name| name.trim().split(|c| !is_name(c)).next());
        found.extend(names.filter(|name| !name.is_empty() && *name != "test_support").map(str::to_owned));
    }
    found
}

/// A byte in a literal of Python 2.
fn escaped(byte: u8) -> String {
    match byte {
        b' '..=b'~' if !matches!(byte, b'\\' | b'\'') => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    }
}

/// Jython's output, from the last time if the script is the same.
fn jythons_answer(folder: &Path, name: &str, script: &str) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    script.hash(&mut hasher);
    let kept = folder.join(format!("{}-{:016x}.txt", name.replace('/', "-"), hasher.finish()));
    if let Ok(answer) = fs::read_to_string(&kept) {
        return Ok(answer);
    }
    let answer = output("jython", &["-"], script)?;
    fs::create_dir_all(folder)?;
    fs::write(&kept, &answer)?;
    Ok(answer)
}

fn output(program: &str, arguments: &[&str], script: &str) -> anyhow::Result<String> {
    let mut command = Command::new("timeout");
    command
        .args([PATIENCE, program])
        .args(arguments)
        // Under Jython the tests may write files, and do so where they are run.
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| format!("cannot start {program}"))?;
    // A process that has ended reads no more; its output counts.
    let _ = child.stdin.take().context("no standard input")?.write_all(script.as_bytes());
    Ok(String::from_utf8_lossy(&child.wait_with_output()?.stdout).into_owned())
}

/// The outcomes in the lines of a run.
fn ends(printed: &str) -> Ends {
    let mut found = Ends::new();
    for line in printed.lines() {
        let Some((word, rest)) = line.split_once(' ') else { continue };
        let end = match word {
            "begin" => End::Died,
            "ok" => End::Passed,
            "fail" => End::Failed,
            "skip" => End::Skipped,
            _ => continue,
        };
        let (name, error) = rest.split_once(": ").unwrap_or((rest, ""));
        found.insert(name.to_owned(), (end, error.to_owned()));
    }
    found
}

/// Counts, and names the tests that pass there and not here, with their outcomes; and a file that ends before its
/// tests.
fn compare(file: &str, there: &Ends, here: &Ends) -> (Count, String) {
    let (mut count, mut lines) = (Count::default(), String::new());
    let is_refused = here.iter().any(|(name, (end, error))| {
        let is_whole = name.ends_with(".py") && *end == End::Skipped;
        (is_whole || *end == End::Failed && is_kept(error)) && !there.contains_key(name)
    });
    let mut say = |line: String| lines += &format!("  {file}: {line}\n");
    for (name, (_, error)) in here.iter().filter(|(name, (end, _))| *end == End::Failed && !there.contains_key(*name)) {
        say(format!("{name} as a whole: {error}"));
    }
    for name in there.iter().filter(|(_, (end, _))| *end == End::Passed).map(|(name, _)| name) {
        count.passes_there += 1;
        match here.get(name) {
            Some((End::Passed, _)) => count.passes += 1,
            Some((End::Skipped, _)) => count.is_by_design(),
            None if is_refused => count.is_by_design(),
            _ if is_decided(file, name) => count.is_by_design(),
            Some((End::Failed, error)) if is_kept(error) => count.is_by_design(),
            Some((End::Died, _)) => {
                count.died += 1;
                say(format!("{name} ends its process"));
            }
            Some((End::Failed, error)) => say(format!("{name}: {error}")),
            None => say(format!("{name} is not reached")),
        }
    }
    (count, lines)
}

fn is_kept(error: &str) -> bool {
    KEPT_FROM_SCRIPTS.iter().any(|words| error.contains(words))
}

/// Whether a test sees a difference by decision. In a name of the list one `*` stands for any text.
fn is_decided(file: &str, test: &str) -> bool {
    let decided = DECIDED.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" | "));
    let whole = format!("{}: {test}", file.rsplit('/').next().unwrap_or(file));
    let mut names = decided.map(|(name, _reason)| name.trim());
    names.any(|name| {
        name.split_once('*').map_or(name == whole, |(begin, end)| whole.starts_with(begin) && whole.ends_with(end))
    })
}

fn written(table: &BTreeMap<String, Count>) -> String {
    let line = |(name, count): (&String, &Count)| {
        format!("{name}\t{}\t{}\t{}\t{}\n", count.passes_there, count.passes, count.died, count.by_design)
    };
    table.iter().map(line).collect()
}

fn read(text: &str) -> BTreeMap<String, Count> {
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let name = parts.next()?.to_owned();
        let mut number = || parts.next()?.parse().ok();
        let (passes_there, passes, died, by_design) = (number()?, number()?, number()?, number()?);
        Some((name, Count { passes_there, passes, died, by_design }))
    };
    text.lines().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_counted_by_what_passes_under_jython() {
        let there =
            ends("begin A.a\nok A.a\nbegin A.b\nok A.b\nbegin A.c\nok A.c\nbegin A.d\nfail A.d: no\nskip A.e: why\n");
        let here = ends("begin A.a\nok A.a\nbegin A.b\nfail A.b: x: y\nbegin A.c\n");
        assert_eq!(compare("a", &there, &here).0, Count { passes_there: 3, passes: 1, died: 1, by_design: 0 });
    }

    #[test]
    fn what_is_kept_from_scripts_or_decided_does_not_count() {
        let there = ends("ok A.a\nok A.b\nok A.c\nok A.d\n");
        let here = ends("fail test_a.py: ImportError: module 'os' is not available: no\nok A.a\nfail A.b: wrong\n");
        assert_eq!(compare("a", &there, &here).0, Count { passes_there: 2, passes: 1, died: 0, by_design: 2 });
        let there = ends("ok GetoptTests.test_gnu_getopt\n");
        let here = ends("fail GetoptTests.test_gnu_getopt: other\n");
        assert_eq!(compare("2.7/test_getopt", &there, &here).0.by_design, 1);
        assert_eq!(compare("2.7/test_other", &there, &here).0.by_design, 0);
    }

    #[test]
    fn each_decided_test_has_a_reason() {
        let lines = DECIDED.lines().filter(|line| !line.starts_with('#'));
        assert!(lines.clone().all(|line| line.split_once(" | ").is_some_and(|(_, reason)| !reason.is_empty())));
        assert!(is_decided("2.7/test_inspect", "TestGetcallargsMethods.test_errors"));
        assert!(!is_decided("2.7/test_inspect", "TestGetcallargsMethods.test_plain"));
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let table = BTreeMap::from([("a".to_owned(), Count { passes_there: 3, passes: 2, died: 1, by_design: 4 })]);
        assert_eq!(read(&written(&table)), table);
        assert!(read("nonsense\n").is_empty());
    }

    #[test]
    fn files_beside_one_are_found_by_what_it_imports() {
        let text = "from test import test_support, seq_tests\nimport test.test_set\n  from test.test_math import (a,\nfrom test_a import b\nimport sys";
        assert_eq!(mentioned(text), ["seq_tests", "test_set", "test_math", "test_a"]);
    }

    #[test]
    fn a_file_is_a_literal_whatever_it_holds() {
        let text: String = "a'\\\n\u{e9}".bytes().map(escaped).collect();
        assert_eq!(text, "a\\x27\\x5c\\x0a\\xc3\\xa9");
    }
}
