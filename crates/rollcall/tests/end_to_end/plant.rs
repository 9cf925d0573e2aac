//! The plant that most tests play in: an administrator, two operators of whom one is an engineer, one project.

use std::path::Path;

use testkit::{Executable, Setup};

/// The executable under test.
pub const ROLLCALL: Executable = Executable::at(env!("CARGO_BIN_EXE_rollcall"));

/// `admin` administrates, `anna` may log in to the project `plant` as client and as designer, `billy` as client.
pub fn plant() -> Setup {
    Setup::new(ROLLCALL)
        .user("admin", &["Administrator"])
        .user("anna", &["Operator", "Engineer"])
        .user("billy", &["Operator"])
        .project("plant", "Operator", "Engineer")
}

/// The command lines of the processes whose command line contains `word`, with their numbers.
pub fn processes_with(word: &str) -> Vec<(i32, String)> {
    let entries = std::fs::read_dir("/proc").expect("Linux shows its processes");
    let number = |entry: std::io::Result<std::fs::DirEntry>| entry.ok()?.file_name().to_str()?.parse::<i32>().ok();
    let line = |pid: i32| {
        // A process may end between the listing and the reading.
        let bytes = std::fs::read(Path::new("/proc").join(pid.to_string()).join("cmdline")).ok()?;
        Some((pid, String::from_utf8_lossy(&bytes).replace('\0', " ")))
    };
    let own = std::process::id().cast_signed();
    let processes = entries.filter_map(number).filter(|pid| *pid != own).filter_map(line);
    processes.filter(|(_, line)| line.contains(word)).collect()
}
