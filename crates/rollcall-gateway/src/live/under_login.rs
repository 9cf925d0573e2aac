//! Which sessions were opened under which person's log-in: logging out ends them all.

use std::collections::{BTreeSet, HashMap};

use rollcall_session::{ClientId, TokenHash};

/// Sessions by the log-in that they were opened under. Both tables change together.
#[derive(Debug, Default)]
pub(super) struct UnderLogin {
    sessions: HashMap<TokenHash, BTreeSet<ClientId>>,
    login: HashMap<ClientId, TokenHash>,
}

impl UnderLogin {
    /// A session was opened under a log-in.
    pub(super) fn add(&mut self, login: TokenHash, session: ClientId) {
        self.sessions.entry(login).or_default().insert(session);
        self.login.insert(session, login);
    }

    /// A session has ended.
    pub(super) fn remove(&mut self, session: ClientId) {
        let Some(login) = self.login.remove(&session) else { return };
        if let Some(sessions) = self.sessions.get_mut(&login) {
            sessions.remove(&session);
            if sessions.is_empty() {
                self.sessions.remove(&login);
            }
        }
    }

    /// The log-in of a session, where it has one.
    pub(super) fn login_of(&self, session: ClientId) -> Option<TokenHash> {
        self.login.get(&session).copied()
    }

    /// The sessions of a log-in.
    pub(super) fn of(&self, login: &TokenHash) -> BTreeSet<ClientId> {
        self.sessions.get(login).cloned().unwrap_or_default()
    }

    /// How many sessions a log-in has.
    pub(super) fn count(&self, login: &TokenHash) -> usize {
        self.sessions.get(login).map_or(0, BTreeSet::len)
    }
}
