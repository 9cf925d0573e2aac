//! `rollcall check`: compile scripts without running them.
//!
//! It needs no gateway and no project: a person who moves scripts from elsewhere wants to know first which of them
//! compile, and in which language.

use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use rollcall_script::Dialect;
use rollcall_wire::worker::Scope;

use crate::arguments::Check as Arguments;
use crate::checker::{Checker, Finding};
use crate::table::harmless;
use crate::usage::UsageError;

/// The largest file that is taken for a script, in bytes.
const MOST: u64 = 16 << 20;

/// Checks every script under the paths and prints each fault, and each call that cannot work. One that cannot be read
/// or compiled keeps no other from being checked.
///
/// # Errors
/// When a path does not exist or holds no script, which is wrong usage, or when no worker can be started.
pub async fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let option = arguments.python.map(Dialect::from);
    let mut output = BufWriter::new(io::stdout().lock());
    let mut has_faults = false;
    let scripts = scripts(&arguments.paths)?;
    let mut checker = Checker::new(arguments.gaps.into())?;
    for script in scripts {
        for finding in check(&mut checker, option, &script).await? {
            has_faults |= arguments.strict || !finding.is_warning;
            let place = [finding.line, finding.column].into_iter().flatten();
            let place: String = place.map(|number| format!(":{number}")).collect();
            writeln!(output, "{}", harmless(&format!("{}{place}: {}", script.display(), finding.words())))?;
        }
    }
    output.flush()?;
    Ok(if has_faults { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn check(checker: &mut Checker, option: Option<Dialect>, script: &Path) -> anyhow::Result<Vec<Finding>> {
    let unreadable = |line, column, message| vec![Finding { is_warning: false, line, column, message }];
    let bytes = match read(script) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(unreadable(None, None, format!("cannot be read: {error}"))),
    };
    let dialect = option.or_else(|| Dialect::declared(&String::from_utf8_lossy(&bytes))).unwrap_or_default();
    match rollcall_script::decode(dialect, &bytes) {
        // The script does not show where it will run; in a client there is everything.
        Ok(source) => checker.check(dialect, Scope::Client, &script.display().to_string(), &source).await,
        Err(fault) => Ok(unreadable(Some(fault.line), Some(fault.column), fault.message)),
    }
}

/// A script's bytes. Anything but a file, such as a pipe, could be waited for without end.
fn read(script: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(script)?.is_file() {
        return Err(io::Error::other("this is not a file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(script)?.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(io::Error::other("it is larger than 16 MiB, the most that a script may have"));
    }
    Ok(bytes)
}

/// The files to check, in the order of their names under each path.
fn scripts(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for path in paths {
        let known = scripts.len();
        if path.is_dir() {
            collect(path, &mut scripts)?;
        } else if path.exists() {
            scripts.push(path.clone());
        } else {
            return Err(UsageError(format!("{}: no such file or folder", path.display())).into());
        }
        if scripts.len() == known {
            return Err(UsageError(format!("{}: no file that ends in .py in this folder", path.display())).into());
        }
    }
    Ok(scripts)
}

/// The scripts of a folder and of those in it. Links to folders are not followed: they may lead in a circle.
fn collect(folder: &Path, scripts: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let context = || folder.display().to_string();
    let entries: io::Result<Vec<fs::DirEntry>> = fs::read_dir(folder).with_context(context)?.collect();
    let mut entries = entries.with_context(context)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().with_context(context)?.is_dir() {
            collect(&path, scripts)?;
        } else if path.extension().is_some_and(|extension| extension == "py") && path.is_file() {
            scripts.push(path);
        }
    }
    Ok(())
}
