//! Every way in which a session ends, and that each of them is final.

use rollcall_session::{ClientId, EndReason, Ended, Kind, Limit, LimitPolicy, Settings, TokenHash};

use crate::desk::{Desk, seconds};

/// A session of billy's in plant is made as `kind`, and `end` ends it, for `reason`.
fn check(
    name: &str,
    settings: Settings,
    kind: Kind,
    end: impl FnOnce(&mut Desk, ClientId) -> Vec<Ended>,
    reason: EndReason,
) {
    let mut desk = Desk::new(settings);
    let bystander = desk.log_in("anna", "packaging");
    let (id, token) = desk.log_in_with(|opening| opening.kind = kind, "billy", "plant");
    desk.registry.attach(id, desk.now).expect("it lives");
    let mut ended = end(&mut desk, id);
    ended.retain(|ended| ended.session.client_id != bystander);
    assert_eq!(ended.len(), 1, "{name}: it ends once");
    assert_eq!((ended[0].session.client_id, &ended[0].reason), (id, &reason), "{name}");
    check_gone(name, &mut desk, id, &token);
}

/// Nothing that can be done with a client id or a token brings the session back.
fn check_gone(name: &str, desk: &mut Desk, id: ClientId, token: &TokenHash) {
    let (registry, now) = (&mut desk.registry, desk.now);
    assert_eq!(registry.find(token, now), None, "{name}: the token is worth nothing");
    assert_eq!(registry.get(id), None, "{name}");
    assert_eq!(registry.attach(id, now), None, "{name}");
    assert!(!registry.frame(id, now), "{name}");
    assert!(!registry.activity(id, now), "{name}");
    assert!(registry.confirm(id, now).is_err(), "{name}");
    assert_eq!(registry.end(id, EndReason::LoggedOut), None, "{name}");
    registry.abandon(id);
    assert!(registry.sessions().all(|session| session.client_id != id), "{name}");
    assert!(registry.due(now).iter().all(|ended| ended.session.client_id != id), "{name}");
}

#[test]
fn ends_by_somebody() {
    use EndReason::*;
    let terminated = || Terminated { by: "admin".into(), message: Some("line 3 is being serviced".into()) };
    let check = |name: &str, end: fn(&mut Desk, ClientId, EndReason) -> Vec<Ended>, reason: EndReason| {
        let given = reason.clone();
        check(name, Settings::default(), Kind::Client, |desk, id| end(desk, id, given), reason);
    };
    check("log-out", |desk, id, reason| Vec::from_iter(desk.registry.end(id, reason)), LoggedOut);
    check("terminated", |desk, id, reason| Vec::from_iter(desk.registry.end(id, reason)), terminated());
    check("password changed", |desk, _, reason| desk.registry.end_user("billy", &reason), PasswordChanged);
    check("user disabled", |desk, _, reason| desk.registry.end_user("billy", &reason), UserDisabled);
    check(
        "role removed",
        |desk, id, reason| desk.registry.end_where(|session| session.client_id == id, &reason),
        RoleRemoved,
    );
    check(
        "project closed",
        |desk, _, reason| desk.registry.end_where(|session| *session.project == *"plant", &reason),
        ProjectClosed,
    );
    check("node lost", |desk, id, reason| Vec::from_iter(desk.registry.end(id, reason)), NodeLost);
}

#[test]
fn ends_by_a_newer_log_in() {
    let limit = Some(Limit { sessions: 1.try_into().unwrap(), policy: LimitPolicy::EndOldest });
    let end = |desk: &mut Desk, _| {
        let newer = desk.reserve("billy", "plant").unwrap();
        desk.registry.confirm(newer, desk.now).unwrap()
    };
    check("limit", Settings { limit, ..Settings::default() }, Kind::Client, end, EndReason::Limit);
}

