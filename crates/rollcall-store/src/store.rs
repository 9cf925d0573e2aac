//! The store as the rest of the project sees it: it checks names, hands everything else to the database, and sees to it
//! that what was taken away stays so when the database cannot be written.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use crate::database::Database;
use crate::reserve::Reserve;
use crate::unwritten::{Unwritten, Withdrawal};
use crate::{DamagedSession, Error, ErrorKind, Login, NewUser, ServerAddress, StoredSession, User, UserChange, name};
use crate::{postgres, sqlite};

/// How long a call that gives something waits for those that write before it, as long as for a connection.
const PATIENCE: Duration = Duration::from_secs(30);

/// The file of the reserve in the folder of a store whose database is elsewhere; beside a file it has the file's name.
const RESERVE: &str = "rollcall.reserve";

/// Users, log-ins and resumable sessions. Clones are cheap and share one database.
///
/// Every call that changes something is one transaction: it is on disk when the call returns, and it changed nothing
/// when the call fails. A call whose future is dropped before it is ready may have done either. Where a server is lost
/// while it commits nobody knows; the error says so, and what may have been opened by it is taken away again.
///
/// What takes something away (a session or log-in that is over, a user who is disabled, removed, loses a role or gets
/// another password) holds also when the database cannot be written, be its disk full or its file damaged: then it is
/// kept in the reserve, a file beside the database whose room is taken in advance, and is written later. So it is while
/// the database's server is away. Where even that
/// fails, the call fails as [`ErrorKind::NotDurable`]: it holds for as long as this process runs.
///
/// One call writes at a time, as the database has it anyway. So what is read to decide about a change, and what is kept
/// or written of it, are not torn apart by another.
#[derive(Clone, Debug)]
pub struct Store {
    database: Database,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// Read as a whole before the database is asked: a change that is written meanwhile is in one of the two.
    unwritten: RwLock<Arc<Unwritten>>,
    /// Locked for each write, to the database or to the reserve.
    reserve: Mutex<Reserve>,
    /// The file of the reserve.
    file: PathBuf,
}

/// Only its holder writes.
type Turn<'a> = MutexGuard<'a, Reserve>;

impl Store {
    /// Opens the database file, creating it (readable by its owner alone) and bringing its schema up to date; and its
    /// reserve, whose content is written to the database if it can be.
    ///
    /// One process at a time is expected to write, which the gateway ensures by locking its data folder; a second one
    /// is safe for the database, but not for the reserve.
    ///
    /// # Errors
    /// `NewerSchema`, `Damaged`, `Access` or `DiskFull`, each naming the file; also where the reserve is there and cannot
    /// be read, since what it takes away would be given back.
    pub async fn open(path: &Path) -> Result<Store, Error> {
        let database = sqlite::Database::open(path).await?;
        let file = Reserve::path(database.path());
        Store::with(Database::Sqlite(database), file).await
    }

    /// Opens the database on a server, bringing its schema up to date; the reserve is in this folder.
    ///
    /// # Errors
    /// `Away` where the server does not answer, `Access` where it refuses; otherwise as for a file, each naming the
    /// address.
    pub async fn open_server(address: &ServerAddress, folder: &Path) -> Result<Store, Error> {
        let database = postgres::Database::open(address, None).await?;
        Store::with(Database::Postgres(database), folder.join(RESERVE)).await
    }

    /// The same for a node of a cluster, on its opened database.
    pub(crate) async fn of_node(database: postgres::Database, folder: &Path) -> Result<Store, Error> {
        Store::with(Database::Postgres(database), folder.join(RESERVE)).await
    }

    /// Writes in turn with all other calls.
    pub(crate) async fn in_turn<T>(&self, write: impl AsyncFnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.given(None, write).await
    }

    /// Whether nothing is known here that ends this session.
    pub(crate) fn goes_on(&self, session: &StoredSession) -> bool {
        self.unwritten().goes_on(session)
    }

    async fn with(database: Database, file: PathBuf) -> Result<Store, Error> {
        let (reserve, withdrawals) = Reserve::open(&file).map_err(|error| unread(error).in_file(&file))?;
        let mut unwritten = Unwritten::default();
        withdrawals.into_iter().for_each(|withdrawal| unwritten.add(withdrawal));
        let shared = Shared { unwritten: RwLock::new(Arc::new(unwritten)), reserve: Mutex::new(reserve), file };
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
        self.shared.reserve.lock().await.fault().map(str::to_owned)
    }

