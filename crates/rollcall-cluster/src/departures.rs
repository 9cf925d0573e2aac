//! Sessions that other nodes have taken of late. A list of all nodes is made of answers of different moments: a session that
//! moves in between would be on neither node's. So a node lists those that have left since the question was asked, too.

use std::collections::VecDeque;

use rollcall_session::Tick;

/// How long they are kept, in milliseconds: longer than any list is being made.
const KEPT: u64 = 65_000;
/// An asker's estimate of this node's clock may be ahead by so many milliseconds.
const MARGIN: u64 = 100;

/// The sessions, each with the time at which it left.
#[derive(Debug)]
pub struct Departures<T>(VecDeque<(Tick, T)>);

impl<T> Default for Departures<T> {
    fn default() -> Self {
        Departures(VecDeque::new())
    }
}

impl<T: Clone> Departures<T> {
    /// A session has left. Those of long ago are forgotten.
    pub fn note(&mut self, session: T, now: Tick) {
        while self.0.front().is_some_and(|(at, _)| now.0.saturating_sub(at.0) > KEPT) {
            self.0.pop_front();
        }
        self.0.push_back((now, session));
    }

    /// Those that have left since a question, which was asked at this time as the asker estimates it.
    pub fn since(&self, asked: Tick) -> Vec<T> {
        let since = asked.0.saturating_sub(MARGIN);
        self.0.iter().rev().take_while(|(at, _)| at.0 >= since).map(|(_, session)| session.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_late_are_listed_and_those_of_long_ago_forgotten() {
        let mut departures = Departures::default();
        for at in [1_000, 2_000, 3_000] {
            departures.note(at, Tick(at));
        }
        assert_eq!(departures.since(Tick(2_000)), [3_000, 2_000]);
        assert_eq!(departures.since(Tick(2_100)), [3_000, 2_000], "the estimate may be ahead");
        assert_eq!(departures.since(Tick(2_101)), [3_000]);
        departures.note(67_000, Tick(67_000));
        assert_eq!(departures.since(Tick(0)), [67_000, 3_000, 2_000]);
    }
}
