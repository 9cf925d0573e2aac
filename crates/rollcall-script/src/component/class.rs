//! The class of components.
//!
//! The members common to all kinds, such as `parent` and `getComponent`, are here. Properties are the gateway's: an
//! attribute that the class does not have is asked for there, and an unknown one is the gateway's error, which knows
//! the nearest names. No attribute comes into being by being set.

use rollcall_python_runtime as python2;
use rollcall_wire::component::{ComponentInfo, WINDOW};
use rollcall_wire::host::{WindowAnswer, WindowCall};
use rustpython_vm::builtins::{PyInt, PyStr};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{FuncArgs, PyComparisonValue, PySetterValue};
use rustpython_vm::types::{Comparable, GetAttr, Hashable, PyComparisonOp, Representable, SetAttr};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::{accessor, ask, ask_all, object, objects, value};
use crate::arguments::Arguments;
use crate::host;
use crate::java::bean::{self, Property};
use crate::java::lang::{ArrayIndexOutOfBoundsException, throw};

/// Makes the class.
pub(super) fn make_classes(vm: &VirtualMachine) {
    Component::make_static_type();
    bean::add_properties(Component::static_type(), PROPERTIES, vm);
}

const PROPERTIES: &[Property<Component>] = &[
    Property { name: "componentCount", getter: "getComponentCount", get: component_count },
    Property { name: "components", getter: "getComponents", get: components },
    Property { name: "name", getter: "getName", get: name },
    Property { name: "parent", getter: "getParent", get: parent },
];

/// A component of an open window, or the window itself.
#[pyclass(module = "rollcall", name = "Component")]
#[derive(Debug, PyPayload)]
pub(crate) struct Component {
    info: ComponentInfo,
}

impl Component {
    pub(super) fn new(info: ComponentInfo) -> Self {
        Component { info }
    }

    /// Which one it stands for.
    pub(crate) fn info(&self) -> &ComponentInfo {
        &self.info
    }

    /// Its name as scripts know it: of a window the last part of the path.
    fn name(&self) -> &str {
        let name = &self.info.name;
        if self.info.at.component == WINDOW { name.rsplit('/').next().unwrap_or(name) } else { name }
    }

    fn text(&self) -> String {
        format!("<{} '{}'>", self.info.kind, self.info.name)
    }

    /// Reads a property.
    pub(super) fn read(&self, property: &str, vm: &VirtualMachine) -> PyResult<rollcall_window::Value> {
        let call = WindowCall::GetProperty { component: self.info.at, property: property.to_owned() };
        match host::call(call, vm)? {
            WindowAnswer::Property(value) => Ok(value),
            _ => Err(crate::host_error::unexpected("a component's property", "something else", vm)),
        }
    }

    /// Writes a property.
    pub(super) fn write(&self, property: &str, value: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
        let value = value::from_python(value, vm).map_err(|what| {
            vm.new_type_error(format!("{}.{property}: {what}; the component is '{}'", self.info.kind, self.info.name))
        })?;
        host::call(WindowCall::SetProperty { component: self.info.at, property: property.to_owned(), value }, vm)
            .map(drop)
    }

    /// The names of all its properties.
    pub(super) fn property_names(&self, vm: &VirtualMachine) -> PyResult<Vec<String>> {
        match host::call(WindowCall::GetPropertyNames { component: self.info.at }, vm)? {
            WindowAnswer::Names(names) => Ok(names),
            _ => Err(crate::host_error::unexpected("dir", "something else", vm)),
        }
    }

    fn child_at(&self, index: i64, vm: &VirtualMachine) -> PyResult {
        let children = ask_all(WindowCall::GetComponents { container: self.info.at }, vm)?;
        let child = usize::try_from(index).ok().and_then(|index| children.into_iter().nth(index));
        match child {
            Some(child) => object(child, vm),
            None => Err(throw::<ArrayIndexOutOfBoundsException>(format!("No such child: {index}"), vm)),
        }
    }
}

#[pyclass(flags(DISALLOW_INSTANTIATION), with(Comparable, Hashable, Representable, GetAttr, SetAttr))]
impl Component {
    /// The component of a name, None when there is no such component; or, as in Java, that of an index.
    #[pymethod(name = "getComponent")]
    fn get_component(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let args = Arguments::bind("getComponent", &["name"], 1, args, vm)?;
        let Some(argument) = args.object(0, vm) else { return Ok(vm.ctx.none()) };
        if let Some(index) = argument.downcast_ref::<PyInt>() {
            return self.child_at(index.try_to_primitive(vm)?, vm);
        }
        let wrong = || vm.new_type_error("getComponent(): 1st arg can't be coerced to String, int");
        let name = argument.downcast_ref::<PyStr>().ok_or_else(wrong)?.as_wtf8().to_string_lossy().into_owned();
        match ask(WindowCall::GetComponent { container: self.info.at, name }, vm)? {
            Some(info) => object(info, vm),
            None => Ok(vm.ctx.none()),
        }
    }

