//! Host calls: what a script asks of the world outside its interpreter.
//!
//! One set for every scope and every way a script is run. Who answers differs: the gateway for its own scripts, a
//! client for dialogs, the gateway over a client's socket for the rest. Nothing here says who is asking: identity is
//! attached by the gateway to the session or the job, never stated by the caller.

use rollcall_dataset::Dataset;
use rollcall_window::Value;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::component::{ComponentInfo, ComponentRef};

/// A call, with its arguments already of the right types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum HostCall {
    /// `system.util.getSessionInfo`; a filter is a Java regular expression for the whole value. Answer: a dataset.
    GetSessionInfo {
        /// Restricts by username.
        username_filter: Option<String>,
        /// Restricts by project.
        project_filter: Option<String>,
    },
    /// A line of `system.util.getLogger`. Answer: nothing.
    Log {
        /// The logger's name.
        logger: String,
        /// How grave it is.
        level: LogLevel,
        /// The text, formatted.
        message: String,
    },
    /// `system.gui.messageBox`, `warningBox` and `errorBox`. Answer: nothing, once it is dismissed.
    MessageBox {
        /// Which of the three.
        style: MessageStyle,
        /// The text.
        message: String,
        /// The title of the box.
        title: String,
    },
    /// `system.gui.confirm`. Answer: yes, no, or cancelled.
    Confirm {
        /// The question.
        message: String,
        /// The title of the box.
        title: String,
        /// Whether a cancel button is offered.
        allow_cancel: bool,
    },
    /// `system.gui.inputBox`. Answer: the text, or nothing when cancelled.
    InputBox {
        /// The question.
        message: String,
        /// What stands in the field at first.
        default_text: String,
    },
    /// `system.gui.passwordBox`. Answer: the text, or nothing when cancelled.
    PasswordBox {
        /// The question.
        message: String,
        /// The title of the box.
        title: String,
        /// The character shown for each typed one.
        echo_char: String,
    },
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
    /// `system.util.invokeLater`. Answer: nothing; it runs after the client's waiting events.
    InvokeLater {
        /// The function.
        function: Function,
        /// Milliseconds to wait first.
        delay: u64,
    },
    /// `system.util.invokeAsynchronous`. Answer: nothing; it runs beside the client's events, in another interpreter.
    InvokeAsynchronous {
        /// The function with its arguments.
        function: Carried,
    },
    /// `system.util.sendMessage`. Answer: texts, one for each client that the message went to.
    SendMessage {
        /// The project of the receivers.
        project: String,
        /// The name of their message handler.
        handler: String,
        /// Its `payload`.
        payload: Carried,
        /// Which of the project's clients; all of the conditions must hold.
        receivers: Receivers,
    },
    /// `system.security.logout`. Answer: nothing; the session ends.
    LogOut,
    /// `system.util.exit`. Answer: nothing; the session ends.
    Exit,
    /// `system.util.retarget`. Answer: nothing; the session ends and the person goes to another project.
    Retarget {
        /// The project.
        project: String,
    },
    /// `import name` of a module that the library has not. Answer: a module of the project, or nothing.
    FindModule {
        /// The dotted name.
        name: String,
    },
}

/// A window as a script names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", content = "value", rename_all = "camelCase")]
pub enum WindowName {
    /// By its path.
    Path(String),
    /// By a component in it, or itself.
    Component(ComponentRef),
}

/// A function that is to be called later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", content = "value", rename_all = "camelCase")]
pub enum Function {
    /// It waits under this number in the interpreter that makes the call, which is the client's own.
    Kept(u64),
    /// It comes from another interpreter and is carried to the client's.
    Carried(Carried),
}

/// A Python value on its way from one interpreter to another. Only interpreters read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Carried(pub String);

/// Which clients get a message; what is absent restricts nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Receivers {
    /// The client of this id.
    pub client_id: Option<String>,
    /// The clients of this user.
    pub username: Option<String>,
    /// The clients of users with this role.
    pub role: Option<String>,
    /// The clients on this host, by name or address.
    pub host: Option<String>,
}

/// A module of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Module {
    /// Its file in the project; absent for a folder.
    pub file: Option<String>,
    /// Its text; empty for a folder.
    pub source: String,
    /// Whether other modules are below it.
    pub is_package: bool,
}

/// What permissions are given for: host calls that do alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostCallKind {
    /// [`HostCall::GetSessionInfo`].
    GetSessionInfo,
    /// [`HostCall::Log`].
    Log,
    /// A question to the person: message, confirmation, text, password.
    Dialog,
    /// The client's windows, their components and properties, and functions that are called later.
    Desktop,
    /// [`HostCall::SendMessage`].
    SendMessage,
    /// The end of the caller's own session.
    Leave,
    /// [`HostCall::FindModule`].
    FindModule,
}

