//! The machine's memory: how much of it this process and its children may take, and how it is given back.

use std::fs::read_to_string;
use std::path::Path;

use rustix::process::{Resource, getrlimit};

/// The memory that may be taken, in bytes: the machine's, or the part that a control group or a limit of the process
/// allows.
pub fn memory() -> u64 {
    let limits = [Resource::Data, Resource::As].into_iter().filter_map(|resource| getrlimit(resource).current);
    limits.chain(groups()).chain(installed()).min().unwrap_or(1 << 30)
}

/// The machine's.
fn installed() -> Option<u64> {
    let text = read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
}

/// The limits of the control groups that this process is in, of both versions, and of all above them.
fn groups() -> Vec<u64> {
    let text = read_to_string("/proc/self/cgroup").unwrap_or_default();
    text.lines().filter_map(group).flat_map(|(root, file, path)| limits(root, file, path)).collect()
}

/// From a line of `/proc/self/cgroup`: where the groups are mounted, the file with the limit, and the group.
fn group(line: &str) -> Option<(&'static str, &'static str, &str)> {
    let mut fields = line.splitn(3, ':').skip(1);
    let (controllers, path) = (fields.next()?, fields.next()?);
    match controllers {
        "" => Some(("/sys/fs/cgroup", "memory.max", path)),
        _ if controllers.split(',').any(|each| each == "memory") => {
            Some(("/sys/fs/cgroup/memory", "memory.limit_in_bytes", path))
        }
        _ => None,
    }
}

fn limits(root: &str, file: &str, path: &str) -> Vec<u64> {
    let path = path.trim_start_matches('/');
    let limit = |folder: &Path| read_to_string(Path::new(root).join(folder).join(file)).ok();
    // Text that is not a number is "max".
    Path::new(path).ancestors().filter_map(limit).filter_map(|text| text.trim().parse().ok()).collect()
}

/// Has large pieces of memory given back to the system when they are freed, and keeps few places to look for small
/// ones. By default the allocator keeps memory that it has once had, so that a gateway would never be small again after
/// a busy hour.
#[allow(unsafe_code, reason = "mallopt has no safe form")]
pub fn give_memory_back() {
    #[cfg(target_env = "gnu")]
    // SAFETY: these parameters of the allocator may be set at any time; values that it does not take are ignored.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, 512 * 1024);
        libc::mallopt(libc::M_TRIM_THRESHOLD, 4 * 1024 * 1024);
        libc::mallopt(libc::M_ARENA_MAX, 4);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_memory_is_there() {
        assert!(memory() > 16 << 20);
    }

    #[test]
    fn groups_of_both_versions_are_found() {
        assert_eq!(group("0::/user.slice"), Some(("/sys/fs/cgroup", "memory.max", "/user.slice")));
        let first = group("4:memory:/plant/gateway");
        assert_eq!(first, Some(("/sys/fs/cgroup/memory", "memory.limit_in_bytes", "/plant/gateway")));
        assert_eq!(group("3:cpuset:/"), None);
        assert_eq!(group(""), None);
        assert!(limits("/nowhere", "memory.max", "/a/b").is_empty());
    }
}
