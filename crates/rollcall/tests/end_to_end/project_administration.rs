//! Projects on disk: made, listed and checked by the command line.

use tempfile::TempDir;
use testkit::Invocation;

use crate::plant::ROLLCALL;

fn project(folder: &TempDir, arguments: &[&str]) -> Invocation {
    ROLLCALL.command(&[&["project"], arguments].concat()).arg("--data").arg(folder.path())
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join("projects").join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
    std::fs::write(path, text).expect("a file can be written");
}

#[tokio::test]
async fn a_new_project_is_listed_and_without_fault() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = project(&folder, &["new", "plant", "--title", "The plant", "--client-role", "Operator"]);
    assert!(made.finish().await.success().starts_with("made "));
    project(&folder, &["new", "Halle 3"]).finish().await.success();
    let list = project(&folder, &["list"]).finish().await.success();
    let cells =
        |line: &str| line.split("  ").map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect();
    let rows: Vec<Vec<String>> = list.lines().map(cells).collect();
    let expected: [&[&str]; 3] = [
        &["name", "title", "client roles", "designer roles"],
        &["Halle 3", "Halle 3", "(nobody)", "(nobody)"],
        &["plant", "The plant", "Operator", "(nobody)"],
    ];
    assert_eq!(rows, expected);
    assert_eq!(project(&folder, &["check"]).finish().await.success(), "");
}

#[tokio::test]
async fn what_cannot_be_a_project_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(&folder, &["new", "plant"]).finish().await.success();
    let cases: [(&[&str], i32, &str); 7] = [
        (&["new", "plant"], 1, "exists"),
        (&["new", "../plant"], 2, "../plant"),
        (&["new", ".hidden"], 2, ".hidden"),
        (&["new", ""], 2, "empty"),
        (&["new", "a\u{202e}b"], 2, "cannot be the name"),
        (&["new", "x", "--client-role", "two\nlines"], 1, "role"),
        (&["check", "a/b"], 2, "a/b"),
    ];
    for (arguments, code, word) in cases {
        let error = project(&folder, arguments).finish().await.one_line_error(code);
        assert!(error.contains(word), "project {arguments:?}: {error}");
    }
}

#[tokio::test]
async fn check_finds_mistakes_and_says_where() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["good", "bad"] {
        project(&folder, &["new", name]).finish().await.success();
    }
    write(&folder, "bad/project.toml", "titel = \"x\"\n[timer.slow]\nevery = \"soon\"\n");
    write(&folder, "scripted/project.toml", "[timer.tick]\nevery = \"1s\"\n");
    write(&folder, "scripted/gateway/startup.py", "x = 1\nif x\n  pass\n");
    write(&folder, "scripted/gateway/timer/tick.py", "print('ok')\n");
    write(&folder, "scripted/gateway/timer/lost.py", "print('ok')\n");
    let finished = project(&folder, &["check"]).finish().await;
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(1), ""), "{finished:#?}");
    for start in [
        "bad/project.toml:1:1: unknown key \"titel\"",
        "bad/project.toml:3:",
        "scripted/gateway/startup.py:2:",
        "scripted/gateway/timer/lost.py: ",
    ] {
        assert!(finished.stdout.lines().any(|line| line.starts_with(start)), "{start} is missing in {finished:#?}");
    }
    assert!(!finished.stdout.contains("good"), "{finished:#?}");
    assert_eq!(project(&folder, &["check", "good"]).finish().await.success(), "");
    let missing = project(&folder, &["check", "missing"]).finish().await;
    assert_eq!(missing.code, Some(1), "{missing:#?}");
    assert!(missing.stdout.starts_with("missing"), "{missing:#?}");
}
