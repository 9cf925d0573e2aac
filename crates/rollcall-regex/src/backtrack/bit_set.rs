//! A set of small numbers, a bit each.

/// Numbers below a bound.
#[derive(Clone, Debug)]
pub(super) struct BitSet {
    words: Vec<u64>,
}

impl BitSet {
    /// An empty set of numbers below `bound`.
    pub(super) fn below(bound: usize) -> Self {
        BitSet { words: vec![0; bound.div_ceil(64)] }
    }

    pub(super) fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn insert(&mut self, number: usize) {
        debug_assert!(number < self.words.len() * 64, "{number} is not below the bound");
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_what_was_put_in() {
        for bound in [1, 63, 64, 65, 200] {
            let mut set = BitSet::below(bound);
            assert!((0..bound + 70).all(|number| !set.contains(number)));
            let members: Vec<usize> = (0..bound).filter(|number| number % 7 == 0 || number % 64 == 63).collect();
            members.iter().for_each(|number| set.insert(*number));
            assert!((0..bound + 70).all(|number| set.contains(number) == members.contains(&number)), "{bound}");
        }
    }
}
