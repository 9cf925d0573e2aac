//! `rollcall project check`, on folders of projects under `tests/project_check/`: what it says is in `expected.txt`
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
        let code = i32::from(!expected.is_empty());
        assert_eq!((finished.code, finished.stderr.as_str()), (Some(code), ""), "{}", case.display());
        count += 1;
    }
    assert!(count > 1, "{count} cases");
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
