//! Frames on a client's WebSocket: JSON text messages; one of the gateway's that is large comes in
//! [`pieces`](crate::pieces), which are binary messages.
//!
//! The session is known from the handshake's credential. No frame of a client contains its identity.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desktop::{ClockReading, DatasetNumber, DesktopRequest, DesktopUpdate};
use crate::dialect::Dialect;
use crate::host::{HostCall, HostResult};
use crate::rest::Session;

pub use crate::end_reason::EndReason;

/// The largest frame that a client may send, in bytes. The gateway closes the socket on a larger one.
pub const MAX_CLIENT_FRAME: usize = 1024 * 1024;

/// From the client to the gateway. Any frame shows that the client is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ClientFrame {
    /// The client is there; nothing else happened.
    KeepAlive,
    /// From a browser: its page is visible, and shows the acts that wait to be run. Answered as
    /// [`ClientFrame::KeepAlive`].
    Watching {
        /// The reading of the gateway's clock when it was sent, at the earliest.
        at: Option<u64>,
    },
    /// The person did something (a key, the mouse): counts as activity.
    Activity,
    /// A script's host call: counts as activity.
    #[ts(skip)] // A browser makes no calls.
    Call {
        /// A number that the reply will carry; the client's to choose.
        id: u64,
        /// The call.
        call: HostCall,
    },
    /// From a browser: a person's act on the client's windows. Counts as activity.
    Desktop {
        /// The request.
        request: DesktopRequest,
    },
    /// From a browser: how many bytes it has taken of the messages in [`pieces`](crate::pieces).
    Taken {
        /// How many bytes of binary messages it has taken since the socket opened.
        bytes: u64,
    },
    /// From a browser: the person looks at rows that have not come.
    Look {
        /// Of which dataset.
        dataset: DatasetNumber,
        /// The first of them: it goes next, and then those after it.
        row: u32,
    },
}

/// From the gateway to the client.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum GatewayFrame {
    /// The first frame: the session that this socket belongs to.
    Welcome(Box<Welcome>),
    /// The answer to a [`ClientFrame::KeepAlive`].
    KeepAlive {
        /// The reading of the gateway's clock.
        clock: ClockReading,
    },
    /// The answer to a call.
    #[ts(skip)] // A browser gets no replies.
    Reply {
        /// The call's number.
        id: u64,
        /// Its outcome.
        result: HostResult,
    },
    /// To a browser that has started: a change in the client's windows.
    Desktop {
        /// The update.
        update: DesktopUpdate,
    },
    /// The session is over; the socket closes and the credential is worth nothing any more.
    Ended {
        /// Why.
        reason: EndReason,
        /// For the person, if there is a message.
        message: Option<String>,
    },
    /// The frame before could not be understood and was not acted on.
    Invalid {
        /// The mistake in it.
        message: String,
    },
}

/// The facts that a client must know once it is connected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// The session, as the list shows it.
    pub session: Session,
    /// The person's roles.
    pub roles: Vec<String>,
    /// The gateway's time zone, an IANA name.
    pub time_zone: String,
    /// Send something at least this often, in milliseconds.
    pub keep_alive_ms: u64,
    /// How long the session outlives its last frame, in milliseconds.
    pub resume_period_ms: u64,
    /// Whether the connection is encrypted.
    pub secure: bool,
    /// The reading of the gateway's clock.
    pub clock: ClockReading,
    /// How old something that a person did may be to be done, in milliseconds.
    pub press_age_ms: u64,
    /// The Python that the project's scripts are written in; a browser runs no scripts.
    #[serde(default)]
    #[ts(skip)]
    pub dialect: Dialect,
}
