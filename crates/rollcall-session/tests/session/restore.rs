//! The sessions that come back after a restart of the gateway.

use rollcall_session::{
    ClientId, EndReason, Kind, Limit, LimitPolicy, Moment, RestoreError, Restored, Settings, State, Tick, Timestamp,
};

use crate::desk::{Desk, START, seconds};

/// A stored session that was created `age` milliseconds before now.
fn stored(desk: &mut Desk, id: u64, age: i64) -> Restored {
    Restored {
        client_id: format!("{id:016X}").parse().expect("16 digits"),
        creation_time: Timestamp(desk.now.wall.0 - age),
        opening: desk.opening("billy", "plant", Kind::Client),
    }
}

fn restore(desk: &mut Desk, id: u64, age: i64) -> ClientId {
    let restored = stored(desk, id, age);
    let id = restored.client_id;
    desk.registry.restore(restored, desk.now).expect("nothing contradicts it");
    id
}

#[test]
fn a_restored_session_has_a_whole_period_to_come_back() {
    let mut desk = Desk::new(Settings::default());
    let restored = stored(&mut desk, 7, 3_600_000);
    let (token, created) = (restored.opening.token, restored.creation_time);
    desk.registry.restore(restored, desk.now).unwrap();
    desk.wait(30_000);
    assert_eq!(desk.due(), []);
    let session = desk.registry.find(&token, desk.now).expect("it lives");
    assert_eq!((session.client_id.to_string().as_str(), session.creation_time), ("0000000000000007", created));
    assert_eq!((session.state, session.last_activity), (State::Disconnected, START.wall));
    desk.wait(1);
    assert_eq!(desk.due()[0].reason, EndReason::Lost);
}

#[test]
fn idle_time_starts_again_and_the_lifetime_goes_on() {
    let settings = Settings { idle: Some(seconds(20)), client_lifetime: Some(seconds(3_610)), ..Settings::default() };
    let mut desk = Desk::new(settings);
    let old = restore(&mut desk, 1, 3_600_000);
    let young = restore(&mut desk, 2, 1_000_000);
    desk.wait(10_000);
    assert_eq!(desk.due(), []);
    desk.wait(10_001);
    let ended: Vec<_> = desk.due().into_iter().map(|ended| (ended.session.client_id, ended.reason)).collect();
    assert_eq!(ended, [(old, EndReason::Lifetime), (young, EndReason::Idle)]);
}

#[test]
fn a_session_that_grew_too_old_meanwhile_ends_at_once() {
    let settings = || Settings { client_lifetime: Some(seconds(60)), ..Settings::default() };
    for (age, ends) in [(59_999, false), (60_000, false), (60_001, true), (i64::MAX / 2, true), (-5_000, false)] {
        let mut desk = Desk::new(settings());
        restore(&mut desk, 1, age);
        let reasons: Vec<_> = desk.due().into_iter().map(|ended| ended.reason).collect();
        assert_eq!(reasons, if ends { vec![EndReason::Lifetime] } else { vec![] }, "{age}");
    }
}

/// The monotonic clock of a gateway that just started is near 0, long before the session was created.
#[test]
fn a_clock_that_starts_at_zero_is_no_harm() {
    let mut desk = Desk::new(Settings { client_lifetime: Some(seconds(3_610)), ..Settings::default() });
    desk.now = Moment { tick: Tick(0), ..START };
    restore(&mut desk, 1, 3_600_000);
    assert_eq!(desk.registry.next_due(), Some(Tick(10_001)));
}

#[test]
fn the_order_is_kept_in_whatever_order_they_come_back() {
    let mut desk = Desk::new(Settings::default());
    let new = desk.log_in("bob", "plant");
    let [c, a, b, d] = [(5, 50_000), (3, 60_000), (9, 60_000), (1, -1)].map(|(id, age)| restore(&mut desk, id, age));
    assert_eq!(desk.listed(), [a, b, c, new, d]);
}

#[test]
fn a_reader_amid_pages_goes_on_after_a_restart_where_it_was() {
    let ids: Vec<u64> = (0..10).collect();
    let filled = || {
        let mut desk = Desk::new(Settings::default());
        for id in &ids {
            restore(&mut desk, *id, 60_000 - *id as i64 / 4);
        }
        desk
    };
    let mut budget = rollcall_regex::Budget::unlimited();
    let first = filled().registry.page(Default::default(), &mut budget, None, 3).unwrap();
    let mut after = filled();
    after.wait(5_000);
    let rest = after.registry.page(Default::default(), &mut budget, first.next, 100).unwrap();
    let read = first.sessions.iter().chain(&rest.sessions).map(|session| session.client_id);
    assert!(read.eq(after.listed()));
    assert_eq!(rest.sessions.len(), 7);
}

#[test]
fn contradictions_are_refused() {
    let mut desk = Desk::new(Settings::default());
    let id = restore(&mut desk, 1, 0);
    let same_id = stored(&mut desk, 1, 0);
    assert_eq!(desk.registry.restore(same_id, START), Err(RestoreError::ClientIdInUse(id)));
    let mut same_token = stored(&mut desk, 2, 0);
    let (_, token) = desk.log_in_with(|_| {}, "bob", "plant");
    same_token.opening.token = token;
    assert_eq!(desk.registry.restore(same_token.clone(), START), Err(RestoreError::TokenInUse(same_token.client_id)));
    assert_eq!(desk.registry.len(), 2);
}

/// The limit is decided at log-in: a lower one in the new configuration ends no session at the restart.
#[test]
fn a_lowered_limit_waits_for_the_next_log_in() {
    let limit = Some(Limit { sessions: 1.try_into().unwrap(), policy: LimitPolicy::EndOldest });
    let mut desk = Desk::new(Settings { limit, ..Settings::default() });
    let restored = [1, 2, 3].map(|id| restore(&mut desk, id, 60_000));
    assert_eq!(desk.listed(), restored);
    let new = desk.reserve("billy", "plant").unwrap();
    assert_eq!(desk.registry.confirm(new, desk.now).unwrap().len(), 3);
    assert_eq!(desk.listed(), [new]);
}
