//! Whose sessions there are: by user, then by project.
//!
//! One index serves three needs. The limit counts the sessions of a user and project. Disabling a user ends the
//! sessions of that user without a walk over everybody's. And a query matches its filters against each distinct name
//! here, once, instead of against each session.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::Sequence;

/// The sessions of one user by project, each in order of creation, reserved ones included.
pub(crate) type Projects = BTreeMap<Arc<str>, BTreeSet<Sequence>>;

/// Sessions by user and project. It has no empty entries.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    users: BTreeMap<Arc<str>, Projects>,
}

impl Owners {
    /// The name as it is already held, so that all sessions of one user share one copy of it.
    pub(crate) fn share(&self, username: Arc<str>) -> Arc<str> {
        self.name(&username).unwrap_or(username)
    }

    pub(crate) fn insert(&mut self, username: &Arc<str>, project: &Arc<str>, session: Sequence) {
        let projects = self.users.entry(Arc::clone(username)).or_default();
        projects.entry(Arc::clone(project)).or_default().insert(session);
    }

    pub(crate) fn remove(&mut self, username: &str, project: &str, session: Sequence) {
        let Some(projects) = self.users.get_mut(username) else { return };
        if let Some(sessions) = projects.get_mut(project) {
            sessions.remove(&session);
            if sessions.is_empty() {
                projects.remove(project);
            }
        }
        if projects.is_empty() {
            self.users.remove(username);
        }
    }

    /// The user's name as it is held, if the user has a session.
    pub(crate) fn name(&self, username: &str) -> Option<Arc<str>> {
        self.users.get_key_value(username).map(|(held, _)| Arc::clone(held))
    }

    /// The sessions of one user in one project, the oldest first.
    pub(crate) fn sessions(&self, username: &str, project: &str) -> Option<&BTreeSet<Sequence>> {
        self.users.get(username)?.get(project)
    }

    /// The sessions of one user.
    pub(crate) fn projects(&self, username: &str) -> Option<&Projects> {
        self.users.get(username)
    }

    /// Every user who has a session, by name.
    pub(crate) fn users(&self) -> impl Iterator<Item = (&Arc<str>, &Projects)> {
        self.users.iter()
    }
}
