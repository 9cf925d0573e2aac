//! What every database must do, as one function over a way to open an empty store.

pub mod model;

use std::collections::BTreeSet;

use rollcall_store::{ADMINISTRATOR, Error, ErrorKind, Login, NewUser, Store, StoredSession, User, UserChange};

/// Runs the whole contract, each part on an empty store of its own.
pub async fn check(empty: impl AsyncFn() -> Store) {
    users_come_back_as_they_were_added(&empty().await).await;
    names_are_compared_exactly(&empty().await).await;
    bad_names_are_refused(&empty().await).await;
    a_change_touches_only_what_it_names(&empty().await).await;
    a_new_password_or_disabling_ends_log_ins_and_sessions(&empty().await).await;
    the_last_administrator_stays(&empty().await).await;
    two_administrators_do_not_remove_each_other(&empty().await).await;
    log_ins_end_with_their_expiry(&empty().await).await;
    sessions_come_back_in_order_of_creation(&empty().await).await;
    sessions_are_unique(&empty().await).await;
    nothing_opens_for_a_user_who_is_gone_or_disabled(&empty().await).await;
    a_session_opens_only_under_a_log_in_that_is_there(&empty().await).await;
    writers_at_the_same_time_lose_nothing(&empty().await).await;
    secrets_are_not_in_debug_output(&empty().await).await;
    a_closed_store_says_so(empty().await).await;
}

pub fn new_user(name: &str, roles: &[&str]) -> NewUser {
    NewUser { name: name.into(), password_hash: format!("hash of {name}"), roles: strings(roles) }
}

pub fn session(number: u32, username: &str, creation_time: i64) -> StoredSession {
    StoredSession {
        token_hash: hash(number),
        login_hash: None,
        client_id: format!("{number:032x}"),
        username: username.into(),
        project: "plant".into(),
        designer: number & 4 > 0,
        hostname: Some("host".into()).filter(|_| number & 1 > 0),
        ip: "192.0.2.1".into(),
        user_agent: Some("<img onerror=x>\u{202e}\0".into()).filter(|_| number & 2 > 0),
        creation_time,
        epoch: 0,
    }
}

pub fn login(number: u32, username: &str, expiry: i64) -> Login {
    Login { token_hash: hash(number), username: username.into(), creation_time: 1, expiry }
}

pub fn hash(number: u32) -> [u8; 32] {
    let mut hash = [7; 32];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    hash
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(ToString::to_string).collect()
}

fn disabled(disabled: bool) -> UserChange {
    UserChange { disabled: Some(disabled), ..UserChange::default() }
}

fn roles(roles: &[&str]) -> UserChange {
    UserChange { roles: Some(strings(roles)), ..UserChange::default() }
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.unwrap_err().kind()
}

async fn client_ids(store: &Store) -> Vec<String> {
    store.sessions().await.unwrap().into_iter().map(|session| session.client_id).collect()
}

