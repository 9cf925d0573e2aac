//! A folder and a file that may not be written. Permissions mean nothing to root, who often runs tests in a container,
//! so then the test starts itself once more as a user without rights.
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

use rollcall_store::{ErrorKind, Store};

/// The second start's file.
const FILE: &str = "ROLLCALL_TEST_STORE";
const TEST: &str = "a_folder_or_file_that_may_not_be_written_is_named";
/// The user and group "nobody" of most systems; any but 0 will do.
const NOBODY: u32 = 65534;

#[tokio::test]
async fn a_folder_or_file_that_may_not_be_written_is_named() {
    if let Some(file) = env::var_os(FILE) {
        return refused(file.as_ref()).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rollcall.db");
    Store::open(&file).await.unwrap().close().await;
    fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
    let program = folder.path().join("test");
    fs::copy(env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    if rustix::process::geteuid().is_root() {
        let mut command = Command::new(&program);
        command.args(["--exact", TEST]).env(FILE, &file);
        let output = command.uid(NOBODY).gid(NOBODY).current_dir("/").output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text}");
    } else {
        refused(&file).await;
    }
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
}

async fn refused(file: &Path) {
    for path in [file.to_owned(), file.with_file_name("new.db")] {
        let error = Store::open(&path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Access, "{error}");
        assert!(error.to_string().starts_with(&path.display().to_string()), "{error}");
    }
}
