//! A share of a bounded number of places: a holder of many gets no more while few are left.
//!
//! There are two rules. By the first a holder gets another place as long as it holds fewer than are free. So one alone
//! has at most half of them, two have a third each, and so on. (Choudhury and Hahne have shown for the buffers of
//! switches that this shares well and leaves little idle.) By the second there is a number that an administrator has
//! chosen, and the last tenth is for holders without a place. By either rule, a holder without a place gets one as long
//! as any is free.
//!
//! Nothing waits here: see [`crate::gate`] and the turns of workers for that.

use std::collections::HashMap;
use std::hash::Hash;

/// How many of the places each holder has.
#[derive(Clone, Debug)]
pub struct Share<K> {
    most: usize,
    rule: Rule,
    held: HashMap<K, usize>,
    total: usize,
}

#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Fewer than are free.
    FewerThanFree,
    /// At most so many.
    AtMost(usize),
}

/// The reason why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPlace {
    /// This holder has as many as it may have, at least for now.
    Theirs,
    /// All are taken.
    All,
}

impl<K: Clone + Eq + Hash> Share<K> {
    /// `most` places, of which a holder of some gets another as long as more are free than it holds.
    pub fn new(most: usize) -> Self {
        Share { most, rule: Rule::FewerThanFree, held: HashMap::new(), total: 0 }
    }

    /// `most` places, of which no holder gets more than `most_each`.
    pub fn with_limit(most: usize, most_each: usize) -> Self {
        Share { rule: Rule::AtMost(most_each), ..Share::new(most) }
    }

    /// How many this one holds.
    pub fn held(&self, key: &K) -> usize {
        self.held.get(key).copied().unwrap_or(0)
    }

    /// How many are held in all.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many are free.
    pub fn free(&self) -> usize {
        self.most.saturating_sub(self.total)
    }

    /// Whether this one would get another.
    ///
    /// # Errors
    /// Returns which of the two has no room: the holder's share, or all places.
    pub fn admits(&self, key: &K) -> Result<(), NoPlace> {
        let (held, free) = (self.held(key), self.free());
        if free == 0 {
            return Err(NoPlace::All);
        }
        let admitted = match self.rule {
            _ if held == 0 => true,
            Rule::FewerThanFree => held < free,
            Rule::AtMost(most_each) => held < most_each && free > self.most / 10,
        };
        if admitted { Ok(()) } else { Err(NoPlace::Theirs) }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// As [`Self::admits`].
    pub fn take(&mut self, key: &K) -> Result<(), NoPlace> {
        self.admits(key)?;
        *self.held.entry(key.clone()).or_default() += 1;
        self.total += 1;
        Ok(())
    }

    /// Gives a place back. Without a place it does nothing.
    pub fn give_back(&mut self, key: &K) {
        let Some(held) = self.held.get_mut(key) else { return };
        *held -= 1;
        self.total -= 1;
        if *held == 0 {
            self.held.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn as_many_as_they_get(share: &mut Share<char>, key: char) -> usize {
        std::iter::from_fn(|| share.take(&key).ok()).count()
    }

    #[test]
    fn one_alone_has_half_and_the_next_finds_room() {
        let mut share = Share::new(100);
        assert_eq!(as_many_as_they_get(&mut share, 'a'), 50);
        assert_eq!(share.admits(&'a'), Err(NoPlace::Theirs));
        assert_eq!(as_many_as_they_get(&mut share, 'b'), 25);
        assert_eq!(as_many_as_they_get(&mut share, 'c'), 13);
        share.give_back(&'b');
        assert_eq!(as_many_as_they_get(&mut share, 'd'), 7);
    }

    #[test]
    fn with_a_limit_the_last_tenth_is_for_those_who_hold_none() {
        let mut share = Share::with_limit(100, 30);
        assert_eq!(['a', 'b', 'c', 'd'].map(|key| as_many_as_they_get(&mut share, key)), [30, 30, 30, 1]);
        assert_eq!(share.admits(&'a'), Err(NoPlace::Theirs));
        assert_eq!((0..20).filter(|number| share.take(&char::from(b'e' + number)).is_ok()).count(), 9);
        let mut two = Share::with_limit(2, 30);
        assert_eq!(as_many_as_they_get(&mut two, 'a'), 2);
        assert_eq!(two.admits(&'b'), Err(NoPlace::All));
    }

    #[test]
    fn a_single_place_can_be_had() {
        let mut one = Share::new(1);
        assert_eq!(as_many_as_they_get(&mut one, 'a'), 1);
        assert_eq!(one.admits(&'b'), Err(NoPlace::All));
        one.give_back(&'b');
        assert_eq!(one.admits(&'b'), Err(NoPlace::All), "who holds none has none to give back");
    }

    proptest! {
        /// Whatever is taken and given back: never more than there are, no place is lost, and a holder without a place
        /// gets one of the free ones.
        #[test]
        fn places_are_neither_lost_nor_given_twice(
            most in 0usize..20, limit in prop::option::of(1usize..20),
            steps in prop::collection::vec((any::<bool>(), 0u8..5), 0..200)
        ) {
            let mut share = limit.map_or_else(|| Share::new(most), |limit| Share::with_limit(most, limit));
            let most_each = limit.unwrap_or(most.div_ceil(2));
            let mut held: HashMap<u8, usize> = HashMap::new();
            for (takes, key) in steps {
                let before = held.get(&key).copied().unwrap_or(0);
                if takes {
                    let taken = share.take(&key).is_ok();
                    if before == 0 {
                        prop_assert_eq!(taken, held.values().sum::<usize>() < most);
                    }
                    *held.entry(key).or_default() += usize::from(taken);
                } else {
                    share.give_back(&key);
                    held.insert(key, before.saturating_sub(1));
                }
                let total: usize = held.values().sum();
                prop_assert!(total <= most && held.values().all(|held| *held <= most_each));
                prop_assert_eq!((share.total(), share.free()), (total, most - total));
                prop_assert!(held.iter().all(|(key, count)| share.held(key) == *count));
            }
        }
    }
}