async fn users_come_back_as_they_were_added(store: &Store) {
    assert_eq!(store.user_count().await.unwrap(), 0);
    assert_eq!(store.user("anna").await.unwrap(), None);
    store.add_user(&new_user("bob", &[])).await.unwrap();
    store.add_user(&new_user("anna", &["Operator", "Administrator", "Operator"])).await.unwrap();
    let anna = User {
        name: "anna".into(),
        password_hash: "hash of anna".into(),
        disabled: false,
        roles: strings(&["Administrator", "Operator"]),
    };
    let bob = User { name: "bob".into(), password_hash: "hash of bob".into(), disabled: false, roles: vec![] };
    assert_eq!(store.user("anna").await.unwrap().as_ref(), Some(&anna));
    assert_eq!(store.users().await.unwrap(), [anna, bob]);
    assert_eq!(store.user_count().await.unwrap(), 2);
    let error = store.add_user(&new_user("bob", &["Other"])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert_eq!(error.to_string(), r#"there is a user "bob" already"#);
    assert!(store.user("bob").await.unwrap().unwrap().roles.is_empty(), "a failed call changes nothing");
    assert_eq!(kind(store.remove_user("nobody").await), ErrorKind::NotFound);
    store.remove_user("bob").await.unwrap();
    assert_eq!(store.user("bob").await.unwrap(), None);
}

async fn names_are_compared_exactly(store: &Store) {
    let longest = "\u{1f3ed}".repeat(255);
    let names = [
        "bill",
        "Bill",
        "b\u{e9}a",
        "be\u{301}a",
        "<img onerror=x>",
        "a\u{202e}b",
        "'; DROP TABLE users",
        "%",
        &longest,
    ];
    for name in names {
        store.add_user(&new_user(name, &[name])).await.unwrap();
    }
    for name in names {
        let user = store.user(name).await.unwrap().unwrap();
        assert_eq!((user.name.as_str(), user.roles), (name, strings(&[name])));
    }
    assert_eq!(store.user("BILL").await.unwrap(), None);
    let listed: Vec<String> = store.users().await.unwrap().into_iter().map(|user| user.name).collect();
    assert_eq!(listed, BTreeSet::from(names).into_iter().collect::<Vec<_>>(), "in byte order");
}

async fn bad_names_are_refused(store: &Store) {
    let too_long = "a".repeat(256);
    for bad in ["", " ", " a", "a ", "\u{3000}a", "a\nb", "a\0", "\u{7f}", "\u{85}a", "a\u{2028}b", too_long.as_str()] {
        assert_eq!(kind(store.add_user(&new_user(bad, &[])).await), ErrorKind::Invalid, "{bad:?}");
        assert_eq!(kind(store.add_user(&new_user("anna", &["Operator", bad])).await), ErrorKind::Invalid, "{bad:?}");
        assert_eq!(kind(store.change_user("anna", &roles(&[bad])).await), ErrorKind::Invalid, "{bad:?}");
        assert_eq!(store.user(bad).await.unwrap(), None);
    }
    let error = store.add_user(&new_user(&"a".repeat(10_000), &[])).await.unwrap_err();
    assert_eq!(error.to_string(), "a user's name may have at most 255 characters; this one has 10000");
    assert_eq!(store.user_count().await.unwrap(), 0);
}

async fn a_change_touches_only_what_it_names(store: &Store) {
    store.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    store.add_user(&new_user("bob", &["Operator"])).await.unwrap();
    let before = store.user("anna").await.unwrap().unwrap();
    assert_eq!(store.change_user("anna", &UserChange::default()).await.unwrap(), before);
    let password = UserChange { password_hash: Some("new".into()), ..UserChange::default() };
    let steps = [
        (password, User { password_hash: "new".into(), ..before.clone() }),
        (disabled(true), User { password_hash: "new".into(), disabled: true, ..before.clone() }),
        (
            roles(&["B", "A", "B"]),
            User { password_hash: "new".into(), disabled: true, roles: strings(&["A", "B"]), ..before.clone() },
        ),
        (disabled(false), User { password_hash: "new".into(), roles: strings(&["A", "B"]), ..before.clone() }),
        (roles(&[]), User { password_hash: "new".into(), roles: vec![], ..before }),
    ];
    for (change, after) in steps {
        assert_eq!(store.change_user("anna", &change).await.unwrap(), after, "{change:?}");
        assert_eq!(store.user("anna").await.unwrap(), Some(after));
    }
    assert_eq!(store.user("bob").await.unwrap().unwrap().roles, strings(&["Operator"]));
    for change in [UserChange::default(), disabled(true), roles(&["A"])] {
        assert_eq!(kind(store.change_user("nobody", &change).await), ErrorKind::NotFound);
    }
}

async fn a_new_password_or_disabling_ends_log_ins_and_sessions(store: &Store) {
    store.add_user(&new_user("anna", &["Operator"])).await.unwrap();
    store.add_user(&new_user("bob", &[])).await.unwrap();
    store.add_session(&session(100, "bob", 1)).await.unwrap();
    store.add_login(&login(100, "bob", 99)).await.unwrap();
    let password = UserChange { password_hash: Some("new".into()), ..UserChange::default() };
    let cases = [
        (roles(&["Other"]), true),
        (disabled(false), true),
        (UserChange::default(), true),
        (password, false),
        (disabled(true), false),
    ];
    for (number, (change, stay)) in (0..).zip(cases) {
        store.add_session(&session(number, "anna", 2)).await.unwrap();
        store.add_login(&login(number, "anna", 99)).await.unwrap();
        store.change_user("anna", &change).await.unwrap();
        let sessions = store.sessions().await.unwrap();
        assert_eq!(sessions.iter().any(|session| session.username == "anna"), stay, "{change:?}");
        assert!(sessions.iter().any(|session| session.username == "bob"));
        assert_eq!(store.login(&hash(number), 50).await.unwrap().is_some(), stay, "{change:?}");
    }
    store.change_user("anna", &disabled(false)).await.unwrap();
    store.add_session(&session(5, "anna", 2)).await.unwrap();
    store.add_login(&login(5, "anna", 99)).await.unwrap();
    store.remove_user("anna").await.unwrap();
    assert_eq!(store.login(&hash(5), 50).await.unwrap(), None);
    assert!(store.login(&hash(100), 50).await.unwrap().is_some());
    assert_eq!(client_ids(store).await, [session(100, "bob", 1).client_id]);
    // A new user of the old name has nothing of the old one.
    store.add_user(&new_user("anna", &[])).await.unwrap();
    assert_eq!(store.user("anna").await.unwrap().unwrap().roles, [""; 0]);
    assert_eq!(store.login(&hash(5), 50).await.unwrap(), None);
}

async fn the_last_administrator_stays(store: &Store) {
    store.add_user(&new_user("anna", &[ADMINISTRATOR])).await.unwrap();
    store.add_user(&new_user("bob", &[ADMINISTRATOR, "Operator"])).await.unwrap();
    store.change_user("bob", &disabled(true)).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    // Bob is disabled and does not count.
    let error = store.remove_user("anna").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LastAdministrator);
    assert!(error.to_string().contains("give the role to another user first"), "{error}");
    assert_eq!(kind(store.change_user("anna", &disabled(true)).await), ErrorKind::LastAdministrator);
    assert_eq!(kind(store.change_user("anna", &roles(&["Operator"])).await), ErrorKind::LastAdministrator);
    let everything = UserChange { password_hash: Some("new".into()), disabled: Some(true), roles: Some(vec![]) };
    assert_eq!(kind(store.change_user("anna", &everything).await), ErrorKind::LastAdministrator);
    let anna = store.user("anna").await.unwrap().unwrap();
    assert_eq!((anna.password_hash.as_str(), anna.disabled), ("hash of anna", false), "nothing was changed");
    assert_eq!(anna.roles, strings(&[ADMINISTRATOR]));
    assert_eq!(client_ids(store).await.len(), 1, "the session stayed");
    store.change_user("bob", &disabled(false)).await.unwrap();
    store.remove_user("anna").await.unwrap();
    assert_eq!(kind(store.remove_user("bob").await), ErrorKind::LastAdministrator);
}

async fn two_administrators_do_not_remove_each_other(store: &Store) {
    for name in ["anna", "bob"] {
        store.add_user(&new_user(name, &[ADMINISTRATOR])).await.unwrap();
    }
    let removals = ["anna", "bob"].map(|name| {
        let store = store.clone();
        tokio::spawn(async move { store.remove_user(name).await })
    });
    let [anna, bob] = removals;
    let results = [anna.await.unwrap(), bob.await.unwrap()];
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert_eq!(store.user_count().await.unwrap(), 1);
}

async fn log_ins_end_with_their_expiry(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.add_user(&new_user("bob", &[])).await.unwrap();
    for (number, username, expiry) in [(1, "anna", 10), (2, "anna", 20), (3, "bob", 10), (4, "bob", i64::MAX)] {
        store.add_login(&login(number, username, expiry)).await.unwrap();
    }
    assert_eq!(store.login(&hash(1), 9).await.unwrap(), Some(login(1, "anna", 10)));
    assert_eq!(store.login(&hash(1), 10).await.unwrap(), None, "it is over at its expiry, not after it");
    assert_eq!(store.login(&hash(9), 0).await.unwrap(), None);
    assert_eq!(kind(store.add_login(&login(1, "bob", 10)).await), ErrorKind::Conflict);
    assert_eq!(store.remove_expired_logins(10).await.unwrap(), 2);
    assert_eq!(store.login(&hash(3), 0).await.unwrap(), None);
    store.remove_login(&hash(2)).await.unwrap();
    store.remove_login(&hash(2)).await.unwrap();
    assert_eq!(store.login(&hash(2), 0).await.unwrap(), None);
    assert_eq!(store.login(&hash(4), 0).await.unwrap(), Some(login(4, "bob", i64::MAX)));
}

async fn sessions_come_back_in_order_of_creation(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    let added: Vec<StoredSession> = [5, 3, 3, 9, -1, 3, i64::MAX]
        .into_iter()
        .zip(0..)
        .map(|(time, number)| session(number, "anna", time))
        .collect();
    for session in &added {
        store.add_session(session).await.unwrap();
    }
    let mut expected = added;
    expected.sort_by_key(|session| session.creation_time);
    assert_eq!(store.sessions().await.unwrap(), expected);

    let removed = expected.remove(3);
    store.remove_session(&removed.client_id).await.unwrap();
    store.remove_session(&removed.client_id).await.unwrap();
    assert_eq!(store.sessions().await.unwrap(), expected);
    let some: Vec<String> = expected.drain(..4).map(|session| session.client_id).collect();
    store.remove_sessions(&some).await.unwrap();
    store.remove_sessions(&[""; 0]).await.unwrap();
    store.remove_sessions(&["no such", some[0].as_str()]).await.unwrap();
    assert_eq!(store.sessions().await.unwrap(), expected);
}

async fn sessions_are_unique(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
    let same_token = StoredSession { client_id: "other".into(), ..session(1, "anna", 1) };
    let same_client_id = StoredSession { token_hash: hash(2), ..session(1, "anna", 1) };
    for double in [session(1, "anna", 1), same_token, same_client_id] {
        assert_eq!(kind(store.add_session(&double).await), ErrorKind::Conflict);
    }
    assert_eq!(store.sessions().await.unwrap(), [session(1, "anna", 1)]);
}

async fn nothing_opens_for_a_user_who_is_gone_or_disabled(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.change_user("anna", &disabled(true)).await.unwrap();
    for (username, expected) in [("anna", ErrorKind::UserDisabled), ("bob", ErrorKind::NotFound)] {
        assert_eq!(kind(store.add_session(&session(1, username, 1)).await), expected);
        assert_eq!(kind(store.add_login(&login(1, username, 9)).await), expected);
    }
    assert_eq!(store.sessions().await.unwrap(), []);
    store.change_user("anna", &disabled(false)).await.unwrap();
    store.add_session(&session(1, "anna", 1)).await.unwrap();
}

async fn a_session_opens_only_under_a_log_in_that_is_there(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    store.add_user(&new_user("bob", &[])).await.unwrap();
    store.add_login(&login(9, "anna", 9)).await.unwrap();
    let under = |number, username| StoredSession { login_hash: Some(hash(9)), ..session(number, username, 1) };
    store.add_session(&under(1, "anna")).await.unwrap();
    assert_eq!(kind(store.add_session(&under(2, "bob")).await), ErrorKind::LoginOver, "another's log-in");
    assert_eq!(kind(store.add_session(&under(3, "nobody")).await), ErrorKind::NotFound);
    store.remove_login(&hash(9)).await.unwrap();
    assert_eq!(kind(store.add_session(&under(4, "anna")).await), ErrorKind::LoginOver);
    // What was opened stays until it is ended: removing a log-in is not yet logging out.
    assert_eq!(store.sessions().await.unwrap(), [under(1, "anna")]);
}

async fn writers_at_the_same_time_lose_nothing(store: &Store) {
    const WRITERS: u32 = 16;
    const EACH: u32 = 10;
    store.add_user(&new_user("anna", &[])).await.unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in (0..EACH).map(|n| writer * EACH + n) {
                    store.add_session(&session(number, "anna", i64::from(number))).await.unwrap();
                    assert!(client_ids(&store).await.contains(&session(number, "anna", 0).client_id));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let expected: Vec<StoredSession> = (0..WRITERS * EACH).map(|n| session(n, "anna", i64::from(n))).collect();
    assert_eq!(store.sessions().await.unwrap(), expected);
}

async fn secrets_are_not_in_debug_output(store: &Store) {
    store.add_user(&new_user("anna", &[])).await.unwrap();
    let change = UserChange { password_hash: Some("hash of anna".into()), ..UserChange::default() };
    let shown = [
        format!("{:?}", new_user("anna", &[])),
        format!("{:?}", store.users().await.unwrap()),
        format!("{change:?}"),
        format!("{:?}", session(1, "anna", 1)),
        format!("{:?}", login(1, "anna", 1)),
        format!("{store:?}"),
    ];
    for shown in shown {
        assert!(!shown.contains("hash of anna") && !shown.contains("7, 7"), "{shown}");
    }
}

async fn a_closed_store_says_so(store: Store) {
    let clone = store.clone();
    store.close().await;
    assert_eq!(kind(clone.users().await), ErrorKind::Closed);
    assert_eq!(kind(clone.add_user(&new_user("anna", &[])).await), ErrorKind::Closed);
}
