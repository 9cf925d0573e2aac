//! The two lanes of a client's queue: attended items, and all others. Each is in order.
//!
//! The first goes first; once in a while the second has its turn all the same, since a person may press faster than the
//! scripts can run.

use std::collections::VecDeque;

use super::Item;

/// So many items of the first lane go before a waiting one of the second.
const IN_A_ROW: u32 = 16;

/// The waiting items, by lanes.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    attended: VecDeque<Item>,
    unattended: VecDeque<Item>,
    in_a_row: u32,
    /// Where in the first lane the next item goes, while an item is handled whose consequences come before the waiting
    /// ones.
    place: Option<usize>,
}

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// Items that a person waits for.
    Attended,
    /// All else.
    Unattended,
}

impl Lanes {
    /// How many wait.
    pub(super) fn len(&self) -> usize {
        self.attended.len() + self.unattended.len()
    }

    /// All that wait.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Item> {
        self.attended.iter().chain(&self.unattended)
    }

    /// Puts an item at the end of its lane, or before the items that wait there, see [`Self::lead`].
    pub(super) fn push(&mut self, item: Item) {
        let lane = if item.is_unattended() { Lane::Unattended } else { Lane::Attended };
        match self.place.filter(|place| lane == Lane::Attended && *place <= self.attended.len()) {
            Some(place) => {
                self.attended.insert(place, item);
                self.place = Some(place + 1);
            }
            None => self.lane(lane).push_back(item),
        }
    }

    /// Whether items put into the first lane from now on come before the waiting ones, in their own order.
    pub(super) fn lead(&mut self, leads: bool) {
        self.place = leads.then_some(0);
    }

    /// Takes the next item.
    pub(super) fn take(&mut self) -> Option<Item> {
        let overdue = self.in_a_row >= IN_A_ROW && !self.unattended.is_empty();
        let item = if overdue || self.attended.is_empty() {
            self.in_a_row = 0;
            self.unattended.pop_front()
        } else {
            self.in_a_row = self.in_a_row.saturating_add(1);
            self.attended.pop_front()
        };
        if self.len() == 0 {
            // An idle client holds nothing.
            *self = Lanes::default();
        }
        item
    }

    /// Where the first of these is.
    pub(super) fn position(&self, is: impl Fn(&Item) -> bool) -> Option<(Lane, usize)> {
        let attended = self.attended.iter().position(&is).map(|place| (Lane::Attended, place));
        attended.or_else(|| self.unattended.iter().position(&is).map(|place| (Lane::Unattended, place)))
    }

    /// The item at a place.
    pub(super) fn get_mut(&mut self, lane: Lane, place: usize) -> Option<&mut Item> {
        self.lane(lane).get_mut(place)
    }

    /// Takes the item out that is at a place.
    pub(super) fn remove(&mut self, lane: Lane, place: usize) -> Option<Item> {
        self.lane(lane).remove(place)
    }

    /// Keeps those for which it holds.
    pub(super) fn retain(&mut self, holds: impl Fn(&Item) -> bool) {
        self.attended.retain(&holds);
        self.unattended.retain(&holds);
    }

    fn lane(&mut self, lane: Lane) -> &mut VecDeque<Item> {
        match lane {
            Lane::Attended => &mut self.attended,
            Lane::Unattended => &mut self.unattended,
        }
    }
}
