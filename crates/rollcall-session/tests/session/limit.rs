//! The limit of sessions for each user and project.

use rollcall_session::{ClientId, EndReason, Limit, LimitPolicy, OpenError, Settings};

use crate::desk::Desk;

fn desk(sessions: usize, policy: LimitPolicy) -> Desk {
    let limit = Some(Limit { sessions: sessions.try_into().expect("at least 1"), policy });
    Desk::new(Settings { limit, ..Settings::default() })
}

fn confirm(desk: &mut Desk, id: ClientId) -> Vec<ClientId> {
    let ended = desk.registry.confirm(id, desk.now).expect("the reservation stands");
    assert!(ended.iter().all(|ended| ended.reason == EndReason::Limit));
    ended.into_iter().map(|ended| ended.session.client_id).collect()
}

#[test]
fn deny_counts_what_is_reserved_and_what_is_disconnected() {
    let mut desk = desk(2, LimitPolicy::Deny);
    let stored = desk.log_in("billy", "plant");
    let reserved = desk.reserve("billy", "plant").unwrap();
    let error = desk.reserve("billy", "plant").unwrap_err();
    let OpenError::Limit { username, project, limit } = &error else { panic!("{error}") };
    assert_eq!((&**username, &**project, limit.get()), ("billy", "plant", 2));
    assert!(error.to_string().contains("billy has 2 session(s) in plant already"), "{error}");
    desk.log_in("billy", "packaging");
    desk.log_in("bob", "plant");
    desk.registry.abandon(reserved);
    let next = desk.reserve("billy", "plant").expect("the store failed for the one before");
    assert!(desk.reserve("billy", "plant").is_err());
    desk.registry.end(stored, EndReason::LoggedOut);
    assert!(desk.reserve("billy", "plant").is_ok());
    assert_eq!(confirm(&mut desk, next), []);
}

#[test]
fn a_denied_user_can_come_in_once_a_lost_session_has_ended() {
    let mut desk = desk(1, LimitPolicy::Deny);
    desk.log_in("billy", "plant");
    desk.wait(30_000);
    assert!(desk.reserve("billy", "plant").is_err());
    desk.wait(1);
    assert_eq!(desk.due().len(), 1);
    assert!(desk.reserve("billy", "plant").is_ok());
}

#[test]
fn the_oldest_ends_when_the_newer_is_stored_and_not_before() {
    let mut desk = desk(2, LimitPolicy::EndOldest);
    let [first, second] = [(); 2].map(|()| desk.log_in("billy", "plant"));
    let others = [desk.log_in("billy", "packaging"), desk.log_in("bob", "plant")];
    let third = desk.reserve("billy", "plant").unwrap();
    assert_eq!(desk.listed(), [first, second, others[0], others[1]]);
    assert_eq!(confirm(&mut desk, third), [first]);
    assert_eq!(desk.listed(), [second, others[0], others[1], third]);
}

#[test]
fn a_log_in_that_fails_costs_nobody_a_session() {
    let mut desk = desk(1, LimitPolicy::EndOldest);
    let first = desk.log_in("billy", "plant");
    let failed = desk.reserve("billy", "plant").unwrap();
    desk.registry.abandon(failed);
    assert_eq!(desk.listed(), [first]);
}

/// Two log-ins at once whose storing finishes in the other order: the last to be stored stays.
#[test]
fn log_ins_may_overtake_each_other() {
    let mut desk = desk(1, LimitPolicy::EndOldest);
    let first = desk.log_in("billy", "plant");
    let [slow, quick] = [(); 2].map(|()| desk.reserve("billy", "plant").unwrap());
    assert_eq!(confirm(&mut desk, quick), [first]);
    assert_eq!(confirm(&mut desk, slow), [quick]);
    assert_eq!(desk.listed(), [slow]);
}

#[test]
fn without_a_limit_there_is_room() {
    let mut desk = Desk::new(Settings::default());
    let ids: Vec<_> = (0..1_000).map(|_| desk.log_in("billy", "plant")).collect();
    assert_eq!(desk.listed(), ids);
}

/// The oldest is the one that lists show first, also under a clock that was set back.
#[test]
fn the_oldest_goes_by_what_people_see() {
    let mut desk = desk(2, LimitPolicy::EndOldest);
    let before = desk.log_in("billy", "plant");
    desk.now.wall.0 -= 3_600_000;
    let after = desk.log_in("billy", "plant");
    assert_eq!(desk.listed(), [after, before]);
    desk.now.wall.0 += 1;
    let third = desk.reserve("billy", "plant").unwrap();
    assert_eq!(confirm(&mut desk, third), [after]);
    assert_eq!(desk.listed(), [third, before]);
}
