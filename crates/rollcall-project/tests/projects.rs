//! The folder of projects: several at once, creation, roles, and changes while it is read.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use proptest::prelude::*;
use rollcall_project::{ErrorKind, Kind, NewProject, Project, ProjectName, Projects};
use tempfile::TempDir;

fn projects() -> (TempDir, Projects) {
    let root = tempfile::tempdir().unwrap();
    let projects = Projects::new(root.path().to_owned());
    (root, projects)
}

fn name(name: &str) -> ProjectName {
    ProjectName::new(name).unwrap()
}

fn write(root: &Path, file: &str, text: impl AsRef<[u8]>) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

#[test]
fn a_broken_project_does_not_hide_the_others() {
    let (root, projects) = projects();
    write(root.path(), "plant/project.toml", "");
    write(root.path(), "packaging/project.toml", "titel = 1");
    write(root.path(), "Füllerei Süd/project.toml", "");
    write(root.path(), "empty/notes.txt", "");
    write(root.path(), ".git/HEAD", "");
    write(root.path(), "README.md", "");
    write(root.path(), "a+b/project.toml", "");
    fs::create_dir(root.path().join(std::ffi::OsStr::from_bytes(b"\xff"))).unwrap();
    let loaded = projects.load_all();
    assert_eq!(loaded.projects.keys().map(ProjectName::as_str).collect::<Vec<_>>(), ["Füllerei Süd", "plant"]);
    assert_eq!(
        loaded.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            r#"a+b: "a+b" cannot be the name of a project: it contains '+'; letters, digits, '_', '-', '.' and spaces are allowed"#,
            "empty: this folder has no project.toml, so it is not a project: create one, or move the folder away",
            r#"packaging/project.toml:1:1: unknown key "titel" (did you mean "title"?)"#,
            "\u{fffd}: the name of this folder is not UTF-8: rename it",
        ]
    );
    let names = projects.names().unwrap();
    assert_eq!(
        names.iter().map(ProjectName::as_str).collect::<Vec<_>>(),
        ["Füllerei Süd", "empty", "packaging", "plant"]
    );
}

#[test]
fn a_projects_folder_may_be_missing_but_not_a_file() {
    let (root, _) = projects();
    let missing = Projects::new(root.path().join("none"));
    assert!(missing.names().unwrap().is_empty());
    assert!(missing.load_all().problems.is_empty());
    write(root.path(), "file", "");
    let file = Projects::new(root.path().join("file"));
    assert_eq!(file.names().unwrap_err().kind(), ErrorKind::Io);
    assert_eq!(file.load_all().problems.len(), 1);
}

#[test]
fn a_project_that_is_not_there_is_named_with_the_one_that_was_meant() {
    let (root, projects) = projects();
    write(root.path(), "plant/project.toml", "");
    let problems = projects.load(&name("plnat")).unwrap_err();
    assert_eq!(problems[0].to_string(), r#"plnat: there is no such project (did you mean "plant"?)"#);
    assert_eq!(projects.check(&name("x"))[0].to_string(), "x: there is no such project");
}

#[test]
fn the_folder_of_a_project_itself_may_be_a_link() {
    let (root, projects) = projects();
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "project.toml", "title = \"Checkout\"");
    symlink(elsewhere.path(), root.path().join("plant")).unwrap();
    symlink("nowhere", root.path().join("gone")).unwrap();
    let loaded = projects.load_all();
    assert_eq!(loaded.projects[&name("plant")].title, "Checkout");
    assert_eq!(loaded.problems, []);
}

