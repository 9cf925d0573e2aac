//! The family `dialog`: a script's questions to the person at its client. A browser shows the same.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The content and the question of a dialog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "ask", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Ask {
    /// `system.gui.messageBox`, `warningBox` and `errorBox`: a message to be read, answered by `done`.
    Message {
        /// Its colour and symbol.
        style: MessageStyle,
        /// The text.
        message: String,
        /// The title.
        title: String,
    },
    /// `system.gui.confirm`: a question, answered by `boolean`, or `cancelled`.
    Confirm {
        /// The question.
        message: String,
        /// The title.
        title: String,
        /// Whether there is a cancel button. Escape means cancel where there is one, else no.
        allow_cancel: bool,
    },
    /// `system.gui.inputBox`: answered by `text`, or `cancelled`.
    Input {
        /// The question.
        message: String,
        /// The initial text of the field.
        default_text: String,
    },
    /// `system.gui.passwordBox`: answered by `text`, or `cancelled`.
    Password {
        /// The question.
        message: String,
        /// The title.
        title: String,
        /// The character shown for each typed one.
        echo_char: String,
    },
}

/// The three message boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum MessageStyle {
    /// `system.gui.messageBox`.
    Information,
    /// `system.gui.warningBox`.
    Warning,
    /// `system.gui.errorBox`.
    Error,
}

/// The answer to a dialog.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "answer", content = "value", rename_all = "camelCase")]
pub enum DialogAnswer {
    /// OK, or a message that was read.
    Done,
    /// Yes or no.
    Boolean(bool),
    /// The text.
    Text(String),
    /// Cancel, or Escape.
    Cancelled,
}

impl Ask {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            Ask::Message { style: MessageStyle::Information, .. } => "system.gui.messageBox",
            Ask::Message { style: MessageStyle::Warning, .. } => "system.gui.warningBox",
            Ask::Message { style: MessageStyle::Error, .. } => "system.gui.errorBox",
            Ask::Confirm { .. } => "system.gui.confirm",
            Ask::Input { .. } => "system.gui.inputBox",
            Ask::Password { .. } => "system.gui.passwordBox",
        }
    }

    /// How much text is in it, in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Ask::Message { message, title, .. } | Ask::Confirm { message, title, .. } => message.len() + title.len(),
            Ask::Input { message, default_text } => message.len() + default_text.len(),
            Ask::Password { message, title, echo_char } => message.len() + title.len() + echo_char.len(),
        }
    }
}
