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
        &["Halle 3", "Halle 3", "Operator", "(nobody)"],
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

#[tokio::test]
async fn a_new_project_runs_when_the_commands_that_are_told_are_followed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    let new = ROLLCALL.command(&["project", "new", "Halle 3", "--data"]).arg(&data);
    let told = new.finish().await.success();
    let made = data.join("projects/Halle 3");
    assert!(told.contains(&format!("made {}", made.display())) && made.join("project.toml").is_file(), "{told}");
    for word in ["rollcall user add NAME --role Operator", "rollcall gateway --data", "/client/Halle%203"] {
        assert!(told.contains(word), "{told}");
    }
    let add = ROLLCALL.command(&["user", "add", "carl", "--role", "Operator", "--data"]).arg(&data);
    add.env("ROLLCALL_NEW_PASSWORD", testkit::PASSWORD).finish().await.success();
    let command = ROLLCALL.command(&["gateway", "--data"]).arg(&data).args(&["--listen", "127.0.0.1:0"]);
    let gateway = testkit::GatewayProcess::start(ROLLCALL, folder, command).await;
    let (_, mut tab) = gateway.tab("carl", "Halle 3").await;
    assert_eq!(tab.paths(), ["Welcome"]);
    tab.press("Who is on?").await;
    tab.until("the table has a row", |tab| tab.dataset("Table", "data").is_some_and(|data| data.row_count() == 1))
        .await;
    assert_eq!(tab.failures, []);
}

#[tokio::test]
async fn a_new_project_lies_where_it_was_told_to() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("elsewhere");
    let new = ROLLCALL.command(&["project", "new", "plant", "--client-role", "Night shift", "--projects"]).arg(&root);
    let told = new.finish().await.success();
    assert!(root.join("plant/windows/Welcome/window.json").is_file(), "{told}");
    assert!(told.contains("projects = ") && told.contains("--role 'Night shift'"), "{told}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else was made");
    let check = ROLLCALL.command(&["project", "check", "--projects"]).arg(&root);
    assert_eq!(check.finish().await.success(), "");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_no_folder_without_fault() {
    let cases: [&[&str]; 4] = [
        &["check", "--data", "/nowhere"],
        &["check", "plant", "--data", "/nowhere"],
        &["list", "--projects", "/nowhere"],
        &["check"],
    ];
    let folder = tempfile::tempdir().expect("a temporary folder");
    for arguments in cases {
        let command = ROLLCALL.command(&[&["project"], arguments].concat());
        let command = command
            .wrapped_by(Invocation::of("/bin/sh".into()).args(&["-c", "cd \"$0\"; exec \"$@\""]).arg(folder.path()));
        let error = command.finish().await.one_line_error(2);
        assert!(error.contains("no such folder") && error.contains("--projects"), "{arguments:?}: {error}");
    }
}

#[tokio::test]
async fn check_goes_on_after_a_script_that_was_too_much_for_the_engine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    project(&folder, &["new", "plant"]).finish().await.success();
    // The engine's own compiler fails on it; the one that is built in here does not.
    let once = "x = 1\n\ndef f(x):\n    try:\n        return g(x)\n    except E:\n        log()\n    finally:\n        return x\n";
    write(&folder, "plant/scripts/a.py", once);
    write(&folder, "plant/scripts/b.py", "if x\n");
    write(&folder, "plant/scripts/c.py", &format!("x = {}1{}\n", "(".repeat(100_000), ")".repeat(100_000)));
    write(&folder, "plant/scripts/d.py", "y = 1\n");
    let finished = project(&folder, &["check"]).finish().await;
    assert_eq!((finished.code, finished.stderr.as_str()), (Some(1), ""), "{finished:#?}");
    let lines: Vec<&str> = finished.stdout.lines().collect();
    assert!(lines[0].starts_with("plant/scripts/b.py:1:"), "{lines:#?}");
    assert!(lines[1].starts_with("plant/scripts/c.py"), "{lines:#?}");
    assert!(
        !finished.stdout.contains("a.py")
            && !finished.stdout.contains("d.py")
            && !finished.stdout.contains("/registry/"),
        "{lines:#?}"
    );
}
