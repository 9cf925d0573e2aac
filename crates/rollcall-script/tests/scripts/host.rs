//! The fake host: it knows some sessions, and records the calls.

use std::collections::VecDeque;
use std::path::Path;
use std::{fs, mem};

use rollcall_dataset::{Column, Dataset, Value, Values};
use rollcall_regex::{Budget, ErrorKind, Filter};
use rollcall_wire::host::{
    AllSessions, Ask, Carried, DialogAnswer, Function, HostAnswer, HostCall, HostError, HostResult, LogLine,
    MessageCall, Module, ModuleCall, ScriptCall, SessionAnswer, SessionCall,
};
use rollcall_wire::worker::ToWorker;

use crate::desktop::Desktop;

/// A script's output and calls, and the answers that it will get.
#[derive(Default)]
pub struct Host {
    transcript: String,
    answers: VecDeque<String>,
    interrupt_at: Option<String>,
    desktop: Option<Desktop>,
    work: VecDeque<Work>,
}

/// A function that a script has asked to be run when it is done.
pub enum Work {
    /// A function, in the same interpreter.
    Later(Function),
    /// A function, in another one.
    Background(Carried),
    /// A message handler, in another one.
    Message(Carried),
}

impl Host {
    /// A host that answers dialogs with these, one after the other.
    pub fn new(answers: impl IntoIterator<Item = String>) -> Self {
        Host { answers: answers.into_iter().collect(), ..Host::default() }
    }

    /// A host that interrupts a script as soon as it has printed this text, and whenever it prints it again.
    pub fn interrupting(text: &str) -> Self {
        Host { interrupt_at: Some(text.to_owned()), ..Host::default() }
    }

    pub fn transcript(&self) -> &str {
        &self.transcript
    }

    pub fn print(&mut self, text: &str) {
        self.transcript.push_str(text);
    }

    /// The interrupts that are due.
    pub fn interrupts(&mut self) -> Vec<ToWorker> {
        let due = self.interrupt_at.as_deref().is_some_and(|text| self.transcript.trim_end().ends_with(text));
        if due { vec![ToWorker::Interrupt { reason: "enough".into() }] } else { Vec::new() }
    }

    /// The next function to run.
    pub fn next_work(&mut self) -> Option<Work> {
        self.work.pop_front()
    }

    pub fn answer(&mut self, call: HostCall) -> HostResult {
        Ok(match call {
            HostCall::Session(SessionCall::GetSessionInfo { username_filter, project_filter }) => HostAnswer::Session(
                SessionAnswer::Info(sessions(username_filter.as_deref(), project_filter.as_deref())?),
            ),
            HostCall::Session(SessionCall::GetSessions { username_filter, project_filter, cluster, timeout_ms }) => {
                let sessions = sessions(username_filter.as_deref(), project_filter.as_deref())?;
                HostAnswer::Session(SessionAnswer::All(all_sessions(sessions, cluster, timeout_ms)))
            }
            HostCall::Log(LogLine { logger, level, message }) => {
                self.note(&format!("[log] {level:?} {logger}: {message}"));
                HostAnswer::Log
            }
            HostCall::Dialog(ask) => {
                self.note(&format!("[dialog] {}", shown(&ask)));
                HostAnswer::Dialog(self.dialog()?)
            }
            HostCall::Client(call) => {
                self.note(&format!("[leave] {call:?}"));
                HostAnswer::Client
            }
            HostCall::Script(call) => {
                self.call_later(call);
                HostAnswer::Script
            }
            HostCall::Message(MessageCall::SendMessage { project, handler, payload, receivers }) => {
                self.note(&format!("[message] {handler} in {project}, {receivers:?}"));
                self.work.push_back(Work::Message(payload));
                HostAnswer::Message(vec!["sent".into()])
            }
            HostCall::Module(ModuleCall::FindModule { name }) => HostAnswer::Module(module(&name)),
            HostCall::Window(call) => {
                let (result, note) = self.desktop.get_or_insert_with(Desktop::new).answer(&call);
                if let Some(note) = note {
                    self.note(&note);
                }
                HostAnswer::Window(result?)
            }
        })
    }

    fn call_later(&mut self, call: ScriptCall) {
        match call {
            ScriptCall::InvokeLater { function, delay_ms } => {
                self.note(&format!("[later] in {delay_ms} ms, {}", kind_of(&function)));
                self.work.push_back(Work::Later(function));
            }
            ScriptCall::InvokeAsynchronous { function } => {
                self.note("[background]");
                self.work.push_back(Work::Background(function));
            }
        }
    }

    /// A line of the transcript, apart from the output.
    pub fn note(&mut self, line: &str) {
        let before = if self.transcript.is_empty() || self.transcript.ends_with('\n') { "" } else { "\n" };
        self.transcript += &format!("{before}{line}\n");
    }

    fn dialog(&mut self) -> Result<DialogAnswer, HostError> {
        match mem::take(&mut self.answers.pop_front().unwrap_or_default()).as_str() {
            "yes" => Ok(DialogAnswer::Boolean(true)),
            "no" => Ok(DialogAnswer::Boolean(false)),
            "" | "cancel" => Ok(DialogAnswer::Cancelled),
            "refused" => Err(HostError::Refused { message: "dialogs are for operators".into() }),
            "failed" => Err(HostError::Failed { message: "the gateway cannot be reached".into() }),
            "unavailable" => Err(HostError::Unavailable { message: "there is no screen here".into() }),
            other => Ok(DialogAnswer::Text(other.trim_start_matches('=').to_owned())),
        }
    }
}

