//! What was taken away while the database cannot be written stays so, also for the next process; and nothing is given
//! meanwhile. The database is away, like a folder that was moved; what can be read is read as before.

#![allow(clippy::unwrap_used, reason = "a test that cannot set up its case has failed")]

#[allow(dead_code, reason = "only its users, log-ins and sessions are needed here")]
mod contract;

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use contract::{hash, login, new_user, session};
use rollcall_store::{ADMINISTRATOR, ErrorKind, Store, UserChange};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

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
    ask(&store).await;
    (store, path)
}

/// From now on all connections that read are open, as in a gateway that has been asked a few things.
async fn ask(store: &Store) {
    let (one, other) = tokio::join!(store.users(), store.users());
    assert_eq!(one.unwrap(), other.unwrap());
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

/// Overwrites the pages of the sessions behind the store's back; users and log-ins stay whole.
async fn damage_sessions(path: &Path) {
    let mut connection = SqliteConnectOptions::new().filename(path).connect().await.unwrap();
    let pages: Vec<i64> =
        sqlx::query_scalar("SELECT rootpage FROM sqlite_schema WHERE tbl_name = 'sessions' AND rootpage > 0")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    let size: i64 = sqlx::query_scalar("PRAGMA page_size").fetch_one(&mut connection).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    for page in pages {
        file.write_all_at(&vec![0xa5; usize::try_from(size).unwrap()], u64::try_from((page - 1) * size).unwrap())
            .unwrap();
    }
}

#[tokio::test]
async fn what_is_taken_away_from_a_damaged_database_stays_so_in_the_one_that_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    store.close().await;
    let backup = folder.path().join("backup.db");
    fs::copy(&path, &backup).unwrap();
    // The disk is full first, and the damage is met when what was kept is written.
    let store = Store::open(&path).await.unwrap();
    ask(&store).await;
    let elsewhere = away(&path);
    assert!(store.change_user("anna", &disable()).await.unwrap().disabled);
    fs::rename(&elsewhere, &path).unwrap();
    damage_sessions(&path).await;
    assert_eq!(store.settle().await.unwrap_err().kind(), ErrorKind::Damaged);
    assert!(store.is_unsettled());
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    assert_eq!(store.login(&hash(1), 10).await.unwrap(), None);
    // And what is taken away from then on, by the damage alone.
    store.remove_user("bob").await.unwrap();
    store.remove_sessions(&[session(3, "carl", 3).client_id]).await.unwrap();
    store.remove_login(&hash(4)).await.unwrap();
    assert_eq!(store.login(&hash(4), 10).await.unwrap(), None);
    assert_eq!(store.add_session(&session(9, "dora", 9)).await.unwrap_err().kind(), ErrorKind::Damaged);
    store.close().await;
    for old in [path.clone(), path.with_extension("db-wal"), path.with_extension("db-shm")] {
        let _ = fs::remove_file(old);
    }
    fs::rename(&backup, &path).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert!(!store.is_unsettled());
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    assert_eq!(store.user("bob").await.unwrap(), None);
    assert_eq!(usernames(&store).await, ["dora"]);
    assert_eq!(store.login(&hash(4), 10).await.unwrap(), None);
}

