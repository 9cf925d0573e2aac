//! A file that is made of the catalogue, and what makes it.

/// What writes them all.
pub const COMMAND: &str = "cargo run -p rollcall-catalogue --example generate";

/// A file: its path from the root of the repository, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, with `/` between components.
    pub path: String,
    /// What is in it.
    pub text: String,
}
