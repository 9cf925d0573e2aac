//! A rota: which of the waiting items is next, so that the many of one group keep the few of another waiting for one
//! turn only.
//!
//! It has two levels. Groups (users, addresses) take turns, and within a group its members (clients, names) do; the
//! items of one member come in order. It knows neither how many may go at once nor their purpose, and it waits for
//! nothing itself: its holder asks for the next item and takes it out.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// The waiting items. `T` identifies an item; all are different.
#[derive(Clone, Debug)]
pub struct Rota<G, M, T> {
    /// The groups with waiting items, the next one first.
    turns: VecDeque<G>,
    groups: HashMap<G, Group<M, T>>,
    places: HashMap<T, (G, M)>,
}

#[derive(Clone, Debug)]
struct Group<M, T> {
    /// The members of which something waits, the next one first.
    turns: VecDeque<M>,
    waiting: HashMap<M, VecDeque<T>>,
}

impl<G, M, T> Default for Rota<G, M, T> {
    fn default() -> Self {
        Rota { turns: VecDeque::new(), groups: HashMap::new(), places: HashMap::new() }
    }
}

impl<G, M, T> Rota<G, M, T>
where
    G: Clone + Eq + Hash,
    M: Clone + Eq + Hash,
    T: Copy + Eq + Hash,
{
    /// How many wait.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether no item waits.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Lets an item wait, behind the items that its member has waiting already.
    pub fn push(&mut self, group: G, member: M, item: T) {
        self.places.insert(item, (group.clone(), member.clone()));
        let entry = self.groups.entry(group.clone()).or_insert_with(|| {
            self.turns.push_back(group);
            Group { turns: VecDeque::new(), waiting: HashMap::new() }
        });
        let theirs = entry.waiting.entry(member.clone()).or_insert_with(|| {
            entry.turns.push_back(member);
            VecDeque::new()
        });
        theirs.push_back(item);
    }

    /// The next item of the first group that may have a turn. It goes on waiting.
    pub fn first(&self, may: impl Fn(&G) -> bool) -> Option<T> {
        let group = self.turns.iter().find(|group| may(group))?;
        let group = self.groups.get(group)?;
        let member = group.turns.front()?;
        group.waiting.get(member)?.front().copied()
    }

    /// Takes out the item that has its turn: its group and its member are the last from now on.
    pub fn take(&mut self, item: T) -> Option<(G, M)> {
        let (group, member) = self.remove(item)?;
        move_to_end(&mut self.turns, &group);
        if let Some(rest) = self.groups.get_mut(&group) {
            move_to_end(&mut rest.turns, &member);
        }
        Some((group, member))
    }

    /// Takes out an item that no longer waits; the order of the others stays.
    pub fn remove(&mut self, item: T) -> Option<(G, M)> {
        let (group, member) = self.places.remove(&item)?;
        if let Some(rest) = self.groups.get_mut(&group) {
            rest.remove(&member, item);
            if rest.waiting.is_empty() {
                self.groups.remove(&group);
                self.turns.retain(|other| *other != group);
            }
        }
        Some((group, member))
    }
}

impl<M: Eq + Hash, T: PartialEq> Group<M, T> {
    fn remove(&mut self, member: &M, item: T) {
        let Some(theirs) = self.waiting.get_mut(member) else { return };
        theirs.retain(|other| *other != item);
        if theirs.is_empty() {
            self.waiting.remove(member);
            self.turns.retain(|other| other != member);
        }
    }
}

fn move_to_end<K: PartialEq>(turns: &mut VecDeque<K>, key: &K) {
    let at = turns.iter().position(|other| other == key);
    let moved = at.and_then(|at| turns.remove(at));
    turns.extend(moved);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn drained(rota: &mut Rota<char, u8, u32>) -> Vec<u32> {
        std::iter::from_fn(|| {
            let next = rota.first(|_| true)?;
            rota.take(next)?;
            Some(next)
        })
        .collect()
    }

    #[test]
    fn groups_take_turns_and_so_do_members_within_a_group() {
        let mut rota = Rota::default();
        for (group, member, item) in
            [('a', 1, 0), ('a', 1, 1), ('a', 1, 2), ('a', 2, 3), ('b', 1, 4), ('c', 1, 5), ('c', 1, 6)]
        {
            rota.push(group, member, item);
        }
        assert_eq!(drained(&mut rota), [0, 4, 5, 3, 6, 1, 2]);
        assert!(rota.is_empty() && rota.turns.is_empty() && rota.groups.is_empty());
    }

    #[test]
    fn a_group_that_may_not_is_passed_over_and_keeps_its_turn() {
        let mut rota = Rota::default();
        for (group, item) in [('a', 0), ('b', 1), ('b', 2)] {
            rota.push(group, 1, item);
        }
        assert_eq!(rota.first(|group| *group != 'a'), Some(1));
        rota.take(1);
        assert_eq!(drained(&mut rota), [0, 2]);
    }

    proptest! {
        /// After any pushes and removals: the waiting items are those that were pushed and not taken out, each member's
        /// in order, and between two turns of a group every other group that waits has one.
        #[test]
        fn nobody_is_lost_and_nobody_has_two_turns_before_another_has_one(
            steps in prop::collection::vec((0u8..4, 0u8..3, 0u8..4), 0..200)
        ) {
            let mut rota = Rota::default();
            let mut waiting: Vec<(u8, u8, usize)> = Vec::new();
            for (number, (what, group, member)) in steps.into_iter().enumerate() {
                match what {
                    0 | 1 => {
                        rota.push(group, member, number);
                        waiting.push((group, member, number));
                    }
                    2 if !waiting.is_empty() => {
                        let (_, _, item) = waiting.remove(usize::from(group) % waiting.len());
                        prop_assert!(rota.remove(item).is_some());
                        prop_assert!(rota.remove(item).is_none());
                    }
                    _ => {
                        let next = rota.first(|_| true);
                        prop_assert_eq!(next.is_none(), waiting.is_empty());
                        if let Some(item) = next {
                            let at = waiting.iter().position(|each| each.2 == item).expect("it waited");
                            let (group, member, _) = waiting.remove(at);
                            prop_assert!(waiting.iter().all(|w| (w.0, w.1) != (group, member) || w.2 > item));
                            prop_assert_eq!(rota.take(item), Some((group, member)));
                        }
                    }
                }
                prop_assert_eq!(rota.len(), waiting.len());
            }
            let mut since: HashMap<u8, Vec<u8>> = HashMap::new();
            while let Some(item) = rota.first(|_| true) {
                let groups: Vec<u8> = waiting.iter().map(|each| each.0).collect();
                let (group, _) = rota.take(item).expect("it waited");
                if let Some(others) = since.insert(group, Vec::new()) {
                    prop_assert!(groups.iter().all(|other| *other == group || others.contains(other)));
                }
                waiting.retain(|each| each.2 != item);
                since.iter_mut().filter(|(other, _)| **other != group).for_each(|(_, others)| others.push(group));
            }
            prop_assert!(waiting.is_empty());
        }
    }
}
