//! What can go wrong with a store, in words for the person who must do something about it.

use std::fmt;
use std::path::Path;

/// An error of this crate. [`Error::kind`] says which; its text says what failed, why, and what to do.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    /// Whether it may have been done all the same.
    in_doubt: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A user, log-in or session of that name exists already.
    Conflict,
    /// There is no such user.
    NotFound,
    /// The user is disabled: nothing can be opened for them.
    UserDisabled,
    /// The log-in under which a session was to be opened is over.
    LoginOver,
    /// The user has as many sessions in the project as the limit allows.
    Limit,
    /// Another gateway is running under this node's name.
    NameTaken,
    /// This node's lease is over, or its name is another's: it must not serve.
    LeaseLost,
    /// A value that is never accepted, such as an empty user name.
    Invalid,
    /// The change would leave nobody who can administer the gateway.
    LastAdministrator,
    /// The database was written by a newer release.
    NewerSchema,
    /// The file is not a database of this project, or it is damaged.
    Damaged,
    /// The disk is full.
    DiskFull,
    /// The file or its folder may not be written, or cannot be reached.
    Access,
    /// Another process or too many requests kept the database busy for too long; a second try may succeed.
    Busy,
    /// The database's server cannot be reached or does not answer.
    Away,
    /// Something was taken away, which holds from now on, but could be written nowhere: a restart would give it back.
    /// The store tries again, see [`Store::settle`](crate::Store::settle).
    NotDurable,
    /// Something was taken away from a user, which holds from now on, but the user cannot be read: the database is
    /// damaged, or cannot be reached.
    Unreadable,
    /// The store was closed.
    Closed,
    /// Any other failure of the database.
    Database,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), in_doubt: false, source: None }
    }

    pub(crate) fn with_source(
        kind: ErrorKind,
        message: impl Into<String>,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Error { kind, message: message.into(), in_doubt: false, source: Some(Box::new(source)) }
    }

    /// The same error, naming the file.
    pub(crate) fn in_file(self, path: &Path) -> Self {
        self.at(path.display())
    }

    /// The same error, naming the place.
    pub(crate) fn at(mut self, place: impl fmt::Display) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// The same error, met where nobody can tell any more whether it was done.
    pub(crate) fn in_doubt(mut self) -> Self {
        self.message = format!("{}; it is not known whether it was written: look before you try again", self.message);
        self.in_doubt = true;
        self
    }

    /// Whether what failed may have been done all the same.
    pub(crate) fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    /// Whether the database cannot be used at the moment, whatever was to be written or read. It is asked of every
    /// kind: one that is left out would let go of what was taken away.
    pub(crate) fn is_outage(&self) -> bool {
        use ErrorKind::{
            Access, Away, Busy, Closed, Conflict, Damaged, Database, DiskFull, Invalid, LastAdministrator, LeaseLost,
            Limit, LoginOver, NameTaken, NewerSchema, NotDurable, NotFound, Unreadable, UserDisabled,
        };
        match self.kind {
            DiskFull | Access | Away | Busy | Damaged | Database => true,
            Limit | NameTaken | LeaseLost | Conflict | NotFound | UserDisabled | LoginOver | Invalid
            | LastAdministrator | NewerSchema | NotDurable | Unreadable | Closed => false,
        }
    }

    pub(crate) fn newer_schema(applied: i64, known: i64) -> Self {
        let message = format!(
            "the database has schema {applied}, and this release knows schemas up to {known}: \
             start the release that wrote it, or a newer one"
        );
        Error::new(ErrorKind::NewerSchema, message)
    }

    pub(crate) fn last_administrator() -> Self {
        let message = format!(
            "this is the last enabled user with the role {:?}: give the role to another user first",
            crate::ADMINISTRATOR
        );
        Error::new(ErrorKind::LastAdministrator, message)
    }

    pub(crate) fn no_such_user(name: &str) -> Self {
        Error::new(ErrorKind::NotFound, format!("there is no user {name:?}"))
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as _)
    }
}
