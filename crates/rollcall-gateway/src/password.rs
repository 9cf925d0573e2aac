//! Passwords: Argon2id, a few at a time.
//!
//! A check costs some tens of milliseconds of one core and 19 MiB by design, and any stranger may ask for one. So at
//! most as many run at once as there are cores, the others wait, and past a limit the answer is to try again. Addresses
//! take turns, and names within one, each with its share of the places to wait in: a flood from one address keeps no
//! one at another from logging in, and a flood of one name no other user behind the same proxy. An unknown user costs
//! the same as a wrong password.

mod rules;

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use thiserror::Error;

use crate::throttle;
use rollcall_shares::gate::{Full, Gate};

pub use rules::{MIN_PASSWORD, check as check_new};

/// The longest password that is taken, in bytes: hashing must not be made expensive by length.
pub const MAX_PASSWORD: usize = 1024;
/// How many checks may wait for each one that runs.
const QUEUE_PER_CORE: usize = 256;

/// Why a password could not be hashed or checked; a wrong password is not an error.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many checks are waiting.
    #[error("too many log-ins at once; try again in a moment")]
    Busy,
    /// A password that is not allowed.
    #[error("{0}")]
    Refused(&'static str),
    /// The stored hash is damaged, or the system failed.
    #[error("the password could not be checked: {0}")]
    Failed(String),
}

/// Hashes a new password.
///
/// # Errors
/// When it is empty or longer than [`MAX_PASSWORD`], or the random source fails.
pub fn hash(password: &str) -> Result<String, PasswordError> {
    if password.is_empty() {
        return Err(PasswordError::Refused("a password must not be empty"));
    }
    if password.len() > MAX_PASSWORD {
        return Err(PasswordError::Refused("a password must not be longer than 1,024 bytes"));
    }
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|e| PasswordError::Failed(e.to_string()))
}

fn verify(password: &str, hash: &str) -> Result<bool, PasswordError> {
    let hash = PasswordHash::new(hash).map_err(|e| PasswordError::Failed(e.to_string()))?;
    Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The party that wants a password to be checked or hashed; it determines the turn.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asker {
    /// A person at an address who is not known yet.
    Stranger(IpAddr),
    /// A person who is logged in.
    Known(String),
}

/// Checks passwords for many callers, a few at a time. Cloning shares the limits.
#[derive(Clone, Debug)]
pub struct PasswordChecker {
    /// By the asking party, and for which name.
    gate: Gate<Asker, String>,
    /// The hash to check against when there is no such user, so that the answer takes as long. Made at the first need:
    /// the start of a gateway does not wait for it.
    nobody: Arc<OnceLock<String>>,
}

impl PasswordChecker {
    /// A checker that uses at most `cores` cores.
    pub fn new(cores: usize) -> Self {
        PasswordChecker { gate: Gate::new(cores, cores * QUEUE_PER_CORE), nobody: Arc::default() }
    }

    /// Whether `password` is the one of `hash`; never, in the usual time, when there is no hash. `ip` is where it comes
    /// from, and `name` the user that it was sent for.
    ///
    /// # Errors
    /// When too many checks wait, or the hash is damaged.
    pub async fn check(
        &self,
        ip: IpAddr,
        name: &str,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, PasswordError> {
        if password.len() > MAX_PASSWORD {
            return Ok(false);
        }
        let nobody = Arc::clone(&self.nobody);
        let asker = Asker::Stranger(throttle::place(ip));
        self.in_turn(asker, name, move || match hash {
            Some(hash) => verify(&password, &hash),
            None => verify(&password, stand_in(&nobody)?).map(|_| false),
        })
        .await
    }

    /// Hashes a new password for a person who is logged in, in turn with the checks.
    ///
    /// # Errors
    /// As [`hash`], and when too many wait.
    pub async fn hash(&self, by: &str, password: String) -> Result<String, PasswordError> {
        self.in_turn(Asker::Known(by.to_owned()), by, move || hash(&password)).await
    }

    /// Works on a thread of its own when its turn comes. The turn belongs to the work, not to the caller that waits for
    /// it: a caller that hangs up must not let the next one in while the work goes on.
    async fn in_turn<T: Send + 'static>(
        &self,
        asker: Asker,
        name: &str,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let failed = |e: &dyn std::fmt::Display| PasswordError::Failed(e.to_string());
        let turn = self.gate.enter(asker, name.to_owned()).await.map_err(|Full| PasswordError::Busy)?;
        let worked = tokio::task::spawn_blocking(move || {
            let _held = turn;
            work()
        });
        worked.await.map_err(|e| failed(&e))?
    }
}

fn stand_in(nobody: &OnceLock<String>) -> Result<&str, PasswordError> {
    if let Some(hash) = nobody.get() {
        return Ok(hash);
    }
    let made = hash("nobody")?;
    Ok(nobody.get_or_init(|| made))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2));

    #[tokio::test]
    async fn a_flood_from_one_address_keeps_nobody_at_another_waiting() {
        let checker = PasswordChecker::new(1);
        let [answered, refused] = [(); 2].map(|()| Arc::new(AtomicUsize::new(0)));
        for number in 0..1_000 {
            let (checker, answered, refused) = (checker.clone(), Arc::clone(&answered), Arc::clone(&refused));
            tokio::spawn(async move {
                let name = format!("invented{}", number % 7);
                let checked = checker.check(HERE, &name, "x".into(), None).await;
                if checked.is_ok() { answered } else { refused }.fetch_add(1, Ordering::SeqCst);
            });
        }
        // The flood fills its own share of the places and no more.
        while refused.load(Ordering::SeqCst) < 800 {
            tokio::task::yield_now().await;
        }
        let before = answered.load(Ordering::SeqCst);
        assert!(matches!(checker.check(THERE, "anna", "x".into(), None).await, Ok(false)));
        // Behind the one that runs, and perhaps one more that has just been let in.
        let ahead = answered.load(Ordering::SeqCst) - before;
        assert!(ahead <= 3, "{ahead} of the flood went first");
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_user_passes() {
        let checker = PasswordChecker::new(1);
        let stored = hash("Grüße, 世界").unwrap();
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        let cases = [
            ("Grüße, 世界", Some(&stored), true),
            ("Grüße, 世界 ", Some(&stored), false),
            ("", Some(&stored), false),
            ("nobody", None, false),
            (&"x".repeat(MAX_PASSWORD + 1), Some(&stored), false),
        ];
        for (password, hash, expected) in cases {
            let checked = checker.check(HERE, "anna", password.to_owned(), hash.cloned()).await.unwrap();
            assert_eq!(checked, expected, "{password:.20}");
        }
    }

    #[test]
    fn empty_and_endless_passwords_are_refused() {
        assert!(matches!(hash(""), Err(PasswordError::Refused(_))));
        assert!(matches!(hash(&"x".repeat(MAX_PASSWORD + 1)), Err(PasswordError::Refused(_))));
    }

    #[tokio::test]
    async fn a_damaged_hash_is_an_error_and_not_a_pass() {
        let checker = PasswordChecker::new(1);
        assert!(checker.check(HERE, "anna", "x".into(), Some("not a hash".into())).await.is_err());
    }
}
