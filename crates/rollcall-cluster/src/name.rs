//! Names of nodes and clusters, incarnations, and the subjects of messages. Names of people and projects never stand in a
//! subject, where `.`, `*` and `>` have a meaning.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest name.
const MAX: usize = 32;

/// The name of a node or a cluster: 1 to 32 lower-case letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// A text is not a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is not a name: 1 to {MAX} lower-case letters, digits and hyphens, as in \"line-1\"")]
pub struct NameError(String);

impl Name {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Name {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let is_good = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if (1..=MAX).contains(&text.len()) && text.bytes().all(is_good) {
            Ok(Name(text.to_owned()))
        } else {
            Err(NameError(text.chars().take(2 * MAX).collect()))
        }
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        text.parse()
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which start of a node it is: drawn at random, so that a process is not taken for the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Incarnation(pub u64);

impl fmt::Display for Incarnation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// The subjects of a cluster's messages.
#[derive(Clone, Debug)]
pub struct Subjects {
    cluster: Name,
}

impl Subjects {
    /// Those of this cluster.
    pub fn new(cluster: Name) -> Self {
        Subjects { cluster }
    }

    /// Where nodes say that they are there, and good-bye.
    pub fn hello(&self) -> String {
        format!("rollcall.{}.hello", self.cluster)
    }

    /// Where a node is asked.
    pub fn node(&self, node: &Name) -> String {
        format!("rollcall.{}.node.{node}", self.cluster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_in_subjects() {
        for good in ["a", "line-1", "0", &"x".repeat(32)] {
            assert_eq!(good.parse::<Name>().unwrap().as_str(), good);
        }
        for bad in ["", "A", "a.b", "a*", ">", "ä", "a b", "a\n", &"x".repeat(33)] {
            assert!(bad.parse::<Name>().is_err(), "{bad:?}");
        }
        let long = "ä".repeat(10_000).parse::<Name>().unwrap_err().to_string();
        assert!(long.len() < 300, "an error does not repeat all of it");
    }
}
