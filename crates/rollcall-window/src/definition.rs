//! A window as its file describes it: the components, and the initial values of their properties.
//!
//! It never changes, and all clients that have the window open share it.
//!
//! Components are numbered: 0 is the window itself, 1 its Root Container, the others follow in the order of the file,
//! each after its container.

use std::sync::Arc;

use crate::did_you_mean::suggestion;
use crate::{Kind, PropertyError, PropertyErrorKind, Type, Value, Writer};

/// The number of the window itself.
pub const WINDOW: u32 = 0;
/// The number of the Root Container.
pub const ROOT_CONTAINER: u32 = 1;
/// The name of the Root Container.
pub const ROOT_CONTAINER_NAME: &str = "Root Container";

/// A window as its file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowDef {
    pub(crate) path: Arc<str>,
    pub(crate) kind: WindowKind,
    pub(crate) components: Vec<ComponentDef>,
    pub(crate) problems: Vec<String>,
}

/// How a window is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WindowKind {
    /// Fills the client.
    #[default]
    Main,
    /// Floats above it, at its own size.
    Popup,
}

/// A component as the file has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentDef {
    pub(crate) kind: Kind,
    pub(crate) name: Arc<str>,
    pub(crate) parent: Option<u32>,
    pub(crate) children: Vec<u32>,
    pub(crate) layout: Layout,
    pub(crate) custom: Vec<CustomProperty>,
    /// The values that differ from the defaults, in order of the properties' numbers.
    pub(crate) initial: Vec<(u16, Value)>,
    pub(crate) scripts: Vec<(&'static str, EventScript)>,
}

/// How a component follows the size of its container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Position and size grow with the container.
    #[default]
    Relative,
    /// The distance to these edges stays as in the file.
    Anchored(Edges),
}

/// Edges of a container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges {
    /// The upper edge.
    pub top: bool,
    /// The left edge.
    pub left: bool,
    /// The lower edge.
    pub bottom: bool,
    /// The right edge.
    pub right: bool,
}

/// A property that a window's file gives to one component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomProperty {
    /// The name.
    pub name: Arc<str>,
    /// The type of its values.
    pub value_type: Type,
}

/// A script that an event runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventScript {
    /// Its file in the project, as in `windows/Main/Sessions/who_is_on.py`.
    pub file: Arc<str>,
    /// Its text.
    pub source: Arc<str>,
}

/// A property of a component, of its kind or its own.
pub(crate) struct PropertyOf<'a> {
    pub(crate) name: &'a str,
    pub(crate) value_type: Type,
    pub(crate) writer: Writer,
}

impl WindowDef {
    /// The path in the project, as in `Main/Sessions`.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// How it is shown.
    pub fn kind(&self) -> WindowKind {
        self.kind
    }

    /// The mistakes in the file, to be shown in place of the components; empty for a good window.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// All components, each at its number.
    pub fn components(&self) -> &[ComponentDef] {
        &self.components
    }

    /// The component of this number.
    pub fn component(&self, number: u32) -> Option<&ComponentDef> {
        self.components.get(number as usize)
    }

    /// The component `name` in a container; in the window itself, its Root Container is searched, unless `name` is the
    /// Root Container's.
    pub fn child(&self, container: u32, name: &str) -> Option<u32> {
        let own = self.named(container, name);
        own.or_else(|| if container == WINDOW { self.named(ROOT_CONTAINER, name) } else { None })
    }

    pub(crate) fn named(&self, container: u32, name: &str) -> Option<u32> {
        let children = &self.component(container)?.children;
        children.iter().copied().find(|child| self.component(*child).is_some_and(|child| &*child.name == name))
    }

    /// The components in a container, in the order of the file; of the window itself, those of its Root Container.
    pub fn children(&self, container: u32) -> &[u32] {
        let container = if container == WINDOW { ROOT_CONTAINER } else { container };
        self.component(container).map_or(&[], |container| &container.children)
    }

    /// The container that a component is in; nothing for the window itself.
    pub fn parent(&self, component: u32) -> Option<u32> {
        self.component(component)?.parent
    }

