//! Leaving the client: `system.util.exit` and `retarget`.

use rollcall_wire::host::ClientCall;
use rustpython_vm::PyResult;

use crate::call::{Call, NotProvided};

pub(super) fn exit(call: &Call<'_>, _force: bool) -> PyResult {
    call.order(ClientCall::Exit)
}

pub(super) fn retarget(
    call: &Call<'_>,
    project: Option<String>,
    address: NotProvided,
    parameters: NotProvided,
    windows: NotProvided,
) -> PyResult {
    for (wanted, name) in [(address, "another gateway"), (parameters, "parameters"), (windows, "windows to open")] {
        if wanted.is_given {
            return Err(call.not_implemented(format!("{name} cannot be given; a project of this gateway can")));
        }
    }
    let project = project.ok_or_else(|| call.type_error("a project's name is wanted, not None"))?;
    call.order(ClientCall::Retarget { project })
}
