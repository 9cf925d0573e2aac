//! An answer: the sessions that matched at one moment.

use std::sync::{Arc, OnceLock};

use rollcall_dataset::{Cells, Dataset};

use crate::{Identity, Sequence};

/// The sessions that matched at one moment, in order of creation. It shares their texts with the registry, and its
/// dataset with everybody who gets the same answer.
#[derive(Debug, Default)]
pub struct Answer {
    sessions: Vec<Arc<Identity>>,
    dataset: OnceLock<Dataset>,
}

impl Answer {
    /// Of sessions in any order.
    pub(super) fn new(sessions: Vec<Arc<Identity>>) -> Self {
        let sessions = in_order_of_creation(sessions);
        Answer { sessions, dataset: OnceLock::new() }
    }

    /// This answer without the sessions of some numbers and with others, both in any order.
    pub(super) fn changed(this: Arc<Self>, mut removed: Vec<Sequence>, mut added: Vec<Arc<Identity>>) -> Self {
        // Nobody else has it as a rule; then its list is reused.
        let mut sessions = Arc::try_unwrap(this).map_or_else(|this| this.sessions.clone(), |this| this.sessions);
        removed.sort_unstable();
        added.retain(|session| removed.binary_search(&session.sequence).is_err());
        added.sort_unstable_by_key(|session| session.sequence);
        take_out(&mut sessions, &removed);
        let in_order = match (sessions.last(), added.first()) {
            (Some(last), Some(first)) => last.sequence < first.sequence,
            _ => true,
        };
        sessions.append(&mut added);
        if !in_order {
            // A log-in whose storing took long comes late, by a few places: two ordered runs, nearly.
            sessions.sort_by_key(|session| session.sequence);
        }
        Answer { sessions, dataset: OnceLock::new() }
    }

    /// The sessions, in order of creation.
    pub fn sessions(&self) -> &[Arc<Identity>] {
        &self.sessions
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether nothing matched.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// The answer in the six columns of 7.9's manual, in its order; the columns are there when no session matches, too.
    /// It is made at the first call and shared from then on.
    pub fn dataset(&self) -> Dataset {
        self.dataset.get_or_init(|| tabulate(&self.sessions)).clone()
    }
}

fn tabulate(sessions: &[Arc<Identity>]) -> Dataset {
    let columns: [(&str, Cells<'_, Arc<Identity>>); 6] = [
        ("username", Cells::String(&|session| Some(Arc::clone(&session.username)))),
        ("project", Cells::String(&|session| Some(Arc::clone(&session.project)))),
        ("address", Cells::String(&|session| Some(Arc::clone(session.address())))),
        ("isDesigner", Cells::Boolean(&|session| Some(session.is_designer()))),
        ("clientId", Cells::String(&|session| Some(session.client_id.to_string().into()))),
        ("creationTime", Cells::Date(&|session| Some(session.creation_time.0))),
    ];
    Dataset::tabulate(sessions, &columns)
}

/// Takes the sessions of these numbers, which are sorted, out of a sorted list; numbers that are not there are no matter.
fn take_out(sessions: &mut Vec<Arc<Identity>>, removed: &[Sequence]) {
    let place = |sequence: &Sequence| sessions.binary_search_by_key(sequence, |session| session.sequence).ok();
    let mut places = removed.iter().filter_map(place).collect::<Vec<_>>().into_iter().peekable();
    if places.peek().is_none() {
        return;
    }
    let mut current = 0;
    sessions.retain(|_| {
        let goes = places.next_if_eq(&current).is_some();
        current += 1;
        !goes
    });
}

/// How many bits of a number one pass of the sort looks at.
const DIGIT: u32 = 11;

/// Sorts by number. The numbers of an answer lie close together and are many, so they are sorted digit by digit: for some
/// thousand sessions that takes a fifth of the time that comparing them does.
fn in_order_of_creation(mut sessions: Vec<Arc<Identity>>) -> Vec<Arc<Identity>> {
    let numbers = || sessions.iter().map(|session| session.sequence.number());
    let (first, last) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
    let fits = u32::try_from(last - first).is_ok() && u32::try_from(sessions.len()).is_ok();
    if sessions.len() < 1 << (DIGIT - 3) || !fits {
        sessions.sort_unstable_by_key(|session| session.sequence);
        return sessions;
    }
    // A number above, its session's place below.
    let mut keys: Vec<u64> =
        numbers().zip(0..).map(|(number, place): (u64, u64)| (number - first) << 32 | place).collect();
    let mut sorted = vec![0; keys.len()];
    let bits = u64::BITS - (last - first).leading_zeros();
    for shift in (32..32 + bits).step_by(DIGIT as usize) {
        sort_by_digit(&keys, &mut sorted, shift);
        std::mem::swap(&mut keys, &mut sorted);
    }
    let mut places: Vec<Option<Arc<Identity>>> = sessions.into_iter().map(Some).collect();
    let place = |key: u64| (key & u64::from(u32::MAX)) as usize;
    keys.into_iter().filter_map(|key| places[place(key)].take()).collect()
}

/// One pass: by the digit at `shift`, what was in order before stays so among equals.
fn sort_by_digit(from: &[u64], to: &mut [u64], shift: u32) {
    let digit = |key: u64| (key >> shift) as usize & ((1 << DIGIT) - 1);
    let mut starts = [0; 1 << DIGIT];
    for key in from {
        starts[digit(*key)] += 1;
    }
    let mut start = 0;
    for count in &mut starts {
        start += std::mem::replace(count, start);
    }
    for key in from {
        let place = &mut starts[digit(*key)];
        to[*place] = *key;
        *place += 1;
    }
}
