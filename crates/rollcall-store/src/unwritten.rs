//! What was taken away and the database does not know yet: it holds all the same.
//!
//! A disk that is full, or a folder that has become read-only, must not keep a disabled user on, nor bring back with a
//! restart who has logged out. So what takes something away is noted here when the database cannot be written, every
//! answer of the store is given as if it were written, and the database is told when it can be again. It is a plain
//! value: it writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{Login, StoredSession, User, UserChange};

/// Something that was taken away, as it is kept in the reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Withdrawal {
    /// These sessions have ended.
    Sessions(Vec<String>),
    /// The time of these sessions is up, at this epoch.
    Lapsed(Vec<(String, i64)>),
    /// The log-in with this token's hash is over.
    Login([u8; 32]),
    /// A user has lost something.
    User {
        /// The user.
        name: String,
        /// How the user is from now on.
        change: UserChange,
    },
    /// A user was removed.
    UserRemoved(String),
}

/// What a user has lost.
#[derive(Clone, Debug)]
enum Loss {
    Removed,
    Changed(UserChange),
}

/// All that is unwritten.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unwritten {
    sessions: BTreeSet<String>,
    lapsed: BTreeMap<String, i64>,
    logins: BTreeSet<[u8; 32]>,
    users: BTreeMap<String, Loss>,
}

impl Unwritten {
    /// Notes what was taken away.
    pub(crate) fn add(&mut self, withdrawal: Withdrawal) {
        match withdrawal {
            Withdrawal::Sessions(ids) => self.sessions.extend(ids),
            Withdrawal::Lapsed(sessions) => self.lapsed.extend(sessions),
            Withdrawal::Login(hash) => drop(self.logins.insert(hash)),
            Withdrawal::UserRemoved(name) => drop(self.users.insert(name, Loss::Removed)),
            Withdrawal::User { name, change } => match self.users.get_mut(&name) {
                Some(Loss::Removed) => {}
                Some(Loss::Changed(before)) => before.then(change),
                None => drop(self.users.insert(name, Loss::Changed(change))),
            },
        }
    }

    /// Whether the database knows everything.
    pub(crate) fn is_empty(&self) -> bool {
        self.sessions.is_empty() && self.lapsed.is_empty() && self.logins.is_empty() && self.users.is_empty()
    }

    /// Everything, for the database.
    pub(crate) fn withdrawals(&self) -> Vec<Withdrawal> {
        let users = self.users.iter().map(|(name, loss)| match loss {
            Loss::Removed => Withdrawal::UserRemoved(name.clone()),
            Loss::Changed(change) => Withdrawal::User { name: name.clone(), change: change.clone() },
        });
        let logins = self.logins.iter().map(|hash| Withdrawal::Login(*hash));
        let sessions = (!self.sessions.is_empty()).then(|| self.sessions.iter().cloned().collect());
        let lapsed = self.lapsed.iter().map(|(id, epoch)| (id.clone(), *epoch)).collect();
        let lapsed = (!self.lapsed.is_empty()).then_some(Withdrawal::Lapsed(lapsed));
        users.chain(logins).chain(sessions.map(Withdrawal::Sessions)).chain(lapsed).collect()
    }

    /// A user of the database as the user is; None if removed.
    pub(crate) fn user(&self, user: User) -> Option<User> {
        match self.users.get(&user.name) {
            None => Some(user),
            Some(Loss::Removed) => None,
            Some(Loss::Changed(change)) => Some(change.applied(user)),
        }
    }

    /// A log-in of the database, unless it is over.
    pub(crate) fn login(&self, login: Login) -> Option<Login> {
        let is_over = self.logins.contains(&login.token_hash) || self.ends_logins(&login.username);
        (!is_over).then_some(login)
    }

    /// Whether a session of the database goes on.
    pub(crate) fn goes_on(&self, session: &StoredSession) -> bool {
        let login_is_over = session.login_hash.is_some_and(|hash| self.logins.contains(&hash));
        let is_over = self.lapsed.get(&session.client_id).is_some_and(|epoch| *epoch >= session.epoch);
        !(login_is_over || is_over || self.sessions.contains(&session.client_id) || self.ends_logins(&session.username))
    }

    fn ends_logins(&self, username: &str) -> bool {
        match self.users.get(username) {
            None => false,
            Some(Loss::Removed) => true,
            Some(Loss::Changed(change)) => change.ends_logins(),
        }
    }
}
