//! The store as the rest of the project sees it: it checks names, hands everything else to the database, and sees to it
//! that what was taken away stays so when the database cannot be written.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::{Mutex, MutexGuard};

use crate::reserve::Reserve;
use crate::sqlite::Database;
use crate::unwritten::{Unwritten, Withdrawal};
use crate::{Error, ErrorKind, Login, NewUser, StoredSession, User, UserChange, name};

/// Users, log-ins and resumable sessions. Clones are cheap and share one database.
///
/// Every call that changes something is one transaction: it is on disk when the call returns, and it changed nothing
/// when the call fails. A call whose future is dropped before it is ready may have done either.
///
/// What takes something away (a session or log-in that is over, a user who is disabled, removed, loses a role or gets
/// another password) holds also when the database cannot be written: then it is kept in the reserve, a file beside the
/// database whose room is taken in advance, and is written later. Where even that fails, the call fails as
/// [`ErrorKind::NotDurable`]: it holds for as long as this process runs.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    unwritten: RwLock<Unwritten>,
    /// Held while something is put into the reserve or taken out of it. Why there is none, where that is so.
    reserve: Mutex<Result<Reserve, String>>,
}

impl Store {
    /// Opens the database file, creating it (readable by its owner alone) and bringing its schema up to date; and its
    /// reserve, whose content is written to the database if it can be.
    ///
    /// One process at a time is expected to write, which the gateway ensures by locking its data folder; a second one
    /// is safe for the database, but not for the reserve.
    ///
    /// # Errors
    /// `NewerSchema`, `Damaged`, `Access` or `DiskFull`, each naming the file.
    pub async fn open(path: &Path) -> Result<Store, Error> {
        let database = Database::open(path).await?;
        let mut unwritten = Unwritten::default();
        let file = Reserve::path(path);
        let reserve = match Reserve::open(&file) {
            Ok((reserve, withdrawals)) => {
                withdrawals.into_iter().for_each(|withdrawal| unwritten.add(withdrawal));
                Ok(reserve)
            }
            Err(error) => Err(format!("{}: {error}", file.display())),
        };
        let shared = Shared { unwritten: RwLock::new(unwritten), reserve: Mutex::new(reserve) };
        let store = Store { database, shared: Arc::new(shared) };
        // What cannot be written now holds all the same, and is tried again.
        let _ = store.settle().await;
        Ok(store)
    }

    /// Waits for the calls under way and closes the database, for all clones: what they ask afterwards fails as
    /// `Closed`.
    pub async fn close(self) {
        self.database.close().await;
    }

    /// Why there is no reserve for a full disk, where it could not be made.
    pub async fn reserve_fault(&self) -> Option<String> {
        self.shared.reserve.lock().await.as_ref().err().cloned()
    }

    /// Whether something was taken away that the database does not know yet.
    pub fn is_unsettled(&self) -> bool {
        !self.unwritten().is_empty()
    }

    /// Writes to the database what it does not know yet. Whoever keeps time calls this again and again; every other
    /// call that writes does so first.
    ///
    /// # Errors
    /// When the database cannot be written; everything stays as it is then.
    pub async fn settle(&self) -> Result<(), Error> {
        if !self.is_unsettled() {
            return Ok(());
        }
        let mut reserve = self.shared.reserve.lock().await;
        let withdrawals = self.unwritten().withdrawals();
        for withdrawal in withdrawals {
            self.write(withdrawal).await.map_err(|error| self.placed(error))?;
        }
        // Nothing was added meanwhile: that needs the reserve.
        *self.unwritten_mut() = Unwritten::default();
        if let Ok(reserve) = &mut *reserve {
            // What stays in it is done once more at the next start, which changes nothing.
            let _ = reserve.clear();
        }
        Ok(())
    }

    async fn write(&self, withdrawal: Withdrawal) -> Result<(), Error> {
        let written = match withdrawal {
            Withdrawal::Sessions(ids) => self.database.remove_sessions(&ids).await,
            Withdrawal::Login(hash) => self.database.remove_logins(&[hash]).await,
            Withdrawal::UserRemoved(name) => self.database.remove_user(&name).await,
            Withdrawal::User { name, change } => self.database.change_user(&name, &change).await.map(drop),
        };
        match written {
            // It was checked when it was taken away. What no longer fits must not keep the rest from being written.
            Err(error) if !error.is_outage() && error.kind() != ErrorKind::Closed => Ok(()),
            written => written,
        }
    }

