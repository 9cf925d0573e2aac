//! Prints the schema of windows' files: `cargo run -p rollcall-window --example window_schema > docs/window.schema.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(rollcall_window::schema_text().as_bytes())
}
