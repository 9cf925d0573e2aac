//! The windows of a client, realistic as far as scripts can see: a small model that keeps written values.
//!
//! `windows.json` holds every window of the project, its components in their order; `Main/Sessions` is open.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rollcall_window::Value;
use rollcall_wire::component::{ComponentInfo, ComponentRef, ROOT_CONTAINER, WINDOW};
use rollcall_wire::host::{HostError, WindowAnswer, WindowCall, WindowName};
use serde::Deserialize;

type Answered = Result<WindowAnswer, HostError>;

/// The windows that are open.
pub struct Desktop {
    project: BTreeMap<String, Vec<Component>>,
    open: BTreeMap<u32, (String, Vec<Component>)>,
    next: u32,
    current: Option<u32>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Component {
    name: String,
    kind: String,
    parent: Option<u32>,
    properties: BTreeMap<String, Value>,
}

impl Desktop {
    /// The windows of `windows.json`, of which `Main/Sessions` is open.
    pub fn new() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/windows.json");
        let project = serde_json::from_slice(&fs::read(path).expect("it can be read")).expect("it holds windows");
        let mut desktop = Desktop { project, open: BTreeMap::new(), next: 1, current: None };
        desktop.open("Main/Sessions", Vec::new()).expect("the window exists");
        desktop
    }

    /// Answers a call about windows, and returns a note on its effect where a script cannot see it.
    pub fn answer(&mut self, call: &WindowCall) -> (Answered, Option<String>) {
        let mut note = None;
        let result = match call {
            WindowCall::GetComponent { container, name } => self.child(*container, name),
            WindowCall::GetComponents { container } => self.children(*container).map(WindowAnswer::Components),
            WindowCall::GetParent { component } => self.parent(*component),
            WindowCall::GetProperty { component, property } => self.property(*component, property),
            WindowCall::SetProperty { component, property, value } => self.set(*component, property, value),
            WindowCall::GetPropertyNames { component } => {
                self.component(*component).map(|c| WindowAnswer::Names(c.properties.keys().cloned().collect()))
            }
            WindowCall::RequestFocus { component } => self.component(*component).map(|found| {
                note = Some(format!("[focus] {}", found.name));
                WindowAnswer::Done
            }),
            WindowCall::OpenWindow { path, parameters, swap } => {
                let verb = if *swap { "swap" } else { "open" };
                let names: Vec<&str> = parameters.iter().map(|(name, _)| name.as_str()).collect();
                note = Some(format!("[{verb}] {path} {names:?}"));
                if *swap && let Some(current) = self.current {
                    self.open.remove(&current);
                }
                self.open(path, parameters.clone())
            }
            WindowCall::CloseWindow { window } => self.numbered(window).map(|number| {
                let (path, _) = self.open.remove(&number).expect("it is open");
                note = Some(format!("[close] {path}"));
                WindowAnswer::Done
            }),
            WindowCall::CenterWindow { window } => self.numbered(window).map(|number| {
                note = Some(format!("[center] {}", self.open[&number].0));
                WindowAnswer::Done
            }),
            WindowCall::GetCurrentWindow => {
                let current = self.current.and_then(|number| self.open.get(&number));
                Ok(WindowAnswer::Path(current.map(|(path, _)| path.clone())))
            }
            WindowCall::GetOpenedWindows => {
                Ok(WindowAnswer::Components(self.open.keys().map(|window| self.info(*window, WINDOW)).collect()))
            }
            WindowCall::GetWindow { path } => self
                .numbered(&WindowName::Path(path.clone()))
                .map(|number| WindowAnswer::Component(Some(self.info(number, WINDOW)))),
        };
        (result, note)
    }

    fn info(&self, window: u32, component: u32) -> ComponentInfo {
        let Component { name, kind, .. } = &self.open[&window].1[component as usize];
        ComponentInfo { at: ComponentRef { window, component }, name: name.clone(), kind: kind.clone() }
    }

