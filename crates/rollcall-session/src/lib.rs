//! Who is on: sessions, their life cycle and the registry.
//!
//! A log-in to a project is a session. [`Registry`] holds all sessions of one gateway, decides when they begin and end,
//! and answers who is on. It is a pure state machine: clock and randomness are passed in, and there is no task, socket
//! or file in this crate. The gateway keeps the registry behind a lock of its own, carries out the decisions that the
//! registry returns, and stores the data that must survive a restart.
//!
//! Questions are not asked of the registry but of its [`Roster`], a handle that threads share: a question does not wait
//! for log-ins, and a log-in does not wait for answers.
//!
//! # The life of a session
//!
//! ```text
//!               open                 confirm                   attach
//!   (log-in) ----------> Reserved -------------> Disconnected ---------> Active --+
//!                           |                    ^    ^   |  <---------    |      | attach: the newer
//!                  abandon, |           restore  |    |   |    detach      | <----+ socket replaces
//!                  lapse,   |       (restart) ---+    |   |                |        the older
//!                  end...   v                         |   +-------+--------+
//!                        (gone)            frame, activity        | end, end_user, end_where, due,
//!                                          keep it alive          v the confirm of a newer log-in
//!                                                              Ended (with its reason)
//! ```
//!
//! - **Reserved**: counted by the limit, not listed. The log-in is being written to disk; a client must not learn of a
//!   session that a crash would forget. A failure here leaves no trace and ends no other session.
//! - **Disconnected** and **Active**: listed. Both end when more than the resume period has passed since the last
//!   frame; an open socket that has fallen silent does not help. On its token a client comes back to the same client
//!   id and creation time.
//! - **Ended**: forgotten here. The token opens nothing, and nothing brings the session back.
//!
//! For each limit of a session the boundary is the same: at exactly the period it still lives, a millisecond later it
//! is over. See [`time`](Moment) for the two clocks, and [`OrderKey`] for the order of creation.
//!
//! # Example
//!
//! ```
//! # use rollcall_session::*;
//! # struct Zeros;
//! # impl Entropy for Zeros {
//! #     fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> { bytes.fill(0); Ok(()) }
//! # }
//! let now = Moment { tick: Tick(0), wall: Timestamp(1_500_000_000_000) };
//! let mut registry = Registry::new(Settings::default());
//! let opening = Opening {
//!     username: "billy".into(),
//!     project: "plant".into(),
//!     kind: Kind::Client,
//!     hostname: Some("line-1".into()),
//!     ip: [192, 0, 2, 7].into(),
//!     user_agent: None,
//!     roles: [].into(),
//!     token: TokenHash([7; 32]),
//! };
//! let session = registry.open(opening, now, &mut Zeros)?;
//! assert!(registry.is_empty(), "it is not listed before it is stored");
//! registry.confirm(session.client_id, now)?;
//! assert_eq!(registry.sessions().next().map(|s| s.address().to_string()).as_deref(), Some("line-1"));
//!
//! let over = registry.next_due().unwrap();
//! assert_eq!(over, Tick(30_001));
//! let ended = registry.due(Moment { tick: over, ..now });
//! assert_eq!(ended[0].reason, EndReason::Lost);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod client_id;
mod deadlines;
mod entropy;
mod error;
mod filters;
mod lifespan;
mod order;
mod order_key;
mod query;
mod record;
mod registry;
mod roster;
mod session;
mod settings;
mod slots;
mod table;
mod texts;
mod time;
mod token;

pub use client_id::{ClientId, ParseClientIdError};
pub use entropy::{Entropy, EntropyError};
pub use error::{NotReserved, OpenError, RestoreError};
pub use filters::Filters;
pub use order_key::{OrderKey, ParseCursorError};
pub use query::Page;
pub use registry::Registry;
pub use roster::{Answer, Listing, Roster};
pub use session::{
    Attached, ConnectionId, EndReason, Ended, Identity, Kind, Opening, Person, Restored, Session, State,
};
pub use settings::{Limit, LimitPolicy, Settings};
pub use time::{Clock, Moment, Tick, Timestamp};
pub use token::TokenHash;
