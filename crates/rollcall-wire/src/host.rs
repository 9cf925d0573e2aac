//! Host calls: what a script asks of the world outside its interpreter.
//!
//! One set for every scope and every way a script is run. Who answers differs: the gateway for its own scripts, a
//! client for dialogs, the gateway over a client's socket for the rest. Nothing here says who is asking: identity is
//! attached by the gateway to the session or the job, never stated by the caller.

use rollcall_dataset::Dataset;
use serde::{Deserialize, Serialize};

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
}

/// The name of a host call without its arguments: what permissions are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostCallKind {
    /// [`HostCall::GetSessionInfo`].
    GetSessionInfo,
    /// [`HostCall::Log`].
    Log,
    /// [`HostCall::MessageBox`], [`HostCall::Confirm`] and [`HostCall::InputBox`].
    Dialog,
}

impl HostCall {
    /// The kind of call.
    pub fn kind(&self) -> HostCallKind {
        match self {
            HostCall::GetSessionInfo { .. } => HostCallKind::GetSessionInfo,
            HostCall::Log { .. } => HostCallKind::Log,
            HostCall::MessageBox { .. } | HostCall::Confirm { .. } | HostCall::InputBox { .. } => HostCallKind::Dialog,
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
        }
    }
}

/// The levels of a 7.9 logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// It should have worked and did not (the gateway cannot be reached, a disk is full).
    Failed {
        /// What happened.
        message: String,
    },
}

/// The answer to a host call.
pub type HostResult = Result<HostValue, HostError>;
