//! Projects described in `tests/fixtures/*.txt`: each is made on disk and read, and must give exactly the described
//! result.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

mod fixture;

use std::fs;
use std::path::Path;

use fixture::{Fixture, show};
use rollcall_project::{ProjectName, Projects};

#[test]
fn each_fixture_gives_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "txt") {
            cases += 1;
            failures.extend(
                check(&Fixture::parse(&fs::read_to_string(&path).unwrap()))
                    .map(|what| format!("{}:\n{what}", path.file_stem().unwrap().display())),
            );
        }
    }
    assert!(cases > 0, "no fixtures found");
    assert!(failures.is_empty(), "{} of {cases} fixtures:\n{}", failures.len(), failures.join("\n"));
}

/// The difference, if there is one.
fn check(fixture: &Fixture) -> Option<String> {
    let root = tempfile::tempdir().unwrap();
    fixture.make(root.path());
    let projects = Projects::new(root.path().join("projects"));
    let name = ProjectName::new("plant").unwrap();
    let result = projects.load(&name);
    let loaded = show(&result);
    let problems: Vec<String> = projects.check(&name).iter().map(ToString::to_string).collect();
    let differ = loaded != fixture.loaded || problems != fixture.problems;
    differ.then(|| format!("--- loaded\n{}\n--- problems\n{}\n", loaded.join("\n"), problems.join("\n")))
}
