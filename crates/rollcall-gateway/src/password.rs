//! Passwords: Argon2id, a few at a time.
//!
//! A check costs some tens of milliseconds of one core and 19 MiB by design, and anybody may ask for one. So at most as
//! many run at once as there are cores, a short queue waits, and the rest is told to try again. An unknown user costs
//! the same as a wrong password.

use std::sync::{Arc, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The longest password that is taken, in bytes: hashing must not be made expensive by length.
pub const MAX_PASSWORD: usize = 1024;
/// How many checks may wait for each one that runs.
const QUEUE_PER_CORE: usize = 64;

/// Why a password could not be hashed or checked; a wrong password is not an error.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many checks are waiting.
    #[error("too many log-ins at once; try again in a moment")]
    Busy,
    /// A password that nobody may have.
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

/// Checks passwords for many callers, a few at a time. Cloning shares the limits.
#[derive(Clone, Debug)]
pub struct PasswordChecker {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// Checked against when there is no such user, so that the answer takes as long. Made at the first need: the start
    /// of a gateway does not wait for it.
    nobody: Arc<OnceLock<String>>,
}

impl PasswordChecker {
    /// A checker that uses at most `cores` cores.
    pub fn new(cores: usize) -> Self {
        PasswordChecker {
            running: Arc::new(Semaphore::new(cores)),
            waiting: Arc::new(Semaphore::new(cores * QUEUE_PER_CORE)),
            nobody: Arc::default(),
        }
    }

    /// Whether `password` is the one of `hash`; never, in the usual time, when there is no hash.
    ///
    /// # Errors
    /// When too many checks wait, or the hash is damaged.
    pub async fn check(&self, password: String, hash: Option<String>) -> Result<bool, PasswordError> {
        if password.len() > MAX_PASSWORD {
            return Ok(false);
        }
        let nobody = Arc::clone(&self.nobody);
        self.in_turn(move || match hash {
            Some(hash) => verify(&password, &hash),
            None => verify(&password, stand_in(&nobody)?).map(|_| false),
        })
        .await
    }

    /// Hashes a new password, in turn with the checks.
    ///
    /// # Errors
    /// As [`hash`], and when too many wait.
    pub async fn hash(&self, password: String) -> Result<String, PasswordError> {
        self.in_turn(move || hash(&password)).await
    }

    /// Works on a thread of its own when its turn comes. The turn belongs to the work, not to whoever waits for it: one
    /// who hangs up must not let the next one in while the work goes on.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let failed = |e: &dyn std::fmt::Display| PasswordError::Failed(e.to_string());
        let place = Arc::clone(&self.waiting).try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let turn = Arc::clone(&self.running).acquire_owned().await.map_err(|e| failed(&e))?;
        let held: [OwnedSemaphorePermit; 2] = [place, turn];
        let worked = tokio::task::spawn_blocking(move || {
            let _held = held;
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
    use super::*;

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
            let checked = checker.check(password.to_owned(), hash.cloned()).await.unwrap();
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
        assert!(checker.check("x".into(), Some("not a hash".into())).await.is_err());
    }
}
