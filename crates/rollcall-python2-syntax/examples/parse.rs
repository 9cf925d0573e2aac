//! Parses the files that are named and reports each fault as `file:line:column: message`; exit code 1 if there is any.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use rollcall_python2_syntax::{decode, parse};

fn main() -> std::io::Result<ExitCode> {
    let mut faults = 0;
    let mut out = std::io::stdout().lock();
    for path in std::env::args_os().skip(1) {
        let path = Path::new(&path);
        let bytes = std::fs::read(path)?;
        if let Err(error) = decode(&bytes).and_then(|source| parse(&source)) {
            faults += 1;
            writeln!(out, "{}:{error}", path.display())?;
        }
    }
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
