//! The index: the listed sessions by user, and the texts and the log that belong to them.
//!
//! There is one, and every change and every question takes its lock: a log-in to write a row, a question to copy some.
//! No holder keeps it longer than that takes, a few microseconds; see the head of the module above for how a long list
//! is put together nevertheless.

use std::sync::Arc;

use super::log::Log;
use super::name_matches::MatchSets;
use super::names::Names;
use super::row::{Flags, Row};
use crate::table::Table;
use crate::texts::Texts;
use crate::{ClientId, Kind, OrderKey, Person, Timestamp};

/// Everything that lists are made of.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(super) users: Names,
    pub(super) projects: Names,
    addresses: Texts,
    /// By the user's number.
    owners: Vec<Owner>,
    /// How many sessions are listed.
    listed: usize,
    pub(super) log: Log,
}

/// A user who has sessions, or had.
#[derive(Debug, Default)]
struct Owner {
    /// As of the last log-in; roles may have changed since an earlier one. None without sessions.
    person: Option<Arc<Person>>,
    /// In order of creation, reserved ones included.
    rows: Vec<Row>,
}

/// A session that begins.
#[derive(Debug)]
pub(crate) struct Newcomer<'a> {
    pub(crate) client_id: ClientId,
    pub(crate) creation_time: Timestamp,
    pub(crate) username: &'a str,
    pub(crate) roles: Arc<[Arc<str>]>,
    pub(crate) project: &'a str,
    pub(crate) kind: Kind,
    pub(crate) address: &'a str,
    pub(crate) named: bool,
}

/// The texts that the numbers in rows stand for, as they were at one moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables {
    pub(super) users: Table<Arc<str>>,
    pub(super) projects: Table<Arc<str>>,
    pub(super) addresses: Table<Arc<str>>,
}

impl Index {
    /// The names of users and of projects.
    pub(super) fn names(&self) -> [&Names; 2] {
        [&self.users, &self.projects]
    }

    /// How many sessions are listed.
    pub(crate) fn listed(&self) -> usize {
        self.listed
    }

    /// Takes in a session, reserved. Answers with its person, as held here, and row.
    pub(crate) fn insert(&mut self, newcomer: Newcomer<'_>) -> (Arc<Person>, Row) {
        let Newcomer { client_id, creation_time, username, roles, project, kind, address, named } = newcomer;
        let user = self.users.take(username);
        let project = self.projects.take(project);
        let address = self.addresses.take(address).number;
        let flags = Flags { listed: false, designer: kind == Kind::Designer, named };
        let row = Row { client_id, creation_time, user, project, address, flags };
        if self.owners.len() <= user as usize {
            self.owners.resize_with(user as usize + 1, Owner::default);
        }
        let owner = &mut self.owners[user as usize];
        owner.insert(row);
        if let Some(person) = owner.person.as_ref().filter(|person| person.roles == roles) {
            return (Arc::clone(person), row);
        }
        let username = self.users.texts().share(user);
        let person = owner.person.insert(Arc::new(Person { username, roles, number: user }));
        (Arc::clone(person), row)
    }

    /// A session is listed from now on.
    pub(crate) fn list(&mut self, user: u32, key: OrderKey) {
        let Some(row) = self.owners.get_mut(user as usize).and_then(|owner| owner.row_mut(key)) else { return };
        debug_assert!(!row.flags.listed, "a session is listed once");
        row.flags.listed = true;
        self.listed += 1;
        self.log.append(*row, self.listed);
    }

    /// A session is gone. Answers with its row.
    pub(crate) fn remove(&mut self, user: u32, key: OrderKey) -> Option<Row> {
        let row = self.owners.get_mut(user as usize)?.take(key)?;
        if row.flags.listed {
            self.listed -= 1;
            let ended = Row { flags: Flags { listed: false, ..row.flags }, ..row };
            self.log.append(ended, self.listed);
        }
        self.users.release(user);
        self.projects.release(row.project);
        self.addresses.release(row.address);
        Some(row)
    }

