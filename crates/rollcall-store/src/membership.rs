//! What a node of a cluster asks of the database: its name and lease, the sessions that change hands, what others did to
//! them. It decides nothing about time: when to renew, and when to stop serving, is the caller's to know.

use std::path::Path;

use crate::node::{KnownNode, LogInTry, OwnedSession, Renewed, SessionChange, TakenSession};
use crate::{Error, Node, ServerAddress, Store, StoredSession, postgres};

/// A node's place in its cluster. Clones share one database with the node's [`Store`].
#[derive(Clone, Debug)]
pub struct Membership {
    store: Store,
    database: postgres::Database,
}

impl Membership {
    /// Opens the store of a node: what is added to it from now on belongs to the node. It serves nobody before it has
    /// claimed its name ([`Membership::claim`]). The reserve is in this folder.
    ///
    /// # Errors
    /// As [`Store::open_server`].
    pub async fn open(address: &ServerAddress, folder: &Path, node: Node) -> Result<(Store, Membership), Error> {
        let database = postgres::Database::open(address, Some(node)).await?;
        let store = Store::of_node(database.clone(), folder).await?;
        Ok((store.clone(), Membership { store, database }))
    }

    /// Makes the node's name its own; its lease begins. Sessions of a gateway that had the database for itself become
    /// this node's.
    ///
    /// # Errors
    /// `NameTaken` where a node of that name and another incarnation has a lease.
    pub async fn claim(&self) -> Result<(), Error> {
        self.placed(self.database.claim().await)
    }

    /// Renews the lease: it lasts [`LEASE`](crate::LEASE) from before this was called.
    ///
    /// # Errors
    /// `LeaseLost` where the name is another incarnation's, or others have removed the node: it must claim anew, and
    /// read its sessions anew.
    pub async fn renew(&self) -> Result<Renewed, Error> {
        self.placed(self.database.renew().await)
    }

    /// Ends the lease. The sessions stay this node's until others take them, or their resume period is over.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn release(&self) -> Result<(), Error> {
        self.placed(self.database.release().await)
    }

    /// What others did to this node's sessions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn changes(&self) -> Result<Vec<SessionChange>, Error> {
        self.placed(self.database.changes().await)
    }

    /// These changes were carried out.
    ///
    /// # Errors
    /// When the database cannot be written; they will be read again.
    pub async fn carried_out(&self, sequences: &[i64]) -> Result<(), Error> {
        self.placed(self.database.carried_out(sequences).await)
    }

    /// Takes the sessions of these tokens' hashes; what cannot be taken is left out. A session whose node has been gone
    /// for longer than `period` milliseconds is over.
    ///
    /// # Errors
    /// `LeaseLost` where this node must not serve.
    pub async fn take(&self, hashes: &[[u8; 32]], period: u64) -> Result<Vec<TakenSession>, Error> {
        let period = i64::try_from(period).unwrap_or(i64::MAX / 2);
        let mut taken = self.store.in_turn(async || self.database.take(hashes, period).await).await?;
        taken.retain(|taken| self.store.goes_on(&taken.session));
        Ok(taken)
    }

    /// The sessions of these tokens' hashes, each with its node; those whose users are disabled are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn owned(&self, hashes: &[[u8; 32]]) -> Result<Vec<OwnedSession>, Error> {
        let mut owned = self.placed(self.database.owned(hashes).await)?;
        owned.retain(|owned| self.store.goes_on(&owned.session));
        Ok(owned)
    }

    /// Ends sessions, whichever nodes have them; how many there were. The nodes find `reason`, a word of the caller's, and the
    /// text for the person among their changes; this node is to end its own.
    ///
    /// # Errors
    /// When the database cannot be written; nothing has ended then.
    pub async fn end_sessions(&self, client_ids: &[String], reason: &str, message: Option<&str>) -> Result<u64, Error> {
        self.store.in_turn(async || self.database.end_sessions(client_ids, reason, message).await).await
    }

    /// Removes the sessions of nodes whose lease has been over for longer than `period` milliseconds, some thousands at
    /// a time, and then the nodes. Each session is given to one caller only. Whether there may be more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn remove_lost(&self, period: u64) -> Result<(Vec<StoredSession>, bool), Error> {
        let period = i64::try_from(period).unwrap_or(i64::MAX / 2);
        self.placed(self.database.remove_lost(period).await)
    }

    /// The nodes that have a lease or had one and have sessions.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn nodes(&self) -> Result<Vec<KnownNode>, Error> {
        self.placed(self.database.nodes().await)
    }

    /// Counts a try to log in with this name from this place, if it may begin.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn begin_log_in(&self, name: &str, place: &str) -> Result<LogInTry, Error> {
        self.placed(self.database.begin_log_in(name, place).await)
    }

    /// Settles a try: its password was wrong; otherwise it is forgotten.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn settle_log_in(&self, number: i64, wrong: bool) -> Result<(), Error> {
        self.placed(self.database.settle_log_in(number, wrong).await)
    }

    /// Forgets the wrong passwords of a name.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn forgive_log_ins(&self, name: &str) -> Result<(), Error> {
        self.placed(self.database.forgive_log_ins(name).await)
    }

    /// Takes or renews the lease of this name: its fence, which grows each time it changes hands. None where another
    /// node has it.
    ///
    /// # Errors
    /// `LeaseLost` where this node must not serve.
    pub async fn lead(&self, name: &str) -> Result<Option<i64>, Error> {
        self.placed(self.database.lead(name).await)
    }

    /// Gives the lease of this name up.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn resign(&self, name: &str) -> Result<(), Error> {
        self.placed(self.database.resign(name).await)
    }

    /// The keys with which all nodes sign, at most two, the newest first. `first` becomes the first of all where
    /// there is no other.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn signing_keys(&self, first: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        self.placed(self.database.signing_keys(first).await)
    }

    /// From now on all nodes sign with this key; the one before it is still believed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn add_signing_key(&self, key: &[u8]) -> Result<(), Error> {
        self.placed(self.database.add_signing_key(key).await)
    }

    fn placed<T>(&self, result: Result<T, Error>) -> Result<T, Error> {
        result.map_err(|error| self.store.placed(error))
    }
}
