//! Rule: no file names a folder of the machine it was written on.

use crate::tidy::{Finding, House};

/// First components of folders in which people keep their work. They are joined below, so that this file is clean.
const FOLDERS: &[&str] = &["home", "root", "work", "Users"];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let lines = house
        .sources
        .texts()
        .flat_map(|(path, text)| text.lines().enumerate().map(move |(index, line)| (path, index, line)));
    let hits = lines.filter_map(|(path, index, line)| Some((path, index, machine_path(line)?)));
    hits.map(|(path, index, found)| Finding::at(path, index, format!("`{found}` is a folder of one machine"))).collect()
}

/// An absolute path into one of the folders. A component in the middle of a longer path does not count.
fn machine_path(line: &str) -> Option<String> {
    FOLDERS.iter().map(|folder| format!("/{folder}/")).find(|start| {
        line.match_indices(start)
            .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-~}>)*".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::check_file;

    #[test]
    fn folders_of_a_machine_are_found() {
        for (start, hit) in
            [("", true), ("see `", true), ("file://", true), ("src", false), ("~", false), ("${HOME}", false)]
        {
            let text = format!("first\n{start}/{}/anna/rollcall\n", "home");
            check_file(check, "a.md", &text, if hit { &["a.md:2"] } else { &[] });
        }
        check_file(check, "a.md", "/rooted/x /workers/1 /healthz\n", &[]);
    }
}
