//! What a message to a worker takes in memory while it is written and sent, about.

use rollcall_wire::component::What;
use rollcall_wire::host::{HostResult, HostValue};
use rollcall_wire::worker::{Entry, Job};

/// A message is encoded and then sent: there twice, and a buffer that grows is there twice for a moment.
const COPIES: usize = 2;

/// Of a job.
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

/// Of the answer to a call.
pub(super) fn of_result(result: &HostResult) -> usize {
    COPIES
        * match result {
            Ok(HostValue::Dataset(dataset)) => dataset.memory(),
            Ok(HostValue::Property(value)) => value.weight(),
            Ok(HostValue::Texts(texts)) => texts.iter().map(|text| text.len() + 32).sum(),
            Ok(HostValue::Module(module)) => module.source.len(),
            Ok(HostValue::Text(text)) => text.len(),
            _ => 0,
        }
}
