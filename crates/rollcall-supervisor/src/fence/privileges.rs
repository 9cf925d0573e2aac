//! Giving up the privileges of a process, for good.
//!
//! All of it is for a process with a single thread: the kernel keeps these things for each thread.

use std::io;

use libc::{c_int, c_ulong, gid_t, uid_t};
use rustix::process::geteuid;

use super::Gaps;

/// `nobody`, and the group of that number: a user who owns nothing.
const NOBODY: u32 = 65534;
/// The capabilities for becoming another user, and for ending another user's process: CAP_KILL, CAP_SETGID, CAP_SETUID.
const NEEDED: u64 = 1 << 5 | 1 << 6 | 1 << 7;
/// The error when scripts would run as root.
pub(super) const CANNOT: &str = "scripts would run as root, and this process may not start them as the user nobody (it lacks \
                                 CAP_SETUID, CAP_SETGID or CAP_KILL, or its user namespace has no user 65534)";

/// Gives up every privilege of the process for good: root becomes `nobody`, no capability stays, and no program that it
/// starts could bring any back.
///
/// # Errors
/// When root cannot become `nobody`, unless `gaps` permits that; and the system's errors.
pub fn leave_privileges(gaps: Gaps) -> io::Result<()> {
    if geteuid().is_root() {
        // The first unknown capability ends the list.
        let _ = (0..64).try_for_each(|capability| control(libc::PR_CAPBSET_DROP, capability));
        match become_nobody() {
            Err(error) if !gaps.root => return Err(io::Error::other(format!("{CANNOT}: {error}"))),
            _ => {}
        }
    }
    // Old kernels have no such set, and so nothing in it.
    let _ = control(libc::PR_CAP_AMBIENT, libc::PR_CAP_AMBIENT_CLEAR_ALL as c_ulong);
    drop_capabilities()?;
    control(libc::PR_SET_NO_NEW_PRIVS, 1)
}

#[allow(unsafe_code, reason = "prctl has no safe form")]
fn control(option: c_int, argument: c_ulong) -> io::Result<()> {
    const NOTHING: c_ulong = 0;
    // SAFETY: none of the options used here takes an address.
    result(unsafe { libc::prctl(option, argument, NOTHING, NOTHING, NOTHING) })
}

#[allow(unsafe_code, reason = "these calls have no safe form")]
fn become_nobody() -> io::Result<()> {
    let (user, group): (uid_t, gid_t) = (NOBODY, NOBODY);
    // SAFETY: a list of no groups is read from nowhere, the others take numbers.
    unsafe {
        result(libc::setgroups(0, std::ptr::null()))?;
        result(libc::setresgid(group, group, group))?;
        result(libc::setresuid(user, user, user))
    }
}

/// Empties the sets of capabilities that count now and after a new program.
#[allow(unsafe_code, reason = "capset has no safe form")]
fn drop_capabilities() -> io::Result<()> {
    /// The version of the record with 64 capabilities, and the calling thread.
    const HEADER: [u32; 2] = [0x2008_0522, 0];
    /// Effective, permitted and inheritable, twice 32 of each.
    const NONE: [u32; 6] = [0; 6];
    // SAFETY: both records are of the size and form that this version has, and are only read.
    let done = unsafe { libc::syscall(libc::SYS_capset, HEADER.as_ptr(), NONE.as_ptr()) };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn result(done: c_int) -> io::Result<()> {
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Whether processes that this one starts would be root, and could not be anybody else.
pub(super) fn must_stay_root() -> bool {
    if !geteuid().is_root() {
        return false;
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let maps = ["/proc/self/uid_map", "/proc/self/gid_map"];
    let known = maps.into_iter().all(|map| std::fs::read_to_string(map).map_or(true, |map| has_nobody(&map)));
    !(has_needed(&status) && known)
}

fn has_needed(status: &str) -> bool {
    let effective = status.lines().find_map(|line| line.strip_prefix("CapEff:"));
    let effective = effective.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok()).unwrap_or_default();
    effective & NEEDED == NEEDED
}

/// Whether a map of a user namespace has the number: each line is the first one inside, the first one outside, how many.
fn has_nobody(map: &str) -> bool {
    map.lines().any(|line| {
        let numbers: Vec<u64> = line.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        matches!(numbers[..], [first, _, count] if (first..first + count).contains(&u64::from(NOBODY)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_of_users_has_nobody_or_not() {
        assert!(has_nobody("         0          0 4294967295\n"));
        assert!(has_nobody("0 1000 1\n1 100000 65536\n"));
        assert!(!has_nobody("0 1000 1\n"));
        assert!(!has_nobody("0 100000 65534\n"));
        assert!(!has_nobody(""));
    }

    #[test]
    fn what_becoming_somebody_else_takes_is_read_from_the_status() {
        assert!(has_needed("Name:\tx\nCapPrm:\t0\nCapEff:\t000001fffeffffff\n"));
        assert!(has_needed("CapEff:\t00000000000000e0"));
        assert!(!has_needed("CapEff:\t00000000000000c0"));
        assert!(!has_needed("CapPrm:\t000001fffeffffff\nCapEff:\t0000000000000000"));
        assert!(!has_needed(""));
    }
}
