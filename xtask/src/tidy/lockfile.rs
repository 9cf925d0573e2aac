//! Rule: every package comes from its registry by its own name, whatever mirror a machine reaches it through.
//!
//! Cargo's lock file names crates.io for each crate. npm's names no address at all, because of its setting
//! `omit-lockfile-registry-resolved`: a package is identified by its hash.

use crate::tidy::{Finding, House};

const PATH: &str = "Cargo.lock";
const NPM_PATH: &str = "web/package-lock.json";
const SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub(super) fn check(house: &House) -> Vec<Finding> {
    cargo(house).into_iter().chain(npm(house)).collect()
}

fn npm(house: &House) -> Vec<Finding> {
    let lines = house.sources.text(NPM_PATH).unwrap_or_default().lines().enumerate();
    let addressed = lines.filter(|(_, line)| line.trim_start().starts_with("\"resolved\":"));
    let finding = |(index, _)| {
        Finding::at(NPM_PATH, index, "names an address: install with web/.npmrc, which leaves addresses out")
    };
    addressed.map(finding).collect()
}

fn cargo(house: &House) -> Vec<Finding> {
    let Some(text) = house.sources.text(PATH) else {
        return vec![Finding::in_file(
            PATH,
            "is missing; it is kept in the repository so that everyone builds the same",
        )];
    };
    let foreign = text.lines().enumerate().filter(|(_, line)| line.starts_with("source = ") && *line != SOURCE);
    foreign.map(|(index, line)| Finding::at(PATH, index, format!("`{line}` is not crates.io"))).collect()
}

#[cfg(test)]
mod tests {
    use super::{NPM_PATH, SOURCE, check};
    use crate::tidy::fixture::{check_file, house};

    #[test]
    fn only_crates_io_is_a_source() {
        check_file(check, "Cargo.lock", &format!("name = \"a\"\n{SOURCE}\n"), &[]);
        check_file(check, "Cargo.lock", "name = \"a\"\nsource = \"git+https://example.org/a\"\n", &["Cargo.lock:2"]);
        check_file(check, "other", "", &["Cargo.lock"]);
    }

    #[test]
    fn npm_names_no_address() {
        let lock = |line: &str| format!("{{\n  \"lit-html\": {{\n    {line}\n  }}\n}}\n");
        for (line, found) in [("\"version\": \"3.3.3\"", 0), ("\"resolved\": \"https://example.org/a.tgz\"", 1)] {
            let house = house(&[("Cargo.lock", ""), (NPM_PATH, &lock(line))]);
            assert_eq!(check(&house).len(), found, "{line}");
        }
    }
}
