//! The class of windows: components that have a path, a Root Container, and a way to its content.

use rollcall_python_runtime as python2;
use rollcall_wire::component::{ComponentInfo, ComponentRef, ROOT_CONTAINER};
use rollcall_wire::host::WindowCall;
use rustpython_vm::builtins::PyType;
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyRef, PyResult, VirtualMachine, pyclass};

use super::{Component, ask, object};
use crate::arguments::Arguments;
use crate::java::bean::{self, Property};

/// Makes the class.
pub(super) fn make_class(vm: &VirtualMachine) {
    Window::make_static_type();
    bean::add_properties(Window::static_type(), PROPERTIES, vm);
}

/// The class.
pub(super) fn class() -> &'static Py<PyType> {
    Window::static_type()
}

const PROPERTIES: &[Property<Component>] = &[
    Property { name: "path", getter: "getPath", get: |zelf, vm| Ok(python2::from_host(&*zelf.info().name, vm)) },
    Property {
        name: "rootContainer",
        getter: "getRootContainer",
        get: |zelf, vm| object(root_container(zelf.info().at.window), vm),
    },
];

/// An open window. Its objects have a [`Component`] for payload.
#[pyclass(module = "rollcall", name = "Window", base = Component)]
#[derive(Debug)]
#[repr(transparent)]
pub(super) struct Window(Component);

#[pyclass(flags(DISALLOW_INSTANTIATION))]
impl Window {
    /// The component of a path such as `Root Container.Group.Button`; None when there is no such component.
    #[pymethod(name = "getComponentForPath")]
    fn get_component_for_path(zelf: PyRef<Component>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let args = Arguments::bind("getComponentForPath", &["path"], 1, args, vm)?;
        let path = args.string(0, vm)?.unwrap_or_default();
        let mut names = path.split('.');
        let root = root_container(zelf.info().at.window);
        let mut found = (names.next() == Some(root.name.as_str())).then_some(root);
        for name in names {
            let Some(container) = found else { break };
            found = ask(WindowCall::GetComponent { container: container.at, name: name.to_owned() }, vm)?;
        }
        found.map_or_else(|| Ok(vm.ctx.none()), |info| object(info, vm))
    }
}

/// Every window has one, and always under this number.
fn root_container(window: u32) -> ComponentInfo {
    let at = ComponentRef { window, component: ROOT_CONTAINER };
    ComponentInfo { at, name: "Root Container".to_owned(), kind: "Container".to_owned() }
}
