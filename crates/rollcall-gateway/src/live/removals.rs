//! Ended sessions and log-ins on their way out of the store.
//!
//! At the end of a shift thousands end within a second, each with a caller that waits for it to be on disk. So no
//! caller removes its own: one of those that wait removes all that have gathered, in one transaction, while the next
//! gather. The work for each ending is constant, however many end at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rollcall_session::{ClientId, TokenHash};
use rollcall_store::{Error, Store};

/// The sessions and log-ins to remove. Those that add to it wait with [`Self::done`].
#[derive(Debug)]
pub(super) struct Removals {
    store: Store,
    state: Mutex<State>,
    /// Held by the caller that removes for all.
    turn: tokio::sync::Mutex<()>,
}

/// How far the removals have come when something was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(u64);

/// What is to be removed.
#[derive(Clone, Debug, Default)]
struct Gathered {
    sessions: BTreeSet<String>,
    /// Sessions whose time is up, with their epochs.
    lapsed: BTreeMap<String, i64>,
    logins: BTreeSet<[u8; 32]>,
}

#[derive(Debug, Default)]
struct State {
    gathered: Gathered,
    /// Counts the additions.
    added: u64,
    /// Everything up to here has been removed, or tried.
    done: u64,
    /// The last removal that failed: the ticket up to which it went, and the error.
    failed: Option<(u64, Arc<Error>)>,
}

impl State {
    fn next(&mut self) -> Ticket {
        self.added += 1;
        Ticket(self.added)
    }
}

impl Removals {
    pub(super) fn new(store: Store) -> Self {
        Removals { store, state: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    /// A session has ended.
    pub(super) fn session(&self, id: ClientId) -> Ticket {
        let mut state = self.lock();
        state.gathered.sessions.insert(id.to_string());
        state.next()
    }

    /// The time of a session is up; it is removed where it is still this gateway's at this epoch.
    pub(super) fn lapsed(&self, id: ClientId, epoch: i64) -> Ticket {
        let mut state = self.lock();
        state.gathered.lapsed.insert(id.to_string(), epoch);
        state.next()
    }

    /// A log-in is over.
    pub(super) fn login(&self, hash: TokenHash) -> Ticket {
        let mut state = self.lock();
        state.gathered.logins.insert(hash.0);
        state.next()
    }

    /// Everything that was added so far.
    pub(super) fn newest(&self) -> Ticket {
        Ticket(self.lock().added)
    }

    /// Waits until everything up to `ticket` has been removed, removing it if no other caller does. Nothing is lost
    /// when this is cancelled.
    ///
    /// # Errors
    /// When the store could write it nowhere; the store itself tries again.
    pub(super) async fn done(&self, ticket: Ticket) -> Result<(), Arc<Error>> {
        let _turn = self.turn.lock().await;
        if let Some(result) = self.result(ticket) {
            return result;
        }
        let (gathered, upto) = {
            let state = self.lock();
            (state.gathered.clone(), state.added)
        };
        let removed = self.remove(&gathered).await;
        let mut state = self.lock();
        state.gathered.sessions.retain(|id| !gathered.sessions.contains(id));
        state.gathered.lapsed.retain(|id, epoch| gathered.lapsed.get(id) != Some(epoch));
        state.gathered.logins.retain(|hash| !gathered.logins.contains(hash));
        state.done = upto;
        state.failed = removed.err().map(|error| (upto, Arc::new(error)));
        state.failed.as_ref().map_or(Ok(()), |(_, error)| Err(Arc::clone(error)))
    }

    /// The result for everything up to `ticket`, where another caller has removed it. A removal that failed and was
    /// followed by one that succeeded has been written with that one.
    fn result(&self, ticket: Ticket) -> Option<Result<(), Arc<Error>>> {
        let state = self.lock();
        if state.done < ticket.0 {
            return None;
        }
        Some(state.failed.as_ref().map_or(Ok(()), |(_, error)| Err(Arc::clone(error))))
    }

    async fn remove(&self, gathered: &Gathered) -> Result<(), Error> {
        // All are passed to the store, whatever the result of those before.
        let logins: Vec<[u8; 32]> = gathered.logins.iter().copied().collect();
        let mut removed = if logins.is_empty() { Ok(()) } else { self.store.remove_logins(&logins).await };
        if !gathered.sessions.is_empty() {
            let ids: Vec<&String> = gathered.sessions.iter().collect();
            removed = self.store.remove_sessions(&ids).await.and(removed);
        }
        if !gathered.lapsed.is_empty() {
            let lapsed: Vec<(String, i64)> = gathered.lapsed.iter().map(|(id, epoch)| (id.clone(), *epoch)).collect();
            removed = self.store.remove_lapsed(&lapsed).await.and(removed);
        }
        removed
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use rollcall_store::{NewUser, StoredSession};

    use super::*;

    async fn store(folder: &std::path::Path) -> Store {
        let store = Store::open(&folder.join("rollcall.db")).await.unwrap();
        let user = NewUser { name: "anna".into(), password_hash: "hash".into(), roles: Vec::new() };
        store.add_user(&user).await.unwrap();
        store
    }

    async fn add(store: &Store, number: u16) -> ClientId {
        let id: ClientId = format!("{number:016X}").parse().unwrap();
        let mut token_hash = [0; 32];
        token_hash[..2].copy_from_slice(&number.to_be_bytes());
        let session = StoredSession {
            token_hash,
            login_hash: None,
            client_id: id.to_string(),
            username: "anna".into(),
            project: "plant".into(),
            designer: false,
            hostname: None,
            ip: "127.0.0.1".into(),
            user_agent: None,
            creation_time: 1,
            epoch: 0,
        };
        store.add_session(&session).await.unwrap();
        id
    }

    #[tokio::test]
    async fn all_who_wait_are_answered_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let removals = Removals::new(store.clone());
        let mut ids = Vec::new();
        for number in 0..200 {
            ids.push(add(&store, number).await);
        }
        let stays = ids.pop().unwrap();
        let tickets = ids.into_iter().map(|id| removals.session(id));
        let done = futures_util::future::join_all(tickets.map(|ticket| removals.done(ticket))).await;
        assert!(done.iter().all(Result::is_ok), "{done:?}");
        let left: Vec<String> = store.sessions().await.unwrap().into_iter().map(|s| s.client_id).collect();
        assert_eq!(left, [stays.to_string()]);
        assert!(removals.lock().gathered.sessions.is_empty());
    }

    #[tokio::test]
    async fn what_is_cancelled_is_done_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let removals = Removals::new(store.clone());
        let (first, second) = (add(&store, 1).await, add(&store, 2).await);
        drop(removals.done(removals.session(first)));
        removals.done(removals.session(second)).await.unwrap();
        assert!(store.sessions().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_failure_is_told_to_all_who_waited_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(folder.path()).await;
        let removals = Removals::new(store.clone());
        let ids = [add(&store, 1).await, add(&store, 2).await];
        store.clone().close().await;
        let tickets = ids.map(|id| removals.session(id));
        let results = futures_util::future::join_all(tickets.map(|ticket| removals.done(ticket))).await;
        assert!(results.iter().all(Result::is_err), "{results:?}");
    }
}
