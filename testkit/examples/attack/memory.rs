//! The memory of a gateway: how much it may have, and how much it has had.
//!
//! The limit is the kernel's, so that going past it ends the gateway as it would on a small machine: `RLIMIT_DATA`,
//! which a process without rights can take on itself anywhere. Workers are bounded by limits of their own. The printed
//! figures are the kernel's peak of the resident set, and the largest observed sum of the gateway and its workers, in
//! proportional sets (a page that several share is counted once).

use std::collections::BTreeMap;
use std::fs::{read_dir, read_to_string};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use testkit::{Invocation, Pid};

/// The memory limit of a gateway under attack, in bytes.
pub const LIMIT: u64 = 512 << 20;
/// Between two looks at the processes.
const EVERY: Duration = Duration::from_millis(250);

/// The command, held to [`LIMIT`]. It ignores the signal of a file that is as large as it may be, so that a disk that is
/// made full by that limit is a write that fails.
pub fn limited(command: Invocation) -> Invocation {
    let script = format!("trap '' XFSZ; ulimit -d {} && exec \"$@\"", LIMIT / 1024);
    command.wrapped_by(Invocation::of("/bin/sh".into()).args(&["-c", &script, "sh"]))
}

/// Looks at a gateway's memory until it is asked for the result.
#[derive(Debug)]
pub struct Meter {
    state: Arc<State>,
    looking: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct State {
    over: AtomicBool,
    gateway: AtomicU64,
    all: AtomicU64,
}

/// The most that was seen, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Peak {
    /// The gateway's own process.
    pub gateway: u64,
    /// With its zygote and workers.
    pub all: u64,
}

impl Meter {
    /// Begins to look.
    pub fn start(gateway: Pid) -> Self {
        let state = Arc::new(State::default());
        let seen = Arc::clone(&state);
        let pid = gateway.as_raw_nonzero().get().cast_unsigned();
        let looking = thread::spawn(move || {
            while !seen.over.load(Ordering::Relaxed) {
                seen.gateway.fetch_max(resident_peak(pid), Ordering::Relaxed);
                seen.all.fetch_max(tree(pid).into_iter().map(proportional).sum(), Ordering::Relaxed);
                thread::sleep(EVERY);
            }
            seen.gateway.fetch_max(resident_peak(pid), Ordering::Relaxed);
        });
        Meter { state, looking }
    }

    /// Looks a last time.
    pub fn stop(self) -> Peak {
        self.state.over.store(true, Ordering::Relaxed);
        self.looking.join().expect("looking at processes fails at nothing");
        let seen = |value: &AtomicU64| value.load(Ordering::Relaxed);
        Peak { gateway: seen(&self.state.gateway), all: seen(&self.state.all) }
    }
}

/// A process and all its descendants.
pub fn tree(root: u32) -> Vec<u32> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end between being listed and being read.
        let Ok(stat) = read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        children.entry(parent.unwrap_or(0)).or_default().push(pid);
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(pid) = found.get(next) {
        found.extend(children.remove(pid).unwrap_or_default());
        next += 1;
    }
    found
}

/// The proportional set of a process; 0 of one that is gone.
fn proportional(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/smaps_rollup"), "Pss:")
}

/// The resident memory of a process now, in bytes; 0 for one that is gone.
pub fn resident(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "VmRSS:")
}

/// Lets the kernel count the peak of a process from now on (proc(5), `clear_refs`). Earlier observations stay.
pub fn forget_peak(pid: u32) {
    std::fs::write(format!("/proc/{pid}/clear_refs"), "5").expect("an own process may be told so");
}

/// The most that a process has had resident, in bytes; 0 of one that is gone.
pub fn resident_peak(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "VmHWM:")
}

fn kibibytes(path: &str, key: &str) -> u64 {
    let text = read_to_string(path).unwrap_or_default();
    let value = text.lines().find_map(|line| line.strip_prefix(key));
    let value = value.and_then(|value| value.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    value.unwrap_or(0) * 1024
}
