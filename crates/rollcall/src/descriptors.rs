//! How many descriptors the process may have open: each connection and each worker takes some.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit to the system's maximum; the usual one of 1,024 is meant for programs that use `select`.
pub fn raise_limit() {
    let hard = getrlimit(Resource::Nofile).maximum;
    // A system that refuses leaves the old limit, and a gateway that then runs out reports it.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: hard, maximum: hard });
}
