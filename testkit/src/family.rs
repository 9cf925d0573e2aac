//! The processes that a process has started, as the kernel lists them.

use rustix::process::{Pid, Signal, kill_process};

use crate::{GatewayProcess, eventually};

/// The children of a process that have not ended.
pub fn children(of: Pid) -> Vec<Pid> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    numbers.filter_map(Pid::from_raw).filter(|pid| parent(*pid) == Some(of)).collect()
}

fn parent(pid: Pid) -> Option<Pid> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // Behind the name, which is in brackets and may hold anything.
    let (state, rest) = stat.rsplit(')').next()?.trim_start().split_once(' ')?;
    // A zombie only waits to be reaped.
    if state == "Z" { None } else { Pid::from_raw(rest.split_whitespace().next()?.parse().ok()?) }
}

/// Sends a signal to a process that may be gone already.
pub fn signal(pid: Pid, signal: Signal) {
    // The process may be gone already, which is the goal of the signal.
    let _ = kill_process(pid, signal);
}

impl GatewayProcess {
    /// The process that its workers are forked from, once there is one.
    ///
    /// # Panics
    /// When there is no zygote.
    pub async fn zygote(&self) -> Pid {
        eventually("the parent of the workers", async || children(self.pid()).first().copied()).await
    }

    /// Its workers, once there is one.
    ///
    /// # Panics
    /// When there are no workers.
    pub async fn workers(&self) -> Vec<Pid> {
        let zygote = self.zygote().await;
        eventually("a worker", async || Some(children(zygote)).filter(|workers| !workers.is_empty())).await
    }
}