impl HostCall {
    /// The kind of call.
    pub fn kind(&self) -> HostCallKind {
        match self {
            HostCall::GetSessionInfo { .. } => HostCallKind::GetSessionInfo,
            HostCall::Log { .. } => HostCallKind::Log,
            HostCall::MessageBox { .. }
            | HostCall::Confirm { .. }
            | HostCall::InputBox { .. }
            | HostCall::PasswordBox { .. } => HostCallKind::Dialog,
            HostCall::GetComponent { .. }
            | HostCall::GetComponents { .. }
            | HostCall::GetParent { .. }
            | HostCall::GetProperty { .. }
            | HostCall::SetProperty { .. }
            | HostCall::GetPropertyNames { .. }
            | HostCall::RequestFocus { .. }
            | HostCall::OpenWindow { .. }
            | HostCall::CloseWindow { .. }
            | HostCall::CenterWindow { .. }
            | HostCall::GetCurrentWindow
            | HostCall::GetOpenedWindows
            | HostCall::GetWindow { .. }
            | HostCall::InvokeLater { .. }
            | HostCall::InvokeAsynchronous { .. } => HostCallKind::Desktop,
            HostCall::SendMessage { .. } => HostCallKind::SendMessage,
            HostCall::LogOut | HostCall::Exit | HostCall::Retarget { .. } => HostCallKind::Leave,
            HostCall::FindModule { .. } => HostCallKind::FindModule,
        }
    }

    /// The function's name as scripts know it, for messages.
    pub fn function(&self) -> &'static str {
        match self {
            HostCall::GetSessionInfo { .. } => "system.util.getSessionInfo",
            HostCall::Log { .. } => "system.util.getLogger",
            HostCall::MessageBox { style: MessageStyle::Information, .. } => "system.gui.messageBox",
            HostCall::MessageBox { style: MessageStyle::Warning, .. } => "system.gui.warningBox",
            HostCall::MessageBox { style: MessageStyle::Error, .. } => "system.gui.errorBox",
            HostCall::Confirm { .. } => "system.gui.confirm",
            HostCall::InputBox { .. } => "system.gui.inputBox",
            HostCall::PasswordBox { .. } => "system.gui.passwordBox",
            HostCall::GetComponent { .. } => "getComponent",
            HostCall::GetComponents { .. } => "getComponents",
            HostCall::GetParent { .. } => "parent",
            HostCall::GetProperty { .. } | HostCall::SetProperty { .. } => "a component's property",
            HostCall::GetPropertyNames { .. } => "dir",
            HostCall::RequestFocus { .. } => "requestFocusInWindow",
            HostCall::OpenWindow { swap: false, .. } => "system.nav.openWindow",
            HostCall::OpenWindow { swap: true, .. } => "system.nav.swapTo",
            HostCall::CloseWindow { .. } => "system.nav.closeWindow",
            HostCall::CenterWindow { .. } => "system.nav.centerWindow",
            HostCall::GetCurrentWindow => "system.nav.getCurrentWindow",
            HostCall::GetOpenedWindows => "system.gui.getOpenedWindows",
            HostCall::GetWindow { .. } => "system.gui.getWindow",
            HostCall::InvokeLater { .. } => "system.util.invokeLater",
            HostCall::InvokeAsynchronous { .. } => "system.util.invokeAsynchronous",
            HostCall::SendMessage { .. } => "system.util.sendMessage",
            HostCall::LogOut => "system.security.logout",
            HostCall::Exit => "system.util.exit",
            HostCall::Retarget { .. } => "system.util.retarget",
            HostCall::FindModule { .. } => "import",
        }
    }
}

/// The levels of a 7.9 logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogLevel {
    /// The finest.
    Trace,
    /// For whoever debugs.
    Debug,
    /// The usual.
    Info,
    /// Something to look at.
    Warn,
    /// Something failed.
    Error,
}

/// The three message boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MessageStyle {
    /// `system.gui.messageBox`.
    Information,
    /// `system.gui.warningBox`.
    Warning,
    /// `system.gui.errorBox`.
    Error,
}

/// What a host call answers with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "camelCase")]
pub enum HostValue {
    /// Nothing: Python's `None`.
    Nothing,
    /// A dataset; the script sees a PyDataSet.
    Dataset(Dataset),
    /// Yes or no.
    Boolean(bool),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A component, or a window.
    Component(ComponentInfo),
    /// Several of them.
    Components(Vec<ComponentInfo>),
    /// The value of a property.
    Property(Value),
    /// A module of the project.
    Module(Module),
}

/// Why a host call failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum HostError {
    /// A filter is not a pattern of the dialect; becomes `java.util.regex.PatternSyntaxException`.
    PatternSyntax {
        /// Java's description, without position.
        description: String,
        /// In UTF-16 units; -1 where Java gives none.
        index: i64,
        /// The pattern as written.
        pattern: String,
        /// Java's whole message, of several lines.
        message: String,
    },
    /// A filter uses what is not supported, or cost more than a call may; becomes `NotImplementedError` and
    /// `RuntimeError`.
    Filter {
        /// Whether it is the construct that is not supported (else: a limit).
        unsupported: bool,
        /// What is wrong and what to do.
        message: String,
    },
    /// The caller may not do this.
    Refused {
        /// Who may.
        message: String,
    },
    /// The call has no meaning where it was made (a dialog in the gateway).
    Unavailable {
        /// Where it has one.
        message: String,
    },
    /// A component has no such property, or is gone; becomes `AttributeError`.
    Attribute {
        /// What there is instead.
        message: String,
    },
    /// A value is of the wrong type; becomes `TypeError`.
    Type {
        /// What is wanted.
        message: String,
    },
    /// A value does not fit, or names nothing; becomes `ValueError`.
    Value {
        /// What would.
        message: String,
    },
    /// It should have worked and did not (the gateway cannot be reached, a disk is full).
    Failed {
        /// What happened.
        message: String,
    },
}

/// The answer to a host call.
pub type HostResult = Result<HostValue, HostError>;
