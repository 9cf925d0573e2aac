//! The callers that may make each host call: the one check, before the call is answered.
//!
//! Two things are decided from the caller, never from the content of the call. How far a call reaches: calls that
//! arrive on a session's socket are untrusted, since the person who runs the client can send anything, and only a
//! client has windows. And the roles that the project demands for a function, in its `[permissions]`.

use rollcall_catalogue::grants::permission_of;
use rollcall_catalogue::{Family, Permission};
use rollcall_project::Project;
use rollcall_session::Kind;
use rollcall_wire::host::{HostCall, HostError};

use rollcall_supervisor::turnstile::User;

/// The caller, as the gateway knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The socket of a session.
    Socket(Person),
    /// A stored script of a project that runs for a client with windows, in one of the gateway's own workers.
    ClientScript(Person),
    /// A stored script of this project that runs for no person, in one of the gateway's own workers.
    GatewayScript(String),
}

/// The person of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The user.
    pub username: String,
    /// The roles that the log-in found.
    pub roles: Vec<String>,
    /// The project of the session.
    pub project: String,
    /// The kind of client that the person is logged in with.
    pub kind: Kind,
}

impl Origin {
    /// The project of the script.
    #[must_use]
    pub fn project(&self) -> &str {
        match self {
            Origin::Socket(person) | Origin::ClientScript(person) => &person.project,
            Origin::GatewayScript(project) => project,
        }
    }

    /// The person; None for the gateway's own scripts.
    #[must_use]
    pub fn person(&self) -> Option<&Person> {
        match self {
            Origin::Socket(person) | Origin::ClientScript(person) => Some(person),
            Origin::GatewayScript(_) => None,
        }
    }

    /// The user in whose share a call is answered.
    #[must_use]
    pub fn user(&self) -> User {
        match self.person() {
            Some(person) => User::Person(person.username.as_str().into()),
            None => User::Project(self.project().into()),
        }
    }
}

/// The requirement of a call on its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// To be admitted to the project.
    Project,
    /// To be a stored script in one of the gateway's own workers, for any person or for none.
    Script,
    /// To run for a client, whose windows and person these are.
    Client,
}

/// The table. A new family does not compile until it stands here.
fn needs(call: &HostCall) -> (Family, Needs) {
    match call {
        HostCall::Session(_) => (Family::Session, Needs::Project),
        HostCall::Module(_) => (Family::Module, Needs::Project),
        HostCall::Log(_) => (Family::Log, Needs::Script),
        HostCall::Message(_) => (Family::Message, Needs::Script),
        HostCall::Window(_) => (Family::Window, Needs::Client),
        HostCall::Dialog(_) => (Family::Dialog, Needs::Client),
        HostCall::Script(_) => (Family::Script, Needs::Client),
        HostCall::Client(_) => (Family::Client, Needs::Client),
    }
}

/// Whether a call may be made, of a script of `project`.
///
/// # Errors
/// When it may not: with words for the script's author.
pub fn check(call: &HostCall, origin: &Origin, project: Option<&Project>) -> Result<(), HostError> {
    let (family, needs) = needs(call);
    let is_in_reach = match (needs, origin) {
        (Needs::Project, _) | (_, Origin::ClientScript(_)) => true,
        (Needs::Script, Origin::GatewayScript(_)) => true,
        (Needs::Script | Needs::Client, Origin::Socket(_)) | (Needs::Client, Origin::GatewayScript(_)) => false,
    };
    if !is_in_reach {
        return Err(out_of_reach(call.function(), needs, origin));
    }
    // The author of the gateway's scripts writes the project's permissions, too.
    let Some(person) = origin.person() else { return Ok(()) };
    let kept_for = project.and_then(|project| project.roles_for(call.function(), family.name()));
    granted(call.function(), permission_of(call.function()), person, kept_for)
}

/// The error for a call whose caller lacks the thing that its function needs.
#[must_use]
pub fn out_of_reach(function: &str, needs: Needs, origin: &Origin) -> HostError {
    match (needs, origin) {
        (Needs::Client, Origin::Socket(_)) => {
            HostError::Refused { message: format!("{function} is answered by the client itself") }
        }
        (Needs::Client, _) => HostError::Unavailable {
            message: format!(
                "{function} is not available in the gateway's scope, where there is no person. It works in the client's \
                 and the designer's scope."
            ),
        },
        _ => HostError::Refused {
            message: format!("{function} is for the scripts of a project, not for what a client sends of its own"),
        },
    }
}