#[test]
fn roles_decide_who_may_log_in() {
    let (root, projects) = projects();
    write(root.path(), "plant/project.toml", "roles = { client = [\"Operator\", \"Admin\"], designer = [\"Admin\"] }");
    write(root.path(), "closed/project.toml", "roles = { client = [] }");
    let plant = projects.load(&name("plant")).unwrap();
    let closed = projects.load(&name("closed")).unwrap();
    let cases: [(&Project, &[&str], bool, bool); 6] = [
        (&plant, &["Operator"], true, false),
        (&plant, &["Viewer", "Admin"], true, true),
        (&plant, &["operator"], false, false),
        (&plant, &[""], false, false),
        (&plant, &[], false, false),
        (&closed, &["Operator", "Admin", ""], false, false),
    ];
    for (project, roles, client, designer) in cases {
        let roles = strings(roles);
        assert_eq!(project.admits(&roles, Kind::Client), client, "{roles:?}");
        assert_eq!(project.admits(&roles, Kind::Designer), designer, "{roles:?}");
        assert_eq!(project.roles_for("system.util.getSessionInfo", "session"), None, "the project names neither");
    }
}

#[test]
fn the_fingerprint_follows_the_files_that_count() {
    let (root, projects) = projects();
    write(root.path(), "plant/project.toml", "[timer.a]\nevery = \"1s\"");
    write(root.path(), "plant/gateway/timer/a.py", "ab");
    write(root.path(), "plant/gateway/startup.py", "c");
    let fingerprint = || projects.load(&name("plant")).unwrap().fingerprint;
    let first = fingerprint();
    write(root.path(), "plant/README.md", "not ours");
    assert_eq!(fingerprint(), first);
    // The same letters, split otherwise.
    write(root.path(), "plant/gateway/timer/a.py", "a");
    write(root.path(), "plant/gateway/startup.py", "bc");
    assert_ne!(fingerprint(), first);
    write(root.path(), "plant/gateway/timer/a.py", "ab");
    write(root.path(), "plant/gateway/startup.py", "c");
    assert_eq!(fingerprint(), first);
    write(root.path(), "plant/project.toml", "[timer.a]\nevery = \"2s\"");
    assert_ne!(fingerprint(), first);
}

#[test]
fn copies_of_a_project_have_the_same_content() {
    let (root, projects) = projects();
    for copy in ["one", "other"] {
        write(&root.path().join(copy), "project.toml", "");
        write(&root.path().join(copy), "images/a.png", "1");
        write(&root.path().join(copy), "gateway/startup.py", "1");
    }
    let load = |project: &str| projects.load(&name(project)).unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let picture = std::fs::File::options().write(true).open(root.path().join("one/images/a.png")).unwrap();
    picture.set_modified(long_ago).unwrap();
    assert_eq!(load("one").content, load("other").content);
    assert_ne!(load("one").fingerprint, load("other").fingerprint, "a picture may have changed");
    for (file, text) in [("images/a.png", "22"), ("images/b.png", ""), ("gateway/startup.py", "2")] {
        let before = load("one").content;
        write(&root.path().join("one"), file, text);
        assert_ne!(load("one").content, before, "{file}");
    }
}

#[test]
fn names_of_projects() {
    let longest = "ä".repeat(64);
    let accepted = ["plant", "Plant 2.1", "Füllerei", "工場", "7th-floor", "_x", "a..b", longest.as_str()];
    for accepted in accepted {
        assert_eq!(name(accepted).as_str(), accepted);
    }
    let too_long = "a".repeat(65);
    let too_wide = "\u{20000}".repeat(61);
    let refused = [
        "",
        ".",
        "..",
        ".git",
        "../x",
        "a/b",
        "a\\b",
        "a\0b",
        "a\nb",
        "-rf",
        " a",
        "a ",
        "a.",
        "<b>",
        "a\u{202e}b",
        "e\u{301}",
        "C:",
        "~",
        too_long.as_str(),
        too_wide.as_str(),
    ];
    for refused in refused {
        let error = ProjectName::new(refused).expect_err(refused);
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(!error.to_string().contains('\n'), "{error}");
    }
}

