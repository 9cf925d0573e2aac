//! The peers that the registry is compared with, over the same sessions in the same run: the loop in Java that the
//! original amounts to, and three stores that could have been used instead.
//!
//! Each peer gets its best conditions: indexes, everything in memory, statements prepared, one core. It is asked over
//! its own protocol, by a client that reads every cell and does nothing else, since that is how a gateway would ask it.
//! A peer that has no fair equivalent of a question is not asked it; one that is not installed is left out with a note.

mod jdk;
mod postgres;
mod redis;
mod sqlite;

use std::io;
use std::path::Path;

pub use jdk::jdk_loop;

/// A question, in each peer's words.
#[derive(Debug)]
pub struct Question {
    /// Java's pattern for the username. PostgreSQL takes the same, put into `^(?:…)$`.
    pub username: &'static str,
    /// Java's pattern for the project.
    pub project: Option<&'static str>,
    /// SQLite's condition: `GLOB`, `LIKE` and `=` use an index, `REGEXP` is the shell's own function.
    pub sqlite: &'static str,
    /// How Redis finds the names.
    pub redis: Names,
    /// How many times faster than the loop the answer is to be.
    pub goal: Option<f64>,
}

/// How Redis finds names, which are a sorted set.
#[derive(Clone, Copy, Debug)]
pub enum Names {
    /// The name itself; the set is not needed.
    Exact(&'static str),
    /// Ranges of the set (`ZRANGEBYLEX`).
    Prefixes(&'static [&'static str]),
    /// A walk over it (`ZSCAN … MATCH`).
    Glob(&'static str),
    /// A walk over it inside the server, with Lua's patterns.
    Lua(&'static str),
}

/// A server with the sessions in it.
pub trait Peer {
    /// Its name, with its version.
    fn name(&self) -> &str;

    /// Asks, reads every cell, and answers with the number of rows.
    ///
    /// # Errors
    /// When the peer is gone or refuses.
    fn ask(&mut self, question: &Question) -> io::Result<usize>;
}

/// Starts a peer, and fills it with the tab-separated rows of a file, which it finds in a folder that is removed later.
type Start = fn(rows: &Path, folder: &Path) -> io::Result<Box<dyn Peer>>;

/// The peers that can be started one after the other, by name.
pub const PEERS: [(&str, Start); 3] =
    [("PostgreSQL", postgres::start), ("SQLite", sqlite::start), ("Redis", redis::start)];

fn missing(what: &str, package: &str) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{what} is not installed (Debian: {package})"))
}

fn failed(what: impl Into<String>) -> io::Error {
    io::Error::other(what.into())
}
