//! How the allocator gives memory back.
//!
//! A password check uses 19 MiB for some tens of milliseconds. Once such a block has been freed, glibc takes it for the
//! usual size, serves the next one from the heap of whichever thread asks, and keeps it there: an idle gateway that had
//! seen a few log-ins held 100 MB. With a fixed threshold each large block is a mapping of its own, and goes back to the
//! system when it is freed.

/// Blocks of at least this many bytes are mappings of their own.
#[cfg(target_env = "gnu")]
const LARGE: i32 = 1 << 20;

/// Lets the allocator give large blocks back. To be called before the process has a second thread.
#[cfg(target_env = "gnu")]
#[allow(unsafe_code, reason = "mallopt has no safe form")]
pub fn give_large_blocks_back() {
    // SAFETY: mallopt only sets a number inside the allocator; the process has a single thread. A refusal, which it
    // reports by 0, costs memory and nothing else.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
    }
}

/// Other C libraries give large blocks back of their own accord.
#[cfg(not(target_env = "gnu"))]
pub fn give_large_blocks_back() {}
