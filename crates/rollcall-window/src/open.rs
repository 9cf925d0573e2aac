//! A window that a client has open: the window's definition, shared, and the differences from it.
//!
//! A thousand clients with the same window share its components and pay for the differences only, so a difference that
//! is taken back is forgotten.
//!
//! With each written property, the properties that follow from it are written ([`crate::follow`]), and all changes are
//! reported, so that scripts get their events and browsers show the current state.

use std::collections::BTreeMap;
use std::sync::Arc;

use rollcall_dataset::Dataset;

use crate::definition::{ComponentDef, PropertyOf, ROOT_CONTAINER, WINDOW, WindowDef};
use crate::did_you_mean::suggestion;
use crate::wording::shortened;
use crate::{PropertyError, PropertyErrorKind, Value, Writer, follow};

/// The longest text that a person may enter, in characters.
pub const MAX_ENTERED_CHARS: usize = 100_000;

/// A window that a client has open.
#[derive(Clone, Debug)]
pub struct OpenWindow {
    definition: Arc<WindowDef>,
    /// In order of component and property.
    differences: Vec<Difference>,
    /// The state that few windows have.
    aside: Option<Box<Aside>>,
    /// The weight of the differences.
    weight: usize,
}

/// The state that few windows have: apart, so that the others do not pay for it.
#[derive(Clone, Debug, Default)]
struct Aside {
    /// While the file is broken: the window of the last good one, for when it is mended.
    last_good: Option<OpenWindow>,
    /// By component: the data in which its selection was made or to which it was carried over since, as fingerprints;
    /// not the current data. A person who saw one of them saw the rows that are selected now.
    seen: BTreeMap<u32, Vec<u64>>,
}

impl Aside {
    fn weight(&self) -> usize {
        let seen = self.seen.len() * MOST_SEEN * size_of::<u64>();
        seen + self.last_good.as_ref().map_or(0, OpenWindow::weight)
    }
}

/// How many changes of data a person may be behind when they act on the rows that they have selected.
const MOST_SEEN: usize = 16;

/// A property whose value differs from the file's.
#[derive(Clone, Debug)]
struct Difference {
    component: u32,
    property: u16,
    value: Value,
    /// The weight of the value.
    weight: usize,
}

/// A property that has changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The component's number.
    pub component: u32,
    /// The property.
    pub property: String,
    /// Before.
    pub old: Value,
    /// Now.
    pub new: Value,
}

impl OpenWindow {
    /// The window as its file has it.
    pub fn new(definition: Arc<WindowDef>) -> OpenWindow {
        OpenWindow { definition, differences: Vec::new(), aside: None, weight: 0 }
    }

    /// The definition that all clients with this window open share.
    pub fn definition(&self) -> &Arc<WindowDef> {
        &self.definition
    }

    /// The weight of its differences from the file.
    pub fn weight(&self) -> usize {
        let each = self.differences.len() * size_of::<Difference>();
        self.weight + each + self.aside.as_ref().map_or(0, |aside| aside.weight())
    }

    /// The weight of a property's value, where it differs from the file; 0 otherwise.
    pub fn weight_of(&self, component: u32, property: &str) -> usize {
        let known = self.definition.component(component).and_then(|known| known.property_number(property));
        let at = known.and_then(|number| self.position(component, number).ok());
        at.map_or(0, |at| self.differences[at].weight)
    }

    /// The value of a property.
    ///
    /// # Errors
    /// For a component or a property that there is not; the error names the property that may be meant.
    pub fn get(&self, component: u32, property: &str) -> Result<Value, PropertyError> {
        let number = self.definition.existing(component)?.existing(property)?;
        Ok(self.value(component, number))
    }

    /// Sets a property as a script does, converted to its type, and returns all changes: none if the value was the
    /// same, else that property and those that follow from it.
    ///
    /// # Errors
    /// For a component or property that there is not, one that no script may write, and a value that it does not take.
    pub fn set(&mut self, component: u32, property: &str, value: Value) -> Result<Vec<Change>, PropertyError> {
        let definition = self.definition.existing(component)?;
        let (kind, number) = (definition.kind, definition.existing(property)?);
        let known = definition.property(number).filter(|known| known.writer != Writer::Nobody);
        let Some(known) = known else {
            return Err(read_only(format!("{}.{property} can only be read", kind.name())));
        };
        let value = known.value_type.accept(value).map_err(|refusal| refusal.error(kind, property))?;
        Ok(self.establish(component, number, value))
    }

