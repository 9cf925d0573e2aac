//! Users, the log-ins of persons and the sessions that a restart must not lose, in a database.
//!
//! All SQL of the project lives in this crate. It knows no HTTP, no Python and no cryptography: a password is an opaque
//! hash string that someone else made and checks, a token is 32 bytes of hash, a time is a number that is passed in.
//! It does not hold the truth about who is on: that is in the memory of the gateway, and what is here is only enough to
//! let clients come back under their old identity.
//!
//! # Databases
//! [`Store`] checks what does not depend on the database and hands the rest to one module for each: `sqlite`, a file in
//! the data folder, and `postgres`, a server by its address. Both have the same functions and migrations of the same
//! numbers (`migrations/`), and the contract suite in `tests/contract/` runs on both. `database` chooses between them,
//! and [`transfer`] moves one into the other.
//!
//! # The log-in history
//! It is not kept yet. It will be a table of its own and a `Store::record_login`, called by the gateway for every
//! answered log-in, the failed ones too, and a `Store::record_session_end` beside [`Store::remove_sessions`], which is
//! where every end of a session passes; nothing else here will change for it.
//!
//! # What is durable
//! A call that changes something returns after its transaction is on disk (SQLite: write-ahead log with
//! `synchronous=FULL`; PostgreSQL: `synchronous_commit` at least `on`). A call that fails changed nothing. What takes something away does so whatever the disk says: see
//! [`Store`].

mod address;
mod database;
mod error;
mod login;
mod membership;
mod name;
mod node;
mod place;
mod postgres;
mod reserve;
mod session;
mod sqlite;
mod store;
mod transfer;
mod unwritten;
mod user;

pub use address::ServerAddress;
pub use error::{Error, ErrorKind};
pub use login::Login;
pub use membership::Membership;
pub use name::MAX_NAME_CHARS;
pub use node::{
    ChangeKind, KnownNode, LEASE, LogInTry, Node, OwnedSession, REASON_LIMIT, REASON_LOGGED_OUT,
    REASON_PASSWORD_CHANGED, REASON_USER_DISABLED, Renewed, SessionChange, SessionLimit, TakenSession,
};
pub use session::{DamagedSession, StoredSession};
pub use store::Store;
pub use transfer::{Transferred, transfer};
pub use user::{ADMINISTRATOR, NewUser, User, UserChange};