fn shown(ask: &Ask) -> String {
    match ask {
        Ask::Message { style, message, title } => format!("{style:?} \"{title}\": {message}"),
        Ask::Confirm { message, title, allow_cancel } => {
            let cancel = if *allow_cancel { " (or cancel)" } else { "" };
            format!("Confirm \"{title}\": {message}{cancel}")
        }
        Ask::Input { message, default_text } => format!("Input [{default_text}]: {message}"),
        Ask::Password { message, title, echo_char } => format!("Password \"{title}\" [{echo_char}]: {message}"),
    }
}

fn kind_of(function: &Function) -> &'static str {
    match function {
        Function::Kept(_) => "kept",
        Function::Carried(_) => "carried",
    }
}

/// A module of the folder `project`.
fn module(name: &str) -> Option<Module> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/project");
    let path = root.join(name.replace('.', "/"));
    let file = path.with_extension("py");
    match fs::read_to_string(&file) {
        Ok(source) => {
            let file = file.strip_prefix(&root).expect("it lies there").display().to_string();
            Some(Module { file: Some(format!("scripts/{file}")), source, is_package: path.is_dir() })
        }
        Err(_) => path.is_dir().then(|| Module { file: None, source: String::new(), is_package: true }),
    }
}

/// The sessions of `sessions.json` whose username and project match.
fn sessions(username: Option<&str>, project: Option<&str>) -> Result<Dataset, HostError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/sessions.json");
    let all: Dataset = serde_json::from_slice(&fs::read(path).expect("it can be read")).expect("it is a dataset");
    let filters = [(0, filter(username)?), (1, filter(project)?)];
    let mut rows = Vec::new();
    for row in 0..all.row_count() {
        let mut wanted = true;
        for (column, filter) in &filters {
            let Some(Value::String(text)) = all.value(row, *column) else { panic!("a name is a string") };
            if let Some(filter) = filter {
                wanted &= filter.is_match(&text, &mut Budget::steps(1_000_000)).map_err(|e| error(&e))?;
            }
        }
        if wanted {
            rows.push(row);
        }
    }
    let columns = all.columns().iter().map(|column| rows_of(column, &rows)).collect();
    Ok(Dataset::new(columns).expect("the columns are equally long"))
}

/// The same of all nodes of a cluster. Its other node, which has none, needs a tenth of a second to answer.
fn all_sessions(sessions: Dataset, cluster: bool, timeout_ms: u32) -> AllSessions {
    let count = sessions.row_count();
    let every = |name: &str, text: &str| Column::strings(name, vec![Some(text); count]);
    let times = |name: &str| Column::dates(name, vec![Some(1_700_000_000_000); count]);
    let more =
        [every("node", "a"), every("ip", "192.0.2.1"), every("state", "active"), times("lastActivity"), times("asOf")];
    let sessions = Dataset::new(sessions.columns().iter().cloned().chain(more).collect());
    let late = timeout_ms < 100;
    let nodes = if cluster { 2 } else { 1 };
    let take = |cells: [Option<&'static str>; 2]| cells.into_iter().take(nodes);
    let numbers = |name: &str, cells: [Option<i64>; 2]| Column::longs(name, cells.into_iter().take(nodes));
    let rows = [i32::try_from(count).ok(), Some(0)];
    let nodes = Dataset::new(vec![
        Column::strings("name", take([Some("a"), Some("b")])),
        Column::strings("status", take([Some("ok"), Some(if late { "timeout" } else { "ok" })])),
        Column::integers("rows", rows.into_iter().take(nodes)),
        numbers("milliseconds", [Some(1), Some(100)]),
        numbers("age", [Some(100), (!late).then_some(100)]),
        Column::strings("error", take([None, late.then_some("no answer")])),
    ]);
    AllSessions { sessions: sessions.expect("they are equally long"), nodes: nodes.expect("they are equally long") }
}

fn filter(pattern: Option<&str>) -> Result<Option<Filter>, HostError> {
    pattern.map(Filter::new).transpose().map_err(|e| error(&e))
}

fn error(error: &rollcall_regex::Error) -> HostError {
    match error.kind() {
        ErrorKind::Syntax => HostError::PatternSyntax {
            description: error.description().to_owned(),
            index: error.index().unwrap_or(-1),
            pattern: error.pattern().to_owned(),
            message: error.to_string(),
        },
        kind => HostError::Filter { unsupported: kind == ErrorKind::Unsupported, message: error.to_string() },
    }
}

fn rows_of(column: &Column, rows: &[usize]) -> Column {
    fn pick<T: Clone, C: FromIterator<T>>(values: &[T], rows: &[usize]) -> C {
        rows.iter().map(|row| values[*row].clone()).collect()
    }
    let values = match &column.values {
        Values::String(v) => Values::String(pick(v, rows)),
        Values::Boolean(v) => Values::Boolean(pick(v, rows)),
        Values::Date(v) => Values::Date(pick(v, rows)),
        other => panic!("sessions have no column of type {:?}", other.column_type()),
    };
    Column { name: column.name.clone(), values }
}
