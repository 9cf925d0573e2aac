//! How fast a worker process may go: one whose script has run for long keeps to a few of the cores, so that a person
//! who presses a button finds another one free.
//!
//! Why not by its priority alone: a process that has been made nice cannot be made less nice again without a privilege,
//! and the worker, which keeps its client's globals, is to be as quick as before when the script has ended. On which
//! cores a process may run can be changed to and fro by anybody. So the cores are the rule, and the priority is added
//! where the gateway may take it back (as root, or with `LimitNICE=0` for a service of systemd).
//!
//! On a machine with one core and without the privilege nothing can be done; then the kernel's own fairness has to do.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::sync::{Arc, OnceLock};

use rustix::process::{Pid, Resource, getpriority_process, getrlimit, setpriority_process};

/// The lowest priority there is.
const NICEST: i32 = 19;
/// The bit of the capability that lets a process change priorities as it likes (`capabilities(7)`).
const CAP_SYS_NICE: u32 = 23;

/// The cores that a process may run on, by their numbers.
type Cores = Vec<usize>;

/// A process whose speed can be changed. A clone means the same process.
#[derive(Clone, Debug)]
pub struct Pace {
    pidfd: Arc<OwnedFd>,
}

/// The means that this machine and this user allow.
#[derive(Debug)]
struct Means {
    /// The cores for all.
    all: Cores,
    /// The cores for those that have run for long; None where there is only one core.
    few: Option<Cores>,
    /// The gateway's own priority, where a lower one can be taken back.
    nice: Option<i32>,
}

impl Pace {
    /// The speed of a process.
    pub fn of(pidfd: Arc<OwnedFd>) -> Self {
        Pace { pidfd }
    }

    /// Lets it go on at the pace of work that no person waits for. Where the system does not permit that, its pace
    /// stays the same.
    pub fn slow_down(&self) {
        let Means { few, nice, .. } = means();
        self.set(few.as_deref(), nice.map(|_| NICEST));
    }

    /// Lets it go as fast as any.
    pub fn recover(&self) {
        let Means { all, few, nice } = means();
        self.set(few.as_ref().map(|_| &**all), *nice);
    }

    fn set(&self, cores: Option<&[usize]>, nice: Option<i32>) {
        // One that has just ended has no number any more. For the process to end and its number to pass to another one
        // between here and there, the system would have to go through all numbers.
        let Some(pid) = pid_of(&self.pidfd) else { return };
        let cores = cores.map_or(Ok(()), |cores| set_cores(pid, cores));
        let nice = nice.map_or(Ok(()), |nice| setpriority_process(Some(pid), nice).map_err(io::Error::from));
        if let Err(error) = cores.and(nice) {
            tracing::debug!("the speed of a worker cannot be changed: {error}");
        }
    }
}

fn means() -> &'static Means {
    static MEANS: OnceLock<Means> = OnceLock::new();
    MEANS.get_or_init(|| {
        let all = cores_of(None).unwrap_or_default();
        let nice = getpriority_process(None).ok().filter(|nice| may_take_back(*nice));
        Means { few: few_of(&all), all, nice }
    })
}

/// Whether a process of this user that was made nicer can have this priority again (`setpriority(2)`).
fn may_take_back(nice: i32) -> bool {
    let ceiling = getrlimit(Resource::Nice).current.unwrap_or(u64::MAX);
    let within = u64::try_from(20 - nice).is_ok_and(|needed| needed <= ceiling);
    within || capabilities().is_some_and(|held| held >> CAP_SYS_NICE & 1 == 1)
}

/// The capabilities in force, by the kernel's account: even root may be without.
fn capabilities() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let held = status.lines().find_map(|line| line.strip_prefix("CapEff:"))?;
    u64::from_str_radix(held.trim(), 16).ok()
}

/// A half of the cores, the last ones; None where there is only one.
fn few_of(all: &[usize]) -> Option<Cores> {
    let few = &all[all.len().div_ceil(2)..];
    (!few.is_empty()).then(|| few.to_vec())
}

/// On which cores a process may run; None means this thread.
#[allow(unsafe_code, reason = "the safe form would have the whole engine compiled with another feature of rustix")]
fn cores_of(pid: Option<Pid>) -> io::Result<Cores> {
    // SAFETY: a set of cores is plain numbers, of which all zeroes is the empty set; the kernel writes no more than its
    // size, and the macros read within it.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        if libc::sched_getaffinity(raw(pid), size_of_val(&set), &mut set) != 0 {
            return Err(io::Error::last_os_error());
        }
        Ok((0..usize::try_from(libc::CPU_SETSIZE).unwrap_or(0)).filter(|core| libc::CPU_ISSET(*core, &set)).collect())
    }
}

/// Says on which cores the main thread of a process may run: in a worker the one that runs scripts.
#[allow(unsafe_code, reason = "as above")]
fn set_cores(pid: Pid, cores: &[usize]) -> io::Result<()> {
    // SAFETY: as above; the numbers are those that the kernel has named, so they lie within the set.
    let set = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        cores.iter().for_each(|core| libc::CPU_SET(*core, &mut set));
        libc::sched_setaffinity(raw(Some(pid)), size_of_val(&set), &set)
    };
    if set == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

fn raw(pid: Option<Pid>) -> libc::pid_t {
    pid.map_or(0, |pid| pid.as_raw_nonzero().get())
}

/// The number of the process behind a descriptor, by the kernel's account; None when it is over.
fn pid_of(pidfd: &OwnedFd) -> Option<Pid> {
    let info = std::fs::read_to_string(format!("/proc/self/fdinfo/{}", pidfd.as_raw_fd())).ok()?;
    let number: i32 = info.lines().find_map(|line| line.strip_prefix("Pid:"))?.trim().parse().ok()?;
    // Minus one when it has ended, and zero when it is in another namespace.
    if number > 0 { Pid::from_raw(number) } else { None }
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Stdio};

    use rustix::process::{PidfdFlags, pidfd_open};

    use super::*;

    #[test]
    fn half_of_the_cores_are_few_and_one_core_is_not_shared_out() {
        assert_eq!(few_of(&[0, 1]), Some(vec![1]));
        assert_eq!(few_of(&[2, 3, 5]), Some(vec![5]));
        assert_eq!(few_of(&[0, 1, 2, 3]), Some(vec![2, 3]));
        assert_eq!((few_of(&[7]), few_of(&[])), (None, None));
    }

    #[test]
    fn a_process_slows_down_and_recovers_and_one_that_has_ended_is_left_alone() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat is everywhere");
        let pid = Pid::from_child(&child);
        let pace = Pace::of(Arc::new(pidfd_open(pid, PidfdFlags::empty()).expect("it runs")));
        let state = || (cores_of(Some(pid)).expect("it runs"), getpriority_process(Some(pid)).expect("it runs"));
        let before = state();
        pace.slow_down();
        let Means { few, nice, .. } = means();
        let expected = (few.clone().unwrap_or(before.0.clone()), nice.map_or(before.1, |_| NICEST));
        assert_eq!(state(), expected);
        pace.recover();
        assert_eq!(state(), before);
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        pace.slow_down();
    }
}