/// Whether a person may call a function, by the roles that the project demands for it, if it lists any.
fn granted(function: &str, unnamed: Permission, person: &Person, kept_for: Option<&[String]>) -> Result<(), HostError> {
    let has_one = |roles: &[String]| roles.iter().any(|role| person.roles.contains(role));
    let Person { username, project, .. } = person;
    let message = match (kept_for, unnamed) {
        (None, Permission::Open) => return Ok(()),
        (Some(roles), _) if has_one(roles) => return Ok(()),
        (None, Permission::Granted) => {
            format!("{function}: [permissions] of the project {project:?} grants it to no role")
        }
        (Some([]), _) => format!("{function}: [permissions] of the project {project:?} keeps it from everybody"),
        (Some(roles), _) => format!(
            "{function}: [permissions] of the project {project:?} keeps it for the roles {}; {username:?} has none of them",
            roles.join(", ")
        ),
    };
    Err(HostError::Refused { message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollcall_wire::host::{
        Ask, Carried, ClientCall, LogLevel, LogLine, MessageCall, MessageStyle, ModuleCall, Receivers, ScriptCall,
        SessionCall, WindowCall,
    };

    fn person(roles: &[&str]) -> Person {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        Person { username: "billy".into(), roles, project: "plant".into(), kind: Kind::Client }
    }

    fn calls() -> [(HostCall, [bool; 3]); 8] {
        let text = String::new;
        let carried = || Carried(String::new());
        let receivers = Receivers::default();
        let style = MessageStyle::Error;
        [
            (SessionCall::GetSessionInfo { username_filter: None, project_filter: None }.into(), [true, true, true]),
            (ModuleCall::FindModule { name: "x".into() }.into(), [true, true, true]),
            (LogLine { logger: "x".into(), level: LogLevel::Info, message: text() }.into(), [false, true, true]),
            (
                MessageCall::SendMessage { project: text(), handler: text(), payload: carried(), receivers }.into(),
                [false, true, true],
            ),
            (Ask::Message { style, message: text(), title: text() }.into(), [false, false, true]),
            (WindowCall::GetOpenedWindows.into(), [false, false, true]),
            (ScriptCall::InvokeAsynchronous { function: carried() }.into(), [false, false, true]),
            (ClientCall::LogOut.into(), [false, false, true]),
        ]
    }

    #[test]
    fn the_table_denies_all_but_the_listed() {
        let callers =
            [Origin::Socket(person(&[])), Origin::GatewayScript("plant".into()), Origin::ClientScript(person(&[]))];
        for (call, expected) in calls() {
            let found = callers.each_ref().map(|origin| check(&call, origin, None).is_ok());
            assert_eq!(found, expected, "{call:?}");
        }
    }

    #[test]
    fn a_function_is_for_the_roles_that_the_project_names() {
        let kept = ["Operator".to_owned(), "Engineer".to_owned()];
        type Case<'a> = (Permission, &'a [&'a str], Option<&'a [String]>, Option<&'a str>);
        let cases: [Case<'_>; 7] = [
            (Permission::Open, &[], None, None),
            (Permission::Granted, &["Operator"], None, Some("grants it to no role")),
            (Permission::Open, &["Engineer"], Some(&kept), None),
            (Permission::Granted, &["Engineer"], Some(&kept), None),
            (
                Permission::Open,
                &["engineer"],
                Some(&kept),
                Some("for the roles Operator, Engineer; \"billy\" has none"),
            ),
            (Permission::Granted, &[], Some(&kept), Some("for the roles Operator, Engineer")),
            (Permission::Open, &["Operator"], Some(&[]), Some("keeps it from everybody")),
        ];
        for (unnamed, roles, kept_for, refusal) in cases {
            match (granted("system.x.y", unnamed, &person(roles), kept_for), refusal) {
                (Ok(()), None) => {}
                (Err(HostError::Refused { message }), Some(words)) if message.contains(words) => {}
                (found, _) => panic!("{unnamed:?} {roles:?} {kept_for:?}: {found:?}"),
            }
        }
    }

    #[test]
    fn every_function_that_can_be_granted_arrives_in_its_family() {
        for (call, _) in calls() {
            let (family, _) = needs(&call);
            let listed = rollcall_catalogue::system::functions()
                .find(|(namespace, function)| format!("{}.{}", namespace.name, function.name) == call.function());
            assert!(listed.is_none_or(|(_, function)| function.asks == family), "{call:?}");
        }
    }
}