    /// Sets a property as a person does, from a browser: a number may come as a double, whatever the property's type.
    /// `seen` is the [`Dataset::fingerprint`] of the component's data as the person saw it. A selection made in other
    /// data than the component has now selects nothing: the rows that the person chose are not those of its numbers,
    /// and the person no longer wants the rows that were selected before.
    ///
    /// # Errors
    /// As [`OpenWindow::set`]; and for a property that a person cannot change, a component that is disabled, hidden or
    /// not editable, and an entry that the component's bounds forbid. The browser shows the actual value, not the
    /// requested one.
    pub fn set_by_person(
        &mut self,
        component: u32,
        property: &str,
        value: Value,
        seen: Option<u64>,
    ) -> Result<Vec<Change>, PropertyError> {
        let definition = self.definition.existing(component)?;
        let (kind, number) = (definition.kind, definition.existing(property)?);
        let known = definition.property(number).filter(|known| known.writer == Writer::Person);
        let Some(known) = known else {
            return Err(read_only(format!("{}.{property} cannot be changed by a person", kind.name())));
        };
        self.check_usable(component, definition)?;
        let value = known.value_type.accept_entered(value).map_err(|refusal| refusal.error(kind, property))?;
        self.check_bounds(component, definition, &known, &value)?;
        let value = match follow::none_selected(kind, property) {
            Some(none) if seen != self.data_fingerprint(component) => none,
            _ => value,
        };
        Ok(self.establish(component, number, value))
    }

    /// Whether a person's act on a component's rows is about the rows that are selected now: `seen`, the
    /// [`Dataset::fingerprint`] of its data as the person saw it, is that of the current data, or of data from which
    /// the whole selection was carried over since. Always, for a component without rows.
    pub fn is_about_its_rows(&self, component: u32, seen: Option<u64>) -> bool {
        let has_rows = self.definition.component(component).is_some_and(|known| follow::has_rows(known.kind));
        let carried_over = |seen: u64| {
            let known = self.aside.as_ref().and_then(|aside| aside.seen.get(&component));
            known.is_some_and(|known| known.contains(&seen))
        };
        !has_rows || seen == self.data_fingerprint(component) || seen.is_some_and(carried_over)
    }

    /// The fingerprint of a component's data; None where it has no data.
    fn data_fingerprint(&self, component: u32) -> Option<u64> {
        match self.get(component, "data") {
            Ok(Value::Dataset(data)) => Some(data.fingerprint()),
            _ => None,
        }
    }

    /// Whether a person can use a component: it is enabled, and it and all that it is in is visible.
    pub fn is_usable(&self, component: u32) -> bool {
        let holds = |number: u32, flag: &str| !matches!(self.get(number, flag), Ok(Value::Boolean(false)));
        let mut around = Some(component);
        while let Some(number) = around {
            if !holds(number, "visible") {
                return false;
            }
            around = self.definition.parent(number);
        }
        self.definition.component(component).is_some() && holds(component, "enabled")
    }

    fn check_usable(&self, component: u32, definition: &ComponentDef) -> Result<(), PropertyError> {
        let unusable = |why| read_only(format!("the {} {:?} is {why}", definition.kind.name(), definition.name));
        if !self.is_usable(component) {
            return Err(unusable("disabled or hidden"));
        }
        match self.get(component, "editable") {
            Ok(Value::Boolean(false)) => Err(unusable("not editable")),
            _ => Ok(()),
        }
    }

    fn check_bounds(
        &self,
        component: u32,
        definition: &ComponentDef,
        property: &PropertyOf<'_>,
        value: &Value,
    ) -> Result<(), PropertyError> {
        let refused = |wanted: String| {
            let message = format!("{}.{} takes {wanted}", definition.kind.name(), property.name);
            PropertyError::new(PropertyErrorKind::Value, message)
        };
        if let Value::Text(text) = value {
            let most = match self.get(component, "maxChars") {
                Ok(Value::Integer(most)) => usize::try_from(most).unwrap_or(MAX_ENTERED_CHARS).min(MAX_ENTERED_CHARS),
                _ => MAX_ENTERED_CHARS,
            };
            if text.chars().nth(most).is_some() {
                return Err(refused(format!("{most} characters at most")));
            }
        }
        let bounds = follow::entered_bounds(definition.kind, &|bound| self.get(component, bound).ok());
        match (bounds, follow::number(value)) {
            (Some((least, most)), Some(number)) if !(least..=most).contains(&number) => {
                Err(refused(format!("a number from {least} to {most}, not {number}")))
            }
            _ => Ok(()),
        }
    }

    /// Gives the Root Container's own properties the values that the window is opened with: all of them, or none.
    ///
    /// # Errors
    /// For a name that is not a property of its own, and a value that the property does not accept.
    pub fn set_parameters(
        &mut self,
        parameters: impl IntoIterator<Item = (String, Value)>,
    ) -> Result<Vec<Change>, PropertyError> {
        let parameters = parameters.into_iter().map(|(name, value)| self.parameter(&name, value));
        let accepted = parameters.collect::<Result<Vec<(u16, Value)>, PropertyError>>()?;
        let changes = accepted.into_iter().flat_map(|(number, value)| self.establish(ROOT_CONTAINER, number, value));
        Ok(changes.collect())
    }

