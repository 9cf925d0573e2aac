//! About how much memory a message to a worker takes while it is written and sent.

use rollcall_wire::component::{ComponentInfo, What};
use rollcall_wire::host::{DialogAnswer, HostAnswer, HostResult, SessionAnswer, WindowAnswer};
use rollcall_wire::worker::{Entry, Job};

/// A message is encoded and then sent: there twice, and a buffer that grows is there twice for a moment.
const COPIES: usize = 2;

/// The weight of a job.
pub(super) fn of_job(job: &Job) -> usize {
    let given = match &job.entry {
        Entry::Message(carried) | Entry::Carried(carried) => carried.0.len(),
        Entry::Event(event) => match &event.what {
            What::PropertyChange { old_value, new_value, .. } => old_value.weight() + new_value.weight(),
            _ => 0,
        },
        Entry::Script | Entry::Kept(_) | Entry::Check => 0,
    };
    COPIES * (given + job.source.len())
}

/// The weight of the answer to a call.
pub(super) fn of_result(result: &HostResult) -> usize {
    COPIES * result.as_ref().map_or(0, of_answer)
}

fn of_answer(answer: &HostAnswer) -> usize {
    let of_texts = |texts: &[String]| texts.iter().map(|text| text.len() + 32).sum();
    match answer {
        HostAnswer::Session(SessionAnswer::Info(sessions)) => sessions.memory(),
        HostAnswer::Session(SessionAnswer::All(all)) => all.sessions.memory() + all.nodes.memory(),
        HostAnswer::Window(WindowAnswer::Property(value)) => value.weight(),
        HostAnswer::Window(WindowAnswer::Names(names)) => of_texts(names),
        HostAnswer::Window(WindowAnswer::Components(components)) => components.iter().map(of_component).sum(),
        HostAnswer::Window(WindowAnswer::Component(component)) => component.as_ref().map_or(0, of_component),
        HostAnswer::Window(WindowAnswer::Path(path)) => path.as_ref().map_or(0, String::len),
        HostAnswer::Dialog(DialogAnswer::Text(text)) => text.len(),
        HostAnswer::Message(sent) => of_texts(sent),
        HostAnswer::Module(module) => module.as_ref().map_or(0, |module| module.source.len()),
        HostAnswer::Window(WindowAnswer::Done)
        | HostAnswer::Dialog(DialogAnswer::Done | DialogAnswer::Boolean(_) | DialogAnswer::Cancelled)
        | HostAnswer::Script
        | HostAnswer::Log
        | HostAnswer::Client => 0,
    }
}

fn of_component(component: &ComponentInfo) -> usize {
    component.name.len() + component.kind.len() + 64
}
