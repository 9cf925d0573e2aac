//! `rollcall user`: users and their roles, through the running gateway or on its data folder.

use std::path::Path;

use anyhow::bail;
use reqwest::Method;
use rollcall_gateway::config::Config;
use rollcall_gateway::data_folder::{DATABASE, DataFolder};
use rollcall_gateway::{password, user_name};
use rollcall_store::Store;
use rollcall_wire::rest::{NewUser, User, UserChange, UserList};

use crate::arguments::{User as Arguments, UserAction};
use crate::remote::{Api, new_password};
use crate::table::{harmless, table};
use crate::usage::UsageError;

/// Carries out the command.
///
/// # Errors
/// When the gateway or the data folder cannot be used, or refuses.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let request = Request::new(&arguments)?;
    match &arguments.data {
        Some(folder) => on_data_folder(folder, arguments.config.as_deref(), request).await,
        None => {
            let api = Api::log_in_as_person(&arguments.remote()).await?;
            let done = through_gateway(&api, request).await;
            let logged_out = api.log_out().await;
            done.and(logged_out)
        }
    }
}

/// The command, with the new password where one is needed.
enum Request {
    List,
    Add(NewUser),
    Change(String, UserChange),
    Remove(String),
}

impl Request {
    fn new(arguments: &Arguments) -> anyhow::Result<Self> {
        let ask = |name: &str| new_password(arguments.new_password_file.as_deref(), name);
        let disable = |disabled| UserChange { disabled: Some(disabled), ..UserChange::default() };
        Ok(match &arguments.action {
            UserAction::List => Request::List,
            UserAction::Add { name, roles } => {
                Request::Add(NewUser { username: name.clone(), password: ask(name)?, roles: roles.clone() })
            }
            UserAction::Passwd { name } => {
                Request::Change(name.clone(), UserChange { password: Some(ask(name)?), ..UserChange::default() })
            }
            UserAction::Roles { name, roles } => {
                Request::Change(name.clone(), UserChange { roles: Some(roles.clone()), ..UserChange::default() })
            }
            UserAction::Disable { name } => Request::Change(name.clone(), disable(true)),
            UserAction::Enable { name } => Request::Change(name.clone(), disable(false)),
            UserAction::Remove { name } => Request::Remove(name.clone()),
        })
    }
}

async fn through_gateway(api: &Api, request: Request) -> anyhow::Result<()> {
    let path = |name: &str| format!("/api/v1/users/{}", percent_encoded(name));
    match request {
        Request::List => {
            let list: UserList = api.send(Method::GET, "/api/v1/users", None::<&()>).await?;
            print_users(&list.users);
        }
        Request::Add(user) => {
            let added: User = api.send(Method::POST, "/api/v1/users", Some(&user)).await?;
            println!("added {}", harmless(&added.username));
            warn_of_unknown_roles(&added);
        }
        Request::Change(name, change) => {
            let names_roles = change.roles.is_some();
            let changed: User = api.send(Method::PATCH, &path(&name), Some(&change)).await?;
            println!("changed {}", harmless(&changed.username));
            if names_roles {
                warn_of_unknown_roles(&changed);
            }
        }
        Request::Remove(name) => {
            api.send_only(Method::DELETE, &path(&name)).await?;
            println!("removed {}", harmless(&name));
        }
    }
    Ok(())
}

/// On the data folder itself. No session is live then; those of a user who loses something must not be resumed. The
/// store ensures that, except for roles, whose meaning it does not know.
async fn on_data_folder(folder: &Path, config: Option<&Path>, request: Request) -> anyhow::Result<()> {
    let config = config.map(Config::load).transpose()?.unwrap_or_default();
    let adds = matches!(request, Request::Add(_));
    if !adds && config.store.url.is_none() && !folder.join(DATABASE).exists() {
        bail!(UsageError(format!("--data {}: there is no data folder of a gateway", folder.display())));
    }
    let data = DataFolder::open(folder)?;
    let store = config.store.open(&data).await?;
    let done = on_store(&store, request).await;
    store.close().await;
    done
}

async fn on_store(store: &Store, request: Request) -> anyhow::Result<()> {
    match request {
        Request::List => {
            let users = store.users().await?;
            print_users(&users.into_iter().map(wire).collect::<Vec<_>>());
        }
        Request::Add(NewUser { username, password, roles }) => {
            let users = store.users().await?;
            user_name::check(&username, users.iter().map(|user| user.name.as_str())).map_err(anyhow::Error::msg)?;
            password::check_new(&username, &password)?;
            let user = rollcall_store::NewUser { name: username, password_hash: password::hash(&password)?, roles };
            store.add_user(&user).await?;
            println!("added {}", harmless(&user.name));
        }
        Request::Change(name, UserChange { password, disabled, roles }) => {
            if let Some(password) = &password {
                password::check_new(&name, password)?;
            }
            let password_hash = password.as_deref().map(password::hash).transpose()?;
            let before = store.user(&name).await?.map(|user| user.roles).unwrap_or_default();
            let change = rollcall_store::UserChange { password_hash, disabled, roles };
            let user = store.change_user(&name, &change).await?;
            if before.iter().any(|role| !user.roles.contains(role)) {
                forget_sessions(store, &name).await?;
            }
            println!("changed {}", harmless(&name));
        }
        Request::Remove(name) => {
            store.remove_user(&name).await?;
            println!("removed {}", harmless(&name));
        }
    }
    Ok(())
}

async fn forget_sessions(store: &Store, name: &str) -> anyhow::Result<()> {
    let sessions = store.sessions().await?;
    let of_user = sessions.into_iter().filter(|session| session.username == name);
    store.remove_sessions(&of_user.map(|session| session.client_id).collect::<Vec<_>>()).await?;
    Ok(())
}

/// A role may be given before its project is there, so it is not an error; a misspelt one gives nothing for ever.
fn warn_of_unknown_roles(user: &User) {
    for role in &user.unknown_roles {
        eprintln!(
            "warning: no project of this gateway names the role {:?}, so it gives nothing: names of roles are compared \
             exactly, and `[roles]` in project.toml says which a project admits",
            harmless(role)
        );
    }
}

/// A user as the data folder knows them: without knowledge of the projects.
fn wire(user: rollcall_store::User) -> User {
    User { username: user.name, roles: user.roles, unknown_roles: Vec::new(), disabled: user.disabled }
}

fn print_users(users: &[User]) {
    let row = |user: &User| {
        let state = if user.disabled { "disabled" } else { "" };
        vec![user.username.clone(), user.roles.join(", "), state.to_owned()]
    };
    print!("{}", table(&["username", "roles", "state"], &users.iter().map(row).collect::<Vec<_>>()));
}

/// A name as one segment of a path (RFC 3986, 3.3): everything but unreserved characters is encoded.
pub fn percent_encoded(name: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte);
    let encode = |byte| if unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(encode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_one_segment() {
        for (name, expected) in [("bill.smith", "bill%2Esmith"), ("a/../b", "a%2F%2E%2E%2Fb"), ("é ?", "%C3%A9%20%3F")]
        {
            assert_eq!(percent_encoded(name), expected);
        }
    }
}
