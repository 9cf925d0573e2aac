//! The messages between nodes, as MessagePack with named fields: a later version may add fields, and an earlier one
//! leaves them out of account. A receiver believes nothing in them that it can check itself.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Incarnation, Name, Stamp};

/// The version of these messages. Nodes of different versions do not answer each other's questions.
pub const VERSION: u32 = 1;
/// The longest message, in bytes: half of what a server of NATS takes by default.
pub const MAX_MESSAGE: usize = 512 * 1024;

/// What a node sends to all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Announcement {
    /// It is there.
    Hello(Hello),
    /// It stops.
    Goodbye(Goodbye),
}

/// Sent each second: the node is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of its messages.
    pub version: u32,
    /// Its name.
    pub node: Name,
    /// Which start of it this is.
    pub incarnation: Incarnation,
    /// Its clock that only runs forward, in milliseconds.
    pub tick: u64,
    /// Whether it has reached the database of late: see [`Tenure::reaches_store`](crate::Tenure::reaches_store).
    pub has_store: bool,
    /// Whether it serves sessions: its lease holds.
    pub serves: bool,
    /// Whether its clients are sent away, since it is about to stop.
    #[serde(default)]
    pub draining: bool,
    /// How many sessions it has.
    pub sessions: u64,
    /// The release that it runs.
    pub release: String,
    /// Where clients reach it.
    pub address: Option<String>,
    /// A hash of the content of each project.
    pub projects: BTreeMap<String, u64>,
}

/// The node stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goodbye {
    /// Its name.
    pub node: Name,
    /// Which start of it this is.
    pub incarnation: Incarnation,
}

/// Something that a node is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The version of the asker's messages.
    pub version: u32,
    /// Whom it is for, and when it was asked.
    pub stamp: Stamp,
    /// The question.
    pub ask: Ask,
}

/// The questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// Which sessions match.
    Sessions(Query),
    /// Carry out what was done to your sessions: it is in the database.
    ReadChanges,
    /// Run a message handler in clients.
    Send(Box<Sealed>),
    /// Give a sign of life.
    Ping,
}

/// A message of `system.util.sendMessage` with the proof that a node of this cluster has sent it: it sets scripts off, and
/// others may be able to send to the nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The message.
    pub message: ScriptMessage,
    /// A keyed hash of the stamp and the message ([`signed_bytes`]), in hexadecimal digits.
    pub hash: String,
}

/// A message for the message handlers of clients.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptMessage {
    /// A random number: a message that comes twice is carried out once.
    pub number: u64,
    /// The project of the clients.
    pub project: String,
    /// The name of the handler.
    pub handler: String,
    /// Its payload, as one interpreter packs it for another.
    pub payload: String,
    /// Only the client of this id.
    pub client_id: Option<String>,
    /// Only clients of this user.
    pub username: Option<String>,
    /// Only clients of users with this role.
    pub role: Option<String>,
    /// Only clients on this host.
    pub host: Option<String>,
    /// The first of the scripts that led to it.
    pub root: Option<String>,
    /// How many scripts led to it.
    pub links: u32,
    /// How many of them by messages.
    pub messages: u32,
}

/// The bytes that the hash of a sealed message is made of.
///
/// # Errors
/// When it is too long.
pub fn signed_bytes(stamp: &Stamp, message: &ScriptMessage) -> Result<Vec<u8>, MessageError> {
    encode(&(stamp, message))
}

/// A question for sessions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// Java's regular expression for the whole username.
    pub username: Option<String>,
    /// The same for the project.
    pub project: Option<String>,
    /// Only those after this place in the order of creation, a cursor's text.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u32,
    /// The person for whom it is asked: the node gives each person a fair share of its time.
    pub user: String,
    /// Sessions that have left the node since this tick of its own are listed, too; absent for the tick of the question. A
    /// list that is asked for in pieces is one of its beginning.
    #[serde(default)]
    pub since: Option<u64>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The node that answers.
    pub node: Name,
    /// Which start of it this is.
    pub incarnation: Incarnation,
    /// The answer.
    pub reply: Result<Reply, Refusal>,
}

/// The answers, one for each question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// Sessions, in order of creation.
    Sessions(Rows),
    /// What was done to its sessions is carried out.
    ChangesRead,
    /// It lives.
    Pong,
    /// A text for each client that the message was for.
    Sent {
        /// The texts, as far as they fit in a message.
        lines: Vec<String>,
        /// How many more there are.
        more: u64,
    },
}

/// Why a node does not answer a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What for, in a word: `late`, `incompatible`, `fenced`, `busy`, `filter`, `failed`.
    pub why: String,
    /// In words for a person.
    pub message: String,
}

/// Sessions of one node.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The rows, in order of creation.
    pub rows: Vec<Row>,
    /// How many match, on this node.
    pub total: u64,
    /// Whether there are more after the last of them.
    pub more: bool,
}

/// A session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its public name.
    pub client_id: String,
    /// The user.
    pub username: String,
    /// The project.
    pub project: String,
    /// Host name or address.
    pub address: String,
    /// The address that the node saw.
    pub ip: String,
    /// The host name that the client reported.
    pub hostname: Option<String>,
    /// Whether it is a designer.
    pub designer: bool,
    /// When it was created, in milliseconds since 1970 UTC.
    pub created: i64,
    /// When its person last did something.
    pub active: i64,
    /// Whether it has a connection.
    pub connected: bool,
    /// How often it has changed hands.
    pub epoch: i64,
}

