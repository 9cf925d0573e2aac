//! `rollcall check`: compile scripts without running them.
//!
//! It needs no gateway and no project: whoever moves scripts from elsewhere wants to know first which of them compile,
//! and in which language.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use rollcall_script::{Dialect, SyntaxFault};

use crate::UsageError;
use crate::arguments::Check as Arguments;
use crate::table::harmless;

/// Checks every script under the paths and prints each fault.
///
/// # Errors
/// When a path does not exist or holds no script, which is wrong usage, or when a file cannot be read.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let option = arguments.python.map(Dialect::from);
    let mut output = BufWriter::new(io::stdout().lock());
    let mut has_faults = false;
    for script in scripts(&arguments.paths)? {
        let bytes = fs::read(&script).with_context(|| script.display().to_string())?;
        let dialect = option.or_else(|| Dialect::declared(&String::from_utf8_lossy(&bytes))).unwrap_or_default();
        if let Err(SyntaxFault { line, column, message }) = check(dialect, &script, &bytes) {
            has_faults = true;
            let fault = format!("{}:{line}:{column}: {message}", script.display());
            writeln!(output, "{}", harmless(&fault))?;
        }
    }
    output.flush()?;
    Ok(if has_faults { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn check(dialect: Dialect, script: &Path, bytes: &[u8]) -> Result<(), SyntaxFault> {
    let source = rollcall_script::decode(dialect, bytes)?;
    rollcall_script::check(dialect, &script.display().to_string(), &source)
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
