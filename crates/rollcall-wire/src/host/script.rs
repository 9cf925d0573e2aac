//! The family `script`: functions that a script wants to be called later, or beside its client's events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A function to be called. Answer: nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ScriptCall {
    /// `system.util.invokeLater`. It runs after the client's waiting events.
    InvokeLater {
        /// The function.
        function: Function,
        /// Milliseconds to wait first.
        delay_ms: u64,
    },
    /// `system.util.invokeAsynchronous`. It runs beside the client's events, in another interpreter.
    InvokeAsynchronous {
        /// The function with its arguments.
        function: Carried,
    },
}

/// A function that is to be called later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "in", content = "value", rename_all = "camelCase")]
pub enum Function {
    /// It waits under this number in the interpreter that makes the call, which is the client's own.
    Kept(u64),
    /// It comes from another interpreter and is carried to the client's.
    Carried(Carried),
}

/// A Python value on its way from one interpreter to another. Only interpreters read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Carried(pub String);

impl ScriptCall {
    /// The function's name as scripts know it.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            ScriptCall::InvokeLater { .. } => "system.util.invokeLater",
            ScriptCall::InvokeAsynchronous { .. } => "system.util.invokeAsynchronous",
        }
    }
}
