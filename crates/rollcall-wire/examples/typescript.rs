//! Prints the TypeScript types: `cargo run -p rollcall-wire --example typescript > web/src/wire/messages.ts`.

use std::io::Write;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(rollcall_wire::typescript::text().as_bytes())
}
