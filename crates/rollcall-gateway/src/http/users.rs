//! Administration of users. Whatever takes something away from a user ends what rested on it, at once.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use rollcall_session::{EndReason, Session};
use rollcall_wire::rest::{ErrorCode, NewUser, User, UserChange, UserList};

use super::HttpError;
use super::access::KnownCaller;
use crate::gateway::Gateway;

/// `GET /api/v1/users`.
pub async fn list(State(gateway): State<Arc<Gateway>>) -> Result<Json<UserList>, HttpError> {
    let users = gateway.store.users().await?;
    Ok(Json(UserList { users: users.into_iter().map(wire).collect() }))
}

/// `POST /api/v1/users`.
pub async fn add(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    body: Result<Json<NewUser>, JsonRejection>,
) -> Result<(StatusCode, Json<User>), HttpError> {
    let Json(NewUser { username, password, roles }) = understood(body)?;
    let password_hash = gateway.passwords.hash(password).await?;
    let user = rollcall_store::NewUser { name: username, password_hash, roles };
    gateway.store.add_user(&user).await?;
    tracing::info!(by = caller.username(), username = ?user.name, "user added");
    Ok((StatusCode::CREATED, Json(User { username: user.name, roles: user.roles, disabled: false })))
}

/// `PATCH /api/v1/users/{username}`.
pub async fn change(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    Path(username): Path<String>,
    body: Result<Json<UserChange>, JsonRejection>,
) -> Result<Json<User>, HttpError> {
    let UserChange { password, disabled, roles } = understood(body)?.0;
    let new_password = password.is_some();
    let password_hash = match password {
        Some(password) => Some(gateway.passwords.hash(password).await?),
        None => None,
    };
    let change = rollcall_store::UserChange { password_hash, disabled, roles };
    let user = gateway.store.change_user(&username, &change).await?;
    tracing::info!(by = caller.username(), username = ?username, disabled = user.disabled, roles = ?user.roles, "user changed");
    end_what_rested_on_it(&gateway, &user, new_password, caller.username()).await?;
    Ok(Json(wire(user)))
}

/// `DELETE /api/v1/users/{username}`.
pub async fn remove(
    State(gateway): State<Arc<Gateway>>,
    caller: KnownCaller,
    Path(username): Path<String>,
) -> Result<StatusCode, HttpError> {
    gateway.store.remove_user(&username).await?;
    tracing::info!(by = caller.username(), username = ?username, "user removed");
    gateway.live.end_user(&username, EndReason::UserDisabled).await;
    Ok(StatusCode::NO_CONTENT)
}

async fn end_what_rested_on_it(
    gateway: &Gateway,
    user: &rollcall_store::User,
    new_password: bool,
    by: &str,
) -> Result<(), HttpError> {
    if user.disabled || new_password {
        gateway.store.remove_logins_of(&user.name).await?;
    }
    if user.disabled {
        gateway.live.end_user(&user.name, EndReason::UserDisabled).await;
    } else if new_password {
        let message = Some("the password was changed".into());
        gateway.live.end_user(&user.name, EndReason::Terminated { by: by.into(), message }).await;
    } else {
        let lost_a_role =
            |session: &Session| session.roles.iter().any(|role| !user.roles.iter().any(|r| **r == **role));
        gateway.live.end_where(|s| *s.username == *user.name && lost_a_role(s), EndReason::RoleRemoved).await;
    }
    Ok(())
}

fn understood<T>(body: Result<Json<T>, JsonRejection>) -> Result<Json<T>, HttpError> {
    body.map_err(|e| HttpError::new(ErrorCode::BadRequest, e.body_text()))
}

fn wire(user: rollcall_store::User) -> User {
    User { username: user.name, roles: user.roles, disabled: user.disabled }
}
