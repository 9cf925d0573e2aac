//! Rule: every package comes from crates.io by its own name, whatever mirror a machine reaches it through.

use crate::tidy::{Finding, House};

const PATH: &str = "Cargo.lock";
const SOURCE: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub(super) fn check(house: &House) -> Vec<Finding> {
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
    use super::{SOURCE, check};
    use crate::tidy::fixture::check_file;

    #[test]
    fn only_crates_io_is_a_source() {
        check_file(check, "Cargo.lock", &format!("name = \"a\"\n{SOURCE}\n"), &[]);
        check_file(check, "Cargo.lock", "name = \"a\"\nsource = \"git+https://example.org/a\"\n", &["Cargo.lock:2"]);
        check_file(check, "other", "", &["Cargo.lock"]);
    }
}
