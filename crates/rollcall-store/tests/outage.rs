//! What was taken away while the database cannot be written stays so, also for the next process; and nothing is given
//! meanwhile. The database is away, as a folder is that somebody has moved; what can be read is read as before.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

#[allow(dead_code, reason = "only its users, log-ins and sessions are needed here")]
mod contract;

use std::fs;
use std::path::{Path, PathBuf};

use contract::{hash, login, new_user, session};
use rollcall_store::{ADMINISTRATOR, ErrorKind, Store, UserChange};

/// A store with an administrator and some people who are on, and its file.
async fn plant(folder: &Path) -> (Store, PathBuf) {
    let path = folder.join("rollcall.db");
    let store = Store::open(&path).await.unwrap();
    store.add_user(&new_user("admin", &[ADMINISTRATOR])).await.unwrap();
    for (number, name) in [(1, "anna"), (2, "bob"), (3, "carl"), (4, "dora")] {
        store.add_user(&new_user(name, &["Operator", "Engineer"])).await.unwrap();
        store.add_session(&session(number, name, i64::from(number))).await.unwrap();
        store.add_login(&login(number, name, 1000)).await.unwrap();
    }
    // From now on all connections that read are open, as in a gateway that has been asked a few things.
    let (one, other) = tokio::join!(store.users(), store.users());
    assert_eq!(one.unwrap(), other.unwrap());
    (store, path)
}

fn away(path: &Path) -> PathBuf {
    let elsewhere = path.with_file_name("elsewhere.db");
    fs::rename(path, &elsewhere).unwrap();
    elsewhere
}

fn disable() -> UserChange {
    UserChange { disabled: Some(true), ..UserChange::default() }
}

async fn usernames(store: &Store) -> Vec<String> {
    store.sessions().await.unwrap().into_iter().map(|session| session.username).collect()
}

/// Takes something away from everybody.
async fn take_away(store: &Store) {
    assert!(store.change_user("anna", &disable()).await.unwrap().disabled);
    store.remove_user("bob").await.unwrap();
    store.remove_sessions(&[session(3, "carl", 3).client_id]).await.unwrap();
    store.remove_login(&hash(4)).await.unwrap();
    let fewer = UserChange { roles: Some(vec!["Operator".into()]), ..UserChange::default() };
    assert_eq!(store.change_user("dora", &fewer).await.unwrap().roles, ["Operator"]);
}

async fn is_taken_away(store: &Store) {
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    assert_eq!(store.user("bob").await.unwrap(), None);
    assert_eq!(store.user("dora").await.unwrap().unwrap().roles, ["Operator"]);
    assert_eq!(usernames(store).await, ["dora"]);
    for (number, is_valid) in [(1, false), (2, false), (3, true), (4, false)] {
        assert_eq!(store.login(&hash(number), 10).await.unwrap().is_some(), is_valid, "{number}");
    }
}

#[tokio::test]
async fn what_is_taken_away_during_an_outage_holds_now_later_and_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    let elsewhere = away(&path);
    take_away(&store).await;
    is_taken_away(&store).await;
    assert!(store.is_unsettled());
    assert_eq!(store.settle().await.unwrap_err().kind(), ErrorKind::Access);
    // The next process finds it in the reserve.
    drop(store);
    fs::rename(&elsewhere, &path).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert!(!store.is_unsettled());
    is_taken_away(&store).await;
    // And this one in the database alone.
    drop(store);
    fs::remove_file(path.with_extension("reserve")).unwrap();
    is_taken_away(&Store::open(&path).await.unwrap()).await;
}

#[tokio::test]
async fn the_database_is_told_before_anything_new_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    let elsewhere = away(&path);
    store.change_user("anna", &disable()).await.unwrap();
    fs::rename(&elsewhere, &path).unwrap();
    let error = store.add_session(&session(9, "anna", 9)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UserDisabled);
    assert!(!store.is_unsettled());
    let enable = UserChange { disabled: Some(false), ..UserChange::default() };
    assert!(!store.change_user("anna", &enable).await.unwrap().disabled);
    drop(store);
    assert!(!Store::open(&path).await.unwrap().user("anna").await.unwrap().unwrap().disabled, "it is not done twice");
}

#[tokio::test]
async fn nothing_is_given_during_an_outage() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    store.change_user("anna", &disable()).await.unwrap();
    away(&path);
    let enable = UserChange { disabled: Some(false), password_hash: Some("new".into()), roles: None };
    let more =
        UserChange { roles: Some(vec!["Operator".into(), "Engineer".into(), "Boss".into()]), ..Default::default() };
    for error in [
        store.change_user("anna", &enable).await.unwrap_err(),
        store.change_user("bob", &more).await.unwrap_err(),
        store.add_user(&new_user("eve", &[])).await.unwrap_err(),
        store.add_session(&session(9, "bob", 9)).await.unwrap_err(),
        store.add_login(&login(9, "bob", 9)).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Access);
        assert!(error.to_string().starts_with(&path.display().to_string()), "it names the file: {error}");
    }
    assert!(!store.is_unsettled());
    assert_eq!(store.change_user("nobody", &disable()).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn the_last_administrator_stays_during_an_outage() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    store.add_user(&new_user("boss", &[ADMINISTRATOR])).await.unwrap();
    away(&path);
    store.remove_user("boss").await.unwrap();
    assert_eq!(store.remove_user("admin").await.unwrap_err().kind(), ErrorKind::LastAdministrator);
    assert_eq!(store.change_user("admin", &disable()).await.unwrap_err().kind(), ErrorKind::LastAdministrator);
}

#[tokio::test]
async fn what_can_be_written_nowhere_is_said_and_holds_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    let elsewhere = away(&path);
    fs::remove_file(path.with_extension("reserve")).unwrap();
    let error = store.change_user("anna", &disable()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotDurable, "{error}");
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    fs::rename(&elsewhere, &path).unwrap();
    store.settle().await.unwrap();
    drop(store);
    assert!(Store::open(&path).await.unwrap().user("anna").await.unwrap().unwrap().disabled);
}