    /// Whether something was taken away that the database does not know yet.
    pub fn is_unsettled(&self) -> bool {
        !self.unwritten().is_empty()
    }

    /// Writes to the database what it does not know yet. The timekeeper calls this again and again; every other
    /// call that writes does so first.
    ///
    /// # Errors
    /// When the database cannot be written, or the reserve cannot be emptied; everything stays as it is then.
    pub async fn settle(&self) -> Result<(), Error> {
        if !self.is_unsettled() {
            return Ok(());
        }
        let mut turn = self.turn().await;
        self.settle_in(&mut turn).await
    }

    async fn settle_in(&self, turn: &mut Turn<'_>) -> Result<(), Error> {
        let unwritten = self.unwritten();
        if unwritten.is_empty() {
            return Ok(());
        }
        self.database.withdraw(&unwritten).await.map_err(|error| self.placed(error))?;
        // Nothing else may be written as long as the reserve would undo it at the next start.
        turn.clear().map_err(|error| not_cleared(&error).in_file(&self.shared.file))?;
        *self.shared.unwritten.write().unwrap_or_else(PoisonError::into_inner) = Arc::default();
        Ok(())
    }

    /// Keeps what was taken away and could not be written because of `outage`.
    fn keep(&self, turn: &mut Turn<'_>, withdrawals: Vec<Withdrawal>, outage: &Error) -> Result<(), Error> {
        let mut unwritten = self.shared.unwritten.write().unwrap_or_else(PoisonError::into_inner);
        let noted = Arc::make_mut(&mut unwritten);
        withdrawals.iter().cloned().for_each(|withdrawal| noted.add(withdrawal));
        drop(unwritten);
        // Each is put into the reserve, whatever became of those before it.
        let kept = withdrawals.iter().map(|withdrawal| turn.append(withdrawal)).fold(Ok(()), Result::and);
        kept.map_err(|fault| not_durable(outage, &fault.to_string()))
    }

    /// Adds an enabled user.
    ///
    /// # Errors
    /// `Conflict` where the name is taken, `Invalid` for a bad name of the user or a role.
    pub async fn add_user(&self, user: &NewUser) -> Result<(), Error> {
        name::check("user", &user.name)?;
        check_roles(&user.roles)?;
        self.given(None, async || self.database.add_user(user).await).await
    }

    /// The user of exactly that name.
    pub async fn user(&self, name: &str) -> Result<Option<User>, Error> {
        let unwritten = self.unwritten();
        let user = self.database.user(name).await.map_err(|error| self.placed(error))?;
        Ok(user.and_then(|user| unwritten.user(user)))
    }

    /// All users, in byte order of their names.
    pub async fn users(&self) -> Result<Vec<User>, Error> {
        let unwritten = self.unwritten();
        let users = self.database.users().await.map_err(|error| self.placed(error))?;
        Ok(users.into_iter().filter_map(|user| unwritten.user(user)).collect())
    }

    /// The number of users, the disabled ones too. A new store has none.
    pub async fn user_count(&self) -> Result<u64, Error> {
        self.database.user_count().await.map_err(|error| self.placed(error))
    }

    /// Changes a user and answers with the user as it is then. A new password, or disabling, removes the user's
    /// log-ins and stored sessions in the same transaction, so that a crash cannot bring them back.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` for a bad role; `LastAdministrator` where nobody enabled would have the role
    /// [`ADMINISTRATOR`](crate::ADMINISTRATOR) any more; `NotDurable` and `Unreadable` where the change holds all the
    /// same.
    pub async fn change_user(&self, name: &str, change: &UserChange) -> Result<User, Error> {
        check_roles(change.roles.as_deref().unwrap_or_default())?;
        let mut turn = self.turn().await;
        let write = async || self.database.change_user(name, change).await;
        let outage = match self.written(&mut turn, write).await {
            Err(error) if error.is_outage() => error,
            done => return done,
        };
        let withdrawal = Withdrawal::User { name: name.to_owned(), change: change.clone() };
        let user = match self.user(name).await {
            Ok(user) => user.ok_or_else(|| Error::no_such_user(name))?,
            // Who they were is not known, and they are less from now on.
            Err(_) if change.only_takes_away() => {
                return self.keep(&mut turn, vec![withdrawal], &outage).and(Err(unreadable(&outage)));
            }
            Err(_) => return Err(outage),
        };
        if !change.takes_away_from(&user) {
            return Err(outage);
        }
        let changed = change.applied(user.clone());
        if user.is_administrator() && !changed.is_administrator() {
            self.keep_an_administrator(name).await?;
        }
        self.keep(&mut turn, vec![withdrawal], &outage).map(|()| changed)
    }

