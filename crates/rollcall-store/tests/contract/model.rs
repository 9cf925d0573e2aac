//! Random histories of calls, checked against a model of a few lines: the store must answer like it and hold the same.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rollcall_store::{ADMINISTRATOR, ErrorKind, Store, UserChange};

use super::{disabled, login, new_user, roles, session};

const NAMES: [&str; 3] = ["anna", "bob", "carl"];

/// A call, with the index of the name it is about.
#[derive(Clone, Debug)]
pub enum Call {
    Add { user: usize, administrator: bool },
    Disable { user: usize, disabled: bool },
    Roles { user: usize, administrator: bool },
    Password { user: usize },
    Remove { user: usize },
    LogIn { user: usize },
    Open { user: usize },
}

/// Histories of up to `length` calls.
pub fn histories(length: usize) -> impl Strategy<Value = Vec<Call>> {
    let user = || 0..NAMES.len();
    let call = prop_oneof![
        (user(), any::<bool>()).prop_map(|(user, administrator)| Call::Add { user, administrator }),
        (user(), any::<bool>()).prop_map(|(user, disabled)| Call::Disable { user, disabled }),
        (user(), any::<bool>()).prop_map(|(user, administrator)| Call::Roles { user, administrator }),
        user().prop_map(|user| Call::Password { user }),
        user().prop_map(|user| Call::Remove { user }),
        user().prop_map(|user| Call::LogIn { user }),
        user().prop_map(|user| Call::Open { user }),
    ];
    prop::collection::vec(call, 1..length)
}

/// What the model knows of a user; log-ins and sessions by their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
struct Person {
    disabled: bool,
    administrator: bool,
    logins: Vec<u32>,
    sessions: Vec<u32>,
}

type Model = BTreeMap<&'static str, Person>;

/// Makes the calls on an empty store and on the model.
pub async fn check(store: &Store, history: &[Call]) {
    let mut model = Model::new();
    for (number, call) in (0..).zip(history) {
        let expected = expect(&mut model, number, call);
        let result = perform(store, number, call).await;
        assert_eq!(result, expected, "call {number}, {call:?}");
        compare(store, &model, history.len() as u32).await;
    }
}

async fn perform(store: &Store, number: u32, call: &Call) -> Result<(), ErrorKind> {
    let administrator = |yes: bool| if yes { &[ADMINISTRATOR][..] } else { &[] };
    let result = match *call {
        Call::Add { user, administrator: yes } => store.add_user(&new_user(NAMES[user], administrator(yes))).await,
        Call::Disable { user, disabled: yes } => store.change_user(NAMES[user], &disabled(yes)).await.map(drop),
        Call::Roles { user, administrator: yes } => {
            store.change_user(NAMES[user], &roles(administrator(yes))).await.map(drop)
        }
        Call::Password { user } => {
            let change = UserChange { password_hash: Some(number.to_string()), ..UserChange::default() };
            store.change_user(NAMES[user], &change).await.map(drop)
        }
        Call::Remove { user } => store.remove_user(NAMES[user]).await,
        Call::LogIn { user } => store.add_login(&login(number, NAMES[user], 10)).await,
        Call::Open { user } => store.add_session(&session(number, NAMES[user], number.into())).await,
    };
    result.map_err(|error| error.kind())
}

/// The answer that is right, and the model after it.
fn expect(model: &mut Model, number: u32, call: &Call) -> Result<(), ErrorKind> {
    let before = administrators(model);
    let mut after = model.clone();
    step(&mut after, number, call)?;
    if before > 0 && administrators(&after) == 0 {
        return Err(ErrorKind::LastAdministrator);
    }
    *model = after;
    Ok(())
}

fn step(model: &mut Model, number: u32, call: &Call) -> Result<(), ErrorKind> {
    if let Call::Add { user, administrator } = *call {
        if model.contains_key(NAMES[user]) {
            return Err(ErrorKind::Conflict);
        }
        model.insert(NAMES[user], Person { administrator, ..Person::default() });
        return Ok(());
    }
    let (Call::Add { user, .. }
    | Call::Disable { user, .. }
    | Call::Roles { user, .. }
    | Call::Password { user }
    | Call::Remove { user }
    | Call::LogIn { user }
    | Call::Open { user }) = *call;
    let person = model.get_mut(NAMES[user]).ok_or(ErrorKind::NotFound)?;
    match *call {
        Call::LogIn { .. } | Call::Open { .. } if person.disabled => return Err(ErrorKind::UserDisabled),
        Call::LogIn { .. } => person.logins.push(number),
        Call::Open { .. } => person.sessions.push(number),
        Call::Roles { administrator, .. } => person.administrator = administrator,
        Call::Disable { disabled: false, .. } => person.disabled = false,
        Call::Disable { disabled: true, .. } => {
            *person = Person { disabled: true, administrator: person.administrator, ..Person::default() };
        }
        Call::Password { .. } => (person.logins, person.sessions) = (Vec::new(), Vec::new()),
        Call::Remove { .. } => drop(model.remove(NAMES[user])),
        Call::Add { .. } => {}
    }
    Ok(())
}

fn administrators(model: &Model) -> usize {
    model.values().filter(|person| person.administrator && !person.disabled).count()
}

/// The store holds what the model holds.
async fn compare(store: &Store, model: &Model, numbers: u32) {
    let mut held = Model::new();
    for name in NAMES {
        if let Some(user) = store.user(name).await.unwrap() {
            let administrator = user.roles.iter().any(|role| role == ADMINISTRATOR);
            held.insert(name, Person { disabled: user.disabled, administrator, ..Person::default() });
        }
    }
    for session in store.sessions().await.unwrap() {
        let person = held.get_mut(session.username.as_str()).unwrap();
        person.sessions.push(u32::try_from(session.creation_time).unwrap());
    }
    for number in 0..numbers {
        if let Some(login) = store.login(&super::hash(number), 0).await.unwrap() {
            held.get_mut(login.username.as_str()).unwrap().logins.push(number);
        }
    }
    assert_eq!(&held, model);
}
