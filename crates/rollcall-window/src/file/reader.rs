//! From the tree of a file to a window, or to all that is wrong with it.
//!
//! A mistake is noted and reading goes on, so that a person sees all of them at once. Parts added after a mistake serve
//! only to find the next: a file with one gives no window.

use std::collections::BTreeSet;
use std::sync::Arc;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;

use super::literal::{self, Fault};
use super::scalar::shown;
use super::{Finding, MAX_NESTING, Reading, WindowFile};
use crate::did_you_mean::suggestion;
use crate::wording::{one_of, shortened};
use crate::{Builder, Edges, EventScript, Kind, Layout, ROOT_CONTAINER, Type, Value, WINDOW, WindowKind, Writer};

/// The keys of a component besides the properties of its kind.
const COMPONENT_KEYS: &[&str] = &["kind", "name", "layout", "events", "custom", "components"];
const EDGES: &[&str] = &["top", "left", "bottom", "right"];

pub(super) struct Reader<'a> {
    file: &'a WindowFile<'a>,
    builder: Builder,
    findings: Vec<Finding>,
    used: BTreeSet<String>,
    /// The names on the way to the component that is read.
    names: Vec<String>,
    /// Something the window cannot do without is missing.
    broken: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(file: &'a WindowFile<'a>) -> Self {
        let builder = Builder::new(file.path, WindowKind::Main);
        Reader { file, builder, findings: Vec::new(), used: BTreeSet::new(), names: Vec::new(), broken: false }
    }

    pub(super) fn finish(mut self) -> Reading {
        self.findings.sort_by_key(|finding| finding.offset);
        let window = if self.broken { Err(self.builder.kind()) } else { Ok(self.builder.finish()) };
        Reading { window, findings: self.findings, used: self.used }
    }

    /// Notes why the file cannot be read at all. The names in it are unknown, so no script counts as never named.
    pub(super) fn fail_unread(&mut self, finding: Finding) {
        self.used = self.file.scripts.keys().cloned().collect();
        self.fail(finding);
    }

    /// Notes a mistake without whose correction there is no window.
    fn fail(&mut self, finding: Finding) {
        self.broken = true;
        self.findings.push(finding);
    }

    /// Notes a mistake at the component that is read.
    fn report(&mut self, place: &impl Ranged, message: impl AsRef<str>) {
        self.report_at(place.start(), message);
    }

    fn report_at(&mut self, offset: usize, message: impl AsRef<str>) {
        let finding = self.finding(offset, message.as_ref());
        self.fail(finding);
    }

    fn finding(&self, offset: usize, message: &str) -> Finding {
        let path = self.names.join(".");
        let place = if path.is_empty() { String::new() } else { format!("{}: ", path.escape_debug()) };
        Finding { offset, message: format!("{place}{message}") }
    }

    /// Reads the whole file.
    pub(super) fn window(&mut self, tree: &ast::Value<'_>) {
        let Some(object) = self.object(tree, "a window") else { return };
        let mut root = None;
        for property in self.properties(object) {
            match property.name.as_str() {
                // For editors, which look there for the schema.
                "$schema" => {}
                "kind" => self.window_kind(&property.value),
                "events" => self.events(WINDOW, Kind::Window, &property.value),
                "custom" => self.custom_properties(WINDOW, &property.value),
                "root" => root = Some(&property.value),
                _ => self.property(WINDOW, Kind::Window, property, &["$schema", "kind", "events", "custom", "root"]),
            }
        }
        match root {
            Some(root) => self.root_container(root),
            None => self.report(tree, "a window needs \"root\", its Root Container"),
        }
    }

    fn window_kind(&mut self, value: &ast::Value<'_>) {
        let kinds = [WindowKind::Main, WindowKind::Popup];
        match value.as_string_lit().and_then(|text| kinds.into_iter().find(|kind| kind.name() == text.value)) {
            Some(kind) => self.builder.set_kind(kind),
            None => {
                let wanted = one_of(kinds.iter().map(|kind| format!("{:?}", kind.name())));
                self.report(value, format!("a window's kind is {wanted}, not {}", shown(value)));
            }
        }
    }

    fn root_container(&mut self, root: &ast::Value<'_>) {
        self.names.push(crate::definition::ROOT_CONTAINER_NAME.into());
        if let Some(object) = self.object(root, "the Root Container") {
            for property in self.properties(object) {
                match property.name.as_str() {
                    key @ ("kind" | "name" | "layout") => {
                        self.report(
                            property,
                            format!("the Root Container has no {key:?}: it is the same in every window"),
                        );
                    }
                    _ => self.member(ROOT_CONTAINER, Some(Kind::Container), property),
                }
            }
        }
        self.names.pop();
    }

    fn components(&mut self, container: u32, value: &ast::Value<'_>) {
        let ast::Value::Array(array) = value else {
            return self.report(value, format!("\"components\" must be a list, not {}", shown(value)));
        };
        if self.names.len() >= MAX_NESTING {
            return self.report(value, format!("containers can lie {MAX_NESTING} deep at most"));
        }
        for component in &array.elements {
            // One report that there are too many is enough; one for each would drown it.
            if self.component(container, component).is_none() {
                return;
            }
        }
    }

    /// Reads a component; `None` when no more can be added.
    fn component(&mut self, container: u32, value: &ast::Value<'_>) -> Option<()> {
        let Some(object) = self.object(value, "a component") else { return Some(()) };
        let properties = self.properties(object);
        let name = self.component_name(object);
        self.names.push(name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| "(without a name)".into()));
        let kind = self.kind(object);
        // A stand-in takes the place of a component that cannot be added, to find the mistakes inside it.
        let stand_in = format!("\u{0}{}", object.start());
        let added = self.builder.add(container, kind.unwrap_or(Kind::Container), name.as_deref().unwrap_or(&stand_in));
        let number = match added {
            Ok(number) => Some(number),
            Err(message) => {
                let place = object.get("name").map_or(object.start(), |name| name.value.start());
                self.report_at(place, message);
                self.builder.add(container, kind.unwrap_or(Kind::Container), &stand_in).ok()
            }
        };
        for property in properties.iter().filter(|property| !matches!(property.name.as_str(), "kind" | "name")) {
            if let Some(number) = number {
                self.member(number, kind, property);
            }
        }
        self.names.pop();
        number.map(|_| ())
    }

    fn kind(&mut self, object: &ast::Object<'_>) -> Option<Kind> {
        let kinds = || Kind::ALL.into_iter().filter(|kind| *kind != Kind::Window).map(Kind::name);
        let Some(property) = object.get("kind") else {
            self.report(object, format!("a component needs a \"kind\": {}", one_of(kinds().map(str::to_owned))));
            return None;
        };
        let Some(text) = property.value.as_string_lit() else {
            self.report(&property.value, format!("\"kind\" must be a string, not {}", shown(&property.value)));
            return None;
        };
        let kind = Kind::of_name(&text.value).filter(|kind| *kind != Kind::Window);
        if kind.is_none() {
            let near = suggestion(&text.value, kinds());
            self.report(text, format!("there is no kind of component {:?}{near}", shortened(&text.value)));
        }
        kind
    }

    fn component_name(&mut self, object: &ast::Object<'_>) -> Option<String> {
        match object.get("name").map(|name| &name.value) {
            Some(ast::Value::StringLit(name)) => Some(name.value.to_string()),
            Some(other) => {
                self.report(other, format!("\"name\" must be a string, not {}", shown(other)));
                None
            }
            None => {
                self.report(object, "a component needs a \"name\"");
                None
            }
        }
    }

    /// One key of a component whose kind is known, or not.
    fn member(&mut self, component: u32, kind: Option<Kind>, property: &ast::ObjectProp<'_>) {
        match (property.name.as_str(), kind) {
            ("layout", _) => self.layout(component, &property.value),
            ("custom", _) => self.custom_properties(component, &property.value),
            ("components", Some(kind)) if !kind.is_container() => {
                self.report(property, format!("a {} holds no components", kind.name()));
            }
            ("components", _) => self.components(component, &property.value),
            ("events", Some(kind)) => self.events(component, kind, &property.value),
            ("events", None) => self.events_of_no_kind(&property.value),
            (_, Some(kind)) => self.property(component, kind, property, COMPONENT_KEYS),
            // The possible keys of a component of an unknown kind are unknown.
            (_, None) => {}
        }
    }

    /// A property of the kind. `keys` are the other keys that may be meant.
    fn property(&mut self, component: u32, kind: Kind, property: &ast::ObjectProp<'_>, keys: &[&str]) {
        let name = property.name.as_str();
        let Some(known) = kind.property(name).filter(|known| known.writer != Writer::Nobody) else {
            let settable = kind.properties().filter(|known| known.writer != Writer::Nobody).map(|known| known.name);
            let near = suggestion(name, settable.chain(keys.iter().copied()));
            let message = format!("{} has no property {:?}{near}", kind.name(), shortened(name));
            return self.report(property, message);
        };
        let Some(value) = self.value(known.value_type, &format!("{}.{name}", kind.name()), &property.value) else {
            return;
        };
        if (kind, name) == (Kind::Image, "path") {
            self.check_image(&value, &property.value);
        }
        if let Err(message) = self.builder.set(component, name, value) {
            self.report(&property.value, message);
        }
    }

    /// A picture that is not there leaves its place empty and does not break the window.
    fn check_image(&mut self, value: &Value, place: &ast::Value<'_>) {
        let Value::Text(path) = value else { return };
        if !path.is_empty() && !self.file.images.contains(&**path) {
            let near = suggestion(path, self.file.images.iter().map(String::as_str));
            let message = format!("the folder images has no picture {:?}{near}", shortened(path));
            self.findings.push(self.finding(place.start(), &message));
        }
    }

    fn value(&mut self, value_type: Type, what: &str, literal: &ast::Value<'_>) -> Option<Value> {
        match literal::read(value_type, literal) {
            Ok(value) => return Some(value),
            Err(Fault::Wanted(wanted)) => self.report(literal, format!("{what} takes {wanted}")),
            Err(Fault::Inside(findings)) => {
                for (offset, message) in findings {
                    self.report_at(offset, format!("{what}: {message}"));
                }
            }
        }
        None
    }

    fn layout(&mut self, component: u32, value: &ast::Value<'_>) {
        let layout = match value {
            ast::Value::StringLit(text) if text.value == "relative" => Some(Layout::Relative),
            ast::Value::Array(edges) => self.edges(edges).map(Layout::Anchored),
            other => {
                let wanted = "\"relative\" or a list of edges, as in [\"top\", \"left\", \"right\"]";
                self.report(other, format!("\"layout\" is {wanted}, not {}", shown(other)));
                None
            }
        };
        if let Some(Err(message)) = layout.map(|layout| self.builder.set_layout(component, layout)) {
            self.report(value, message);
        }
    }

    fn edges(&mut self, names: &ast::Array<'_>) -> Option<Edges> {
        let mut edges = Edges::default();
        let mut good = true;
        for name in &names.elements {
            let edge = match name.as_string_lit().map(|text| text.value.as_ref()) {
                Some("top") => &mut edges.top,
                Some("left") => &mut edges.left,
                Some("bottom") => &mut edges.bottom,
                Some("right") => &mut edges.right,
                _ => {
                    let wanted = one_of(EDGES.iter().map(|edge| format!("{edge:?}")));
                    self.report(name, format!("an edge is {wanted}, not {}", shown(name)));
                    good = false;
                    continue;
                }
            };
            *edge = true;
        }
        good.then_some(edges)
    }

    fn events(&mut self, component: u32, kind: Kind, value: &ast::Value<'_>) {
        let Some(object) = self.object(value, "\"events\"") else { return };
        for property in self.properties(object) {
            let (event, script) = (property.name.as_str(), &property.value);
            if kind.event(event).is_none() {
                let near = suggestion(event, kind.events().map(|known| known.name));
                self.report(property, format!("{} has no event {:?}{near}", kind.name(), shortened(event)));
            }
            let Some(source) = self.script(event, script) else { continue };
            if kind.event(event).is_some()
                && let Err(message) = self.builder.add_script(component, event, source)
            {
                self.report(property, message);
            }
        }
    }

    /// Whatever the events are, their scripts are named.
    fn events_of_no_kind(&mut self, value: &ast::Value<'_>) {
        for property in value.as_object().map_or(&[][..], |object| &object.properties) {
            self.script(property.name.as_str(), &property.value);
        }
    }

    /// The script of an event, from the window's folder.
    fn script(&mut self, event: &str, value: &ast::Value<'_>) -> Option<EventScript> {
        let Some(name) = value.as_string_lit().map(|text| &*text.value) else {
            let wanted = "the name of a script in the window's folder, as in \"pressed.py\"";
            self.report(value, format!("{event} takes {wanted}, not {}", shown(value)));
            return None;
        };
        let scripts = self.file.scripts;
        let Some(source) = scripts.get(name) else {
            let near = suggestion(name, scripts.keys().map(String::as_str));
            let message = format!("the folder {} has no script {:?}{near}", self.file.folder, shortened(name));
            self.report(value, message);
            return None;
        };
        self.used.insert(name.to_owned());
        match source {
            Some(source) => {
                let file = format!("{}/{name}", self.file.folder).into();
                Some(EventScript { file, source: Arc::clone(source) })
            }
            None => {
                self.report(value, format!("the script {name:?} cannot be used"));
                None
            }
        }
    }

    fn custom_properties(&mut self, component: u32, value: &ast::Value<'_>) {
        let Some(object) = self.object(value, "\"custom\"") else { return };
        for property in self.properties(object) {
            let name = property.name.as_str();
            let Some((value_type, literal)) = self.custom_type(name, &property.value) else { continue };
            let value = match literal {
                Some(literal) => self.value(value_type, name, literal),
                None => Some(value_type.empty()),
            };
            let added = value.map(|value| self.builder.add_custom(component, name, value_type, value));
            if let Some(Err(message)) = added {
                self.report(property, message);
            }
        }
    }

    /// The type of a property of the component's own, as the file states it or as its value shows, and the value's
    /// place.
    fn custom_type<'v, 't>(
        &mut self,
        name: &str,
        value: &'v ast::Value<'t>,
    ) -> Option<(Type, Option<&'v ast::Value<'t>>)> {
        if let Some(inferred) = literal::inferred_type(value) {
            return Some((inferred, Some(value)));
        }
        let Some(object) = value.as_object() else {
            let stated = "{\"type\": ..., \"value\": ...}";
            self.report(value, format!("{name}: the type of {} cannot be guessed: write {stated}", shown(value)));
            return None;
        };
        let (mut value_type, mut literal) = (None, None);
        for property in self.properties(object) {
            match property.name.as_str() {
                "type" => value_type = self.named_type(&property.value),
                "value" => literal = Some(&property.value),
                other => {
                    let near = suggestion(other, ["type", "value"]);
                    self.report(property, format!("{name} has \"type\" and \"value\", not {other:?}{near}"));
                }
            }
        }
        if object.get("type").is_none() {
            self.report(value, format!("{name} needs a \"type\""));
        }
        value_type.map(|value_type| (value_type, literal))
    }

    fn named_type(&mut self, value: &ast::Value<'_>) -> Option<Type> {
        let name = value.as_string_lit().map_or("", |text| &text.value);
        let known = literal::NAMED_TYPES.iter().find(|(known, _)| *known == name);
        if known.is_none() {
            let near = suggestion(name, literal::NAMED_TYPES.iter().map(|(known, _)| *known));
            let types = one_of(literal::NAMED_TYPES.iter().map(|(known, _)| format!("{known:?}")));
            self.report(value, format!("a type is {types}, not {}{near}", shown(value)));
        }
        known.map(|(_, value_type)| *value_type)
    }

    fn object<'v, 't>(&mut self, value: &'v ast::Value<'t>, what: &str) -> Option<&'v ast::Object<'t>> {
        if value.as_object().is_none() {
            self.report(value, format!("{what} must be an object, not {}", shown(value)));
        }
        value.as_object()
    }

    /// An object's properties, without those whose name was there before: it is not known which of them is meant.
    fn properties<'v, 't>(&mut self, object: &'v ast::Object<'t>) -> Vec<&'v ast::ObjectProp<'t>> {
        let mut known = BTreeSet::new();
        let mut properties = Vec::new();
        for property in &object.properties {
            if known.insert(property.name.as_str()) {
                properties.push(property);
            } else {
                self.report(property, format!("{:?} is there twice", shortened(property.name.as_str())));
            }
        }
        properties
    }
}