    /// Removes a user with their log-ins and stored sessions.
    ///
    /// # Errors
    /// `NotFound`; `LastAdministrator`, `NotDurable` and `Unreadable` as in [`Store::change_user`].
    pub async fn remove_user(&self, name: &str) -> Result<(), Error> {
        let mut turn = self.turn().await;
        let write = async || self.database.remove_user(name).await;
        let outage = match self.written(&mut turn, write).await {
            Err(error) if error.is_outage() => error,
            done => return done,
        };
        let withdrawal = Withdrawal::UserRemoved(name.to_owned());
        let user = match self.user(name).await {
            Ok(user) => user.ok_or_else(|| Error::no_such_user(name))?,
            Err(_) => return self.keep(&mut turn, vec![withdrawal], &outage).and(Err(unreadable(&outage))),
        };
        if user.is_administrator() {
            self.keep_an_administrator(name).await?;
        }
        self.keep(&mut turn, vec![withdrawal], &outage)
    }

    /// Refuses to take the last administrator away while the database cannot do so. A user that cannot be read is no
    /// reason to leave another logged in.
    async fn keep_an_administrator(&self, leaving: &str) -> Result<(), Error> {
        let stays = |user: &User| user.is_administrator() && user.name != leaving;
        match self.users().await {
            Ok(users) if !users.iter().any(stays) => Err(Error::last_administrator()),
            _ => Ok(()),
        }
    }

    /// Adds a person's log-in.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in; `Conflict` for a token's hash that exists.
    pub async fn add_login(&self, login: &Login) -> Result<(), Error> {
        let undo = Withdrawal::Login(login.token_hash);
        self.given(Some(undo), async || self.database.add_login(login).await).await
    }

    /// The log-in of that token's hash, if it is valid at `now` (milliseconds since 1970 UTC).
    pub async fn login(&self, token_hash: &[u8; 32], now: i64) -> Result<Option<Login>, Error> {
        let unwritten = self.unwritten();
        let login = self.database.login(token_hash, now).await.map_err(|error| self.placed(error))?;
        Ok(login.and_then(|login| unwritten.login(login)))
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
        let mut turn = self.turn().await;
        let write = async || self.database.remove_logins(hashes).await;
        match self.written(&mut turn, write).await {
            Err(outage) if outage.is_outage() => {
                let withdrawals = hashes.iter().map(|hash| Withdrawal::Login(*hash)).collect();
                self.keep(&mut turn, withdrawals, &outage)
            }
            done => done,
        }
    }

    /// Removes the log-ins that are no longer valid at `now` and says how many there were.
    pub async fn remove_expired_logins(&self, now: i64) -> Result<u64, Error> {
        self.given(None, async || self.database.remove_expired_logins(now).await).await
    }

    /// Adds a session. When this returns it survives a crash, so a log-in may be answered.
    ///
    /// # Errors
    /// `NotFound` or `UserDisabled` where the user went while logging in, `LoginOver` where the log-in that it names did;
    /// `Conflict` for a `client_id` or a token's hash that exists.
    pub async fn add_session(&self, session: &StoredSession) -> Result<(), Error> {
        let undo = Withdrawal::Sessions(vec![session.client_id.clone()]);
        self.given(Some(undo), async || self.database.add_session(session).await).await
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
        let mut turn = self.turn().await;
        let write = async || self.database.remove_sessions(client_ids).await;
        match self.written(&mut turn, write).await {
            Err(outage) if outage.is_outage() => {
                let ids = client_ids.iter().map(|id| id.as_ref().to_owned()).collect();
                self.keep(&mut turn, vec![Withdrawal::Sessions(ids)], &outage)
            }
            done => done,
        }
    }

