//! Sessions whose page has been left: closed, loaded again, or gone elsewhere.
//!
//! A page that goes cannot know which of these it is. So its session is given a moment: a page that is loaded again
//! opens the session's socket, and the session goes on; a tab that was closed never does. Nothing is kept for longer in
//! either case.

use std::collections::HashMap;

use rollcall_session::{ClientId, Tick};

/// The sessions whose page was left, each with when it is taken for closed.
#[derive(Debug, Default)]
pub(super) struct TabsLeft {
    closed_at: HashMap<ClientId, Tick>,
}

impl TabsLeft {
    /// A page reports that it is left. The first report counts: a second one does not extend the time.
    pub(super) fn leave(&mut self, session: ClientId, closed_at: Tick) {
        self.closed_at.entry(session).or_insert(closed_at);
    }

    /// A page of the session is there.
    pub(super) fn come_back(&mut self, session: ClientId) {
        self.closed_at.remove(&session);
    }

    /// Takes those that have not come back in time.
    pub(super) fn closed(&mut self, now: Tick) -> Vec<ClientId> {
        let closed: Vec<ClientId> =
            self.closed_at.iter().filter(|(_, closed_at)| **closed_at <= now).map(|(session, _)| *session).collect();
        for session in &closed {
            self.closed_at.remove(session);
        }
        closed
    }

    /// When there is something to be taken next.
    pub(super) fn next(&self) -> Option<Tick> {
        self.closed_at.values().min().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_that_does_not_come_back_in_time_is_closed() {
        let [closed, reloaded, late]: [ClientId; 3] =
            ["0000000000000001", "0000000000000002", "0000000000000003"].map(|id| id.parse().unwrap());
        let mut tabs = TabsLeft::default();
        tabs.leave(closed, Tick(100));
        tabs.leave(closed, Tick(900));
        tabs.leave(reloaded, Tick(100));
        tabs.leave(late, Tick(200));
        tabs.come_back(reloaded);
        assert_eq!(tabs.next(), Some(Tick(100)));
        assert_eq!(tabs.closed(Tick(99)), []);
        assert_eq!(tabs.closed(Tick(100)), [closed]);
        assert_eq!(tabs.next(), Some(Tick(200)));
        assert_eq!(tabs.closed(Tick(1_000)), [late]);
        assert_eq!(tabs.next(), None);
    }
}
