//! How many connections there may be: the descriptors that the system lets this process open, less those that it needs
//! for itself.
//!
//! A gateway that has given its last descriptor to a silent client can neither read its database nor start a script, so
//! the descriptors for these are kept back from the first moment.

use rustix::process::{Resource, getrlimit};

use crate::config::Config;

/// The gateway's own descriptors: its files, its database with all connections, its sockets, and some to spare for
/// files that are opened for a moment (projects, pictures).
const OWN: usize = 48;
/// The descriptors of one worker: its socket, its standard error, its handle.
const PER_WORKER: usize = 3;
/// More connections than this are configured, not assumed.
const MOST: usize = 32_768;

/// How many descriptors this process may have; the executable has asked for as many as there are at its start.
pub fn limit() -> usize {
    getrlimit(Resource::Nofile).current.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))
}

/// How many connections there may be with so many descriptors, where the configuration sets no number.
pub fn connections(descriptors: usize, config: &Config) -> usize {
    let workers = config.scripts.workers.saturating_add(config.scripts.idle_workers);
    let workers = workers.saturating_add(config.clients.waiting_dialogs);
    let kept = OWN.saturating_add(workers.saturating_mul(PER_WORKER));
    // With too few for everything, people come before workers that are kept in store.
    descriptors.saturating_sub(kept).max(descriptors.saturating_sub(OWN) / 2).clamp(4, MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_gateway_needs_is_kept_back() {
        let config = Config::default();
        for (descriptors, expected) in [(64, 8), (256, 104), (1_024, 556), (4_096, 3_628), (usize::MAX, MOST)] {
            assert_eq!(connections(descriptors, &config), expected, "{descriptors}");
        }
    }
}