    /// Gives it the keyboard's focus.
    #[pymethod(name = "requestFocusInWindow")]
    fn request_focus_in_window(&self, vm: &VirtualMachine) -> PyResult<bool> {
        host::call(WindowCall::RequestFocus { component: self.info.at }, vm).map(|_| true)
    }

    /// A property whose name is computed.
    #[pymethod(name = "getPropertyValue")]
    fn get_property_value(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let args = Arguments::bind("getPropertyValue", &["name"], 1, args, vm)?;
        let property = args.string(0, vm)?.unwrap_or_default();
        value::to_python(self.read(&property, vm)?, vm)
    }

    /// Sets a property whose name is computed.
    #[pymethod(name = "setPropertyValue")]
    fn set_property_value(&self, args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let args = Arguments::bind("setPropertyValue", &["name", "value"], 2, args, vm)?;
        let property = args.string(0, vm)?.unwrap_or_default();
        let none = vm.ctx.none();
        self.write(&property, args.object(1, vm).unwrap_or(&none), vm)
    }

    #[pymethod]
    fn equals(&self, other: PyObjectRef) -> bool {
        other.downcast_ref::<Component>().is_some_and(|other| other.info.at == self.info.at)
    }

    #[pymethod(name = "hashCode")]
    fn hash_code(&self) -> u32 {
        hash(&self.info)
    }

    #[pymethod(name = "toString")]
    fn java_text(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(self.text(), vm)
    }

    /// The methods and the properties.
    #[pymethod]
    fn __dir__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let methods = zelf.class().get_attributes().into_keys().map(|name| name.as_str().to_owned());
        let mut names: Vec<String> = methods.chain(zelf.property_names(vm)?).collect();
        names.sort();
        names.dedup();
        Ok(names.into_iter().map(|name| vm.ctx.new_str(name).into()).collect())
    }
}

/// Components are numbered from 0 in windows that are numbered from 0: both fit.
fn hash(info: &ComponentInfo) -> u32 {
    info.at.window.wrapping_mul(1 << 16) ^ info.at.component
}

fn component_count(zelf: &Py<Component>, vm: &VirtualMachine) -> PyResult {
    let count = ask_all(WindowCall::GetComponents { container: zelf.info.at }, vm)?.len();
    Ok(vm.ctx.new_int(count).into())
}

fn components(zelf: &Py<Component>, vm: &VirtualMachine) -> PyResult {
    let children = ask_all(WindowCall::GetComponents { container: zelf.info.at }, vm)?;
    Ok(vm.ctx.new_list(objects(children, vm)?).into())
}

fn name(zelf: &Py<Component>, vm: &VirtualMachine) -> PyResult {
    Ok(python2::from_host(zelf.name(), vm))
}

fn parent(zelf: &Py<Component>, vm: &VirtualMachine) -> PyResult {
    match ask(WindowCall::GetParent { component: zelf.info.at }, vm)? {
        Some(info) => object(info, vm),
        None => Ok(vm.ctx.none()),
    }
}

impl Comparable for Component {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, _vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        op.eq_only(|| {
            let other = other.downcast_ref::<Component>();
            Ok(other.map_or(PyComparisonValue::NotImplemented, |other| {
                PyComparisonValue::Implemented(other.info.at == zelf.info.at)
            }))
        })
    }
}

impl Hashable for Component {
    fn hash(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<PyHash> {
        Ok(PyHash::from(hash(&zelf.info)))
    }
}

impl Representable for Component {
    fn repr(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyRef<PyStr>> {
        Ok(python2::text_from_host(zelf.text(), vm))
    }
}

impl GetAttr for Component {
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        if let Some(attribute) = zelf.as_object().generic_getattr_opt(name, None, vm)? {
            return Ok(attribute);
        }
        let name = name.as_wtf8().to_string_lossy();
        // Python's own protocols look for such names on everything; no property has one.
        if name.starts_with("__") {
            return Err(no_attribute(zelf, &name, vm));
        }
        if let Some(accessor) = accessor::find(zelf, &name, vm)? {
            return Ok(accessor);
        }
        value::to_python(zelf.read(&name, vm)?, vm)
    }
}

impl SetAttr for Component {
    fn setattro(zelf: &Py<Self>, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
        let text = name.as_wtf8().to_string_lossy();
        let own = vm.ctx.interned_str(name).is_some_and(|name| zelf.class().get_attr(name).is_some());
        let is_property = text == "name" || !own;
        match value {
            PySetterValue::Assign(value) if is_property && !text.starts_with("__") => zelf.write(&text, &value, vm),
            value => Err(bean::refuse_set(zelf.as_object(), &text, &value, vm)),
        }
    }
}

/// Python's error for an attribute that is missing, with the component's kind for class.
pub(super) fn no_attribute(
    component: &Component,
    name: &str,
    vm: &VirtualMachine,
) -> rustpython_vm::builtins::PyBaseExceptionRef {
    vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", component.info.kind))
}
