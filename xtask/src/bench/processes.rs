//! Processes as the kernel lists them: their parents, and the memory that they take together.
//!
//! Memory is the proportional set size (`Pss`, proc_pid_smaps(5)): a page that several processes share counts for each
//! with its part. Summed over all processes that share it, it is counted once, as is right for forked workers; the
//! resident set size would count it for every one.

use std::collections::BTreeMap;
use std::fs::{read_dir, read_to_string};

use anyhow::Context;

/// The process and all its descendants, parents before children.
pub(super) fn tree(root: u32) -> anyhow::Result<Vec<u32>> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in read_dir("/proc").context("cannot list /proc")? {
        let name = entry.context("cannot list /proc")?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse().ok()) else { continue };
        // A process may end between being listed and being read.
        let Ok(stat) = read_to_string(format!("/proc/{pid}/stat")) else { continue };
        let parent = parent(&stat).with_context(|| format!("/proc/{pid}/stat is not as documented: {stat}"))?;
        children.entry(parent).or_default().push(pid);
    }
    let mut found = vec![root];
    let mut next = 0;
    while let Some(pid) = found.get(next) {
        found.extend(children.remove(pid).unwrap_or_default());
        next += 1;
    }
    Ok(found)
}

/// The proportional set size of one process, in megabytes.
pub(super) fn pss(pid: u32) -> anyhow::Result<f64> {
    let path = format!("/proc/{pid}/smaps_rollup");
    let text = read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let kibibytes = kibibytes(&text).with_context(|| format!("{path} has no line Pss"))?;
    Ok(kibibytes * 1024.0 / 1e6)
}

/// The parent in a line of `/proc/PID/stat`: the second field after the name, which may itself hold blanks and brackets.
fn parent(stat: &str) -> Option<u32> {
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}

fn kibibytes(smaps_rollup: &str) -> Option<f64> {
    let value = smaps_rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    value.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parent_is_found_behind_any_name() {
        assert_eq!(parent("12 (rollcall) S 7 12 12 0"), Some(7));
        assert_eq!(parent("12 (a) b (c) R 7) S 8 12"), Some(8));
        assert_eq!(parent("12 (rollcall) S"), None);
        assert_eq!(parent(""), None);
    }

    #[test]
    fn pss_is_read_and_not_its_parts() {
        let rollup = "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  9000 kB\nPss_Anon:  1 kB\nPss:  1234 kB\n";
        assert_eq!(kibibytes(rollup), Some(1234.0));
        assert_eq!(kibibytes("Rss:  9000 kB\n"), None);
        assert_eq!(kibibytes("Pss:  12\n"), None);
    }

    #[test]
    fn our_own_process_is_in_its_tree_and_takes_memory() {
        let ours = std::process::id();
        assert_eq!(tree(ours).unwrap()[0], ours);
        assert!(pss(ours).unwrap() > 0.1);
    }

    #[test]
    fn a_child_comes_after_its_parent() {
        let mut child = std::process::Command::new("cat").stdin(std::process::Stdio::piped()).spawn().unwrap();
        let found = tree(std::process::id()).unwrap();
        assert!(found[1..].contains(&child.id()), "{found:?}");
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
    }
}