    /// The number of a parameter, with its value converted.
    fn parameter(&self, name: &str, value: Value) -> Result<(u16, Value), PropertyError> {
        let root = self.definition.existing(ROOT_CONTAINER)?;
        let own = || root.custom.iter().map(|property| &*property.name);
        let Some(at) = own().position(|known| known == name) else {
            let (path, near) = (&self.definition.path, suggestion(name, own()));
            let message = format!("the window {path:?} has no parameter {:?}{near}", shortened(name));
            return Err(PropertyError::new(PropertyErrorKind::NoProperty, message));
        };
        let accepted = root.custom[at].value_type.accept(value);
        let value = accepted.map_err(|refusal| refusal.error(root.kind, name))?;
        Ok((root.existing(name)?, value))
    }

    /// All properties of a component with their values, those of its kind first; nothing of one that there is not.
    pub fn properties(&self, component: u32) -> impl Iterator<Item = (&str, Value)> {
        let definition = self.definition.component(component);
        let names = definition.into_iter().flat_map(ComponentDef::property_names);
        names.zip(0..).map(move |(name, number)| (name, self.value(component, number)))
    }

    /// Takes the window's new file for the old one. A changed value stays where the new file has a component of the
    /// same path and kind with such a property; the rest is taken from the new file. A broken file loses nothing: the
    /// next good one is taken for the last good one.
    pub fn replace(&mut self, definition: Arc<WindowDef>) {
        let before = std::mem::replace(self, OpenWindow::new(definition));
        let before = before.or_last_good();
        if !self.definition.problems.is_empty() {
            self.aside = Some(Box::new(Aside { last_good: Some(before), ..Aside::default() }));
            return;
        }
        let numbers = new_numbers(&before.definition, &self.definition);
        for difference in &before.differences {
            let Some(component) = numbers[difference.component as usize] else { continue };
            self.carry_over(component, &before.definition.components[difference.component as usize], difference);
        }
        for component in self.components_that_differ() {
            let old =
                numbers.iter().position(|number| *number == Some(component)).and_then(|old| u32::try_from(old).ok());
            let data = old.and_then(|old| before.get(old, "data").ok()).unwrap_or(Value::Nothing);
            self.settle(component, None, &data);
        }
    }

    fn or_last_good(mut self) -> OpenWindow {
        self.aside.take().and_then(|aside| aside.last_good).unwrap_or(self)
    }

    fn carry_over(&mut self, component: u32, before: &ComponentDef, difference: &Difference) {
        let Some(known) = before.property(difference.property).filter(|known| known.writer != Writer::Nobody) else {
            return;
        };
        let Some(now) = self.definition.component(component) else { return };
        let Some(number) = now.property_number(known.name) else { return };
        let accepted = now.property(number).and_then(|now| now.value_type.accept(difference.value.clone()).ok());
        if let Some(value) = accepted {
            self.put(component, number, value);
        }
    }

    fn components_that_differ(&self) -> Vec<u32> {
        let mut components: Vec<u32> = self.differences.iter().map(|difference| difference.component).collect();
        components.dedup();
        components
    }

    /// The differences from the file.
    pub(crate) fn into_differences(self) -> impl Iterator<Item = (u32, u16, Value)> {
        self.differences.into_iter().map(|Difference { component, property, value, .. }| (component, property, value))
    }

    /// Writes a value that the property accepts, and the properties that follow from it.
    pub(crate) fn establish(&mut self, component: u32, property: u16, value: Value) -> Vec<Change> {
        let data = self.get(component, "data").unwrap_or(Value::Nothing);
        let mut changes: Vec<Change> = self.put(component, property, value).into_iter().collect();
        // Even an equal value settles the properties that it decides: row 0 chosen again is the only chosen row.
        changes.extend(self.settle(component, Some(property), &data));
        let changes = merged(changes);
        self.note_seen(component, &data, &changes);
        changes
    }

