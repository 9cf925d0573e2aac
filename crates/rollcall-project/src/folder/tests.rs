//! An entry that is replaced between being looked at and being opened: done step by step here, since a race would show
//! it only now and then.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use rustix::fs::{CWD, mknodat};
use tempfile::TempDir;

use super::*;

/// A project folder with one file and one folder, and a secret beside it.
fn make() -> (TempDir, Folder) {
    let root = tempfile::tempdir().unwrap();
    let plant = root.path().join("plant");
    fs::create_dir_all(plant.join("gateway")).unwrap();
    fs::write(plant.join("startup.py"), "ours").unwrap();
    fs::create_dir(root.path().join("outside")).unwrap();
    fs::write(root.path().join("outside/startup.py"), "secret").unwrap();
    let folder = Folder::open(&plant).unwrap();
    let kinds: Vec<EntryKind> = folder.entries().unwrap().iter().map(|entry| entry.kind).collect();
    assert_eq!(kinds, [EntryKind::Folder, EntryKind::File]);
    (root, folder)
}

#[test]
fn a_file_that_became_a_link_is_not_followed() {
    let (root, folder) = make();
    let file = root.path().join("plant/startup.py");
    assert_eq!(folder.read("startup.py".as_ref()).unwrap(), b"ours");
    fs::remove_file(&file).unwrap();
    symlink("../outside/startup.py", &file).unwrap();
    let error = folder.read("startup.py".as_ref()).unwrap_err();
    assert_eq!(error.raw_os_error(), Some(rustix::io::Errno::LOOP.raw_os_error()));
}

#[test]
fn a_folder_that_became_a_link_is_not_followed() {
    let (root, folder) = make();
    let gateway = root.path().join("plant/gateway");
    fs::remove_dir(&gateway).unwrap();
    symlink("../outside", &gateway).unwrap();
    assert!(folder.folder("gateway".as_ref()).is_err());
}

#[test]
fn a_folder_that_was_opened_stays_the_same_when_its_name_becomes_a_link() {
    let (root, folder) = make();
    let (plant, moved) = (root.path().join("plant"), root.path().join("moved"));
    fs::rename(&plant, &moved).unwrap();
    symlink("outside", &plant).unwrap();
    assert_eq!(folder.read("startup.py".as_ref()).unwrap(), b"ours");
}

#[test]
fn a_file_that_became_a_pipe_does_not_keep_us_waiting() {
    let (root, folder) = make();
    let file = root.path().join("plant/startup.py");
    fs::remove_file(&file).unwrap();
    mknodat(CWD, &file, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let error = folder.read("startup.py".as_ref()).unwrap_err();
    assert_eq!(error.to_string(), "it is not a regular file");
}

#[test]
fn a_name_that_leads_out_is_refused() {
    let (_root, folder) = make();
    for name in ["..", "../outside", "../outside/startup.py", "/etc", "gateway/../../outside"] {
        let name = Path::new(name).as_os_str();
        assert!(folder.read(name).is_err() && folder.folder(name).is_err(), "{}", name.display());
    }
}
