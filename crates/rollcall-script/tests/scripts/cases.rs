//! The scripts of `conformance/script/`: format and meaning in its README.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rollcall_wire::component::Event;
use rollcall_wire::dialect::Dialect;
use rollcall_wire::host::Function;
use rollcall_wire::worker::{Entry, Job, Outcome, Scope};

use crate::Test;
use crate::host::{Host, Work};
use crate::supervisor::{End, Limits, Worker, job};

/// One worker for all cases: no case may leave anything behind that the next one sees.
type Shared = Rc<RefCell<Option<Worker>>>;

/// A test for each script.
pub fn all() -> Vec<Test> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script");
    let mut scripts: Vec<PathBuf> = folders(&root).iter().flat_map(|folder| scripts(folder)).collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "no scripts in {}", root.display());
    let worker = Shared::default();
    scripts.into_iter().map(|script| test(&root, script, Rc::clone(&worker))).collect()
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).expect("the folder of scripts can be read");
    let folders = entries.map(|entry| entry.expect("it can be listed").path()).filter(|path| path.is_dir());
    // The files there are imported by cases and are not cases, or are cases of another kind: see `language` here, and
    // the tests of `rollcall-python2-syntax`.
    folders.filter(|path| !["project", "language", "syntax"].iter().any(|name| path.ends_with(name))).collect()
}

fn scripts(folder: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(folder).expect("a topic can be read").map(|entry| entry.expect("it can be listed").path());
    entries.filter(|path| path.extension().is_some_and(|e| e == "py")).collect()
}

fn test(root: &Path, script: PathBuf, worker: Shared) -> Test {
    let name = script.strip_prefix(root).expect("it lies there").with_extension("").display().to_string();
    let root = root.to_owned();
    (name, Box::new(move || check(&root, &script, &worker)))
}

fn check(root: &Path, script: &Path, worker: &Shared) {
    let source = fs::read_to_string(script).expect("a script can be read");
    match setting(&source, "python").unwrap_or("7.9") {
        "both" => {
            check_in(Dialect::Python27, &source, root, script, worker);
            check_in(Dialect::Python3, &source, root, script, worker);
        }
        one => check_in(one.parse().expect("a Python"), &source, root, script, worker),
    }
}

fn check_in(dialect: Dialect, source: &str, root: &Path, script: &Path, worker: &Shared) {
    let setting = |name: &str| setting(source, name);
    let answers = setting("answers").unwrap_or_default();
    let mut host = Host::new(answers.split(", ").map(str::to_owned));
    let mut job = job(source, scope(setting("scope").unwrap_or("client")), setting("zone").unwrap_or("UTC"));
    job.dialect = dialect;
    if let Some(name) = setting("event") {
        job.entry = Entry::Event(event(root, name));
    }
    // A case that leaves modules behind has a worker of its own.
    let mut own = None;
    let mut shared = worker.borrow_mut();
    let worker = if setting("worker") == Some("own") { &mut own } else { &mut *shared };
    let whole = source.lines().any(|line| line == "# traceback");
    run(worker, job.clone(), &mut host, whole);
    while let Some(work) = host.next_work() {
        run_later(worker, &job, work, &mut host, script, whole);
    }
    compare(host.transcript(), &script.with_extension("out"));
}

fn run(worker: &mut Option<Worker>, job: Job, host: &mut Host, whole: bool) {
    let end = worker.get_or_insert_with(|| Worker::start(Limits::default())).run(job, host);
    host.print(&ending(&end, whole));
    if matches!(end, End::Crash(_)) {
        *worker = None;
    }
}

/// Runs the functions that a script has asked to be run when it is done: in its own interpreter or in a new one.
fn run_later(worker: &mut Option<Worker>, job: &Job, work: Work, host: &mut Host, script: &Path, whole: bool) {
    let handler = || fs::read_to_string(script.with_extension("handler")).expect("the case has a message handler");
    let (what, file, source, entry) = match work {
        Work::Later(Function::Kept(number)) => ("later", "later", String::new(), Entry::Kept(number)),
        Work::Later(Function::Carried(function)) => ("later", "later", String::new(), Entry::Carried(function)),
        Work::Background(function) => ("background", "background", String::new(), Entry::Carried(function)),
        Work::Message(payload) => ("message", "handler.py", handler(), Entry::Message(payload)),
    };
    host.note(&format!("--- {what}"));
    let job = Job { file: file.to_owned(), source, entry, ..job.clone() };
    if what == "later" { run(worker, job, host, whole) } else { run(&mut None, job, host, whole) }
}

/// The value of a line `# name: value` at the top.
fn setting<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let head = source.lines().take_while(|line| line.starts_with('#'));
    head.filter_map(|line| line[1..].trim().split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// An event of `events.json`.
fn event(root: &Path, name: &str) -> Event {
    let text = fs::read(root.join("events.json")).expect("it can be read");
    let mut events: BTreeMap<String, Event> = serde_json::from_slice(&text).expect("it holds events");
    events.remove(name).unwrap_or_else(|| panic!("no event: {name}"))
}

fn scope(name: &str) -> Scope {
    match name {
        "gateway" => Scope::Gateway,
        "client" => Scope::Client,
        "designer" => Scope::Designer,
        other => panic!("no scope: {other}"),
    }
}

fn ending(end: &End, whole: bool) -> String {
    let text = |traceback: &String| {
        if whole { traceback.clone() } else { last_line(traceback).to_owned() }
    };
    match end {
        End::Outcome(Outcome::Finished) => String::new(),
        End::Outcome(Outcome::Exited { code }) => format!("!! exited: {code}\n"),
        End::Outcome(Outcome::Raised { traceback }) => format!("!! raised: {}\n", text(traceback)),
        End::Outcome(Outcome::Interrupted { traceback }) => format!("!! interrupted: {}\n", text(traceback)),
        End::Outcome(Outcome::Checked { .. }) => String::new(),
        End::Outcome(Outcome::Faulty(fault)) => format!("!! faulty: {}\n", fault.message),
        End::Outcome(Outcome::EngineFailed { message }) => format!("!! raised: {}\n", text(message)),
        End::Crash(errors) => format!("!! crashed: {errors}\n"),
    }
}

/// The exception: the last line that is not part of a message of several lines.
fn last_line(traceback: &str) -> &str {
    let after = traceback.rmatch_indices("\n  ").map(|(at, _)| at + 1).next().unwrap_or(0);
    let rest = &traceback[after..];
    rest.split_once('\n').map_or(rest, |(_, exception)| exception)
}

/// Compares with the expected output; `ROLLCALL_RECORD=1` writes it instead, to be read before it is kept.
fn compare(found: &str, expected: &Path) {
    if std::env::var_os("ROLLCALL_RECORD").is_some() {
        fs::write(expected, found).expect("the output can be written");
        return;
    }
    let wanted = fs::read_to_string(expected).unwrap_or_else(|e| panic!("{}: {e}", expected.display()));
    if found != wanted {
        let lines = wanted.lines().zip(found.lines()).enumerate().find(|(_, (wanted, found))| wanted != found);
        if let Some((number, (wanted, found))) = lines {
            eprintln!("line {}:\n  wanted {wanted}\n  found  {found}", number + 1);
        }
        panic!("{} differs; found:\n{found}", expected.display());
    }
}
