//! Rule: the changelog has a section for unreleased changes.

use crate::tidy::{Finding, House};

const PATH: &str = "CHANGELOG.md";

pub(super) fn check(house: &House) -> Vec<Finding> {
    let has_section = house.sources.text(PATH).is_some_and(|text| text.lines().any(|line| line == "## Unreleased"));
    if has_section { Vec::new() } else { vec![Finding::in_file(PATH, "has no section `## Unreleased`")] }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::check_file;

    #[test]
    fn changelog_has_an_unreleased_section() {
        check_file(check, "CHANGELOG.md", "# Changelog\n\n## Unreleased\n", &[]);
        check_file(check, "CHANGELOG.md", "# Changelog\n\n## 0.1.0\n", &["CHANGELOG.md"]);
        check_file(check, "README.md", "## Unreleased\n", &["CHANGELOG.md"]);
    }
}
