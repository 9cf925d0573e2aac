//! The fence around a worker process: what remains of the machine for it should the engine in it fail.
//!
//! Scripts have no functions for files, processes and sockets. The engine is large, though, and native code may have
//! faults that turn a script into machine code; so the process is put where even that finds nothing: no descriptor but
//! its own, no user that owns anything, no capability, no way to gain one, and a kernel that answers only the few calls
//! that computing needs. It is put on in three steps, each before there is anything from outside in the process:
//!
//! 1. [`close_inherited`], first of all: the parent of the gateway may have left descriptors open;
//! 2. [`leave_privileges`], before the interpreter is made;
//! 3. [`Calls::forbid_the_rest`], when the process has all that it needs: for the zygote before its first fork, for a
//!    worker before its first job.
//!
//! | module | content |
//! |---|---|
//! | `privileges` | no root, no capabilities |
//! | `calls` | the system calls that are left |
//! | `refused` | the report of a refused call |

mod calls;
mod privileges;
mod refused;
#[cfg(test)]
mod tests;

use std::io;

pub use calls::Calls;
pub use privileges::leave_privileges;

/// The parts of the fence that the administrator has given up. By default none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Scripts may run as root, where the process starts as root and cannot become another user.
    pub root: bool,
    /// Scripts may run where the kernel offers no filter of system calls.
    pub calls: bool,
}

/// Closes every descriptor but the standard streams.
///
/// # Errors
/// As the system's.
#[allow(unsafe_code, reason = "close_range has no safe form")]
pub fn close_inherited() -> io::Result<()> {
    const FIRST: libc::c_uint = 3;
    // SAFETY: nothing in this process has opened a descriptor yet, so no descriptor in use is closed.
    if unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, 0) } == 0 {
        return Ok(());
    }
    let open: Vec<i32> = std::fs::read_dir("/proc/self/fd")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|number| *number >= FIRST.cast_signed())
        .collect();
    for number in open {
        // SAFETY: as above; the folder that was read is closed already, and closing that number again does nothing.
        unsafe { libc::close(number) };
    }
    Ok(())
}

/// Whether workers that this process starts can be fenced, for a check before the first script.
///
/// # Errors
/// The obstacle, and the remedy.
pub fn check(gaps: Gaps) -> io::Result<()> {
    if !gaps.root && privileges::must_stay_root() {
        return Err(io::Error::other(format!(
            "{}. Start it as a user of its own; or allow scripts to run as root, with scripts.allow_root = true in the \
             configuration or --allow-root",
            privileges::CANNOT
        )));
    }
    if !gaps.calls && !calls::are_supported() {
        return Err(io::Error::other(
            "this kernel offers no filter of system calls (seccomp) to fence scripts in with. Use one that does; or allow \
             scripts without that fence, with scripts.allow_unfenced = true in the configuration or --allow-unfenced",
        ));
    }
    Ok(())
}
