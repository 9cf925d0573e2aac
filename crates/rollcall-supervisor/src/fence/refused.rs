//! The report of a system call that a fenced process may not make: its number, as the last words of the process.
//!
//! The kernel does not make the call, and sends a signal instead. The handler must not allocate or lock anything: it
//! may have interrupted just that.

use std::io;

use libc::{c_int, c_void, siginfo_t};

/// As a shell would name the end by this signal.
const EXIT_CODE: c_int = 128 + libc::SIGSYS;
/// Where in the signal's record the number of the call is, in bytes: behind the signal's three numbers, a gap and the
/// address of the call.
const NUMBER_AT: usize = 24;
const BEFORE: &[u8] = b"it made the system call ";
const AFTER: &[u8] = b", which no script's process may make\n";

/// Makes the process end with a report of the call.
///
/// # Errors
/// As the system's.
#[allow(unsafe_code, reason = "sigaction has no safe form")]
pub(super) fn say_which() -> io::Result<()> {
    // SAFETY: all zero is a valid action, and its handler is a function of the form that SA_SIGINFO asks for, which
    // allocates nothing, takes no lock and does not return.
    let outcome = unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = end as extern "C" fn(c_int, *mut siginfo_t, *mut c_void) as usize;
        action.sa_flags = libc::SA_SIGINFO;
        libc::sigaction(libc::SIGSYS, &raw const action, std::ptr::null_mut())
    };
    if outcome == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[allow(unsafe_code, reason = "runs in a signal handler, where only calls of the system are allowed")]
extern "C" fn end(_signal: c_int, record: *mut siginfo_t, _context: *mut c_void) {
    // SAFETY: the kernel gives a record of 128 bytes, which for this signal has the number there; the texts are written
    // from memory that lives for ever or as long as this function.
    unsafe {
        let number = record.cast::<u8>().add(NUMBER_AT).cast::<c_int>().read();
        let mut digits = [0; 10];
        let digits = decimal(number.cast_unsigned(), &mut digits);
        for text in [BEFORE, digits, AFTER] {
            libc::write(libc::STDERR_FILENO, text.as_ptr().cast(), text.len());
        }
        libc::_exit(EXIT_CODE);
    }
}

/// A number in digits, at the end of the room for it.
fn decimal(mut number: u32, room: &mut [u8; 10]) -> &[u8] {
    let mut first = room.len();
    loop {
        first -= 1;
        room[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return &room[first..];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_digits() {
        for number in [0, 7, 41, 435, u32::MAX] {
            assert_eq!(decimal(number, &mut [0; 10]), number.to_string().as_bytes());
        }
    }
}
