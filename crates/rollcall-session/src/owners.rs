//! Whose sessions there are, and what the sessions of one person and of one project have in common.
//!
//! The limit counts the sessions of a user; disabling a user ends that user's without a walk over everybody's. What a
//! person's sessions share is held here once, and so are the numbers by which the roster knows users and projects: a name
//! has one as long as anything here has that name.

use std::collections::HashMap;
use std::sync::Arc;

use crate::texts::Numbers;
use crate::{Person, Sequence};

/// Sessions by user, reserved ones included. It has no empty entries.
#[derive(Debug, Default)]
pub(crate) struct Owners {
    users: HashMap<Arc<str>, Owner>,
    user_numbers: Numbers,
    projects: HashMap<Arc<str>, Used>,
    project_numbers: Numbers,
}

#[derive(Debug)]
struct Owner {
    /// As of the last log-in; roles may have changed since an earlier one.
    person: Arc<Person>,
    /// In order of creation.
    sessions: Vec<Sequence>,
}

#[derive(Debug)]
struct Used {
    number: u32,
    sessions: usize,
}

impl Owners {
    /// Takes in a session; answers with its person and its project, as they are held, and the project's number.
    pub(crate) fn insert(
        &mut self,
        username: Arc<str>,
        roles: Arc<[Arc<str>]>,
        project: Arc<str>,
        session: Sequence,
    ) -> (Arc<Person>, Arc<str>, u32) {
        let person = self.insert_user(username, roles, session);
        let (project, number) = match self.projects.get_key_value(&*project) {
            Some((held, used)) => (Arc::clone(held), used.number),
            None => (project, self.project_numbers.draw()),
        };
        self.projects.entry(Arc::clone(&project)).or_insert(Used { number, sessions: 0 }).sessions += 1;
        (person, project, number)
    }

    fn insert_user(&mut self, username: Arc<str>, roles: Arc<[Arc<str>]>, session: Sequence) -> Arc<Person> {
        if let Some(owner) = self.users.get_mut(&*username) {
            if owner.sessions.len() == owner.sessions.capacity() {
                owner.sessions.reserve_exact(2.max(owner.sessions.len() / 4));
            }
            owner.sessions.push(session);
            if owner.person.roles != roles {
                let Person { username, number, .. } = &*owner.person;
                owner.person = Arc::new(Person { username: Arc::clone(username), roles, number: *number });
            }
            return Arc::clone(&owner.person);
        }
        let number = self.user_numbers.draw();
        let person = Arc::new(Person { username: Arc::clone(&username), roles, number });
        self.users.insert(username, Owner { person: Arc::clone(&person), sessions: vec![session] });
        person
    }

    pub(crate) fn remove(&mut self, username: &str, project: &str, session: Sequence) {
        if let Some(owner) = self.users.get_mut(username) {
            if let Ok(place) = owner.sessions.binary_search(&session) {
                owner.sessions.remove(place);
            }
            if owner.sessions.is_empty() {
                self.user_numbers.give_back(owner.person.number);
                self.users.remove(username);
            }
        }
        if let Some(used) = self.projects.get_mut(project) {
            used.sessions -= 1;
            if used.sessions == 0 {
                self.project_numbers.give_back(used.number);
                self.projects.remove(project);
            }
        }
    }

    /// The sessions of one user, the oldest first.
    pub(crate) fn sessions(&self, username: &str) -> &[Sequence] {
        self.users.get(username).map_or(&[], |owner| &owner.sessions)
    }

    /// How many sessions there are, counted by user and by project, for the tests that look for one left behind.
    #[cfg(test)]
    pub(crate) fn counts(&self) -> [usize; 2] {
        let by_user = self.users.values().map(|owner| owner.sessions.len()).sum();
        [by_user, self.projects.values().map(|used| used.sessions).sum()]
    }
}