    /// Keeps in which data the rows were seen that are selected now: all of it, as long as the selection is only carried
    /// over from data to data, and whole.
    fn note_seen(&mut self, component: u32, data: &Value, changes: &[Change]) {
        let kind = self.definition.component(component).map(|known| known.kind);
        let Some(selection) = kind.and_then(follow::selection) else { return };
        let change = |name: &str| changes.iter().find(|change| change.property == name);
        let how_many = |value: &Value| match value {
            Value::List(rows) => rows.len(),
            value => usize::from(*value != Value::Integer(-1)),
        };
        let selected = self.get(component, selection).as_ref().map_or(0, how_many);
        let is_whole = change(selection).is_none_or(|change| how_many(&change.old) == selected);
        match (change("data"), data) {
            (Some(_), Value::Dataset(data)) if selected > 0 && is_whole => {
                let seen = self.aside.get_or_insert_default().seen.entry(component).or_default();
                seen.retain(|known| *known != data.fingerprint());
                seen.push(data.fingerprint());
                seen.drain(..seen.len().saturating_sub(MOST_SEEN));
            }
            (None, _) if change(selection).is_none() => {}
            _ => self.forget_seen(component),
        }
    }

    fn forget_seen(&mut self, component: u32) {
        let Some(aside) = &mut self.aside else { return };
        aside.seen.remove(&component);
        if aside.seen.is_empty() && aside.last_good.is_none() {
            self.aside = None;
        }
    }

    /// Writes the properties that follow from `written`, or from the whole component without it. `data` is the
    /// component's data before that.
    fn settle(&mut self, component: u32, written: Option<u16>, data: &Value) -> Vec<Change> {
        let Some(definition) = self.definition.component(component) else { return Vec::new() };
        let written = written.and_then(|number| definition.property(number)).map(|property| property.name);
        let before = match data {
            data if same(data, &self.get(component, "data").unwrap_or(Value::Nothing)) => None,
            Value::Dataset(data) => Some(Arc::clone(data)),
            _ => Some(Arc::<Dataset>::default()),
        };
        let get = |name: &str| self.get(component, name).unwrap_or(Value::Nothing);
        let follows = follow::from(definition.kind, written, &get, before.as_deref());
        let mut changes = Vec::new();
        for (name, value) in follows {
            let number = self.definition.component(component).and_then(|known| known.property_number(name));
            changes.extend(number.and_then(|number| self.put(component, number, value)));
        }
        changes
    }

    /// Writes one value and nothing else.
    fn put(&mut self, component: u32, property: u16, value: Value) -> Option<Change> {
        let definition = Arc::clone(&self.definition);
        let definition = definition.component(component)?;
        let (old, initial) = (self.value(component, property), definition.initial(property));
        if same(&old, &value) {
            return None;
        }
        let change =
            Change { component, property: definition.property(property)?.name.to_owned(), old, new: value.clone() };
        let position = self.position(component, property);
        self.weight -= position.map_or(0, |at| self.differences[at].weight);
        match (position, same(&initial, &value)) {
            (Ok(at), true) => drop(self.differences.remove(at)),
            (Err(_), true) => {}
            (position, false) => {
                let weight = value.weight();
                self.weight += weight;
                let difference = Difference { component, property, value, weight };
                match position {
                    Ok(at) => self.differences[at] = difference,
                    Err(at) => self.differences.insert(at, difference),
                }
            }
        }
        Some(change)
    }

    fn value(&self, component: u32, property: u16) -> Value {
        match self.position(component, property) {
            Ok(at) => self.differences[at].value.clone(),
            Err(_) => match self.definition.component(component) {
                Some(definition) => definition.initial(property),
                None => Value::Nothing,
            },
        }
    }

    fn position(&self, component: u32, property: u16) -> Result<usize, usize> {
        self.differences.binary_search_by_key(&(component, property), |known| (known.component, known.property))
    }
}

fn read_only(message: String) -> PropertyError {
    PropertyError::new(PropertyErrorKind::ReadOnly, message)
}

/// One change of each property: a property may be corrected by those that follow from it, even to its old value.
fn merged(changes: Vec<Change>) -> Vec<Change> {
    let mut merged: Vec<Change> = Vec::new();
    for change in changes {
        match merged.iter_mut().find(|known| known.property == change.property) {
            Some(known) => known.new = change.new,
            None => merged.push(change),
        }
    }
    merged.retain(|change| !same(&change.old, &change.new));
    merged
}

/// For each component of `old` the number of the one of the same path and kind in `new`.
fn new_numbers(old: &WindowDef, new: &WindowDef) -> Vec<Option<u32>> {
    let mut numbers: Vec<Option<u32>> = Vec::with_capacity(old.components.len());
    for component in &old.components {
        let found = match component.parent {
            // A container comes before its content.
            Some(parent) => numbers[parent as usize].and_then(|parent| new.named(parent, &component.name)),
            None => Some(WINDOW),
        };
        numbers.push(found.filter(|found| new.components[*found as usize].kind == component.kind));
    }
    numbers
}

/// Equal as Java's objects are: NaN is equal to itself, and a shared dataset need not be compared.
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Double(a), Value::Double(b)) => a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()),
        (Value::Dataset(a), Value::Dataset(b)) => Arc::ptr_eq(a, b) || a == b,
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests;
