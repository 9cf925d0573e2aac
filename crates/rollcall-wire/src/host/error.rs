//! Why a host call failed. The script's side decides which exception each error becomes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a host call failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// A filter uses an unsupported construct, or cost more than a call may; becomes `NotImplementedError` and
    /// `RuntimeError`.
    Filter {
        /// Whether it is the construct that is not supported (else: a limit).
        unsupported: bool,
        /// The mistake and its remedy.
        message: String,
    },
    /// The caller may not do this.
    Refused {
        /// The roles that may call it.
        message: String,
    },
    /// The call has no meaning where it was made (a dialog in the gateway).
    Unavailable {
        /// Where it has one.
        message: String,
    },
    /// A component has no such property, or is gone; becomes `AttributeError`.
    Attribute {
        /// The names that there are instead.
        message: String,
    },
    /// A value is of the wrong type; becomes `TypeError`.
    Type {
        /// The expected value.
        message: String,
    },
    /// A value does not fit, or names nothing; becomes `ValueError`.
    Value {
        /// The values that would do.
        message: String,
    },
    /// It should have worked and did not (the gateway cannot be reached, a disk is full).
    Failed {
        /// The failure.
        message: String,
    },
}

impl HostError {
    /// Its text, for places without a script that could see it.
    #[must_use]
    pub fn message(&self) -> &str {
        match self {
            HostError::PatternSyntax { message, .. }
            | HostError::Filter { message, .. }
            | HostError::Refused { message }
            | HostError::Unavailable { message }
            | HostError::Attribute { message }
            | HostError::Type { message }
            | HostError::Value { message }
            | HostError::Failed { message } => message,
        }
    }
}
