//! Administration of users. A change that takes something away from a user ends the sessions that rested on it, at
//! once.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rollcall_session::{EndReason, Session};
use rollcall_store::{ADMINISTRATOR, ErrorKind};
use rollcall_wire::rest::{ErrorCode, NewUser, User, UserChange, UserList};

use super::access::KnownCaller;
use super::extract::{self, PathParts};
use super::log_in::tell_cluster;
use super::{HttpError, to_the_end};
use crate::gateway::Gateway;
use crate::live::NotRemoved;
use crate::{password, user_name};

/// `GET /api/v1/users`.
pub async fn list(State(gateway): State<Arc<Gateway>>) -> Result<Json<UserList>, HttpError> {
    let users = gateway.store.users().await?;
    Ok(Json(UserList { users: users.into_iter().map(|user| wire(&gateway, user)).collect() }))
}

/// `POST /api/v1/users`.
pub async fn add(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    extract::Json(NewUser { username, password, roles }): extract::Json<NewUser>,
) -> Result<(StatusCode, Json<User>), HttpError> {
    // If two names that look alike were added at once, each would count as the first.
    let _one_at_a_time = gateway.adding_users.lock().await;
    let users = gateway.store.users().await?;
    user_name::check(&username, users.iter().map(|user| user.name.as_str()))
        .map_err(|why| HttpError::new(ErrorCode::BadRequest, why))?;
    password::check_new(&username, &password)?;
    let password_hash = gateway.passwords.hash(caller.username(), password).await?;
    let user = rollcall_store::NewUser { name: username, password_hash, roles };
    gateway.store.add_user(&user).await?;
    tracing::info!(by = caller.username(), username = ?user.name, "user added");
    let rollcall_store::NewUser { name, password_hash, roles } = user;
    let user = rollcall_store::User { name, password_hash, roles, disabled: false };
    Ok((StatusCode::CREATED, Json(wire(&gateway, user))))
}

/// `PATCH /api/v1/users/{username}`.
pub async fn change(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    PathParts(name): PathParts<String>,
    extract::Json(UserChange { password, disabled, roles }): extract::Json<UserChange>,
) -> Result<Json<User>, HttpError> {
    let new_password = password.is_some();
    let password_hash = match password {
        Some(password) => {
            password::check_new(&name, &password)?;
            Some(gateway.passwords.hash(caller.username(), password).await?)
        }
        None => None,
    };
    let change = rollcall_store::UserChange { password_hash, disabled, roles };
    to_the_end(async move {
        let changed = match gateway.store.change_user(&name, &change).await {
            Err(error) if !holds_all_the_same(&error) => return Err(error.into()),
            changed => changed,
        };
        if change.disabled == Some(false) || new_password {
            gateway.throttle.forgive(&name);
            if let Some(cluster) = &gateway.cluster {
                cluster.forgive_log_ins(&name).await;
            }
        }
        let by = caller.username();
        let (disabled, roles) = (change.disabled, change.roles.as_ref());
        tracing::info!(by, username = ?name, disabled, ?roles, new_password, "user changed");
        let ended = end_what_rested_on_it(&gateway, &name, &change).await;
        tell_cluster(&gateway).await;
        ended?;
        Ok(Json(wire(&gateway, changed?)))
    })
    .await
}

/// The change holds, so the sessions that rested on it end; the error is reported after that.
fn holds_all_the_same(error: &rollcall_store::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotDurable | ErrorKind::Unreadable)
}

/// `DELETE /api/v1/users/{username}`.
pub async fn remove(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    PathParts(name): PathParts<String>,
) -> Result<StatusCode, HttpError> {
    to_the_end(async move {
        let written = match gateway.store.remove_user(&name).await {
            Err(error) if !holds_all_the_same(&error) => return Err(error.into()),
            written => written,
        };
        tracing::info!(by = caller.username(), username = ?name, "user removed");
        let ended = gateway.live.end_user(&name, EndReason::UserDisabled).await;
        tell_cluster(&gateway).await;
        ended?;
        written?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Ends the sessions that rested on the user's lost rights. The store has forgotten the user's log-ins already.
async fn end_what_rested_on_it(
    gateway: &Gateway,
    name: &str,
    change: &rollcall_store::UserChange,
) -> Result<(), NotRemoved> {
    if change.disabled == Some(true) {
        gateway.live.end_user(name, EndReason::UserDisabled).await
    } else if change.password_hash.is_some() {
        gateway.live.end_user(name, EndReason::PasswordChanged).await
    } else if let Some(roles) = &change.roles {
        let lost_a_role = |s: &Session| s.roles.iter().any(|role| !roles.iter().any(|r| **r == **role));
        gateway.live.end_where(|s| *s.username == *name && lost_a_role(s), EndReason::RoleRemoved).await
    } else {
        Ok(())
    }
}

fn wire(gateway: &Gateway, user: rollcall_store::User) -> User {
    let mut unknown_roles = gateway.projects.unknown_roles(&user.roles);
    // It has its meaning without a project.
    unknown_roles.retain(|role| role != ADMINISTRATOR);
    User { username: user.name, roles: user.roles, unknown_roles, disabled: user.disabled }
}
