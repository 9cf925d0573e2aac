//! The reasons for which sessions end: sent to their clients, over HTTP and on their sockets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// Why a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum EndReason {
    /// The person logged out.
    LoggedOut,
    /// The client sent nothing for the resume period.
    Lost,
    /// The person did nothing for the idle time.
    Idle,
    /// The session reached its absolute lifetime.
    Lifetime,
    /// A newer log-in of the same user took its place.
    Limit,
    /// An administrator or a script ended it.
    Terminated,
    /// The user was disabled or removed.
    UserDisabled,
    /// The user's password was changed.
    PasswordChanged,
    /// The role that allowed the log-in was taken away.
    RoleRemoved,
    /// The project was removed or no longer admits this user.
    ProjectClosed,
    /// The gateway that had it was lost, and its client did not come to another one in time.
    NodeLost,
}
