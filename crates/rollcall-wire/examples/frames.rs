//! Prints the schema of a socket's frames: `cargo run -p rollcall-wire --example frames > docs/frames.schema.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(rollcall_wire::schema::json().as_bytes())
}
