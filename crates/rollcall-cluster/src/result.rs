//! The results of a question to all nodes.

use std::time::Duration;

use rollcall_session::Timestamp;

use crate::{Name, Row};

/// The sessions of all nodes that answered.
#[derive(Debug)]
pub struct AllRows {
    /// The sessions with their nodes, in order of creation; a gateway that is in no cluster has no name.
    pub rows: Vec<(Option<Name>, Row)>,
    /// What each node did.
    pub nodes: Vec<NodeResult>,
    /// When it was asked.
    pub asked: Timestamp,
    /// How long ago that was when it was whole.
    pub age: Duration,
}

/// What became of a question to one node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeResult {
    /// The node.
    pub node: Name,
    /// In a word: `ok`, or why it did not answer.
    pub status: String,
    /// How many rows it sent.
    pub rows: usize,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// Why it did not answer, in words.
    pub error: Option<String>,
}
