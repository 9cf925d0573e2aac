//! A stable merge sort that uses existing order, for comparisons that may fail or contradict themselves.
//!
//! The standard library's sorts may panic when a comparison contradicts itself, and cannot be left when one fails. Here
//! both end well: numbers of items are sorted, and the items themselves stay where they are until it is done.

/// Runs that are shorter are made this long by insertion.
const SHORTEST: usize = 24;

/// The numbers below `count`, in the order that `less` gives to the items with these numbers.
///
/// # Errors
/// The errors of a comparison.
pub(super) fn order<E>(count: usize, mut less: impl FnMut(usize, usize) -> Result<bool, E>) -> Result<Vec<usize>, E> {
    let mut items: Vec<usize> = (0..count).collect();
    let mut spare = Vec::with_capacity(count / 2);
    // The runs so far: where each ends. Each is half as long again as the next, so there are few.
    let mut ends: Vec<usize> = Vec::new();
    let mut begin = 0;
    while begin < count {
        let end = run(&mut items, begin, &mut less)?;
        ends.push(end);
        begin = end;
        while let Some([before, first, second]) = last_three(&ends) {
            if first - before > (second - first) * 3 / 2 && begin < count {
                break;
            }
            merge(&mut items[before..second], first - before, &mut spare, &mut less)?;
            ends.remove(ends.len() - 2);
        }
    }
    Ok(items)
}

/// Where the last two runs begin and end.
fn last_three(ends: &[usize]) -> Option<[usize; 3]> {
    match ends {
        [.., before, first, second] => Some([*before, *first, *second]),
        [first, second] => Some([0, *first, *second]),
        _ => None,
    }
}

/// Finds a run that begins there, or makes one, and answers its end.
fn run<E>(
    items: &mut [usize],
    begin: usize,
    less: &mut impl FnMut(usize, usize) -> Result<bool, E>,
) -> Result<usize, E> {
    let items = &mut items[begin..];
    if items.len() < 2 {
        return Ok(begin + items.len());
    }
    let falls = less(items[1], items[0])?;
    let mut end = 2;
    while end < items.len() && less(items[end], items[end - 1])? == falls {
        end += 1;
    }
    if falls {
        items[..end].reverse();
    }
    let enough = SHORTEST.min(items.len());
    while end < enough {
        insert(&mut items[..=end], less)?;
        end += 1;
    }
    Ok(begin + end)
}

/// Moves the last item to its place among those before it, which are in order.
fn insert<E>(items: &mut [usize], less: &mut impl FnMut(usize, usize) -> Result<bool, E>) -> Result<(), E> {
    let last = items.len() - 1;
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = low + (high - low) / 2;
        if less(items[last], items[middle])? {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    items[low..].rotate_right(1);
    Ok(())
}

/// Merges two neighbouring runs, of which the first ends at `middle`.
fn merge<E>(
    items: &mut [usize],
    middle: usize,
    spare: &mut Vec<usize>,
    less: &mut impl FnMut(usize, usize) -> Result<bool, E>,
) -> Result<(), E> {
    if !less(items[middle], items[middle - 1])? {
        return Ok(());
    }
    spare.clear();
    spare.extend_from_slice(&items[..middle]);
    // Where the next goes, and the next of each run. The unmerged part of the second is in its place.
    let (mut to, mut first, mut second) = (0, 0, middle);
    while first < spare.len() && second < items.len() {
        if less(items[second], spare[first])? {
            items[to] = items[second];
            second += 1;
        } else {
            items[to] = spare[first];
            first += 1;
        }
        to += 1;
    }
    let rest = spare.len() - first;
    items[to..to + rest].copy_from_slice(&spare[first..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::convert::Infallible;

    use super::order;

    /// Texts of numbers that only look random.
    fn scattered(count: usize, kinds: u64) -> Vec<u64> {
        let next = |state: &mut u64| {
            *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Some((*state >> 33) % kinds)
        };
        std::iter::successors(Some(1_u64), |state| Some(state + 1))
            .scan(42, |state, _| next(state))
            .take(count)
            .collect()
    }

    fn sorted(values: &[u64]) -> (Vec<usize>, usize) {
        let asked = Cell::new(0);
        let less = |a: usize, b: usize| {
            asked.set(asked.get() + 1);
            Ok::<_, Infallible>(values[a] < values[b])
        };
        let Ok(order) = order(values.len(), less);
        (order, asked.get())
    }

    #[test]
    fn items_come_in_order_and_equal_ones_as_they_were() {
        let up: Vec<u64> = (0..500).collect();
        let down: Vec<u64> = (0..500).rev().collect();
        let saw: Vec<u64> = (0..500).map(|n| n % 37).collect();
        let cases = (0..200).map(|n| scattered(n, 7)).chain([scattered(5000, 1 << 31), up, down, saw, vec![1; 300]]);
        for values in cases {
            let mut expected: Vec<usize> = (0..values.len()).collect();
            expected.sort_by_key(|index| values[*index]);
            assert_eq!(sorted(&values).0, expected, "{values:?}");
        }
    }

    #[test]
    fn comparisons_grow_little_faster_than_items() {
        for (values, most) in [
            (scattered(16_000, 1 << 31), 240_000),
            ((0..16_000).collect(), 16_000),
            ((0..16_000).rev().collect(), 16_000),
            ((0..8_000).chain(0..8_000).collect(), 32_010),
        ] {
            let asked = sorted(&values).1;
            assert!(asked <= most, "{asked}");
        }
    }

    #[test]
    fn an_error_ends_it_and_nonsense_is_survived() {
        assert_eq!(order(100, |a, b| if a + b > 90 { Err("no") } else { Ok(a < b) }), Err("no"));
        for nonsense in [true, false] {
            let mut found = order(1000, |_, _| Ok::<_, Infallible>(nonsense)).unwrap_or_default();
            found.sort_unstable();
            assert_eq!(found, (0..1000).collect::<Vec<_>>());
        }
    }
}