    /// The component at a path of names as `getComponentForPath` takes it: `Root Container.Group.Button`. Names may
    /// have dots in them.
    pub fn find(&self, path: &str) -> Option<u32> {
        self.find_below(WINDOW, path)
    }

    fn find_below(&self, container: u32, path: &str) -> Option<u32> {
        for &child in &self.component(container)?.children {
            let Some(rest) = path.strip_prefix(&*self.component(child)?.name) else { continue };
            let found = match rest.strip_prefix('.') {
                _ if rest.is_empty() => Some(child),
                Some(below) => self.find_below(child, below),
                None => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// The path of names of a component; of the window itself its own path.
    pub fn path_of(&self, component: u32) -> String {
        let mut names = Vec::new();
        let mut at = self.component(component);
        while let Some(ComponentDef { name, parent: Some(parent), .. }) = at {
            names.push(&**name);
            at = self.component(*parent);
        }
        if names.is_empty() {
            return self.path.to_string();
        }
        names.reverse();
        names.join(".")
    }

    /// The script for an event of a component.
    pub fn script(&self, component: u32, event: &str) -> Option<&EventScript> {
        self.component(component)?.script(event)
    }

    pub(crate) fn existing(&self, component: u32) -> Result<&ComponentDef, PropertyError> {
        let missing = || {
            let message = format!("the window {:?} has no component of the number {component}", self.path);
            PropertyError::new(PropertyErrorKind::NoComponent, message)
        };
        self.component(component).ok_or_else(missing)
    }
}

impl ComponentDef {
    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The name; of a window, the path.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The number of the container; None for the window itself.
    pub fn parent(&self) -> Option<u32> {
        self.parent
    }

    /// The numbers of the components in it, in the order of the file.
    pub fn children(&self) -> &[u32] {
        &self.children
    }

    /// How it follows the size of its container.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The properties of its own.
    pub fn custom(&self) -> &[CustomProperty] {
        &self.custom
    }

    /// The names of all its properties, those of its kind first.
    pub fn property_names(&self) -> impl Iterator<Item = &str> {
        let own = self.custom.iter().map(|property| &*property.name);
        self.kind.properties().map(|property| property.name).chain(own)
    }

    /// The events that have a script, with it, in the order of the file.
    pub fn scripts(&self) -> impl Iterator<Item = (&'static str, &EventScript)> {
        self.scripts.iter().map(|(event, script)| (*event, script))
    }

    /// The script for an event.
    pub fn script(&self, event: &str) -> Option<&EventScript> {
        self.scripts().find_map(|(name, script)| (name == event).then_some(script))
    }

    /// A property by its number: those of the kind come first, then its own.
    pub(crate) fn property(&self, number: u16) -> Option<PropertyOf<'_>> {
        let number = usize::from(number);
        if let Some(property) = self.kind.properties().nth(number) {
            let (value_type, writer) = (property.value_type, property.writer);
            return Some(PropertyOf { name: property.name, value_type, writer });
        }
        let own = self.custom.get(number - self.kind.property_count())?;
        Some(PropertyOf { name: &own.name, value_type: own.value_type, writer: Writer::Script })
    }

    pub(crate) fn property_number(&self, name: &str) -> Option<u16> {
        self.property_names().position(|known| known == name).and_then(|number| u16::try_from(number).ok())
    }

    /// The number of a property that ought to be there.
    pub(crate) fn existing(&self, name: &str) -> Result<u16, PropertyError> {
        self.property_number(name).ok_or_else(|| {
            let near = suggestion(name, self.property_names());
            let name = crate::wording::shortened(name);
            let message = format!("{} has no property {name:?}{near}", self.kind.name());
            PropertyError::new(PropertyErrorKind::NoProperty, message)
        })
    }

    /// The value of a property in the file, or by default.
    pub(crate) fn initial(&self, number: u16) -> Value {
        match self.initial.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(at) => self.initial[at].1.clone(),
            // A property of its own has its value in the file.
            Err(_) => self.kind.properties().nth(number.into()).map_or(Value::Nothing, |property| property.default()),
        }
    }
}

impl WindowKind {
    /// The name, as in files.
    pub fn name(self) -> &'static str {
        match self {
            WindowKind::Main => "main",
            WindowKind::Popup => "popup",
        }
    }
}
