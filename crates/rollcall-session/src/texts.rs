//! Texts that many sessions have in common, held once each, and the numbers that stand for them.
//!
//! Every log-in brings its own copy of the user's and the project's name, of the host's name and of the user agent.
//! There are fewer of them than sessions, and most recur. So a session has numbers of four bytes, and the texts are
//! here, counted by the sessions that use them.
//!
//! An unused text keeps its number for a while, since it will probably be back. When there are more such texts than
//! used ones they are swept out together, so that texts made up by clients do not pile up, and their numbers are given
//! to others. Between two sweeps no number changes its meaning, so verdicts on names last.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use hashbrown::HashTable;

use crate::table::Table;

/// At least so many unused texts are kept.
const MOST_UNUSED: usize = 1_024;

/// Texts by number, and numbers by text.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    numbers: HashTable<u32>,
    table: Table<Arc<str>>,
    /// By how many sessions each is used.
    uses: Vec<u32>,
    unused: usize,
    /// Numbers that stand for nothing, the lowest last.
    free: Vec<u32>,
    /// Strangers choose some of the texts, so their places must not be predictable.
    hasher: RandomState,
}

/// The effect of one more use of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) number: u32,
    /// Whether the number did not stand for it before.
    pub(crate) is_new: bool,
}

impl Texts {
    /// The text of a number; an empty one for a number without a text.
    pub(crate) fn get(&self, number: u32) -> &str {
        self.table.get(number).map_or("", |text| text)
    }

    /// The same, to keep.
    pub(crate) fn share(&self, number: u32) -> Arc<str> {
        self.table.get(number).map_or_else(|| "".into(), Arc::clone)
    }

    /// The number of a text, used or not.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        let is_it = |number: &u32| self.get(*number) == text;
        self.numbers.find(self.hasher.hash_one(text), is_it).copied()
    }

    /// The texts as they are now.
    pub(crate) fn table(&self) -> &Table<Arc<str>> {
        &self.table
    }

    /// One more session uses a text.
    pub(crate) fn take(&mut self, text: &str) -> Taken {
        if let Some(number) = self.find(text) {
            let uses = &mut self.uses[number as usize];
            self.unused -= usize::from(*uses == 0);
            *uses += 1;
            return Taken { number, is_new: false };
        }
        let number = self.free.pop().unwrap_or(self.uses.len() as u32);
        if number as usize == self.uses.len() {
            self.uses.push(0);
        }
        self.uses[number as usize] = 1;
        self.table.set(number, Some(text.into()));
        let Texts { numbers, table, hasher, .. } = self;
        let hash_of = |number: &u32| hasher.hash_one(table.get(*number).map_or("", |text| &**text));
        numbers.insert_unique(hasher.hash_one(text), number, hash_of);
        Taken { number, is_new: true }
    }

    /// One session less uses the text of a number. Returns whether unused texts were swept out.
    pub(crate) fn release(&mut self, number: u32) -> bool {
        let uses = &mut self.uses[number as usize];
        *uses -= 1;
        self.unused += usize::from(*uses == 0);
        let is_too_much = self.unused > self.len() + MOST_UNUSED;
        if is_too_much {
            self.sweep();
        }
        is_too_much
    }

    /// How many texts are used.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len() - self.unused
    }

    fn sweep(&mut self) {
        for number in (0..self.uses.len() as u32).rev() {
            if self.uses[number as usize] > 0 || self.table.get(number).is_none() {
                continue;
            }
            let hash = self.hasher.hash_one(self.get(number));
            if let Ok(entry) = self.numbers.find_entry(hash, |other| *other == number) {
                entry.remove();
            }
            self.table.set(number, None);
            self.free.push(number);
        }
        self.free.sort_unstable_by(|a, b| b.cmp(a));
        self.unused = 0;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// More texts than are kept come and go, some stay; a used text keeps its number, and an unused one is dropped.
    #[test]
    fn used_texts_stay_and_others_go() {
        let (mut texts, mut used) = (Texts::default(), HashMap::new());
        let mut sweeps = 0;
        for round in 0..20_000_u32 {
            let text = format!("host-{}", round % 7_001);
            let taken = texts.take(&text);
            *used.entry(text).or_insert((taken.number, 0)) = (taken.number, 1);
            if round % 10 != 0 {
                let text = format!("host-{}", round % 7_001);
                let (number, _) = used.remove(&text).expect("it was just taken");
                sweeps += usize::from(texts.release(number));
            }
            if round % 1_000 == 0 {
                let held =
                    used.iter().map(|(text, (number, _))| (texts.find(text), texts.get(*number) == text, *number));
                for (found, is_it, number) in held {
                    assert!(is_it && found == Some(number));
                }
            }
        }
        assert!(sweeps > 3, "{sweeps}");
        assert!(texts.numbers.len() <= 2 * texts.len() + MOST_UNUSED);
        assert!(texts.uses.len() <= 2 * texts.len() + 2 * MOST_UNUSED, "numbers are given again");
    }

    #[test]
    fn a_text_that_comes_back_has_its_number() {
        let mut texts = Texts::default();
        let first = texts.take("billy");
        assert_eq!([texts.take("bob").is_new, texts.take("billy").is_new], [true, false]);
        texts.release(first.number);
        texts.release(first.number);
        assert_eq!(texts.len(), 1);
        assert_eq!(texts.find("billy"), Some(first.number));
        assert_eq!(texts.take("billy"), Taken { number: first.number, is_new: false });
    }
}
