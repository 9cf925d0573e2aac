//! The system calls that are left to a process in which scripts run.
//!
//! The lists were found by watching the test suite, and include calls that the C library may use in the place of the
//! observed ones. Three things happen to a call:
//!
//! * calls that computing, memory and the pipe to the supervisor need are answered;
//! * calls that the C library tries and can do without are refused with an error: opening files, asking about them;
//! * anything else ends the process, with the number of the call as its last words.
//!
//! A filter has one answer beside "allowed", so the second is a filter of its own; of several the kernel takes the
//! strictest answer.

use std::collections::BTreeMap;
use std::io;

use libc::c_long;
use seccompiler::SeccompCmpOp::{Eq, MaskedEq, Ne};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::{Gaps, refused};

/// Which calls a process keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// The calls of a worker.
    Worker,
    /// The calls of the zygote: a worker's, and those to fork one and put it in its place.
    Zygote,
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Answered whatever its arguments.
const COMPUTING: &[c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getcpu,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_ppoll,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_sendmsg,
    libc::SYS_sendto,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_time,
];

/// The calls that the zygote needs beside a worker's, to put a fork of itself in its place.
const FORKING: &[c_long] = &[
    libc::SYS_dup,
    libc::SYS_dup3,
    libc::SYS_fcntl,
    libc::SYS_getppid,
    libc::SYS_pidfd_open,
    libc::SYS_rt_sigaction,
    libc::SYS_seccomp,
    libc::SYS_set_tid_address,
    libc::SYS_wait4,
    libc::SYS_waitid,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_dup2,
];

/// Refused with an error, since their callers can do without.
const TRIED: &[c_long] = &[
    libc::SYS_faccessat,
    libc::SYS_fstat,
    libc::SYS_getcwd,
    libc::SYS_ioctl,
    libc::SYS_lseek,
    libc::SYS_newfstatat,
    libc::SYS_openat,
    libc::SYS_readlinkat,
    libc::SYS_statx,
    libc::SYS_sysinfo,
    libc::SYS_uname,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_open,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
];

/// The same for a process without a fork to be put in its place.
const TRIED_BY_WORKERS: &[c_long] = &[libc::SYS_fcntl, libc::SYS_prlimit64];

/// A process of its own, rather than a name space in which it would be another user.
const NAME_SPACES: c_long = (libc::CLONE_NEWNS
    | libc::CLONE_NEWCGROUP
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET) as c_long;

impl Calls {
    /// Leaves these calls to the process, with all of its threads, and no way to get another back.
    ///
    /// # Errors
    /// When the kernel has no filters, unless `gaps` permits that.
    pub fn forbid_the_rest(self, gaps: Gaps) -> io::Result<()> {
        if !are_supported() && gaps.calls {
            return Ok(());
        }
        refused::say_which()?;
        let architecture = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
        // The list of allowed calls comes last: it forbids to put on another filter.
        for (rules, otherwise, answer) in [self.missing(), self.tried(), self.allowed()?].into_iter().flatten() {
            let filter = SeccompFilter::new(rules, otherwise, answer, architecture).map_err(io::Error::other)?;
            let program = BpfProgram::try_from(filter).map_err(io::Error::other)?;
            seccompiler::apply_filter_all_threads(&program).map_err(io::Error::other)?;
        }
        Ok(())
    }

    /// Calls that are answered as by a kernel without them. The flags of `clone3` lie in memory, where no filter can
    /// see them; the C library then takes `clone`.
    fn missing(self) -> Option<Filter> {
        let answer = SeccompAction::Errno(libc::ENOSYS.cast_unsigned());
        let rules = always(&[libc::SYS_clone3]).collect();
        (self == Calls::Zygote).then_some((rules, SeccompAction::Allow, answer))
    }

    fn tried(self) -> Option<Filter> {
        let answer = SeccompAction::Errno(libc::EACCES.cast_unsigned());
        let of_workers = if self == Calls::Worker { TRIED_BY_WORKERS } else { &[] };
        Some((always(TRIED).chain(always(of_workers)).collect(), SeccompAction::Allow, answer))
    }

    /// The allowed calls, including those that another filter refuses.
    fn allowed(self) -> io::Result<Option<Filter>> {
        const EXECUTABLE: u64 = libc::PROT_EXEC.cast_unsigned() as u64;
        // Machine code that was not there at the start is not run.
        let not_executable = || rule(2, MaskedEq(EXECUTABLE), 0);
        let mut rules: Rules = always(COMPUTING).chain(always(TRIED)).collect();
        rules.insert(libc::SYS_mmap, vec![not_executable()?]);
        rules.insert(libc::SYS_mprotect, vec![not_executable()?]);
        let prctl = |option: i32| rule(0, Eq, option.cast_unsigned().into());
        let names = [prctl(libc::PR_SET_NAME)?, prctl(libc::PR_SET_VMA)?];
        let mut options = Vec::from(names);
        match self {
            Calls::Worker => {
                rules.extend(always(TRIED_BY_WORKERS));
                // To abort is to send oneself a signal.
                rules.insert(libc::SYS_tgkill, vec![rule(0, Eq, std::process::id().into())?]);
                rules.insert(libc::SYS_rt_sigaction, vec![rule(0, Ne, libc::SIGSYS.cast_unsigned().into())?]);
            }
            Calls::Zygote => {
                rules.extend(always(FORKING).chain(always(&[libc::SYS_clone3])));
                rules.insert(libc::SYS_tgkill, vec![rule(2, Eq, libc::SIGABRT.cast_unsigned().into())?]);
                rules.insert(libc::SYS_clone, vec![rule(0, MaskedEq(NAME_SPACES.cast_unsigned()), 0)?]);
                rules.insert(libc::SYS_prlimit64, vec![rule(0, Eq, 0)?]);
                options.extend([prctl(libc::PR_SET_PDEATHSIG)?, prctl(libc::PR_SET_NO_NEW_PRIVS)?]);
            }
        }
        rules.insert(libc::SYS_prctl, options);
        Ok(Some((rules, SeccompAction::Trap, SeccompAction::Allow)))
    }
}

/// Calls with rules for their arguments; the answer to other calls, and the answer to these.
type Filter = (Rules, SeccompAction, SeccompAction);

/// Calls whose arguments do not matter.
fn always(calls: &[c_long]) -> impl Iterator<Item = (i64, Vec<SeccompRule>)> {
    calls.iter().map(|call| (*call, Vec::new()))
}

/// The rule that an argument, counted from 0, compares so to a value.
fn rule(argument: u8, comparison: SeccompCmpOp, value: u64) -> io::Result<SeccompRule> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, comparison, value);
    condition.and_then(|condition| SeccompRule::new(vec![condition])).map_err(io::Error::other)
}

/// Whether the kernel has filters, for a processor whose calls are known here.
#[allow(unsafe_code, reason = "seccomp has no safe form")]
pub(super) fn are_supported() -> bool {
    let action = libc::SECCOMP_RET_TRAP;
    // SAFETY: it only asks whether the answer is known to the kernel, which reads one number.
    let known = unsafe { libc::syscall(libc::SYS_seccomp, libc::SECCOMP_GET_ACTION_AVAIL, 0, &raw const action) } == 0;
    known && TargetArch::try_from(std::env::consts::ARCH).is_ok_and(|arch| arch != TargetArch::riscv64)
}
