//! The machine of the measurement: without it no reader can compare the figures with their own.

use std::fs::read_to_string;

use anyhow::Context;

use crate::workspace::{Workspace, output};

/// The machine, the tools, the state of the source, and how busy the machine was.
pub(super) fn describe(workspace: &Workspace) -> anyhow::Result<String> {
    let cores = std::thread::available_parallelism().context("cannot count the cores")?;
    let cpuinfo = read_to_string("/proc/cpuinfo").context("cannot read /proc/cpuinfo")?;
    let kernel = read_to_string("/proc/sys/kernel/osrelease").context("cannot read the kernel's version")?;
    let rustc = output(workspace.command("rustc").arg("--version"))?;
    let commit = output(workspace.command("git").args(["rev-parse", "--short", "HEAD"]))?;
    let changes = output(workspace.command("git").args(["status", "--porcelain", "--untracked-files=no"]))?;
    let state = if changes.is_empty() { "" } else { " with uncommitted changes" };
    Ok(format!(
        "Machine: {cores} cores, {}, Linux {}; {}; profile dev; commit {}{state}\n{}",
        processor(&cpuinfo),
        kernel.trim(),
        rustc.trim(),
        commit.trim(),
        load()?
    ))
}

/// How busy the machine is, as `uptime` reports it.
pub(super) fn load() -> anyhow::Result<String> {
    let load = read_to_string("/proc/loadavg").context("cannot read /proc/loadavg")?;
    let averages: Vec<_> = load.split_whitespace().take(3).collect();
    Ok(format!("Load average (1, 5 and 15 minutes): {}", averages.join(", ")))
}

/// The processor's name in the text of `/proc/cpuinfo`, which not every architecture gives.
fn processor(cpuinfo: &str) -> &str {
    let lines = cpuinfo.lines().filter_map(|line| line.split_once(':'));
    let mut names = lines.filter(|(key, _)| key.trim() == "model name").map(|(_, name)| name.trim());
    names.next().unwrap_or("unnamed processor")
}

#[cfg(test)]
mod tests {
    use super::processor;

    #[test]
    fn processor_is_the_first_model_name() {
        let two = "processor\t: 0\nmodel name\t: Fast 9 @ 3:1\n\nprocessor\t: 1\nmodel name\t: Other\n";
        assert_eq!(processor(two), "Fast 9 @ 3:1");
        assert_eq!(processor("CPU implementer : 0x41\n"), "unnamed processor");
    }
}