/// In the order of their names the first is written while the last has not yet got the role.
#[tokio::test]
async fn what_was_right_when_it_was_taken_away_is_written_in_whatever_order() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    let elsewhere = away(&path);
    let change = UserChange { roles: Some(vec![ADMINISTRATOR.into(), "Operator".into()]), ..UserChange::default() };
    assert_eq!(store.change_user("bob", &change).await.unwrap().roles, [ADMINISTRATOR, "Operator"]);
    assert!(store.change_user("admin", &disable()).await.unwrap().disabled);
    fs::rename(&elsewhere, &path).unwrap();
    store.settle().await.unwrap();
    assert!(store.user("admin").await.unwrap().unwrap().disabled);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_administrators_do_not_take_each_other_away_during_an_outage() {
    for _ in 0..20 {
        let folder = tempfile::tempdir().unwrap();
        let (store, path) = plant(folder.path()).await;
        store.add_user(&new_user("boss", &[ADMINISTRATOR])).await.unwrap();
        let elsewhere = away(&path);
        let changes = ["admin", "boss"].map(|name| {
            let store = store.clone();
            tokio::spawn(async move { store.change_user(name, &disable()).await.map(drop) })
        });
        let [admin, boss] = changes;
        let results = [admin.await.unwrap(), boss.await.unwrap()];
        let refused: Vec<ErrorKind> = results.into_iter().filter_map(Result::err).map(|error| error.kind()).collect();
        assert_eq!(refused, [ErrorKind::LastAdministrator]);
        fs::rename(&elsewhere, &path).unwrap();
        store.settle().await.unwrap();
        let on =
            store.users().await.unwrap().into_iter().filter(|user| user.roles == [ADMINISTRATOR] && !user.disabled);
        assert_eq!(on.count(), 1);
    }
}

/// No connection that reads is open yet, and the file is away.
#[tokio::test]
async fn who_cannot_be_read_loses_it_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    drop(store);
    let store = Store::open(&path).await.unwrap();
    let elsewhere = away(&path);
    let password = UserChange { password_hash: Some("new".into()), ..UserChange::default() };
    for (name, change) in [("anna", disable()), ("dora", password)] {
        assert_eq!(store.change_user(name, &change).await.unwrap_err().kind(), ErrorKind::Unreadable);
    }
    assert_eq!(store.remove_user("bob").await.unwrap_err().kind(), ErrorKind::Unreadable);
    let roles = UserChange { roles: Some(vec!["Boss".into()]), ..UserChange::default() };
    let enable = UserChange { disabled: Some(false), password_hash: Some("new".into()), roles: None };
    for change in [roles, enable] {
        let error = store.change_user("carl", &change).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Access, "nothing is given: {error}");
    }
    fs::rename(&elsewhere, &path).unwrap();
    store.settle().await.unwrap();
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    assert_eq!(store.user("bob").await.unwrap(), None);
    assert_eq!(store.user("dora").await.unwrap().unwrap().password_hash, "new");
    assert_eq!(usernames(&store).await, ["carl"]);
}

#[tokio::test]
async fn a_reserve_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    store.close().await;
    let reserve = path.with_extension("reserve");
    fs::remove_file(&reserve).unwrap();
    fs::create_dir(&reserve).unwrap();
    let error = Store::open(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Access);
    assert!(error.to_string().starts_with(&reserve.display().to_string()), "{error}");
}

/// As one that was cut or lies where nothing can be written.
#[tokio::test]
async fn a_reserve_that_can_only_be_read_counts_and_does_not_undo_what_comes_later() {
    let folder = tempfile::tempdir().unwrap();
    let (store, path) = plant(folder.path()).await;
    let elsewhere = away(&path);
    store.change_user("anna", &disable()).await.unwrap();
    drop(store);
    fs::rename(&elsewhere, &path).unwrap();
    let reserve = path.with_extension("reserve");
    let records: Vec<u8> = fs::read(&reserve).unwrap().into_iter().take_while(|byte| *byte != 0).collect();
    fs::write(&reserve, records).unwrap();
    let in_the_way = folder.path().join("rollcall.reserve.new");
    fs::create_dir(&in_the_way).unwrap();
    let store = Store::open(&path).await.unwrap();
    assert!(store.reserve_fault().await.is_some_and(|fault| fault.contains("rollcall.reserve")));
    assert!(store.user("anna").await.unwrap().unwrap().disabled);
    let enable = UserChange { disabled: Some(false), ..UserChange::default() };
    let error = store.change_user("anna", &enable).await.unwrap_err();
    assert!(error.kind() == ErrorKind::Access && error.to_string().contains("rollcall.reserve"), "{error}");
    fs::remove_dir(&in_the_way).unwrap();
    assert!(!store.change_user("anna", &enable).await.unwrap().disabled);
    assert!(!store.is_unsettled());
    drop(store);
    assert!(!Store::open(&path).await.unwrap().user("anna").await.unwrap().unwrap().disabled);
}
