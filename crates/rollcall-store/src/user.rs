//! A user as it is stored. What a role allows is for others to know; only [`ADMINISTRATOR`] has a meaning here.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The role that administers the gateway. The store never lets the last enabled user who has it go.
pub const ADMINISTRATOR: &str = "Administrator";

/// A user. `Debug` hides the password's hash.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The name, unique and compared byte for byte.
    pub name: String,
    /// The hash of the password, in the form of the program that made it.
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
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChange {
    /// A new password's hash. Removes the user's log-ins and stored sessions.
    pub password_hash: Option<String>,
    /// Disable or enable. Disabling removes the user's log-ins and stored sessions.
    pub disabled: Option<bool>,
    /// The roles from now on, all of them.
    pub roles: Option<Vec<String>>,
}

impl UserChange {
    /// Whether the log-ins and sessions of the user must end.
    pub(crate) fn ends_logins(&self) -> bool {
        self.password_hash.is_some() || self.disabled == Some(true)
    }

    /// Whether the change takes something away from the user and enables nobody: such a change must hold at once, also
    /// when the database cannot be written.
    pub(crate) fn takes_away_from(&self, user: &User) -> bool {
        let loses_a_role = self.roles.as_ref().is_some_and(|roles| user.roles.iter().any(|role| !roles.contains(role)));
        self.disabled != Some(false) && (self.ends_logins() || loses_a_role)
    }

    /// Whether the change takes something away from any user, and gives nothing: known without reading the user.
    pub(crate) fn only_takes_away(&self) -> bool {
        let keeps_roles = self.roles.is_none() && self.disabled.is_none();
        self.disabled == Some(true) || (keeps_roles && self.password_hash.is_some())
    }

    /// The user as changed.
    pub(crate) fn applied(&self, user: User) -> User {
        let roles = self.roles.clone().map(|mut roles| {
            roles.sort_unstable();
            roles.dedup();
            roles
        });
        User {
            password_hash: self.password_hash.clone().unwrap_or(user.password_hash),
            disabled: self.disabled.unwrap_or(user.disabled),
            roles: roles.unwrap_or(user.roles),
            name: user.name,
        }
    }

    /// Both changes, `next` after this one.
    pub(crate) fn then(&mut self, next: UserChange) {
        let UserChange { password_hash, disabled, roles } = next;
        self.password_hash = password_hash.or(self.password_hash.take());
        self.disabled = disabled.or(self.disabled);
        self.roles = roles.or(self.roles.take());
    }
}

impl User {
    /// Whether the user can administer the gateway.
    pub(crate) fn is_administrator(&self) -> bool {
        !self.disabled && self.roles.iter().any(|role| role == ADMINISTRATOR)
    }
}

/// A user with one of their roles, or with none: what databases answer.
pub(crate) type UserRow = (String, String, bool, Option<String>);

/// Rows in order of name and role to users.
pub(crate) fn gather(rows: Vec<UserRow>) -> Vec<User> {
    let mut users: Vec<User> = Vec::new();
    for (name, password_hash, disabled, role) in rows {
        match users.last_mut() {
            Some(last) if last.name == name => last.roles.extend(role),
            _ => users.push(User { name, password_hash, disabled, roles: role.into_iter().collect() }),
        }
    }
    users
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
