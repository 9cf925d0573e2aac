//! A user as it is stored. What a role allows is for others to know; only [`ADMINISTRATOR`] has a meaning here.

use std::fmt;

/// The role that administers the gateway. The store never lets the last enabled user who has it go.
pub const ADMINISTRATOR: &str = "Administrator";

/// A user. `Debug` hides the password's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name, unique and compared byte for byte.
    pub name: String,
    /// The hash of the password, in the form of whoever made it.
    pub password_hash: String,
    /// A disabled user keeps name and roles, but no log-in and no session.
    pub disabled: bool,
    /// The roles, each once, in byte order.
    pub roles: Vec<String>,
}

/// A user to add; enabled. `Debug` hides the password's hash.
#[derive(Clone)]
pub struct NewUser {
    /// The name: 1 to 255 characters, no control characters or line breaks, no space at either end.
    pub name: String,
    /// The hash of the password.
    pub password_hash: String,
    /// The roles, in any order, under the same rule as names; one that is given twice counts once.
    pub roles: Vec<String>,
}

/// What to change of a user; what is `None` stays. `Debug` hides the password's hash.
#[derive(Clone, Default)]
pub struct UserChange {
    /// A new password's hash. Removes the user's log-ins and stored sessions.
    pub password_hash: Option<String>,
    /// Disable or enable. Disabling removes the user's log-ins and stored sessions.
    pub disabled: Option<bool>,
    /// The roles from now on, all of them.
    pub roles: Option<Vec<String>>,
}

impl UserChange {
    /// Whether whoever is logged in as the user must not stay so.
    pub(crate) fn ends_logins(&self) -> bool {
        self.password_hash.is_some() || self.disabled == Some(true)
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("name", &self.name)
            .field("disabled", &self.disabled)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for NewUser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewUser").field("name", &self.name).field("roles", &self.roles).finish_non_exhaustive()
    }
}

impl fmt::Debug for UserChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserChange")
            .field("changes_password", &self.password_hash.is_some())
            .field("disabled", &self.disabled)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}
