//! The calls of scripts on their client's windows: the answers to the family `window`.

use rollcall_window::{PropertyError, PropertyErrorKind, Value, did_you_mean::suggestion};
use rollcall_wire::component::ComponentRef;
use rollcall_wire::host::{HostError, WindowAnswer, WindowCall};

use super::{Desktop, Mark, WindowInstance};
use crate::client::chain::Chain;

impl Desktop {
    /// Answers a call about windows, of a script with this chain.
    ///
    /// # Errors
    /// As the script will see them.
    pub(in crate::client) fn call(&mut self, call: WindowCall, chain: &Chain) -> Result<WindowAnswer, HostError> {
        match call {
            WindowCall::GetComponent { container, name } => self.component(container, &name),
            WindowCall::GetComponents { container } => self.components(container),
            WindowCall::GetParent { component } => self.parent(component),
            WindowCall::GetProperty { component, property } => {
                let value = self.shown(component)?.window.get(component.component, &property);
                Ok(WindowAnswer::Property(value.map_err(property_error)?))
            }
            WindowCall::SetProperty { component, property, value } => self.set(component, &property, value, chain),
            WindowCall::GetPropertyNames { component } => {
                let shown = self.shown(component)?;
                Ok(WindowAnswer::Names(
                    shown.window.properties(component.component).map(|(name, _)| name.into()).collect(),
                ))
            }
            WindowCall::RequestFocus { component } => {
                self.shown(component)?;
                self.outbox.mark(Mark::Focus(component));
                Ok(WindowAnswer::Done)
            }
            WindowCall::OpenWindow { path, parameters, swap: false } => {
                let number = self.open_window(&path, parameters, Some(chain))?;
                self.window(number)
            }
            WindowCall::OpenWindow { path, parameters, swap: true } => {
                let number = self.swap_window(&path, parameters, Some(chain))?;
                self.window(number)
            }
            WindowCall::CloseWindow { window } => {
                if let Some(number) = self.named(&window)? {
                    self.close_window(number, Some(chain));
                }
                Ok(WindowAnswer::Done)
            }
            WindowCall::CenterWindow { window } => {
                if let Some(number) = self.named(&window)? {
                    self.outbox.mark(Mark::Centered(number));
                }
                Ok(WindowAnswer::Done)
            }
            WindowCall::GetCurrentWindow => Ok(WindowAnswer::Path(self.current().map(|shown| shown.path().to_owned()))),
            WindowCall::GetOpenedWindows => {
                let windows = self.windows.iter().filter_map(|shown| shown.info(rollcall_window::WINDOW));
                Ok(WindowAnswer::Components(windows.collect()))
            }
            WindowCall::GetWindow { path } => self.window_of(&path),
        }
    }

    /// The window that a component claims to be in.
    fn shown(&self, at: ComponentRef) -> Result<&WindowInstance, HostError> {
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

    fn component(&self, container: ComponentRef, name: &str) -> Result<WindowAnswer, HostError> {
        let shown = self.shown(container)?;
        let child = shown.window.definition().child(container.component, name);
        Ok(WindowAnswer::Component(child.and_then(|child| shown.info(child))))
    }

    fn components(&self, container: ComponentRef) -> Result<WindowAnswer, HostError> {
        let shown = self.shown(container)?;
        let children = shown.window.definition().children(container.component);
        Ok(WindowAnswer::Components(children.iter().filter_map(|child| shown.info(*child)).collect()))
    }

    fn parent(&self, component: ComponentRef) -> Result<WindowAnswer, HostError> {
        let shown = self.shown(component)?;
        let parent = shown.window.definition().parent(component.component);
        Ok(WindowAnswer::Component(parent.and_then(|parent| shown.info(parent))))
    }

    fn set(
        &mut self,
        at: ComponentRef,
        property: &str,
        value: Value,
        chain: &Chain,
    ) -> Result<WindowAnswer, HostError> {
        self.shown(at)?;
        let _room = self.room_for_value(at, property, &value)?;
        let Some(shown) = self.find_mut(at.window) else { return Ok(WindowAnswer::Done) };
        let changes = shown.window.set(at.component, property, value).map_err(property_error)?;
        self.note_changes(at.window, changes, Some(chain), None);
        Ok(WindowAnswer::Done)
    }

    fn window(&self, number: u32) -> Result<WindowAnswer, HostError> {
        Ok(WindowAnswer::Component(self.find(number).and_then(|shown| shown.info(rollcall_window::WINDOW))))
    }

    fn window_of(&self, path: &str) -> Result<WindowAnswer, HostError> {
        match self.windows.iter().find(|shown| shown.path() == path) {
            Some(shown) => self.window(shown.number),
            None => {
                let near = suggestion(path, self.windows.iter().map(WindowInstance::path));
                Err(HostError::Value { message: format!("the window {path:?} is not open{near}") })
            }
        }
    }
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
