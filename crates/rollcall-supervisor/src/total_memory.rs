//! The memory of all workers total_memory: which of them ends when they take more than they may.
//!
//! Each worker has a limit of its own, held by the kernel; many workers below theirs can still take a machine. So the
//! memory that each has taken since it was forked is read again and again. Past the limit the heaviest worker of the
//! user with the most is ended, idle ones first: one user's load is not the end of another's script. Between two looks
//! workers may take more than the limit, each as much as its own; where the kernel runs out before that, it ends
//! workers first (see [`process`](crate::process)).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::process::Hold;
use crate::turnstile::User;

/// How often the workers are looked at.
pub(super) const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The workers that run scripts. Cloning shares them.
#[derive(Clone, Debug, Default)]
pub(super) struct TotalMemory {
    running: Arc<Mutex<HashMap<u64, Watched>>>,
}

#[derive(Debug)]
struct Watched {
    user: User,
    hold: Hold,
}

/// A worker is watched as long as this lives.
#[derive(Debug)]
pub(super) struct Watch {
    total_memory: TotalMemory,
    number: u64,
}

/// The memory that one worker has taken, in bytes.
#[derive(Clone, Copy, Debug)]
struct Load<'a> {
    number: u64,
    user: &'a User,
    bytes: u64,
}

impl TotalMemory {
    /// Watches the worker of this number, which runs a script of `user`.
    pub(super) fn watch(&self, number: u64, user: &User, hold: Hold) -> Watch {
        self.running().insert(number, Watched { user: user.clone(), hold });
        Watch { total_memory: self.clone(), number }
    }

    /// Ends running workers until the others have taken at most `limit` bytes; returns the bytes that they have taken.
    /// It reads files of the system, one for each worker.
    pub(super) fn keep_within(&self, limit: u64) -> u64 {
        // A script that begins or ends during this does not wait for it.
        let running: Vec<(u64, User, Hold)> = self
            .running()
            .iter()
            .map(|(number, watched)| (*number, watched.user.clone(), watched.hold.clone()))
            .collect();
        let loads = running.iter().map(|(number, user, hold)| Load { number: *number, user, bytes: hold.taken() });
        let loads: Vec<Load<'_>> = loads.collect();
        let taken = loads.iter().map(|load| load.bytes).sum();
        for number in surplus(loads, limit) {
            // A worker whose script has ended since may run something else.
            if let Some(Watched { user, hold }) = self.running().get(&number) {
                tracing::warn!(target: "script", %user, "all scripts together take more than scripts.total_memory; the \
                    largest of this user's is ended");
                hold.end_for_the_others();
            }
        }
        taken
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u64, Watched>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.total_memory.running().remove(&self.number);
    }
}

/// Which workers go so that the others have taken at most `limit`: again and again the heaviest one of the user with the
/// most.
fn surplus(mut loads: Vec<Load<'_>>, limit: u64) -> Vec<u64> {
    let mut gone = Vec::new();
    while loads.iter().map(|load| load.bytes).sum::<u64>() > limit {
        let Some(at) = heaviest(&loads) else { break };
        gone.push(loads.swap_remove(at).number);
    }
    gone
}

/// The place of the heaviest worker of the user with the most.
fn heaviest(loads: &[Load<'_>]) -> Option<usize> {
    let mut users: HashMap<&User, u64> = HashMap::new();
    for load in loads {
        *users.entry(load.user).or_default() += load.bytes;
    }
    let weight = |load: &Load<'_>| (users[load.user], load.bytes);
    (0..loads.len()).max_by_key(|&at| weight(&loads[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `loads` as user and bytes, numbered from 0.
    fn check_surplus(loads: &[(&str, u64)], limit: u64, expected: &[u64]) {
        let users: Vec<User> = loads.iter().map(|(user, _)| User::Person((*user).into())).collect();
        let loads = loads.iter().zip(&users).zip(0..);
        let loads = loads.map(|(((_, bytes), user), number)| Load { number, user, bytes: *bytes }).collect();
        assert_eq!(surplus(loads, limit), expected);
    }

    #[test]
    fn the_heaviest_worker_of_the_user_with_the_most_goes_first() {
        check_surplus(&[], 0, &[]);
        check_surplus(&[("anna", 100)], 100, &[]);
        check_surplus(&[("anna", 101)], 100, &[0]);
        // One large script of anna's, and many of billy's whose sum is larger.
        check_surplus(&[("anna", 60), ("billy", 30), ("billy", 31), ("billy", 20)], 120, &[2]);
        check_surplus(&[("anna", 60), ("billy", 30), ("billy", 31), ("billy", 20)], 100, &[2, 0]);
        check_surplus(&[("anna", 10), ("billy", 10)], 5, &[1, 0]);
    }
}
