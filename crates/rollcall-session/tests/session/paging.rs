//! Pages against a plain list: the pages that a reader gets while people come and go, in the same millisecond or not,
//! under a clock that is set forth and back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rollcall_regex::{Budget, Filter};
use rollcall_session::{ClientId, EndReason, Entropy, EntropyError, Filters, Kind, OrderKey, Settings};

use crate::desk::Desk;

/// The changes between two pages.
#[derive(Clone, Debug)]
enum Change {
    /// The clock goes so many milliseconds, and a user logs in.
    LogIn(i64),
    /// A user logs in, and the session is stored later.
    Reserve(i64),
    /// The log-in that has waited longest has been stored.
    Confirm,
    End(prop::sample::Index),
}

fn changes() -> impl Strategy<Value = Vec<Vec<Change>>> {
    let clock = || prop_oneof![4 => Just(0i64), 4 => 0i64..3, 1 => -2_000i64..2_000];
    let change = prop_oneof![
        4 => clock().prop_map(Change::LogIn),
        1 => clock().prop_map(Change::Reserve),
        1 => Just(Change::Confirm),
        3 => any::<prop::sample::Index>().prop_map(Change::End),
    ];
    prop::collection::vec(prop::collection::vec(change, 0..6), 1..30)
}

/// Client ids that are distinct and in no order.
struct Scattered(u64);

impl Entropy for Scattered {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        self.0 += 1;
        bytes.copy_from_slice(&self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
        Ok(())
    }
}

/// A registry, and beside it the list as it must be.
struct Plant {
    desk: Desk,
    ids: Scattered,
    listed: BTreeMap<(i64, ClientId), ()>,
    reserved: Vec<(i64, ClientId)>,
}

impl Plant {
    fn new() -> Self {
        let desk = Desk::new(Settings::default());
        Plant { desk, ids: Scattered(0), listed: BTreeMap::new(), reserved: Vec::new() }
    }

    fn reserve(&mut self, clock: i64) {
        self.desk.now.wall.0 += clock;
        let opening = self.desk.opening("billy", "plant", Kind::Client);
        let session = self.desk.registry.open(opening, self.desk.now, &mut self.ids).expect("there is no limit");
        self.reserved.push((self.desk.now.wall.0, session.client_id));
    }

    fn confirm(&mut self) {
        if !self.reserved.is_empty() {
            let key = self.reserved.remove(0);
            self.desk.registry.confirm(key.1, self.desk.now).expect("the reservation stands");
            self.listed.insert(key, ());
        }
    }

    fn take(&mut self, change: &Change) {
        match change {
            Change::LogIn(clock) => {
                self.reserve(*clock);
                let last = self.reserved.pop().expect("it was just reserved");
                self.reserved.insert(0, last);
                self.confirm();
            }
            Change::Reserve(clock) => self.reserve(*clock),
            Change::Confirm => self.confirm(),
            Change::End(which) => {
                let keys: Vec<_> = self.listed.keys().copied().collect();
                if !keys.is_empty() {
                    let key = *which.get(&keys);
                    self.listed.remove(&key);
                    self.desk.registry.end(key.1, EndReason::LoggedOut).expect("it is listed");
                }
            }
        }
    }

    /// A page, equal to the plain list's.
    fn page(&self, pattern: Option<&Filter>, after: Option<OrderKey>, limit: usize) -> rollcall_session::Page {
        let filters = Filters { username: pattern, project: None };
        let page = self.desk.registry.page(filters, &mut Budget::unlimited(), after, limit).expect("it can be matched");
        let after = after.map(|key| (key.creation_time.0, key.client_id));
        let rest: Vec<_> = self.listed.keys().copied().filter(|key| after.is_none_or(|after| *key > after)).collect();
        let read: Vec<_> = page.sessions.iter().map(|session| (session.creation_time.0, session.client_id)).collect();
        assert_eq!(read, rest[..rest.len().min(limit)]);
        assert_eq!(page.total, self.listed.len());
        assert_eq!(page.next.is_some(), rest.len() > limit);
        page
    }

    /// The list that scripts get is in the same order.
    fn check_info(&self) {
        let info = self.desk.registry.info(Filters::default(), &mut Budget::unlimited()).expect("it can be matched");
        let ids = (0..info.row_count()).filter_map(|row| info.value(row, 4));
        let expected = self.listed.keys().map(|(_, id)| rollcall_dataset::Value::String(id.to_string().into()));
        assert!(ids.eq(expected));
    }
}

proptest! {
    #[test]
    fn pages_are_those_of_the_plain_list_and_lose_and_double_nobody(
        limit in 1usize..6,
        before in changes(),
        between in changes(),
        filtered: bool,
    ) {
        let mut plant = Plant::new();
        before.iter().flatten().for_each(|change| plant.take(change));
        let pattern = filtered.then(|| Filter::new("b.*").expect("it is a pattern"));
        let mut throughout = plant.listed.clone();
        let (mut read, mut cursor) = (Vec::new(), None);
        for changes in between.iter().chain(std::iter::repeat(&Vec::new())) {
            let page = plant.page(pattern.as_ref(), cursor, limit);
            read.extend(page.sessions.iter().map(|session| (session.creation_time.0, session.client_id)));
            // Between two requests a cursor is a text.
            cursor = page.next.map(|next| next.to_string().parse().expect("a cursor can be read"));
            if cursor.is_none() {
                break;
            }
            changes.iter().for_each(|change| plant.take(change));
            throughout.retain(|key, ()| plant.listed.contains_key(key));
            plant.check_info();
        }
        prop_assert!(read.is_sorted_by(|one, other| one < other), "nobody is read twice");
        prop_assert!(throughout.keys().all(|key| read.contains(key)), "nobody is lost");
    }
}

#[test]
fn a_session_of_the_same_millisecond_is_missed_only_where_it_stands_before_the_cursor() {
    let mut plant = Plant::new();
    (0..3).for_each(|_| plant.take(&Change::LogIn(0)));
    let first = plant.page(None, None, 2);
    let cursor = first.next.expect("there is one more");
    (0..50).for_each(|_| plant.take(&Change::LogIn(0)));
    let rest = plant.page(None, Some(cursor), 100);
    let after = plant.listed.keys().filter(|key| key.1 > cursor.client_id).count();
    assert!(after > 1 && after < 51, "some come to stand on either side");
    assert_eq!(rest.sessions.len(), after);
}

#[test]
fn a_clock_that_is_set_back_puts_the_newer_session_where_its_time_says() {
    let mut desk = Desk::new(Settings::default());
    let first = desk.log_in("billy", "plant");
    desk.now.wall.0 -= 3_600_000;
    let second = desk.log_in("anna", "plant");
    desk.now.wall.0 += 1;
    let third = desk.log_in("anna", "plant");
    assert_eq!(desk.listed(), [second, third, first]);
    let filter = Filter::new(".*").expect("it is a pattern");
    let filters = Filters { username: Some(&filter), project: None };
    let answer = desk.registry.query(filters, &mut Budget::unlimited()).expect("it can be matched");
    assert!(answer.iter().map(|session| session.client_id).eq([second, third, first]));
    assert_eq!(desk.registry.end_user("anna", &EndReason::UserDisabled).len(), 2);
}
