//! Waiting for the database while a gateway starts: after a power cut its server may start later, or go once more.

use std::fmt::Display;
use std::time::Duration;

use rollcall_store::ErrorKind;
use tokio::time::sleep;

/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// An error that may come from the database.
pub trait StoreFault: Display {
    /// Whether the database's server cannot be reached, or takes too long.
    fn is_away(&self) -> bool;
}

impl StoreFault for rollcall_store::Error {
    fn is_away(&self) -> bool {
        matches!(self.kind(), ErrorKind::Away | ErrorKind::Busy)
    }
}

impl StoreFault for anyhow::Error {
    fn is_away(&self) -> bool {
        self.downcast_ref::<rollcall_store::Error>().is_some_and(StoreFault::is_away)
    }
}

/// Tries something again for as long as the database's server cannot be reached.
///
/// # Errors
/// Every other one.
pub async fn patiently<T, E: StoreFault, A: Future<Output = Result<T, E>>>(ask: impl Fn() -> A) -> Result<T, E> {
    let mut is_told = false;
    loop {
        match ask().await {
            Err(error) if error.is_away() => {
                if !std::mem::replace(&mut is_told, true) {
                    tracing::warn!("waiting for the database: {error:#}");
                }
                sleep(PAUSE).await;
            }
            answer => return answer,
        }
    }
}
