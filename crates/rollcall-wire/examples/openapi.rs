//! Prints the OpenAPI document: `cargo run -p rollcall-wire --example openapi > docs/openapi.json`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(rollcall_wire::openapi::json().as_bytes())
}
