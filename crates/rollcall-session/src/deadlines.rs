//! Which session could be over first.
//!
//! A frame arrives for every session every few seconds and moves its deadline. Moving an entry of an ordered set each
//! time would make the keep-alives of a million sessions the registry's main work. So an entry is left where it was
//! filed; a session's deadline only ever moves later, hence an entry never stands too late. Only an entry that has
//! come to the front is compared with the truth, and filed anew where it was stale: once a period for each session,
//! however many frames there were.
//!
//! For the same reason it need not be filed exactly at first. Entries are in drawers of [`DRAWER`] ticks, and only those
//! of the front drawer are, when their turn comes, filed under the tick itself; so an entry takes a slot of four bytes in a
//! list instead of a place in a tree. A record knows where its entry stands, so that it can be taken out.

use std::collections::BTreeMap;

use crate::Tick;

/// How many ticks are filed together. A front drawer is opened at most that often, and then all of it is looked at.
const DRAWER: u64 = 64;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Filed {
    /// Under which tick, at or before the first at which the session is over.
    pub(crate) under: Tick,
    /// Where among those filed there.
    pub(crate) place: u32,
}

/// One entry for each session.
#[derive(Debug, Default)]
pub(crate) struct Deadlines {
    drawers: BTreeMap<Tick, Vec<u32>>,
}

impl Deadlines {
    /// Files an entry for a session that is over at the tick `over`, under that tick or an earlier one, which comes after
    /// `after`, if `over` does.
    pub(crate) fn file(&mut self, slot: u32, over: Tick, after: Option<Tick>) -> Filed {
        let drawer = Tick(over.0 - over.0 % DRAWER);
        let under = if after.is_none_or(|after| drawer > after) { drawer } else { over };
        debug_assert!(under <= over, "an entry never stands after the tick at which its session is over");
        debug_assert!(after.is_none_or(|after| under > after || over <= after), "an entry that is filed anew moves on");
        let slots = self.drawers.entry(under).or_default();
        slots.push(slot);
        Filed { under, place: (slots.len() - 1) as u32 }
    }

    /// Takes an entry out. The answer is the slot whose entry now stands in its place, when there is one.
    pub(crate) fn remove(&mut self, filed: Filed) -> Option<u32> {
        let slots = self.drawers.get_mut(&filed.under)?;
        debug_assert!((filed.place as usize) < slots.len(), "a record knows where its entry stands");
        slots.swap_remove(filed.place as usize);
        let moved = slots.get(filed.place as usize).copied();
        if slots.is_empty() {
            self.drawers.remove(&filed.under);
        }
        moved
    }

    /// An entry of the front: the tick that it is filed under, and its slot.
    pub(crate) fn first(&self) -> Option<(Tick, u32)> {
        let (under, slots) = self.drawers.first_key_value()?;
        debug_assert!(!slots.is_empty(), "a drawer without entries is taken away");
        Some((*under, *slots.last()?))
    }

    /// Every entry, for the tests that look for one left behind.
    #[cfg(test)]
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Filed, u32)> {
        self.drawers
            .iter()
            .flat_map(|(under, slots)| (0..).zip(slots).map(|(place, slot)| (Filed { under: *under, place }, *slot)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_is_looked_at_again_and_then_exact() {
        let mut deadlines = Deadlines::default();
        let early = deadlines.file(1, Tick(70), None);
        let late = deadlines.file(2, Tick(130), None);
        assert_eq!([early.under, late.under], [Tick(64), Tick(128)]);
        assert_eq!(deadlines.first(), Some((Tick(64), 1)));
        assert_eq!(deadlines.remove(early), None);
        assert_eq!(deadlines.file(1, Tick(70), Some(Tick(64))).under, Tick(70));
        assert_eq!(deadlines.first(), Some((Tick(70), 1)));
        assert_eq!(deadlines.file(3, Tick(200), Some(Tick(70))).under, Tick(192), "further off it is a drawer again");
    }

    #[test]
    fn who_moves_into_a_place_is_told() {
        let mut deadlines = Deadlines::default();
        let [first, second, third] = [1, 2, 3].map(|slot| deadlines.file(slot, Tick(0), None));
        assert_eq!(deadlines.remove(first), Some(3));
        assert_eq!(deadlines.remove(second), None, "it was the last one");
        assert_eq!(deadlines.remove(Filed { place: first.place, ..third }), None);
        assert_eq!(deadlines.first(), None);
    }
}
