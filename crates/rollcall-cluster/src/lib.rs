//! The protocol between the gateways of a cluster: who is there, which messages they send, when a node may serve, and how
//! the answers of all become one.
//!
//! Time is passed in, and nothing here opens a socket: the gateway carries the messages (over NATS) and asks the
//! database, in which everything is that must be true. What is here only ever knows a little less than the database.
//!
//! | module | content |
//! |---|---|
//! | `name` | names of nodes and clusters, incarnations, and the subjects made of them |
//! | `message` | the messages, and which versions understand each other |
//! | `stamp` | how old a question is, without comparing the clocks of two machines |
//! | `members` | who is there |
//! | `arrivals` | sessions on their way to this node, and what is told of them meanwhile |
//! | `departures` | sessions that have left this node, while they are asked for |
//! | `result` | what becomes of a question to all nodes |
//! | `tenure` | whether this node may serve |
//! | `merge` | the rows of several nodes as one page |

mod arrivals;
mod departures;
mod members;
mod merge;
mod message;
mod name;
mod result;
mod stamp;
mod tenure;

pub use arrivals::{Arrival, Arrivals, Mark};
pub use departures::Departures;
pub use members::{Member, MemberState, Members};
pub use merge::{NodeRows, Page, lacking, merge, share};
pub use message::{
    Announcement, Answer, Ask, Goodbye, Hello, MAX_MESSAGE, MessageError, Query, Question, Refusal, Reply, Row, Rows,
    ScriptMessage, Sealed, VERSION, decode, encode, signed_bytes,
};
pub use name::{Incarnation, Name, NameError, Subjects};
pub use result::{AllRows, NodeResult};
pub use stamp::{MAX_AGE, Stamp, StampError};
pub use tenure::{Tenure, Verdict};
