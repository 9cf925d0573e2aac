//! The family `log`: the lines of a script's loggers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A line of `system.util.getLogger`. Answer: nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogLine {
    /// The logger's name.
    pub logger: String,
    /// How grave it is.
    pub level: LogLevel,
    /// The text, formatted.
    pub message: String,
}

/// The levels of a 7.9 logger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum LogLevel {
    /// The finest.
    Trace,
    /// For debugging.
    Debug,
    /// The usual.
    Info,
    /// Something to look at.
    Warn,
    /// Something failed.
    Error,
}
