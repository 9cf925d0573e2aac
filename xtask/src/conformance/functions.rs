//! Asking which functions 7.9 has: the list `conformance/functions/ignition-7.9.tsv`.
//!
//! It is read from a public package of stubs, which `pip` fetches into a temporary folder that is gone afterwards. The
//! program that reads it is written in Python and lies beside the list. The reliability of the list is described in the
//! README there.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::{files, replace};

/// The list and the program that reads the package, relative to the workspace.
const LIST: &str = "conformance/functions/ignition-7.9.tsv";
const READER: &str = "conformance/functions/signatures.py";
/// The package whose signatures are recorded, and how `pip` gets it although it is for another Python.
const PACKAGE: &str = "ignition-api==7.9.21";
const FETCH: [&str; 8] =
    ["-m", "pip", "download", "--quiet", "--no-deps", "--python-version", "2.7.18", "--only-binary=:all:"];

/// Reads the signatures again and writes the list.
pub(super) fn regenerate(root: &Path) -> anyhow::Result<()> {
    let folder = std::env::temp_dir().join(format!("rollcall-functions-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let told = fetch(&folder).and_then(|()| read(root, &folder));
    fs::remove_dir_all(&folder)?;
    let told = told?;
    let before = fs::read_to_string(root.join(LIST)).unwrap_or_default();
    let changed = told.lines().filter(|line| !before.lines().any(|old| old == *line)).count();
    println!("{:>6} functions, {changed:>4} other lines  {LIST}", told.lines().count());
    if told != before { replace(&root.join(LIST), &told) } else { Ok(()) }
}

fn fetch(folder: &Path) -> anyhow::Result<()> {
    let mut pip = Command::new("python3");
    pip.args(FETCH).arg("--dest").arg(folder).arg(PACKAGE);
    let status = pip.status().context("cannot start python3")?;
    ensure!(status.success(), "pip did not get {PACKAGE}; nothing was changed");
    Ok(())
}

fn read(root: &Path, folder: &Path) -> anyhow::Result<String> {
    let wheels = files(folder, "whl")?;
    ensure!(wheels.len() == 1, "pip got {} packages; nothing was changed", wheels.len());
    let mut reader = Command::new("python3");
    reader.current_dir(root).arg(READER).args(wheels).stderr(Stdio::inherit());
    let output = reader.output().context("cannot start python3")?;
    let told = String::from_utf8(output.stdout)?;
    let whole = told.lines().all(|line| line.starts_with("system.") && line.split('\t').count() == 3);
    ensure!(
        output.status.success() && whole && told.lines().count() > 100,
        "the package was not read; nothing was changed"
    );
    Ok(told)
}
