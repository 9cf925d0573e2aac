//! A script's view of its client: windows and components as Python objects, and the events that they fire.
//!
//! Nothing is kept here. The gateway holds the windows; a component object knows which one it stands for, and every
//! property that is read or written is a host call. So two scripts never disagree, and a worker can be replaced at any
//! time.

mod accessor;
mod class;
pub(crate) mod event;
pub(crate) mod value;
mod window;

use rollcall_wire::component::{ComponentInfo, WINDOW};
use rollcall_wire::host::{WindowAnswer, WindowCall};
use rustpython_vm::{PyObjectRef, PyPayload, PyResult, VirtualMachine};

pub(crate) use class::Component;

use crate::host;

/// Makes the classes and the modules that scripts import them from.
pub(crate) fn install(vm: &VirtualMachine) -> PyResult<()> {
    class::make_classes(vm);
    window::make_class(vm);
    accessor::make_class();
    event::install(vm)
}

/// A component or window as a script sees it.
pub(crate) fn object(info: ComponentInfo, vm: &VirtualMachine) -> PyResult {
    let component = Component::new(info);
    if component.info().at.component == WINDOW {
        return component.into_ref_with_type(vm, window::class().to_owned()).map(Into::into);
    }
    Ok(component.into_ref(&vm.ctx).into())
}

/// The components of an answer as a list.
pub(crate) fn objects(infos: Vec<ComponentInfo>, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    infos.into_iter().map(|info| object(info, vm)).collect()
}

/// The answer to a call that is answered with a component, or with nothing.
///
/// # Errors
/// As the call's.
pub(crate) fn ask(call: WindowCall, vm: &VirtualMachine) -> PyResult<Option<ComponentInfo>> {
    let function = call.function();
    match host::call(call, vm)? {
        WindowAnswer::Component(info) => Ok(info),
        _ => Err(crate::host_error::unexpected(function, "something else", vm)),
    }
}

/// The answer to a call that is answered with components.
///
/// # Errors
/// As the call's.
pub(crate) fn ask_all(call: WindowCall, vm: &VirtualMachine) -> PyResult<Vec<ComponentInfo>> {
    let function = call.function();
    match host::call(call, vm)? {
        WindowAnswer::Components(infos) => Ok(infos),
        _ => Err(crate::host_error::unexpected(function, "something else", vm)),
    }
}
