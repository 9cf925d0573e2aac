//! Users, the log-ins of persons and the sessions that a restart must not lose, in a database.
//!
//! All SQL of the project lives in this crate. It knows no HTTP, no Python and no cryptography: a password is an opaque
//! hash string that someone else made and checks, a token is 32 bytes of hash, a time is a number that is passed in.
//! It does not hold the truth about who is on: that is in the memory of the gateway, and what is here is only enough to
//! let clients come back under their old identity.
//!
//! # Databases
//! [`Store`] checks what does not depend on the database and hands the rest to one module for each database. There is
//! one: `sqlite`, over the files in `migrations/sqlite`. PostgreSQL will be a second module beside it with the same
//! functions and the same migration numbers, chosen by address; the contract suite in `tests/contract/` takes a
//! function that opens an empty store, so that it runs on both as it is.
//!
//! # The log-in history
//! It is not kept yet. It will be a table of its own and a `Store::record_login`, called by the gateway for every
//! answered log-in, the failed ones too, and a `Store::record_session_end` beside [`Store::remove_sessions`], which is
//! where every end of a session passes; nothing else here will change for it.
//!
//! # What is durable
//! A call that changes something returns after its transaction is on disk (SQLite: write-ahead log with
//! `synchronous=FULL`). A call that fails changed nothing. What takes something away does so whatever the disk says: see
//! [`Store`].

mod error;
mod login;
mod name;
mod place;
mod reserve;
mod session;
mod sqlite;
mod store;
mod unwritten;
mod user;

pub use error::{Error, ErrorKind};
pub use login::Login;
pub use name::MAX_NAME_CHARS;
pub use session::StoredSession;
pub use store::{DamagedSession, Store};
pub use user::{ADMINISTRATOR, NewUser, User, UserChange};