    fn component(&self, at: ComponentRef) -> Result<&Component, HostError> {
        let found = self.open.get(&at.window).and_then(|(_, components)| components.get(at.component as usize));
        found.ok_or_else(|| HostError::Attribute { message: "the component's window is closed".into() })
    }

    fn children(&self, container: ComponentRef) -> Result<Vec<ComponentInfo>, HostError> {
        self.component(container)?;
        let components = self.open[&container.window].1.iter().zip(0..);
        let children = components.filter(|(component, _)| component.parent == Some(container.component));
        Ok(children.map(|(_, number)| self.info(container.window, number)).collect())
    }

    fn child(&self, container: ComponentRef, name: &str) -> Answered {
        let component = container.component.max(ROOT_CONTAINER);
        let children = self.children(ComponentRef { component, ..container })?;
        let child = children.into_iter().find(|child| child.name == name);
        Ok(WindowAnswer::Component(child))
    }

    fn parent(&self, component: ComponentRef) -> Answered {
        let parent = self.component(component)?.parent;
        Ok(WindowAnswer::Component(parent.map(|parent| self.info(component.window, parent))))
    }

    fn property(&self, at: ComponentRef, property: &str) -> Answered {
        let component = self.component(at)?;
        let value = component.properties.get(property).ok_or_else(|| unknown(component, property))?;
        Ok(WindowAnswer::Property(value.clone()))
    }

    fn set(&mut self, at: ComponentRef, property: &str, value: &Value) -> Answered {
        let component = self.component(at)?;
        let old = component.properties.get(property).ok_or_else(|| unknown(component, property))?;
        let message = format!("{}.{property} is of another type than {value:?}", component.kind);
        let value = converted(old, value).ok_or(HostError::Type { message })?;
        let (_, components) = self.open.get_mut(&at.window).expect("it was there");
        components[at.component as usize].properties.insert(property.to_owned(), value);
        Ok(WindowAnswer::Done)
    }

    fn open(&mut self, path: &str, parameters: Vec<(String, Value)>) -> Answered {
        let missing = || HostError::Value { message: format!("there is no window {path:?}") };
        let components = self.project.get(path).ok_or_else(missing)?.clone();
        let number = self.next;
        self.next += 1;
        self.current = Some(number);
        self.open.insert(number, (path.to_owned(), components));
        let root = ComponentRef { window: number, component: ROOT_CONTAINER };
        for (property, value) in parameters {
            self.set(root, &property, &value)?;
        }
        Ok(WindowAnswer::Component(Some(self.info(number, WINDOW))))
    }

    fn numbered(&self, window: &WindowName) -> Result<u32, HostError> {
        let open = match window {
            WindowName::Path(path) => self.open.iter().find(|(_, (known, _))| known == path).map(|(number, _)| *number),
            WindowName::Component(at) => Some(at.window).filter(|number| self.open.contains_key(number)),
        };
        open.ok_or_else(|| HostError::Value { message: format!("no such window is open: {window:?}") })
    }
}

/// The value as one of the type that the property has.
fn converted(old: &Value, value: &Value) -> Option<Value> {
    Some(match (old, value) {
        (Value::Double(_), Value::Integer(number)) => Value::Double(f64::from(*number)),
        (Value::Long(_), Value::Integer(number)) => Value::Long(i64::from(*number)),
        (Value::Integer(_), Value::Boolean(truth)) => Value::Integer(i32::from(*truth)),
        (Value::Text(_) | Value::Dataset(_) | Value::Date(_) | Value::Nothing, Value::Nothing) => Value::Nothing,
        (Value::Nothing, value) => value.clone(),
        (old, value) if std::mem::discriminant(old) == std::mem::discriminant(value) => value.clone(),
        _ => return None,
    })
}

/// Says which names are near: those that begin alike.
fn unknown(component: &Component, property: &str) -> HostError {
    let start: String = property.chars().take(2).collect();
    let near: Vec<_> = component.properties.keys().filter(|name| name.starts_with(&start)).cloned().collect();
    let near = if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) };
    HostError::Attribute { message: format!("'{}' has no property '{property}'{near}", component.kind) }
}
