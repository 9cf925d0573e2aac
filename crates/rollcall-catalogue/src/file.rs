//! A file that is generated from the catalogue, and its generator.

/// The command that writes them all.
pub const COMMAND: &str = "cargo run -p rollcall-catalogue --example generate";

/// A file: its path from the root of the repository, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, with `/` between components.
    pub path: String,
    /// The content of the file.
    pub text: String,
}
