//! The TypeScript types: the kept file agrees with the Rust types, and holds the types that the browser needs and
//! nothing else.

use std::path::Path;

use rollcall_wire::typescript;

#[test]
fn the_kept_file_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/wire/messages.ts");
    let kept = std::fs::read_to_string(file).expect("web/src/wire/messages.ts is there");
    assert!(
        kept == typescript::text(),
        "web/src/wire/messages.ts is not what the Rust types say. If the change is meant, run\n    \
         cargo run -p rollcall-wire --example typescript > web/src/wire/messages.ts\n\
         and mend the client until `cargo xtask test web` is content."
    );
}

#[test]
fn a_browser_is_not_told_of_scripts() {
    let text = typescript::text();
    for name in ["ClientFrame", "GatewayFrame", "WindowView", "Ask", "ProjectList"] {
        assert!(text.contains(&format!("\nexport type {name} = ")), "{name} is missing");
    }
    for absent in ["HostCall", "HostAnswer", "bigint", "Carried"] {
        assert!(!text.contains(absent), "{absent} is of no use to a browser");
    }
}
