//! The limits of a worker process, and how the process sets them for itself.
//!
//! `RLIMIT_DATA` bounds what a script can allocate (`RLIMIT_AS` would also count the address space that an allocator
//! only reserves). The stack is fixed by `RLIMIT_STACK` before the program starts, because a main thread's stack is
//! laid out then. No file can be opened and none grown: the interpreter has no such functions, and should a fault in it
//! give some, the kernel still refuses. The kernel's other refusals are the [fence](crate::fence).

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::fence::Gaps;

/// The limits of one worker process, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkerLimits {
    /// Memory that the process may allocate, the interpreter's own included.
    pub memory: u64,
    /// The stack of the thread that runs scripts.
    pub stack: u64,
    /// The parts of its fence that it may do without.
    pub gaps: Gaps,
}

impl WorkerLimits {
    /// Sets the stack's limit; takes effect in the program that is started next. Where the system's hard limit is lower,
    /// that is the limit.
    ///
    /// # Errors
    /// As the system's.
    pub fn apply_stack(&self) -> std::io::Result<()> {
        set(Resource::Stack, self.stack)
    }

    /// Takes every other limit on the calling process. Nothing can be undone afterwards.
    ///
    /// # Errors
    /// As the system's.
    pub fn apply(&self) -> std::io::Result<()> {
        set(Resource::Data, self.memory)?;
        set(Resource::Core, 0)?;
        set(Resource::Fsize, 0)?;
        // Descriptors that are open stay open: standard streams and the pipe to the supervisor.
        set(Resource::Nofile, 0)?;
        Ok(())
    }
}

fn set(resource: Resource, bytes: u64) -> std::io::Result<()> {
    let hard = getrlimit(resource).maximum.map_or(bytes, |maximum| maximum.min(bytes));
    let limit = Rlimit { current: Some(bytes.min(hard)), maximum: Some(hard) };
    Ok(setrlimit(resource, limit)?)
}
