//! The store as the rest of the project sees it: it checks names, and hands everything else to the database.

use std::path::Path;

use crate::sqlite::Database;
use crate::{Error, Login, NewUser, StoredSession, User, UserChange, name};

/// Users, log-ins and resumable sessions. Clones are cheap and share one database.
///
/// Every call that changes something is one transaction: it is on disk when the call returns, and it changed nothing
/// when the call fails. A call whose future is dropped before it is ready may have done either.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
}

impl Store {
    /// Opens the database file, creating it (readable by its owner alone) and bringing its schema up to date.
    ///
    /// One process at a time is expected to write, which the gateway ensures by locking its data folder; a second one
    /// is safe, but waits for the first.
    ///
    /// # Errors
    /// `NewerSchema`, `Damaged`, `Access` or `DiskFull`, each naming the file.
    pub async fn open(path: &Path) -> Result<Store, Error> {
        Ok(Store { database: Database::open(path).await? })
    }

    /// Waits for the calls under way and closes the database, for all clones: what they ask afterwards fails as
    /// `Closed`.
    pub async fn close(self) {
        self.database.close().await;
    }

    /// Adds an enabled user.
    ///
    /// # Errors
    /// `Conflict` where the name is taken, `Invalid` for a bad name of the user or a role.
    pub async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        name::check("user", &user.name)?;
        check_roles(&user.roles)?;
        self.database.add_user(user).await
    }

    /// The user of exactly that name.
    pub async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        self.database.user(name).await
    }

    /// All users, in byte order of their names.
    pub async fn users(&self) -> Result<Vec<User>, Error> {
        self.database.users().await
    }

    /// The number of users, the disabled ones too. A new store has none.
    pub async fn user_count(&self) -> Result<u64, Error> {
        self.database.user_count().await
    }

    /// Changes a user and answers with the user as it is then. A new password, or disabling, removes the user's
    /// log-ins and stored sessions in the same transaction, so that a crash cannot bring them back.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for a bad role; `LastAdministrator` where nobody enabled would have the role
    /// [`ADMINISTRATOR`](crate::ADMINISTRATOR) any more.
    pub async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        check_roles(change.roles.as_deref().unwrap_or_default())?;
        self.database.change_user(name, change).await
    }

    /// Removes a user with their log-ins and stored sessions.
    ///
    /// # Errors
    /// `NotFound`; `LastAdministrator` as in [`Store::change_user`].
    pub async fn remove_user(&self, name: &str) -> Result<(), Error> {
        self.database.remove_user(name).await
    }

    /// Adds a person's log-in.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in; `Conflict` for a token's hash that exists.
    pub async fn add_login(&self, login: &Login) -> Result<(), Error> {
        self.database.add_login(login).await
    }

    /// The log-in of that token's hash, if it is valid at `now` (milliseconds since 1970 UTC).
    pub async fn login(&self, token_hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        self.database.login(token_hash, now).await
    }

    /// Removes a log-in; one that is gone already is no error.
    pub async fn remove_login(&self, token_hash: &[u8; 32]) -> Result<(), Error> {
        self.database.remove_login(token_hash).await
    }

    /// Removes all log-ins of a user and says how many there were.
    pub async fn remove_logins_of(&self, username: &str) -> Result<u64, Error> {
        self.database.remove_logins_of(username).await
    }

    /// Removes the log-ins that are no longer valid at `now` and says how many there were.
    pub async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        self.database.remove_expired_logins(now).await
    }

    /// Adds a session. When this returns it survives a crash, so a log-in may be answered.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in, `LoginOver` where the log-in that it names did;
    /// `Conflict` for a `client_id` or a token's hash that exists.
    pub async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        self.database.add_session(session).await
    }

    /// Removes a session; one that is gone already is no error.
    pub async fn remove_session(&self, client_id: &str) -> Result<(), Error> {
        self.database.remove_sessions(&[client_id]).await
    }

    /// Removes sessions, all of them or none; those that are gone already are no error.
    pub async fn remove_sessions<Id: AsRef<str> + Sync>(&self, client_ids: &[Id]) -> Result<(), Error> {
        self.database.remove_sessions(client_ids).await
    }

    /// All sessions, in order of creation time, those of one millisecond in the order in which they were added.
    pub async fn sessions(&self) -> Result<Vec<StoredSession>, Error> {
        self.database.sessions().await
    }
}

fn check_roles(roles: &[String]) -> Result<(), Error> {
    roles.iter().try_for_each(|role| name::check("role", role))
}
