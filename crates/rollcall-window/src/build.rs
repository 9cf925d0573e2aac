//! Building a window, one component after the other, with every mistake refused where it is made.
//!
//! The reader of a window's file calls this, and knows which line an error belongs to.

use std::sync::Arc;

use crate::definition::{
    ComponentDef, CustomProperty, EventScript, Layout, ROOT_CONTAINER, ROOT_CONTAINER_NAME, WINDOW, WindowDef,
    WindowKind,
};
use crate::did_you_mean::suggestion;
use crate::open::OpenWindow;
use crate::{Kind, Type, Value, Writer};

/// The most components of a window, with the window itself and its Root Container.
pub const MAX_COMPONENTS: usize = 5000;
/// The most properties of one component's own.
pub const MAX_CUSTOM_PROPERTIES: usize = 200;
/// The longest name of a component, in characters.
pub const MAX_NAME_CHARS: usize = 255;

/// The names of components' own functions and relations in scripts; a property of such a name could not be reached.
const TAKEN: &[&str] = &[
    "componentCount",
    "components",
    "equals",
    "getComponent",
    "getComponentForPath",
    "getPropertyValue",
    "parent",
    "requestFocusInWindow",
    "rootContainer",
    "setPropertyValue",
];

/// A window that is being built. It has its Root Container from the beginning.
#[derive(Debug)]
pub struct Builder {
    definition: WindowDef,
    /// In the order in which they were given: component, property's number, value.
    given: Vec<(u32, u16, Value)>,
}

impl WindowDef {
    /// A window whose file cannot be used: empty, and with its mistakes, a line each.
    pub fn broken(path: impl Into<Arc<str>>, kind: WindowKind, problems: Vec<String>) -> WindowDef {
        WindowDef { problems, ..Builder::new(path, kind).finish() }
    }
}

impl Builder {
    /// A window without components.
    pub fn new(path: impl Into<Arc<str>>, kind: WindowKind) -> Builder {
        let path = path.into();
        let mut window = ComponentDef::new(Kind::Window, Arc::clone(&path), None);
        window.set_initial("path", &path);
        window.children.push(ROOT_CONTAINER);
        let root = ComponentDef::new(Kind::Container, ROOT_CONTAINER_NAME.into(), Some(WINDOW));
        let definition = WindowDef { path, kind, components: vec![window, root], problems: Vec::new() };
        Builder { definition, given: Vec::new() }
    }

    /// Says how the window is shown.
    pub fn set_kind(&mut self, kind: WindowKind) {
        self.definition.kind = kind;
    }

    pub(crate) fn kind(&self) -> WindowKind {
        self.definition.kind
    }

    /// Adds a component to a container and returns its number.
    ///
    /// # Errors
    /// For a window inside a window, a container that holds nothing, a name that is empty, too long or taken in this
    /// container, and one component too many.
    pub fn add(&mut self, container: u32, kind: Kind, name: &str) -> Result<u32, String> {
        let holds = self.definition.component(container).is_some_and(|container| container.kind.is_container());
        if !holds || container == WINDOW {
            return Err(format!("component {container} is not a container"));
        }
        if kind == Kind::Window {
            return Err("a window cannot hold a window".into());
        }
        self.check_name(container, name)?;
        if self.definition.components.len() >= MAX_COMPONENTS {
            return Err(format!("a window can have {MAX_COMPONENTS} components at most"));
        }
        let number = self.definition.components.len() as u32;
        self.definition.components.push(ComponentDef::new(kind, name.into(), Some(container)));
        self.definition.components[container as usize].children.push(number);
        Ok(number)
    }

    fn check_name(&self, container: u32, name: &str) -> Result<(), String> {
        let length = name.chars().count();
        if length == 0 {
            return Err("the name is empty: scripts find a component by its name".into());
        }
        if length > MAX_NAME_CHARS {
            return Err(format!("the name has {length} characters, and at most {MAX_NAME_CHARS} are allowed"));
        }
        match self.definition.child(container, name) {
            Some(_) => Err(format!("there is another {name:?} in this container: scripts find only one of them")),
            None => Ok(()),
        }
    }

    /// Sets a property of the kind.
    ///
    /// # Errors
    /// For a property that the kind lacks or that no file sets, and a value that it does not accept.
    pub fn set(&mut self, component: u32, property: &str, value: Value) -> Result<(), String> {
        let definition = self.component(component)?;
        let kind = definition.kind;
        let Some(known) = kind.property(property) else {
            let near = suggestion(property, kind.properties().map(|known| known.name));
            return Err(format!("{} has no property {property:?}{near}", kind.name()));
        };
        if known.writer == Writer::Nobody {
            return Err(format!("{}.{property} cannot be set", kind.name()));
        }
        let accepted = known.value_type.accept(value).map_err(|refusal| refusal.of(kind, property))?;
        let number = definition.existing(property).map_err(|error| error.to_string())?;
        self.given.push((component, number, accepted));
        Ok(())
    }

