//! The family `window`: a script's questions about its client's windows and their components, and its changes to them.

use rollcall_window::Value;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::component::{ComponentInfo, ComponentRef};
use crate::described::ValueForm;

/// A call about windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum WindowCall {
    /// `container.getComponent(name)`. Answer: the component, or nothing.
    GetComponent {
        /// The container; of a window, its Root Container is meant.
        container: ComponentRef,
        /// The name.
        name: String,
    },
    /// `container.getComponents()`. Answer: components, in the order of the file.
    GetComponents {
        /// The container.
        container: ComponentRef,
    },
    /// `component.parent`. Answer: the container (of the Root Container: the window), or nothing.
    GetParent {
        /// The component.
        component: ComponentRef,
    },
    /// Reads a property. Answer: its value; an `Attribute` error for one that the component has not.
    GetProperty {
        /// The component.
        component: ComponentRef,
        /// The property.
        property: String,
    },
    /// Writes a property, converted to its type. Answer: nothing; `Attribute` or `Type` errors.
    SetProperty {
        /// The component.
        component: ComponentRef,
        /// The property.
        property: String,
        /// The value.
        #[schemars(with = "ValueForm")]
        value: Value,
    },
    /// The names of all properties of a component, for `dir`. Answer: texts.
    GetPropertyNames {
        /// The component.
        component: ComponentRef,
    },
    /// `component.requestFocusInWindow()`. Answer: nothing.
    RequestFocus {
        /// The component.
        component: ComponentRef,
    },
    /// `system.nav.openWindow` and, with `swap`, `swapTo`. Answer: the window as a component.
    OpenWindow {
        /// The window's path in the project.
        path: String,
        /// Values for the Root Container's properties of these names.
        #[schemars(with = "Vec<(String, ValueForm)>")]
        parameters: Vec<(String, Value)>,
        /// Whether it takes the place of the current main window.
        swap: bool,
    },
    /// `system.nav.closeWindow`. Answer: nothing.
    CloseWindow {
        /// Which one.
        window: WindowName,
    },
    /// `system.nav.centerWindow`. Answer: nothing.
    CenterWindow {
        /// Which one.
        window: WindowName,
    },
    /// `system.nav.getCurrentWindow`. Answer: the path of the main window in front, or nothing.
    GetCurrentWindow,
    /// `system.gui.getOpenedWindows`. Answer: components, each a window.
    GetOpenedWindows,
    /// `system.gui.getWindow`. Answer: the open window as a component; a `Value` error when it is not open.
    GetWindow {
        /// Its path.
        path: String,
    },
}

/// A window as a script names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "by", content = "value", rename_all = "camelCase")]
pub enum WindowName {
    /// By its path.
    Path(String),
    /// By a component in it, or itself.
    Component(ComponentRef),
}

/// The answer to a call about windows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum WindowAnswer {
    /// It was done.
    Done,
    /// A component, or a window; absent where there is no such one.
    Component(Option<ComponentInfo>),
    /// Several of them.
    Components(Vec<ComponentInfo>),
    /// The value of a property.
    Property(#[schemars(with = "ValueForm")] Value),
    /// The names of properties.
    Names(Vec<String>),
    /// The path of a window; absent where there is no such one.
    Path(Option<String>),
}

impl WindowCall {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            WindowCall::GetComponent { .. } => "getComponent",
            WindowCall::GetComponents { .. } => "getComponents",
            WindowCall::GetParent { .. } => "parent",
            WindowCall::GetProperty { .. } | WindowCall::SetProperty { .. } => "a component's property",
            WindowCall::GetPropertyNames { .. } => "dir",
            WindowCall::RequestFocus { .. } => "requestFocusInWindow",
            WindowCall::OpenWindow { swap: false, .. } => "system.nav.openWindow",
            WindowCall::OpenWindow { swap: true, .. } => "system.nav.swapTo",
            WindowCall::CloseWindow { .. } => "system.nav.closeWindow",
            WindowCall::CenterWindow { .. } => "system.nav.centerWindow",
            WindowCall::GetCurrentWindow => "system.nav.getCurrentWindow",
            WindowCall::GetOpenedWindows => "system.gui.getOpenedWindows",
            WindowCall::GetWindow { .. } => "system.gui.getWindow",
        }
    }
}
