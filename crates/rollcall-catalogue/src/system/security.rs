//! `system.security`: the logged-in user, and logging out.

use crate::function::{Function, Namespace, function};
use crate::permission::Family;
use crate::value::Type;

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.security",
    about: "Who is logged in, and logging out.",
    functions: &[GET_ROLES, GET_USERNAME, LOGOUT],
    errors: &[],
};

/// `getRoles`.
pub const GET_ROLES: Function = function("getRoles", "Tells the roles of the user who is logged in.")
    .answers(Type::Tuple(&Type::Text), "The roles.")
    .in_clients()
    .example("if 'operator' in system.security.getRoles():\n    print 'may start'");

/// `getUsername`.
pub const GET_USERNAME: Function = function("getUsername", "Tells who is logged in.")
    .answers(Type::Text, "The user's name.")
    .in_clients()
    .example("print system.security.getUsername()");

/// `logout`.
pub const LOGOUT: Function =
    function("logout", "Logs the person out: the session is over when the script is, and the client asks for a user.")
        .in_clients()
        .asks(Family::Client)
        .example("system.security.logout()");