    /// Removes sessions whose time is up, where they have not changed hands since (client id and epoch). Otherwise as
    /// [`Store::remove_sessions`].
    ///
    /// # Errors
    /// As [`Store::remove_sessions`].
    pub async fn remove_lapsed(&self, sessions: &[(String, i64)]) -> Result<(), Error> {
        let mut turn = self.turn().await;
        let write = async || self.database.remove_lapsed(sessions).await;
        match self.written(&mut turn, write).await {
            Err(outage) if outage.is_outage() => {
                self.keep(&mut turn, vec![Withdrawal::Lapsed(sessions.to_vec())], &outage)
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
        let unwritten = self.unwritten();
        let (mut sessions, damaged) = self.database.sessions().await.map_err(|error| self.placed(error))?;
        sessions.retain(|session| unwritten.goes_on(session));
        Ok((sessions, damaged))
    }

    /// Waits for its turn to write.
    async fn turn(&self) -> Turn<'_> {
        self.shared.reserve.lock().await
    }

    /// Does `write`, which gives something, in its turn. Where nobody knows whether it was done, `undo` takes it away.
    async fn given<T>(
        &self,
        undo: Option<Withdrawal>,
        write: impl AsyncFnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let busy = |_| Error::new(ErrorKind::Busy, "too many requests wait for the database; try again");
        let mut turn = timeout(PATIENCE, self.turn()).await.map_err(busy).map_err(|error| self.placed(error))?;
        let result = self.written(&mut turn, write).await;
        if let (Err(error), Some(undo)) = (&result, undo)
            && error.is_in_doubt()
        {
            // Where it can be kept nowhere, a restart may find what nobody was told of.
            let _ = self.keep(&mut turn, vec![undo], error);
        }
        result
    }

    /// Does `write` once the database knows what was taken away before.
    async fn written<T>(&self, turn: &mut Turn<'_>, write: impl AsyncFnOnce() -> Result<T, Error>) -> Result<T, Error> {
        self.settle_in(turn).await?;
        write().await.map_err(|error| self.placed(error))
    }

    /// An outage names the file or the server that it is about.
    pub(crate) fn placed(&self, error: Error) -> Error {
        if error.is_outage() { error.at(&self.database) } else { error }
    }

    fn unwritten(&self) -> Arc<Unwritten> {
        Arc::clone(&self.shared.unwritten.read().unwrap_or_else(PoisonError::into_inner))
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

fn unreadable(outage: &Error) -> Error {
    let message = format!("done, and it holds, but the user cannot be read, nor the change be written now ({outage})");
    Error::new(ErrorKind::Unreadable, message)
}

fn unread(error: io::Error) -> Error {
    let message = format!(
        "what was taken away while the database could not be written is in this file, which cannot be read ({error}): \
         make it readable, or remove it, which gives all of that back"
    );
    Error::with_source(ErrorKind::Access, message, error)
}

fn not_cleared(error: &io::Error) -> Error {
    let message = format!(
        "what is in this file is in the database by now and would undo later changes at the next start, but the file \
         cannot be written ({error}): check the owner and mode of the file and its folder"
    );
    Error::new(ErrorKind::Access, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise the next process would find what was done long ago, and do it to what has become of it since.
    #[tokio::test]
    async fn nothing_else_is_written_before_the_reserve_is_empty() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rollcall.db");
        let store = Store::open(&path).await.unwrap();
        let user = NewUser { name: "anna".into(), password_hash: "x".into(), roles: vec![] };
        store.add_user(&user).await.unwrap();
        let [disable, enable] =
            [true, false].map(|disabled| UserChange { disabled: Some(disabled), ..UserChange::default() });
        // From now on all connections that read are open.
        let (one, other) = tokio::join!(store.users(), store.users());
        assert_eq!(one.unwrap(), other.unwrap());
        let elsewhere = folder.path().join("elsewhere.db");
        std::fs::rename(&path, &elsewhere).unwrap();
        assert!(store.change_user("anna", &disable).await.unwrap().disabled);
        std::fs::rename(&elsewhere, &path).unwrap();
        store.turn().await.set_failing(true);
        assert_eq!(store.settle().await.unwrap_err().kind(), ErrorKind::Access);
        assert!(store.is_unsettled(), "it is tried again");
        let error = store.change_user("anna", &enable).await.unwrap_err();
        assert!(error.to_string().contains("rollcall.reserve"), "{error}");
        store.turn().await.set_failing(false);
        assert!(!store.change_user("anna", &enable).await.unwrap().disabled);
        drop(store);
        assert!(!Store::open(&path).await.unwrap().user("anna").await.unwrap().unwrap().disabled);
    }
}
