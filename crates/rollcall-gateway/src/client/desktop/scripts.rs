//! What scripts ask of their client's windows, and what they change there: the answers to host calls that need nobody
//! but the windows.

use rollcall_window::{PropertyError, PropertyErrorKind, Value, near::suggestion};
use rollcall_wire::component::{ComponentInfo, ComponentRef};
use rollcall_wire::host::{HostCall, HostError, HostResult, HostValue};

use super::{Desktop, Mark, Shown};
use crate::client::chain::Chain;

impl Desktop {
    /// Answers a call about windows, of a script with this chain.
    ///
    /// # Errors
    /// As the script will see them; for a call that is about something else, `Unavailable`.
    pub(in crate::client) fn call(&mut self, call: HostCall, chain: &Chain) -> HostResult {
        match call {
            HostCall::GetComponent { container, name } => self.component(container, &name),
            HostCall::GetComponents { container } => self.components(container),
            HostCall::GetParent { component } => self.parent(component),
            HostCall::GetProperty { component, property } => {
                let value = self.shown(component)?.window.get(component.component, &property);
                Ok(HostValue::Property(value.map_err(property_error)?))
            }
            HostCall::SetProperty { component, property, value } => self.set(component, &property, value, chain),
            HostCall::GetPropertyNames { component } => {
                let shown = self.shown(component)?;
                Ok(HostValue::Texts(
                    shown.window.properties(component.component).map(|(name, _)| name.into()).collect(),
                ))
            }
            HostCall::RequestFocus { component } => {
                self.shown(component)?;
                self.outbox.mark(Mark::Focus(component));
                Ok(HostValue::Nothing)
            }
            HostCall::OpenWindow { path, parameters, swap: false } => {
                let number = self.open_window(&path, parameters, Some(chain))?;
                self.window(number)
            }
            HostCall::OpenWindow { path, parameters, swap: true } => {
                let number = self.swap_window(&path, parameters, Some(chain))?;
                self.window(number)
            }
            HostCall::CloseWindow { window } => {
                if let Some(number) = self.named(&window)? {
                    self.close_window(number, Some(chain));
                }
                Ok(HostValue::Nothing)
            }
            HostCall::CenterWindow { window } => {
                if let Some(number) = self.named(&window)? {
                    self.outbox.mark(Mark::Centered(number));
                }
                Ok(HostValue::Nothing)
            }
            HostCall::GetCurrentWindow => {
                let current = self.current().map(|shown| shown.path().to_owned());
                Ok(current.map_or(HostValue::Nothing, HostValue::Text))
            }
            HostCall::GetOpenedWindows => {
                let windows = self.windows.iter().filter_map(|shown| shown.info(rollcall_window::WINDOW));
                Ok(HostValue::Components(windows.collect()))
            }
            HostCall::GetWindow { path } => self.window_of(&path),
            other => Err(HostError::Unavailable { message: format!("{} is not about windows", other.function()) }),
        }
    }

    /// The window that a component is said to be in.
    fn shown(&self, at: ComponentRef) -> Result<&Shown, HostError> {
        let gone = |what: &str| HostError::Attribute { message: format!("{what} is closed: open it again first") };
        let shown = self.find(at.window).ok_or_else(|| gone("the window of this component"))?;
        match shown.window.definition().component(at.component) {
            Some(_) => Ok(shown),
            // Its number was good before the window's file was changed.
            None => Err(HostError::Attribute {
                message: format!("the component is gone: the window {:?} has changed", shown.path()),
            }),
        }
    }

    fn component(&self, container: ComponentRef, name: &str) -> HostResult {
        let shown = self.shown(container)?;
        let child = shown.window.definition().child(container.component, name);
        Ok(answer(child.and_then(|child| shown.info(child))))
    }

    fn components(&self, container: ComponentRef) -> HostResult {
        let shown = self.shown(container)?;
        let children = shown.window.definition().children(container.component);
        Ok(HostValue::Components(children.iter().filter_map(|child| shown.info(*child)).collect()))
    }

    fn parent(&self, component: ComponentRef) -> HostResult {
        let shown = self.shown(component)?;
        let parent = shown.window.definition().parent(component.component);
        Ok(answer(parent.and_then(|parent| shown.info(parent))))
    }

    fn set(&mut self, at: ComponentRef, property: &str, value: Value, chain: &Chain) -> HostResult {
        self.shown(at)?;
        let _room = self.room_for_value(at, property, &value)?;
        let Some(shown) = self.find_mut(at.window) else { return Ok(HostValue::Nothing) };
        let changes = shown.window.set(at.component, property, value).map_err(property_error)?;
        self.note_changes(at.window, changes, Some(chain), None);
        Ok(HostValue::Nothing)
    }

    fn window(&self, number: u32) -> HostResult {
        Ok(answer(self.find(number).and_then(|shown| shown.info(rollcall_window::WINDOW))))
    }

    fn window_of(&self, path: &str) -> HostResult {
        match self.windows.iter().find(|shown| shown.path() == path) {
            Some(shown) => self.window(shown.number),
            None => {
                let near = suggestion(path, self.windows.iter().map(Shown::path));
                Err(HostError::Value { message: format!("the window {path:?} is not open{near}") })
            }
        }
    }
}

fn answer(component: Option<ComponentInfo>) -> HostValue {
    component.map_or(HostValue::Nothing, HostValue::Component)
}

/// A property's error as a script sees it.
pub(super) fn property_error(error: PropertyError) -> HostError {
    let message = error.to_string();
    match error.kind() {
        PropertyErrorKind::Type => HostError::Type { message },
        PropertyErrorKind::Value => HostError::Value { message },
        _ => HostError::Attribute { message },
    }
}

/// What an error says, where no script is there to see it.
pub(super) fn words(error: &HostError) -> String {
    match error {
        HostError::PatternSyntax { message, .. }
        | HostError::Filter { message, .. }
        | HostError::Refused { message }
        | HostError::Unavailable { message }
        | HostError::Attribute { message }
        | HostError::Type { message }
        | HostError::Value { message }
        | HostError::Failed { message } => message.clone(),
    }
}
