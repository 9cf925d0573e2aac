//! What a job is given beside its script: `event`.

use rollcall_wire::worker::Entry;
use rustpython_vm::scope::Scope;
use rustpython_vm::{PyResult, VirtualMachine};

use crate::component;

/// Gives the script of a job what it expects by name.
pub(super) fn bind(entry: &Entry, scope: &Scope, vm: &VirtualMachine) -> PyResult<()> {
    match entry {
        Entry::Event(event) => scope.globals.set_item("event", component::event::event(event.clone(), vm)?, vm),
        Entry::Script => Ok(()),
        Entry::Message(_) | Entry::Kept(_) | Entry::Carried(_) => {
            Err(vm.new_not_implemented_error("functions and messages are not carried between interpreters"))
        }
    }
}
