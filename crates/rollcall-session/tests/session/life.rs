//! The life between log-in and end: sockets, frames, and clocks that misbehave.

use rollcall_session::{Attached, EndReason, Entropy, EntropyError, Kind, OpenError, Settings, State, Timestamp};

use crate::desk::{Desk, START, seconds};

#[test]
fn a_closed_socket_is_not_an_end() {
    let mut desk = Desk::new(Settings::default());
    let (id, token) = desk.log_in_with(|_| {}, "billy", "plant");
    let first = desk.registry.attach(id, desk.now).unwrap();
    assert_eq!(desk.registry.get(id).unwrap().state, State::Active(first.connection_id));
    desk.wait(20_000);
    assert!(desk.registry.detach(id, first.connection_id));
    desk.wait(10_000);
    assert_eq!(desk.due(), []);
    let session = desk.registry.find(&token, desk.now).expect("the period is not over");
    assert_eq!((session.client_id, session.creation_time, session.state), (id, START.wall, State::Disconnected));
    let again = desk.registry.attach(id, desk.now).unwrap();
    assert_eq!(again.replaced, None);
    desk.wait(30_000);
    assert_eq!(desk.due(), []);
    assert_eq!(desk.registry.get(id).map(|session| session.creation_time), Some(START.wall));
}

#[test]
fn the_period_runs_from_the_last_frame_and_not_from_the_closing() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    let socket = desk.registry.attach(id, desk.now).unwrap().connection_id;
    desk.wait(29_000);
    desk.registry.detach(id, socket);
    desk.wait(1_000);
    assert_eq!(desk.due(), []);
    desk.wait(1);
    assert_eq!(desk.due()[0].reason, EndReason::Lost);
}

#[test]
fn a_newer_socket_replaces_the_older() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    let older = desk.registry.attach(id, desk.now).unwrap();
    let newer = desk.registry.attach(id, desk.now).unwrap();
    assert_eq!(newer, Attached { connection_id: newer.connection_id, replaced: Some(older.connection_id) });
    assert_ne!(older.connection_id, newer.connection_id);
    assert!(!desk.registry.detach(id, older.connection_id), "a late word about the older one");
    assert_eq!(desk.registry.get(id).unwrap().state, State::Active(newer.connection_id));
    assert!(desk.registry.detach(id, newer.connection_id));
    assert!(!desk.registry.detach(id, newer.connection_id), "it is closed already");
}

#[test]
fn a_socket_of_another_session_detaches_nobody() {
    let mut desk = Desk::new(Settings::default());
    let [billy, bob] = ["billy", "bob"].map(|user| desk.log_in(user, "plant"));
    let of_billy = desk.registry.attach(billy, desk.now).unwrap().connection_id;
    desk.registry.attach(bob, desk.now).unwrap();
    assert!(!desk.registry.detach(bob, of_billy));
}

#[test]
fn activity_is_a_frame_and_a_frame_is_no_activity() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    desk.wait(10);
    assert!(desk.registry.frame(id, desk.now));
    let session = desk.registry.get(id).unwrap();
    assert_eq!((session.last_frame.0 - START.wall.0, session.last_activity), (10, START.wall));
    desk.wait(10);
    assert!(desk.registry.activity(id, desk.now));
    let session = desk.registry.get(id).unwrap();
    assert_eq!((session.last_frame.0 - START.wall.0, session.last_activity.0 - START.wall.0), (20, 20));
}

/// Two threads read the clock, and the one that read it first gets to the registry last.
#[test]
fn moments_out_of_order_take_nothing_back() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.log_in("billy", "plant");
    let early = desk.now;
    desk.wait(20_000);
    desk.registry.activity(id, desk.now);
    assert!(desk.registry.frame(id, early) && desk.registry.activity(id, early));
    let session = desk.registry.get(id).unwrap();
    assert_eq!((session.last_frame, session.last_activity), (desk.now.wall, desk.now.wall));
    desk.wait(30_000);
    assert_eq!(desk.due(), []);
}