    /// Keeps what was taken away and could not be written because of `outage`.
    async fn keep(&self, withdrawal: Withdrawal, outage: Error) -> Result<(), Error> {
        let mut reserve: MutexGuard<'_, _> = self.shared.reserve.lock().await;
        self.unwritten_mut().add(withdrawal.clone());
        let kept = match &mut *reserve {
            Ok(reserve) => reserve.append(&withdrawal).map_err(|error| error.to_string()),
            Err(fault) => Err(fault.clone()),
        };
        kept.map_err(|fault| not_durable(&outage, &fault))
    }

    /// Adds an enabled user.
    ///
    /// # Errors
    /// `Conflict` where the name is taken, `Invalid` for a bad name of the user or a role.
    pub async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        name::check("user", &user.name)?;
        check_roles(&user.roles)?;
        self.written(async || self.database.add_user(user).await).await
    }

    /// The user of exactly that name.
    pub async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        let user = self.database.user(name).await?;
        Ok(user.and_then(|user| self.unwritten().user(user)))
    }

    /// All users, in byte order of their names.
    pub async fn users(&self) -> Result<Vec<User>, Error> {
        let users = self.database.users().await?;
        let unwritten = self.unwritten();
        Ok(users.into_iter().filter_map(|user| unwritten.user(user)).collect())
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
    /// [`ADMINISTRATOR`](crate::ADMINISTRATOR) any more; `NotDurable` where the change holds but is written nowhere.
    pub async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        check_roles(change.roles.as_deref().unwrap_or_default())?;
        let outage = match self.written(async || self.database.change_user(name, change).await).await {
            Err(error) if error.is_outage() => error,
            done => return done,
        };
        let user = self.user(name).await?.ok_or_else(|| Error::no_such_user(name))?;
        if !change.takes_away_from(&user) {
            return Err(outage);
        }
        let changed = change.applied(user.clone());
        if user.is_administrator() && !changed.is_administrator() {
            self.keep_an_administrator(name).await?;
        }
        let withdrawal = Withdrawal::User { name: name.to_owned(), change: change.clone() };
        self.keep(withdrawal, outage).await.map(|()| changed)
    }

    /// Removes a user with their log-ins and stored sessions.
    ///
    /// # Errors
    /// `NotFound`; `LastAdministrator` and `NotDurable` as in [`Store::change_user`].
    pub async fn remove_user(&self, name: &str) -> Result<(), Error> {
        let outage = match self.written(async || self.database.remove_user(name).await).await {
            Err(error) if error.is_outage() => error,
            done => return done,
        };
        let user = self.user(name).await?.ok_or_else(|| Error::no_such_user(name))?;
        if user.is_administrator() {
            self.keep_an_administrator(name).await?;
        }
        self.keep(Withdrawal::UserRemoved(name.to_owned()), outage).await
    }

    /// Refuses to take the last administrator away while the database cannot do so.
    async fn keep_an_administrator(&self, leaving: &str) -> Result<(), Error> {
        let stays = |user: &User| user.is_administrator() && user.name != leaving;
        if self.users().await?.iter().any(stays) { Ok(()) } else { Err(Error::last_administrator()) }
    }

    /// Adds a person's log-in.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in; `Conflict` for a token's hash that exists.
    pub async fn add_login(&self, login: &Login) -> Result<(), Error> {
        self.written(async || self.database.add_login(login).await).await
    }

    /// The log-in of that token's hash, if it is valid at `now` (milliseconds since 1970 UTC).
    pub async fn login(&self, token_hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        let login = self.database.login(token_hash, now).await?;
        Ok(login.and_then(|login| self.unwritten().login(login)))
    }

    /// Removes a log-in; one that is gone already is no error.
    ///
    /// # Errors
    /// As [`Store::remove_logins`].
    pub async fn remove_login(&self, token_hash: &[u8; 32]) -> Result<(), Error> {
        self.remove_logins(&[*token_hash]).await
    }

    /// Removes log-ins, in one transaction; those that are gone already are no error.
    ///
    /// # Errors
    /// `NotDurable` where they are over but that is written nowhere.
    pub async fn remove_logins(&self, hashes: &[[u8; 32]]) -> Result<(), Error> {
        match self.written(async || self.database.remove_logins(hashes).await).await {
            Err(outage) if outage.is_outage() => {
                let mut kept = Ok(());
                for hash in hashes {
                    kept = kept.and(self.keep(Withdrawal::Login(*hash), outage.again()).await);
                }
                kept
            }
            done => done,
        }
    }

    /// Removes all log-ins of a user and says how many there were.
    pub async fn remove_logins_of(&self, username: &str) -> Result<u64, Error> {
        self.written(async || self.database.remove_logins_of(username).await).await
    }

    /// Removes the log-ins that are no longer valid at `now` and says how many there were.
    pub async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        self.written(async || self.database.remove_expired_logins(now).await).await
    }

    /// Adds a session. When this returns it survives a crash, so a log-in may be answered.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in, `LoginOver` where the log-in that it names did;
    /// `Conflict` for a `client_id` or a token's hash that exists.
    pub async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        self.written(async || self.database.add_session(session).await).await
    }

    /// Removes a session; one that is gone already is no error.
    ///
    /// # Errors
    /// As [`Store::remove_sessions`].
    pub async fn remove_session(&self, client_id: &str) -> Result<(), Error> {
        self.remove_sessions(&[client_id]).await
    }

    /// Removes sessions in one transaction; those that are gone already are no error.
    ///
    /// # Errors
    /// `NotDurable` where they are over but that is written nowhere.
    pub async fn remove_sessions<Id: AsRef<str> + Sync>(&self, client_ids: &[Id]) -> Result<(), Error> {
        match self.written(async || self.database.remove_sessions(client_ids).await).await {
            Err(outage) if outage.is_outage() => {
                let ids = client_ids.iter().map(|id| id.as_ref().to_owned()).collect();
                self.keep(Withdrawal::Sessions(ids), outage).await
            }
            done => done,
        }
    }

    /// All sessions that can be read, in order as in [`Store::sessions_and_damage`].
    pub async fn sessions(&self) -> Result<Vec<StoredSession>, Error> {
        self.sessions_and_damage().await.map(|(sessions, _)| sessions)
    }

    /// All sessions that can be read, in order of creation time, those of one millisecond in the order in which they
    /// were added; and what is wrong with the others.
    pub async fn sessions_and_damage(&self) -> Result<(Vec<StoredSession>, Vec<DamagedSession>), Error> {
        let (mut sessions, damaged) = self.database.sessions().await?;
        let unwritten = self.unwritten();
        sessions.retain(|session| unwritten.goes_on(session));
        Ok((sessions, damaged))
    }

    /// Does `write` once the database knows what was taken away before.
    async fn written<T>(&self, write: impl AsyncFnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.settle().await?;
        write().await.map_err(|error| self.placed(error))
    }

    /// An outage names the file that it is about.
    fn placed(&self, error: Error) -> Error {
        if error.is_outage() { error.in_file(self.database.path()) } else { error }
    }

    fn unwritten(&self) -> RwLockReadGuard<'_, Unwritten> {
        self.shared.unwritten.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwritten_mut(&self) -> RwLockWriteGuard<'_, Unwritten> {
        self.shared.unwritten.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stored session that cannot be read.
#[derive(Debug)]
pub struct DamagedSession {
    /// Its row in the database.
    pub row: i64,
    /// What is wrong with it.
    pub fault: Error,
}

impl fmt::Display for DamagedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the stored session in row {} cannot be read: {}", self.row, self.fault)
    }
}

fn check_roles(roles: &[String]) -> Result<(), Error> {
    roles.iter().try_for_each(|role| name::check("role", role))
}

fn not_durable(outage: &Error, fault: &str) -> Error {
    let message = format!(
        "done, and it holds while the gateway runs, but it could not be written and a restart would undo it; it is \
         tried again until it can be written ({outage}; {fault})"
    );
    Error::new(ErrorKind::NotDurable, message)
}
