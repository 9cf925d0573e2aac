//! `rollcall check`: which scripts compile, in which language, and the report on that.

use std::fs;
use std::path::Path;

use crate::plant::ROLLCALL;

/// A folder of scripts: one of each language, one of neither, and files that are not scripts.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files: [(&str, &[u8]); 6] = [
        ("both.py", b"x = 1\n"),
        ("inner/neither.py", b"x = 1\nif x\n    y\n"),
        ("inner/three.py", b"print(*x, end='')\n"),
        ("two.py", b"# -*- coding: latin-1 -*-\nprint '\xe9', 0777\n"),
        ("notes.txt", b"not a script\n"),
        ("empty/notes.txt", b"not a script\n"),
    ];
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

async fn check(language: &str, path: &Path) -> (Option<i32>, Vec<String>) {
    let path = path.display().to_string();
    let finished = ROLLCALL.command(&["check", "--python", language, &path]).finish().await;
    let lines = finished.stdout.lines().map(|line| line.replace(&path, "")).collect();
    (finished.code, lines)
}

#[tokio::test]
async fn each_fault_is_told_with_its_place() {
    let folder = folder();
    let (code, lines) = check("7.9", folder.path()).await;
    assert_eq!(code, Some(1));
    assert_eq!(lines, ["/inner/neither.py:2:5: invalid syntax", "/inner/three.py:1:7: invalid syntax"]);
    let (code, lines) = check("3", folder.path()).await;
    assert_eq!(code, Some(1));
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("/inner/neither.py:2:"), "{lines:?}");
    assert_eq!(lines[1], "/two.py:2:1: the line is not UTF-8");
}

#[tokio::test]
async fn the_exit_code_tells_whether_there_are_faults() {
    let folder = folder();
    assert_eq!(check("7.9", &folder.path().join("two.py")).await, (Some(0), vec![]));
    assert_eq!(check("3", &folder.path().join("inner/three.py")).await, (Some(0), vec![]));
    for (language, path) in [("7.9", "none.py"), ("7.9", "empty"), ("2", "two.py")] {
        assert_eq!(check(language, &folder.path().join(path)).await, (Some(2), vec![]), "{language} {path}");
    }
    assert_eq!(ROLLCALL.command(&["check"]).finish().await.code, Some(2));
}

#[tokio::test]
async fn no_file_keeps_the_others_from_being_checked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let fails = "def f(x):\n  try:\n    return g(x)\n  except E:\n    log()\n  finally:\n    return x\n";
    let loops = "def f():\n  while True:\n    try:\n      raise\n    except E:\n      pass\n";
    let nested = format!("x = {}1{}\n", "[".repeat(200_000), "]".repeat(200_000));
    let files = [("a.py", fails), ("b.py", "if x\n"), ("c.py", loops), ("d.py", nested.as_str()), ("e.py", "def\n")];
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for language in ["7.9", "3"] {
        let (code, lines) = check(language, folder.path()).await;
        assert_eq!(code, Some(1), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.starts_with("/a.py") || line.starts_with("/c.py")), "{lines:#?}");
        for name in ["/b.py:1:", "/d.py", "/e.py:1:"] {
            assert!(lines.iter().any(|line| line.starts_with(name)), "{name} is missing: {lines:#?}");
        }
        assert!(!lines.iter().any(|line| line.contains("/registry/") || line.contains("/src/")), "{lines:#?}");
    }
}

#[tokio::test]
async fn what_is_no_file_is_a_finding() {
    let (code, lines) = check("3", Path::new("/dev/zero")).await;
    assert_eq!((code, lines), (Some(1), vec![": cannot be read: this is not a file".to_owned()]));
}
