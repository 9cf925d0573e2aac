//! Rule: every source file opens with its description.

use crate::tidy::{Finding, House};

pub(super) fn check(house: &House) -> Vec<Finding> {
    let rust = house.sources.written(&[".rs"]).filter(|(_, text)| !text.starts_with("//!"));
    let rust = rust.map(|(path, _)| Finding::in_file(path, "does not open with a `//!` header that says what it is"));
    let typescript =
        house.sources.written(&[".ts", ".tsx"]).filter(|(_, text)| !text.starts_with("/**") && !text.starts_with("//"));
    rust.chain(typescript.map(|(path, _)| Finding::in_file(path, "does not open with a comment that says what it is")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::check_file;

    #[test]
    fn sources_open_with_a_header() {
        check_file(check, "a.rs", "//! What it is.\n", &[]);
        check_file(check, "a.rs", "// What it is.\nuse x;\n", &["a.rs"]);
        check_file(check, "a.rs", "use x;\n//! Late.\n", &["a.rs"]);
        check_file(check, "a.rs", "", &["a.rs"]);
        check_file(check, "a.rs", "// @generated from b\n", &[]);
        check_file(check, "a.ts", "/** What it is. */\n", &[]);
        check_file(check, "a.ts", "import x;\n", &["a.ts"]);
        check_file(check, "a.py", "import x\n", &[]);
    }
}