    /// Gives a component a property of its own.
    ///
    /// # Errors
    /// For a name that no script could write after a dot, that the kind or the component has already, and a value that
    /// is not of the type.
    pub fn add_custom(&mut self, component: u32, name: &str, value_type: Type, value: Value) -> Result<(), String> {
        let definition = self.component(component)?;
        check_custom_name(name)?;
        if definition.property_names().any(|known| known == name) {
            return Err(format!("{} has a property {name:?} already", definition.kind.name()));
        }
        if definition.custom.len() >= MAX_CUSTOM_PROPERTIES {
            return Err(format!("a component can have {MAX_CUSTOM_PROPERTIES} properties of its own at most"));
        }
        let accepted = value_type.accept(value).map_err(|refusal| refusal.of(definition.kind, name))?;
        let definition = &mut self.definition.components[component as usize];
        definition.custom.push(CustomProperty { name: name.into(), value_type });
        let number = (definition.kind.property_count() + definition.custom.len() - 1) as u16;
        // Kept here and not among the given values, since there is no default that it could differ from.
        definition.initial.push((number, accepted));
        Ok(())
    }

    /// Says how a component follows the size of its container.
    ///
    /// # Errors
    /// For a component that there is not.
    pub fn set_layout(&mut self, component: u32, layout: Layout) -> Result<(), String> {
        self.component(component)?;
        self.definition.components[component as usize].layout = layout;
        Ok(())
    }

    /// Gives a component the script for an event.
    ///
    /// # Errors
    /// For an event that the kind lacks, and a second script for one.
    pub fn add_script(&mut self, component: u32, event: &str, script: EventScript) -> Result<(), String> {
        let definition = self.component(component)?;
        let kind = definition.kind;
        let Some(known) = kind.event(event) else {
            let near = suggestion(event, kind.events().map(|known| known.name));
            return Err(format!("{} has no event {event:?}{near}", kind.name()));
        };
        if definition.script(event).is_some() {
            return Err(format!("{event} has a script already"));
        }
        self.definition.components[component as usize].scripts.push((known.name, script));
        Ok(())
    }

    /// The window. Properties that follow from those that were set are set, too.
    pub fn finish(mut self) -> WindowDef {
        self.size_root_container();
        // In the order of the catalogue, so that a selection finds the data that it is made in.
        self.given.sort_by_key(|(component, number, _)| (*component, *number));
        let mut window = OpenWindow::new(Arc::new(self.definition.clone()));
        for (component, number, value) in self.given {
            window.establish(component, number, value);
        }
        for (component, number, value) in window.into_differences() {
            let initial = &mut self.definition.components[component as usize].initial;
            match initial.binary_search_by_key(&number, |(number, _)| *number) {
                Ok(at) => initial[at].1 = value,
                Err(at) => initial.insert(at, (number, value)),
            }
        }
        self.definition
    }

    /// The Root Container fills its window, so it has the same size unless the file sets another.
    fn size_root_container(&mut self) {
        for property in ["width", "height"] {
            let number = |component: u32| self.definition.components[component as usize].property_number(property);
            let (Some(of_window), Some(of_root)) = (number(WINDOW), number(ROOT_CONTAINER)) else { continue };
            let given = self.given.iter().rev().find(|(component, at, _)| (*component, *at) == (WINDOW, of_window));
            let size = match given {
                Some((.., size)) => size.clone(),
                None => self.definition.components[WINDOW as usize].initial(of_window),
            };
            self.given.insert(0, (ROOT_CONTAINER, of_root, size));
        }
    }

    fn component(&self, number: u32) -> Result<&ComponentDef, String> {
        self.definition.existing(number).map_err(|error| error.to_string())
    }
}

impl ComponentDef {
    fn new(kind: Kind, name: Arc<str>, parent: Option<u32>) -> ComponentDef {
        let mut component = ComponentDef {
            kind,
            name: Arc::clone(&name),
            parent,
            children: Vec::new(),
            layout: Layout::default(),
            custom: Vec::new(),
            initial: Vec::new(),
            scripts: Vec::new(),
        };
        component.set_initial("name", &name);
        component
    }

    /// For the few texts that are known when the component is made; they are the first properties of every kind.
    fn set_initial(&mut self, property: &str, text: &Arc<str>) {
        if let Some(number) = self.property_number(property) {
            self.initial.push((number, Value::Text(Arc::clone(text))));
        }
    }
}

fn check_custom_name(name: &str) -> Result<(), String> {
    let identifier = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let length = name.chars().count();
    if !identifier || length > MAX_NAME_CHARS {
        let rule = "a letter or '_', then letters, digits and '_'";
        return Err(format!("{:?} cannot be the name of a property: {rule}", crate::wording::shortened(name)));
    }
    // Python keeps names with two underscores before them for itself.
    if TAKEN.contains(&name) || name.starts_with("__") {
        return Err(format!("{name:?} cannot be the name of a property: scripts know something else by it"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