/// Waits in steps, in each of which `each_second` sends frames or activity, and checks that the session still lives at
/// exactly `millis` and is over one millisecond later.
fn check_period(
    name: &str,
    settings: Settings,
    kind: Kind,
    each_second: fn(&mut Desk, ClientId),
    millis: u64,
    reason: EndReason,
) {
    let end = |desk: &mut Desk, id| {
        let created = desk.now;
        while desk.now.tick.0 + 1_000 <= created.tick.0 + millis {
            desk.wait(1_000);
            each_second(desk, id);
            desk.due();
        }
        desk.now.tick.0 = created.tick.0 + millis;
        assert!(desk.due().iter().all(|ended| ended.session.client_id != id), "{name}: at the period it lives");
        assert!(desk.registry.get(id).is_some(), "{name}: at the period it lives");
        assert_eq!(desk.registry.next_due().map(|tick| tick.0), Some(created.tick.0 + millis + 1), "{name}");
        desk.wait(1);
        desk.due()
    };
    check(name, settings, kind, end, reason);
}

#[test]
fn ends_by_time() {
    let quiet: fn(&mut Desk, ClientId) = |_, _| {};
    let frames: fn(&mut Desk, ClientId) = |desk, id| assert!(desk.registry.frame(id, desk.now));
    let active: fn(&mut Desk, ClientId) = |desk, id| assert!(desk.registry.activity(id, desk.now));
    let settings = Settings {
        resume_period: seconds(30),
        idle: Some(seconds(600)),
        client_lifetime: Some(seconds(3_600)),
        designer_lifetime: Some(seconds(1_200)),
        limit: None,
    };
    let default = Settings::default();
    let (client, designer) = (Kind::Client, Kind::Designer);
    for (name, settings, kind, each_second, millis, reason) in [
        ("lost, its socket open", &default, client, quiet, 30_000, EndReason::Lost),
        ("lost before idle", &settings, client, quiet, 30_000, EndReason::Lost),
        ("idle, though frames come", &settings, client, frames, 600_000, EndReason::Idle),
        ("a client's lifetime, though active", &settings, client, active, 3_600_000, EndReason::Lifetime),
        ("a designer's lifetime, though active", &settings, designer, active, 1_200_000, EndReason::Lifetime),
    ] {
        check_period(name, settings.clone(), kind, each_second, millis, reason);
    }
}

#[test]
fn without_idle_time_and_lifetime_frames_are_enough() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    for _ in 0..10_000 {
        desk.wait(30_000);
        assert!(desk.registry.frame(id, desk.now));
        assert_eq!(desk.due(), []);
    }
}

/// A timer that comes late finds the session listed, but over: no later event revives it.
#[test]
fn a_late_timer_revives_nobody() {
    let mut desk = Desk::new(Settings::default());
    let (id, token) = desk.log_in_with(|_| {}, "billy", "plant");
    desk.wait(30_001);
    assert_eq!(desk.listed(), [id]);
    assert_eq!(desk.registry.find(&token, desk.now), None);
    assert_eq!(desk.registry.attach(id, desk.now), None);
    assert!(!desk.registry.frame(id, desk.now));
    assert!(!desk.registry.activity(id, desk.now));
    assert_eq!(desk.due().len(), 1);
}

/// The limit that was reached first counts, however late both are noticed.
#[test]
fn of_two_reasons_the_first_counts() {
    let settings = Settings { idle: Some(seconds(31)), ..Settings::default() };
    let mut desk = Desk::new(settings);
    let [lost, idle] = ["billy", "bob"].map(|user| desk.log_in(user, "plant"));
    desk.wait(10_000);
    assert!(desk.registry.frame(idle, desk.now));
    desk.wait(90_000);
    let ended: Vec<_> = desk.due().into_iter().map(|ended| (ended.session.client_id, ended.reason)).collect();
    assert_eq!(ended, [(lost, EndReason::Lost), (idle, EndReason::Idle)]);
}

#[test]
fn those_who_are_not_meant_stay() {
    let mut desk = Desk::new(Settings::default());
    let ids = ["billy", "billy2", "bill", "billy"].map(|user| desk.log_in(user, "plant"));
    let ended = desk.registry.end_user("billy", &EndReason::UserDisabled);
    assert_eq!(ended.iter().map(|ended| ended.session.client_id).collect::<Vec<_>>(), [ids[0], ids[3]]);
    assert_eq!(desk.listed(), [ids[1], ids[2]]);
    assert_eq!(desk.registry.end_user("nobody", &EndReason::UserDisabled), []);
}