#[test]
fn creation_is_refused_where_something_has_the_name() {
    let (root, projects) = projects();
    let new = NewProject { title: "Plant".into(), ..NewProject::default() };
    let folder = projects.create(&name("plant"), &new).unwrap();
    assert_eq!(folder, root.path().join("plant"));
    fs::create_dir(root.path().join("empty")).unwrap();
    fs::write(root.path().join("file"), "").unwrap();
    symlink("nowhere", root.path().join("link")).unwrap();
    for taken in ["plant", "empty", "file", "link"] {
        let error = projects.create(&name(taken), &new).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Conflict, "{taken}: {error}");
    }
    let bad = NewProject { client_roles: strings(&[" Operator"]), ..NewProject::default() };
    assert_eq!(projects.create(&name("bad"), &bad).unwrap_err().kind(), ErrorKind::Invalid);
    let bad = NewProject { title: "a\nb".into(), ..NewProject::default() };
    assert_eq!(projects.create(&name("bad"), &bad).unwrap_err().kind(), ErrorKind::Invalid);
    let under_a_file = Projects::new(root.path().join("file/projects"));
    assert_eq!(under_a_file.create(&name("plant"), &new).unwrap_err().kind(), ErrorKind::Io);
    let mut left: Vec<_> = fs::read_dir(root.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["empty", "file", "link", "plant"], "a failed creation leaves nothing behind");
}

#[test]
fn of_two_who_create_the_same_project_one_succeeds() {
    let (_root, projects) = projects();
    for round in 0..50 {
        let name = name(&format!("p{round}"));
        let create = |title: &str| projects.create(&name, &NewProject { title: title.into(), ..NewProject::default() });
        let results = thread::scope(|scope| {
            let threads = ["one", "two"].map(|title| scope.spawn(move || create(title).map(|_| title)));
            threads.map(|thread| thread.join().unwrap())
        });
        let winners: Vec<&str> = results.iter().filter_map(|result| result.as_ref().ok().copied()).collect();
        assert_eq!(winners.len(), 1, "{results:?}");
        let loser = results.iter().find_map(|result| result.as_ref().err()).unwrap();
        assert_eq!(loser.kind(), ErrorKind::Conflict, "{loser}");
        assert_eq!(projects.load(&name).unwrap().title, winners[0]);
    }
}

#[test]
fn nobody_sees_half_a_project() {
    let (_root, projects) = projects();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..200 {
                projects.create(&name(&format!("p{round}")), &NewProject::default()).unwrap();
            }
            done.store(true, Ordering::SeqCst);
        });
        while !done.load(Ordering::SeqCst) {
            assert_eq!(projects.load_all().problems, []);
        }
    });
    assert_eq!(projects.load_all().projects.len(), 200);
}

proptest! {
    #[test]
    fn a_created_project_is_what_was_asked_for(title in "\\PC{0,20}", client in roles(), designer in roles()) {
        let (_root, projects) = projects();
        let new = NewProject { title: title.clone(), client_roles: client.clone(), designer_roles: designer.clone(), window: false };
        projects.create(&name("plant"), &new).unwrap();
        let project = projects.load(&name("plant")).unwrap();
        prop_assert_eq!(project.title, if title.is_empty() { "plant".to_owned() } else { title });
        prop_assert_eq!(project.client_roles, client);
        prop_assert_eq!(project.designer_roles, designer);
        prop_assert_eq!(project.problems, []);
    }

    /// Whatever is accepted as a name is one visible entry of the folder that it is joined to.
    #[test]
    fn no_name_leads_elsewhere(text in any::<String>()) {
        if let Ok(name) = ProjectName::new(text) {
            let path = Path::new("/projects").join(name.as_str());
            prop_assert_eq!(path.parent(), Some(Path::new("/projects")));
            prop_assert_eq!(path.file_name().unwrap().to_str(), Some(name.as_str()));
            prop_assert!(!name.as_str().starts_with('.') && !name.as_str().chars().any(char::is_control));
        }
    }

    /// Any bytes as settings and script give a project or problems with a place in the text, and never a panic.
    #[test]
    fn any_bytes_are_a_project_or_problems(
        settings in prop_oneof![any::<Vec<u8>>(), "[\\[\\]a-z\\.=\"' \n#{},0-9]{0,80}".prop_map(String::into_bytes)],
    ) {
        let (root, projects) = projects();
        write(root.path(), "plant/project.toml", &settings);
        write(root.path(), "plant/gateway/startup.py", &settings);
        let lines = settings.iter().filter(|byte| **byte == b'\n').count() + 1;
        match projects.load(&name("plant")) {
            Ok(project) => prop_assert!(project.startup.is_some()),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(problem.line.is_some_and(|line| (1..=lines).contains(&line)), "{}", problem);
                    prop_assert!(!problem.to_string().contains('\n'), "{}", problem);
                }
            }
        }
    }
}

