//! Rule: a module with parts is `x.rs` beside the folder `x`, and not `x/mod.rs`.
//!
//! So every file has a name of its own, in an editor's tabs and in a stack trace. In the folders of tests, and of files
//! that are compiled into several programs by their path, a `mod.rs` keeps a file from being a program itself.

use crate::tidy::{Finding, House};

/// Where a `mod.rs` may be, with the reason.
const MAY: [(&str, &str); 2] =
    [("/tests/", "it is no test by itself"), ("bench/peers/", "the benchmarks compile it by its path")];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let modules = house.sources.written(&["/mod.rs"]).map(|(path, _)| path);
    let wrong = modules.filter(|path| !MAY.iter().any(|(part, _)| path.contains(part)));
    wrong
        .map(|path| Finding::in_file(path, "call it after its folder, and put it beside that: `x.rs` and `x/`"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::check_file;

    #[test]
    fn modules_stand_beside_their_folders() {
        check_file(check, "crates/a/src/x.rs", "//! X.\n", &[]);
        check_file(check, "crates/a/src/x/mod.rs", "//! X.\n", &["crates/a/src/x/mod.rs"]);
        check_file(check, "crates/a/tests/fixture/mod.rs", "//! X.\n", &[]);
        check_file(check, "crates/a/src/remod.rs", "//! X.\n", &[]);
    }
}
