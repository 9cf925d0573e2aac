//! Prints the page about components: `cargo run -p rollcall-window --example component_reference > docs/components.md`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(rollcall_window::reference().as_bytes())
}