/// Lists of distinct roles, as hostile as they may be.
fn roles() -> impl Strategy<Value = Vec<String>> {
    prop::collection::btree_set("[^\\p{C}\\s]([^\\p{C}\\p{Z}]|\"|\\\\| ){0,8}[^\\p{C}\\s]", 0..4)
        .prop_map(|roles| roles.into_iter().collect())
}

#[test]
fn a_picture_is_read_by_its_path_and_nothing_else_is() {
    let (root, projects) = projects();
    write(root.path(), "plant/project.toml", "");
    write(root.path(), "plant/images/a.png", "a");
    write(root.path(), "plant/images/logos/b.SVG", "b");
    write(root.path(), "plant/images/notes.txt", "no picture");
    write(root.path(), "plant/images/.hidden.png", "no picture");
    write(root.path(), "plant/images/folder.png/c.gif", "c");
    write(root.path(), "plant/secret.png", "secret");
    write(root.path(), "other/images/d.png", "d");
    symlink("../secret.png", root.path().join("plant/images/link.png")).unwrap();
    symlink("../../other/images", root.path().join("plant/images/link")).unwrap();
    let plant = name("plant");
    let read = |path: &str| projects.image(&plant, path).map(|image| (image.media_type, image.bytes));
    assert_eq!(read("a.png").unwrap(), ("image/png", b"a".to_vec()));
    assert_eq!(read("logos/b.SVG").unwrap(), ("image/svg+xml", b"b".to_vec()));
    assert_eq!(read("folder.png/c.gif").unwrap(), ("image/gif", b"c".to_vec()));
    let absent = [
        "",
        ".",
        "/",
        "b.png",
        "notes.txt",
        ".hidden.png",
        "link.png",
        "link/d.png",
        "../secret.png",
        "./a.png",
        "//a.png",
        "logos/../a.png",
        "a.png/",
        "a.png/b.png",
        "a\0.png",
        "/etc/passwd.png",
        "../../other/images/d.png",
    ];
    for path in absent {
        assert_eq!(read(path).unwrap_err().kind(), ErrorKind::NotFound, "{path:?}");
    }
    let long = format!("{}.png", "x".repeat(300));
    assert_eq!(read(&long).unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(projects.image(&name("none"), "a.png").unwrap_err().kind(), ErrorKind::NotFound);
    assert_eq!(read("folder.png").unwrap_err().kind(), ErrorKind::Io);
}

#[test]
fn whatever_of_a_window_changes_changes_the_fingerprint() {
    let (root, projects) = projects();
    let window = r#"{"root": {"events": {"mouseClicked": "a.py"}}}"#;
    write(root.path(), "plant/project.toml", "");
    write(root.path(), "plant/windows/A/window.json", window);
    write(root.path(), "plant/windows/A/a.py", "1");
    write(root.path(), "plant/client/startup.py", "1");
    write(root.path(), "plant/client/message/note.py", "1");
    write(root.path(), "plant/images/a.png", "1");
    let fingerprint = || projects.load(&name("plant")).unwrap().fingerprint;
    let mut known = vec![fingerprint()];
    assert_eq!(fingerprint(), known[0]);
    let changes = [
        ("windows/A/window.json", r#"{"root": {"events": {"mousePressed": "a.py"}}}"#),
        ("windows/A/window.json", "{"),
        ("windows/A/window.json", "[{"),
        ("windows/A/a.py", "2"),
        ("client/startup.py", "2"),
        ("client/message/note.py", "2"),
        ("images/a.png", "22"),
        ("images/b.png", "1"),
    ];
    for (file, text) in changes {
        write(&root.path().join("plant"), file, text);
        let now = fingerprint();
        assert!(!known.contains(&now), "{file}: {text}");
        known.push(now);
    }
}
