//! The cases in `conformance/script/syntax`: small scripts, each with `ok` or its first fault.
//!
//! A line `#=== ok` or `#=== line:column: message` begins a case. The places of faults are Jython's own where the two
//! agree; a case that begins with `#=== ours` has a place or a verdict that differs from Jython's.

use std::path::{Path, PathBuf};

use crate::compile;

/// A case and its expected result.
struct Case {
    place: String,
    expected: String,
    source: String,
}

#[test]
fn cases_hold() {
    let mut wrong = Vec::new();
    let cases: Vec<Case> = files().iter().flat_map(|file| read(file)).collect();
    assert!(cases.len() > 300, "only {} cases", cases.len());
    for case in &cases {
        let found = compile(&case.source).err().unwrap_or_else(|| "ok".to_owned());
        if found != case.expected {
            wrong.push(format!("{}\n  expected {}\n  found    {found}\n{}", case.place, case.expected, case.source));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/script/syntax");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "cases"));
    files.sort();
    files
}

fn read(file: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if let Some(expected) = line.strip_prefix("#=== ") {
            let place = format!("{}:{}", file.display(), index + 1);
            let expected = expected.trim_end().trim_start_matches("ours ").to_owned();
            cases.push(Case { place, expected, source: String::new() });
        } else if let Some(case) = cases.last_mut() {
            case.source.push_str(line);
        }
    }
    cases
}