    /// The row of a session.
    pub(crate) fn row(&self, user: u32, key: OrderKey) -> Option<&Row> {
        let rows = &self.owners.get(user as usize)?.rows;
        rows.binary_search_by_key(&key, Row::order_key).ok().map(|place| &rows[place])
    }

    /// The sessions of one user, the oldest first, reserved ones included.
    pub(crate) fn rows_of(&self, username: &str) -> &[Row] {
        let owner = self.users.texts().find(username).and_then(|user| self.owners.get(user as usize));
        owner.map_or(&[], |owner| &owner.rows)
    }

    pub(crate) fn project(&self, row: &Row) -> Arc<str> {
        self.projects.texts().share(row.project)
    }

    pub(crate) fn address(&self, row: &Row) -> Arc<str> {
        self.addresses.share(row.address)
    }

    /// The number of a project, if any session ever had it.
    pub(crate) fn project_number(&self, project: &str) -> Option<u32> {
        self.projects.texts().find(project)
    }

    /// The texts as they are now.
    pub(super) fn tables(&self) -> Tables {
        Tables {
            users: self.users.texts().table().clone(),
            projects: self.projects.texts().table().clone(),
            addresses: self.addresses.table().clone(),
        }
    }

    /// About how many rows are admitted, if users have as many sessions as others.
    pub(super) fn expected(&self, matches: &MatchSets) -> usize {
        let users = self.users.texts().len().max(1);
        let admitted = matches.username.as_ref().map_or(users, |username| username.count());
        (self.listed.div_ceil(users) * admitted).min(self.listed)
    }

    /// Copies listed rows that are admitted, those of the user of number `first` and after, until there are some
    /// `enough` more. Returns the number to go on with; None when there are no more.
    pub(super) fn copy(&self, matches: &MatchSets, first: u32, enough: usize, to: &mut Vec<Row>) -> Option<u32> {
        let most = to.len() + enough;
        // Users without such rows take time, too.
        let mut users = enough;
        let mut take = |number: u32| {
            if to.len() >= most || users == 0 {
                return Some(number);
            }
            users -= 1;
            let rows = &self.owners.get(number as usize)?.rows;
            let contains = |row: &Row| matches.project.as_ref().is_none_or(|project| project.contains(row.project));
            if matches.project.is_none() && rows.iter().all(|row| row.flags.listed) {
                to.extend_from_slice(rows);
            } else {
                to.extend(rows.iter().filter(|row| row.flags.listed && contains(row)));
            }
            None
        };
        match &matches.username {
            Some(username) => username.members(first).find_map(&mut take),
            None => (first..self.owners.len() as u32).find_map(&mut take),
        }
    }

    /// How many sessions there are, counted by user, and how many addresses, for the tests that look for one left behind.
    #[cfg(test)]
    pub(crate) fn counts(&self) -> [usize; 2] {
        [self.owners.iter().map(|owner| owner.rows.len()).sum(), self.addresses.len()]
    }
}

impl Owner {
    /// Makes room sparingly: most users have a few sessions, and there are many users.
    fn insert(&mut self, row: Row) {
        if self.rows.len() == self.rows.capacity() {
            self.rows.reserve_exact(if self.rows.is_empty() { 1 } else { 2.max(self.rows.len() / 4) });
        }
        // As a rule it is the newest.
        let place = self.rows.iter().rposition(|other| other.order_key() < row.order_key()).map_or(0, |last| last + 1);
        let is_other = |next: &Row| next.order_key() != row.order_key();
        debug_assert!(self.rows.get(place).is_none_or(is_other), "a client id names one session");
        self.rows.insert(place, row);
    }

    fn row_mut(&mut self, key: OrderKey) -> Option<&mut Row> {
        let place = self.rows.binary_search_by_key(&key, Row::order_key).ok()?;
        self.rows.get_mut(place)
    }

    fn take(&mut self, key: OrderKey) -> Option<Row> {
        let place = self.rows.binary_search_by_key(&key, Row::order_key).ok()?;
        let row = self.rows.remove(place);
        if self.rows.len() * 2 <= self.rows.capacity() {
            self.rows.shrink_to_fit();
        }
        if self.rows.is_empty() {
            self.person = None;
        }
        Some(row)
    }
}
