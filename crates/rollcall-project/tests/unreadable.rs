//! Files and folders that may not be read. Permissions mean nothing to root, who often runs tests in a container, so
//! then the test starts itself once more as a user without rights.
//!
//! The test is alone in its program: a program that was just copied cannot be started while a process that another test
//! forks still has it open for writing.
#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rollcall_project::{ErrorKind, NewProject, ProjectName, Projects};

/// Tells the second start where the projects are.
const ROOT: &str = "ROLLCALL_TEST_PROJECTS";
/// The user and group "nobody" of most systems; any but 0 will do.
const NOBODY: u32 = 65534;

#[test]
fn what_may_not_be_read_is_a_problem() {
    if let Some(root) = env::var_os(ROOT) {
        return check(Path::new(&root));
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("projects");
    make(&root);
    if rustix::process::geteuid().is_root() {
        let program = folder.path().join("test");
        fs::copy(env::current_exe().unwrap(), &program).unwrap();
        set_mode(folder.path(), 0o755);
        let mut command = Command::new(&program);
        command.args(["--exact", "what_may_not_be_read_is_a_problem"]).env(ROOT, &root).current_dir("/");
        let output = command.uid(NOBODY).gid(NOBODY).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    } else {
        check(&root);
    }
    for closed in ["closed", "shut/gateway", "."] {
        set_mode(&root.join(closed), 0o755);
    }
}

fn make(root: &Path) {
    for file in [
        "open/project.toml",
        "closed/project.toml",
        "shut/project.toml",
        "shut/gateway/startup.py",
        "shut/scripts/a.py",
    ] {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    set_mode(&root.join("closed"), 0o000);
    set_mode(&root.join("shut/gateway"), 0o000);
    set_mode(&root.join("shut/scripts/a.py"), 0o000);
    set_mode(root, 0o555);
}

fn check(root: &Path) {
    let projects = Projects::new(root.to_owned());
    let loaded = projects.load_all();
    assert_eq!(loaded.projects.keys().map(ProjectName::as_str).collect::<Vec<_>>(), ["open", "shut"]);
    let problems: Vec<String> = loaded.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        problems,
        [
            "closed: the project's folder cannot be opened: Permission denied (os error 13)",
            "shut/gateway: this folder cannot be opened: Permission denied (os error 13)",
            "shut/scripts/a.py: this file cannot be read: Permission denied (os error 13)",
        ]
    );
    let error = projects.create(&ProjectName::new("new").unwrap(), &NewProject::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("Permission denied"), "{error}");
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