/// A message cannot be read or written.
#[derive(Debug, Error)]
pub enum MessageError {
    /// It is too long.
    #[error("a message of {0} bytes is longer than {MAX_MESSAGE}")]
    TooLong(usize),
    /// It is not one of ours, or of a version that we do not know.
    #[error("a message cannot be understood: {0}")]
    Unknown(String),
}

/// The bytes of a message.
///
/// # Errors
/// When it is too long.
pub fn encode(message: &impl Serialize) -> Result<Vec<u8>, MessageError> {
    let bytes = rmp_serde::to_vec_named(message).map_err(|error| MessageError::Unknown(error.to_string()))?;
    if bytes.len() > MAX_MESSAGE { Err(MessageError::TooLong(bytes.len())) } else { Ok(bytes) }
}

/// The message in these bytes.
///
/// # Errors
/// When it is too long, or not of this type.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, MessageError> {
    if bytes.len() > MAX_MESSAGE {
        return Err(MessageError::TooLong(bytes.len()));
    }
    rmp_serde::from_slice(bytes).map_err(|error| MessageError::Unknown(error.to_string()))
}

impl Reply {
    /// The answer to [`Ask::Send`], with as many texts as fit in a message.
    pub fn sent(mut lines: Vec<String>) -> Self {
        let mut left = MAX_MESSAGE - 4_096;
        let fitting = lines.iter().take_while(|line| {
            let fits = line.len() + 8 <= left;
            left = left.saturating_sub(line.len() + 8);
            fits
        });
        let fitting = fitting.count();
        let more = (lines.len() - fitting) as u64;
        lines.truncate(fitting);
        Reply::Sent { lines, more }
    }
}

impl Rows {
    /// Leaves rows out at the end until the rest fits in one message; the asker fetches them by a question of its own.
    pub fn fit(&mut self) {
        // An upper bound of a row: its texts, and what MessagePack needs for the names of the fields and the numbers.
        let size = |row: &Row| {
            let texts = [&row.client_id, &row.username, &row.project, &row.address, &row.ip];
            200 + texts.iter().map(|text| text.len()).sum::<usize>() + row.hostname.as_ref().map_or(0, String::len)
        };
        let mut left = MAX_MESSAGE - 4_096;
        let fitting = self.rows.iter().take_while(|row| {
            let fits = size(row) <= left;
            left = left.saturating_sub(size(row));
            fits
        });
        let fitting = fitting.count();
        self.more |= fitting < self.rows.len();
        self.rows.truncate(fitting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: usize) -> Row {
        Row {
            client_id: format!("{number:016X}"),
            username: "ä".repeat(200),
            project: "plant".into(),
            address: "line-1".into(),
            ip: "192.0.2.1".into(),
            hostname: None,
            designer: false,
            created: i64::MAX,
            active: i64::MIN,
            connected: true,
            epoch: i64::MAX,
        }
    }

    #[test]
    fn rows_fit_in_a_message_and_the_rest_is_named() {
        let mut rows = Rows { rows: (0..5_000).map(row).collect(), total: 5_000, more: false };
        rows.fit();
        assert!(rows.more && rows.rows.len() < 5_000 && rows.rows.len() > 500, "{}", rows.rows.len());
        let (node, incarnation) = ("a".parse().unwrap(), Incarnation(u64::MAX));
        let answer = Answer { node, incarnation, reply: Ok(Reply::Sessions(rows)) };
        let bytes = encode(&answer).unwrap();
        assert_eq!(decode::<Answer>(&bytes).unwrap(), answer);
        let mut few = Rows { rows: vec![row(1)], total: 9, more: false };
        few.fit();
        assert_eq!((few.rows.len(), few.more), (1, false));
    }

    #[test]
    fn texts_fit_in_a_message_and_the_rest_is_counted() {
        let reply = Reply::sent(vec!["x".repeat(200); 5_000]);
        assert!(encode(&reply).is_ok());
        let Reply::Sent { lines, more } = reply else { panic!("{reply:?}") };
        assert!(lines.len() > 2_000 && lines.len() as u64 + more == 5_000, "{more}");
        assert_eq!(Reply::sent(vec![String::new()]), Reply::Sent { lines: vec![String::new()], more: 0 });
    }

    /// What a later version adds is left out of account.
    #[test]
    fn unknown_fields_are_no_fault_and_other_bytes_are() {
        #[derive(Serialize)]
        struct Later {
            node: &'static str,
            incarnation: u64,
            why: &'static str,
        }
        let bytes = encode(&Later { node: "a", incarnation: 7, why: "upgrade" }).unwrap();
        assert_eq!(decode::<Goodbye>(&bytes).unwrap().incarnation, Incarnation(7));
        for bad in [&b""[..], b"\xc1", b"hello", &[0x81; 100]] {
            assert!(decode::<Hello>(bad).is_err());
        }
        assert!(matches!(decode::<Hello>(&vec![0; MAX_MESSAGE + 1]), Err(MessageError::TooLong(_))));
        let bad_name = encode(&Later { node: "a.>", incarnation: 7, why: "" }).unwrap();
        assert!(decode::<Goodbye>(&bad_name).is_err());
    }
}
