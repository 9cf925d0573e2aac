//! Which session could be over first.
//!
//! A frame arrives for every session every few seconds and moves its deadline. Moving an entry of an ordered set each
//! time would make the keep-alives of a million sessions the registry's main work. So an entry is left where it was
//! filed; a session's deadline only ever moves later, hence an entry never stands too late. Only an entry that has
//! come to the front is compared with the truth, and filed anew where it was stale: once a period for each session,
//! however many frames there were.

use std::collections::BTreeSet;

use crate::{Sequence, Tick};

/// One entry for each session, at or before the first tick at which it is over.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    entries: BTreeSet<(Tick, Sequence)>,
}

impl Deadlines {
    /// Files an entry.
    pub(crate) fn file(&mut self, tick: Tick, session: Sequence) {
        self.entries.insert((tick, session));
    }

    /// Takes out the entry that was filed for `session` at `tick`.
    pub(crate) fn remove(&mut self, tick: Tick, session: Sequence) {
        self.entries.remove(&(tick, session));
    }

    /// The front entry.
    pub(crate) fn first(&self) -> Option<(Tick, Sequence)> {
        self.entries.first().copied()
    }

    /// Every entry, for the tests that look for one left behind.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> impl Iterator<Item = &(Tick, Sequence)> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::sequence::Sequencer;

    #[test]
    fn the_front_is_the_earliest_then_the_oldest() {
        let mut sequencer = Sequencer::default();
        let [old, new] = [(); 2].map(|()| sequencer.draw(Timestamp(0)));
        let mut deadlines = Deadlines::default();
        deadlines.file(Tick(5), new);
        deadlines.file(Tick(5), old);
        deadlines.file(Tick(9), old);
        assert_eq!(deadlines.first(), Some((Tick(5), old)));
        deadlines.remove(Tick(5), old);
        assert_eq!(deadlines.first(), Some((Tick(5), new)));
        deadlines.remove(Tick(5), new);
        assert_eq!(deadlines.first(), Some((Tick(9), old)));
    }
}
