//! The fake host: it knows some sessions, and writes down what it was asked.

use std::collections::VecDeque;
use std::path::Path;
use std::{fs, mem};

use rollcall_dataset::{Column, Dataset, Value, Values};
use rollcall_regex::{Budget, ErrorKind, Filter};
use rollcall_wire::host::{Carried, Function, HostCall, HostError, HostResult, HostValue, Module};
use rollcall_wire::worker::ToWorker;

use crate::desktop::Desktop;

/// What a script printed and asked for, and what it will be answered.
#[derive(Default)]
pub struct Host {
    transcript: String,
    answers: VecDeque<String>,
    interrupt_at: Option<String>,
    desktop: Option<Desktop>,
    work: VecDeque<Work>,
}

/// What a script has asked to be run when it is done.
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

    /// What is to be run next.
    pub fn next_work(&mut self) -> Option<Work> {
        self.work.pop_front()
    }

    pub fn answer(&mut self, call: HostCall) -> HostResult {
        match call {
            HostCall::GetSessionInfo { username_filter, project_filter } => {
                sessions(username_filter.as_deref(), project_filter.as_deref())
            }
            HostCall::Log { logger, level, message } => {
                self.note(&format!("[log] {level:?} {logger}: {message}"));
                Ok(HostValue::Nothing)
            }
            HostCall::MessageBox { style, message, title } => {
                self.note(&format!("[dialog] {style:?} \"{title}\": {message}"));
                self.dialog()
            }
            HostCall::Confirm { message, title, allow_cancel } => {
                let cancel = if allow_cancel { " (or cancel)" } else { "" };
                self.note(&format!("[dialog] Confirm \"{title}\": {message}{cancel}"));
                self.dialog()
            }
            HostCall::InputBox { message, default_text } => {
                self.note(&format!("[dialog] Input [{default_text}]: {message}"));
                self.dialog()
            }
            HostCall::PasswordBox { message, title, echo_char } => {
                self.note(&format!("[dialog] Password \"{title}\" [{echo_char}]: {message}"));
                self.dialog()
            }
            HostCall::LogOut | HostCall::Exit | HostCall::Retarget { .. } => {
                self.note(&format!("[leave] {call:?}"));
                Ok(HostValue::Nothing)
            }
            HostCall::InvokeLater { function, delay } => {
                self.note(&format!("[later] in {delay} ms, {}", kind_of(&function)));
                self.work.push_back(Work::Later(function));
                Ok(HostValue::Nothing)
            }
            HostCall::InvokeAsynchronous { function } => {
                self.note("[background]");
                self.work.push_back(Work::Background(function));
                Ok(HostValue::Nothing)
            }
            HostCall::SendMessage { project, handler, payload, receivers } => {
                self.note(&format!("[message] {handler} in {project}, {receivers:?}"));
                self.work.push_back(Work::Message(payload));
                Ok(HostValue::Texts(vec!["sent".into()]))
            }
            HostCall::FindModule { name } => Ok(module(&name).map_or(HostValue::Nothing, HostValue::Module)),
            other => self.desktop(&other),
        }
    }

    fn desktop(&mut self, call: &HostCall) -> HostResult {
        let Some((result, note)) = self.desktop.get_or_insert_with(Desktop::new).answer(call) else {
            return Err(HostError::Unavailable { message: format!("{} is not here", call.function()) });
        };
        if let Some(note) = note {
            self.note(&note);
        }
        result
    }

    /// A line of the transcript, apart from what was printed.
    pub fn note(&mut self, line: &str) {
        let before = if self.transcript.is_empty() || self.transcript.ends_with('\n') { "" } else { "\n" };
        self.transcript += &format!("{before}{line}\n");
    }

    fn dialog(&mut self) -> HostResult {
        match mem::take(&mut self.answers.pop_front().unwrap_or_default()).as_str() {
            "yes" => Ok(HostValue::Boolean(true)),
            "no" => Ok(HostValue::Boolean(false)),
            "" | "cancel" => Ok(HostValue::Nothing),
            "refused" => Err(HostError::Refused { message: "dialogs are for operators".into() }),
            "failed" => Err(HostError::Failed { message: "the gateway cannot be reached".into() }),
            "unavailable" => Err(HostError::Unavailable { message: "there is no screen here".into() }),
            other => Ok(HostValue::Text(other.trim_start_matches('=').to_owned())),
        }
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
fn sessions(username: Option<&str>, project: Option<&str>) -> HostResult {
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
    Ok(HostValue::Dataset(Dataset::new(columns).expect("the columns are equally long")))
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