#[test]
fn deadlines_survive_a_wall_clock_that_is_set() {
    for jump in [-86_400_000, 86_400_000] {
        let mut desk = Desk::new(Settings { client_lifetime: Some(seconds(25)), ..Settings::default() });
        let first = desk.log_in("billy", "plant");
        desk.now.wall.0 += jump;
        let second = desk.log_in("bob", "plant");
        let expected = if jump > 0 { [first, second] } else { [second, first] };
        assert_eq!(desk.listed(), expected, "lists are in the order of what people see");
        desk.wait(25_000);
        assert_eq!(desk.due(), [], "{jump}");
        desk.wait(1);
        assert_eq!(desk.due().len(), 2, "{jump}");
    }
}

#[test]
fn what_lists_show() {
    let mut desk = Desk::new(Settings::default());
    for (hostname, kind, address, is_designer) in [
        (Some("LINE-1"), Kind::Client, "LINE-1", false),
        (Some("  "), Kind::Designer, "2001:db8::7", true),
        (Some(""), Kind::Client, "2001:db8::7", false),
        (None, Kind::Designer, "2001:db8::7", true),
    ] {
        let ip: std::net::Ipv6Addr = "2001:db8::7".parse().unwrap();
        let mut opening = desk.opening("billy", "plant", kind);
        (opening.hostname, opening.ip) = (hostname.map(Into::into), ip.into());
        let session = desk.open(opening).unwrap();
        assert_eq!((&**session.address(), session.is_designer()), (address, is_designer));
    }
}

#[test]
fn nothing_of_a_token_is_printed() {
    let mut desk = Desk::new(Settings::default());
    let mut opening = desk.opening("billy", "plant", Kind::Client);
    opening.token.0 = [0xC7; 32];
    let before = format!("{opening:?} {:?}", opening.token);
    desk.open(opening).unwrap();
    let shown = format!("{before} {:?}", desk.registry);
    assert!(shown.contains("TokenHash(..)"));
    assert!(!shown.contains("199, 199") && !shown.to_lowercase().contains("c7c7"), "{shown}");
}

#[test]
fn a_token_opens_one_session() {
    let mut desk = Desk::new(Settings::default());
    let (_, token) = desk.log_in_with(|_| {}, "billy", "plant");
    let mut opening = desk.opening("bob", "plant", Kind::Client);
    opening.token = token;
    assert_eq!(desk.open(opening), Err(OpenError::TokenInUse));
}

#[test]
fn reserved_sessions_open_nothing_and_lapse() {
    let mut desk = Desk::new(Settings::default());
    let opening = desk.opening("billy", "plant", Kind::Client);
    let token = opening.token;
    let session = desk.open(opening).unwrap();
    assert_eq!(session.creation_time, Timestamp(START.wall.0));
    assert_eq!(desk.registry.find(&token, desk.now), None);
    assert_eq!(desk.registry.attach(session.client_id, desk.now), None);
    assert!(desk.registry.is_empty());
    desk.wait(30_001);
    assert_eq!(desk.due(), [], "nobody knew of it, so nobody hears of its end");
    assert!(desk.registry.confirm(session.client_id, desk.now).is_err());
    assert_eq!(desk.registry.next_due(), None);
}

#[test]
fn a_user_disabled_during_the_log_in_stays_out() {
    let mut desk = Desk::new(Settings::default());
    let id = desk.reserve("billy", "plant").unwrap();
    assert_eq!(desk.registry.end_user("billy", &EndReason::UserDisabled), []);
    let error = desk.registry.confirm(id, desk.now).unwrap_err();
    assert_eq!(error.to_string(), format!("the log-in of session {id} was ended while it was being stored"));
}

/// A source that gives the same bytes again and again, or no bytes.
struct Faulty(Option<u8>);

impl Entropy for Faulty {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        bytes.fill(self.0.ok_or_else(|| EntropyError::new("the system has none"))?);
        Ok(())
    }
}

#[test]
fn faulty_random_bytes_open_nothing() {
    let mut desk = Desk::new(Settings::default());
    let openings = [(); 3].map(|()| desk.opening("billy", "plant", Kind::Client));
    let outcomes = openings.into_iter().zip([Some(7), Some(7), None]).map(|(opening, byte)| {
        let opened = desk.registry.open(opening, START, &mut Faulty(byte));
        opened.map(|session| session.client_id.to_string()).map_err(|error| error.to_string())
    });
    let repeats = Err("no random bytes: the source repeats itself".to_owned());
    let none = Err("no random bytes: the system has none".to_owned());
    assert_eq!(outcomes.collect::<Vec<_>>(), [Ok("0707070707070707".to_owned()), repeats, none]);
}
