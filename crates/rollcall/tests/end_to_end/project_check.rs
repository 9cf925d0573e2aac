//! `rollcall project check`, on folders of projects under `tests/project_check/`: its output is in `expected.txt`
//! beside them.

use std::path::Path;

use testkit::Finished;

use crate::plant::ROLLCALL;

async fn check(projects: &Path) -> Finished {
    ROLLCALL.command(&["project", "check", "--projects"]).arg(projects).finish().await
}

#[tokio::test]
async fn each_folder_is_judged_as_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/project_check");
    let mut count = 0;
    for case in std::fs::read_dir(cases).expect("a folder of cases") {
        let case = case.expect("a case").path();
        let expected = std::fs::read_to_string(case.join("expected.txt")).expect("what is expected");
        let finished = check(&case).await;
        assert_eq!(finished.stdout, expected, "{}", case.display());
        let code = i32::from(expected.lines().any(|line| !line.contains(": warning: ")));
        assert_eq!((finished.code, finished.stderr.as_str()), (Some(code), ""), "{}", case.display());
        let strict = ROLLCALL.command(&["project", "check", "--strict", "--projects"]).arg(&case).finish().await;
        assert_eq!(
            (strict.code, strict.stdout),
            (Some(i32::from(!expected.is_empty())), expected),
            "{}",
            case.display()
        );
        count += 1;
    }
    assert!(count > 1, "{count} cases");
}

#[tokio::test]
async fn calls_that_cannot_work_are_warnings_unless_they_are_wanted_as_faults() {
    let script = tempfile::NamedTempFile::with_suffix(".py").expect("a file");
    std::fs::write(script.path(), "x = 1\nsystem.util.getSesionInfo()\n").expect("a file that can be written");
    let place = script.path().display();
    let expected = format!(
        "{place}:2:1: warning: system.util.getSesionInfo is not provided (did you mean \"getSessionInfo\"?); what there is \
         is listed in docs/functions.md\n"
    );
    for (options, code) in [(&["check"][..], 0), (&["check", "--strict"], 1)] {
        let finished = ROLLCALL.command(options).arg(script.path()).finish().await;
        assert_eq!((finished.code, finished.stdout), (Some(code), expected.clone()), "{options:?}");
    }
}

#[tokio::test]
async fn the_demos_projects_are_without_fault_in_both_languages() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
    assert_eq!(check(&demo).await.success(), "");
    for language in ["7.9", "3"] {
        let command = ROLLCALL.command(&["check", "--python", language]).arg(&demo);
        assert_eq!(command.finish().await.success(), "", "{language}");
    }
}
