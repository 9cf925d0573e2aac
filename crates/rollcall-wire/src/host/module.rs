//! The family `module`: the modules that a script imports from its project.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A call about modules. Answer: the module, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "method", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ModuleCall {
    /// `import name` of a module that the library has not.
    FindModule {
        /// The dotted name.
        name: String,
    },
}

/// A module of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Module {
    /// Its file in the project; absent for a folder.
    pub file: Option<String>,
    /// Its text; empty for a folder.
    pub source: String,
    /// Whether other modules are below it.
    pub is_package: bool,
}

impl ModuleCall {
    /// Its name in scripts.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            ModuleCall::FindModule { .. } => "import",
        }
    }
}
