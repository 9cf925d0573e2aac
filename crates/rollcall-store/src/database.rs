//! The databases that a store can be in, behind one set of functions. What a call means is told by `Store`; what it means
//! in SQL is in the module of each database.

use std::fmt;

use crate::unwritten::Unwritten;
use crate::{DamagedSession, Error, Login, NewUser, StoredSession, User, UserChange};
use crate::{postgres, sqlite};

/// One of the databases.
#[derive(Clone, Debug)]
pub(crate) enum Database {
    Sqlite(sqlite::Database),
    Postgres(postgres::Database),
}

/// Calls the same function of whichever database it is.
macro_rules! whichever {
    ($self:ident.$call:ident($($argument:expr),*)) => {
        match $self {
            Database::Sqlite(database) => database.$call($($argument),*).await,
            Database::Postgres(database) => database.$call($($argument),*).await,
        }
    };
}

impl Database {
    pub(crate) async fn close(&self) {
        whichever!(self.close())
    }

    pub(crate) async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        whichever!(self.add_user(user))
    }

    pub(crate) async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        whichever!(self.user(name))
    }

    pub(crate) async fn users(&self) -> Result<Vec<User>, Error> {
        whichever!(self.users())
    }

    pub(crate) async fn user_count(&self) -> Result<u64, Error> {
        whichever!(self.user_count())
    }

    pub(crate) async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        whichever!(self.change_user(name, change))
    }

    pub(crate) async fn remove_user(&self, name: &str) -> Result<(), Error> {
        whichever!(self.remove_user(name))
    }

    pub(crate) async fn add_login(&self, login: &Login) -> Result<(), Error> {
        whichever!(self.add_login(login))
    }

    pub(crate) async fn login(&self, hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        whichever!(self.login(hash, now))
    }

    pub(crate) async fn remove_logins(&self, hashes: &[[u8; 32]]) -> Result<(), Error> {
        whichever!(self.remove_logins(hashes))
    }

    pub(crate) async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        whichever!(self.remove_expired_logins(now))
    }

    pub(crate) async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        whichever!(self.add_session(session))
    }

    pub(crate) async fn remove_sessions<Id: AsRef<str> + Sync>(&self, client_ids: &[Id]) -> Result<(), Error> {
        whichever!(self.remove_sessions(client_ids))
    }

    pub(crate) async fn remove_lapsed(&self, sessions: &[(String, i64)]) -> Result<(), Error> {
        whichever!(self.remove_lapsed(sessions))
    }

    pub(crate) async fn sessions(&self) -> Result<(Vec<StoredSession>, Vec<DamagedSession>), Error> {
        whichever!(self.sessions())
    }

    pub(crate) async fn withdraw(&self, unwritten: &Unwritten) -> Result<(), Error> {
        whichever!(self.withdraw(unwritten))
    }
}

/// The file or the server's address.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Database::Sqlite(database) => database.path().display().fmt(f),
            Database::Postgres(database) => database.address().fmt(f),
        }
    }
}
