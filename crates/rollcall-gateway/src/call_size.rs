//! How long the words of a host call or of a browser's request may be that name something: a script can make any of them
//! as long as its memory allows, a browser as long as a frame, and answers repeat them.

use rollcall_wire::desktop::DesktopRequest;
use rollcall_wire::host::{
    ClientCall, HostCall, HostError, MessageCall, ModuleCall, Receivers, SessionCall, WindowCall, WindowName,
};

/// The longest name, path, pattern or identifier, in bytes.
const MAX_NAME: usize = 16 * 1024;
/// The longest text of a dialog, its title and the text of its field included, in bytes.
const MAX_DIALOG: usize = 256 * 1024;
/// The longest name of a logger, in characters.
const MAX_LOGGER: usize = 200;

/// The longest path of a window that a browser names, in bytes: that of a file on Linux.
const MAX_PATH: usize = 4096;
/// The longest name of a property that a browser names, in bytes.
const MAX_PROPERTY: usize = 256;

/// Whether all names of a browser's request are of a length that names have.
///
/// # Errors
/// The message for the browser.
pub fn check_request(request: &DesktopRequest) -> Result<(), String> {
    let (what, length, most) = match request {
        DesktopRequest::Navigate { path, .. } => ("the path of a window", path.len(), MAX_PATH),
        DesktopRequest::Change { property, .. } => ("the name of a property", property.len(), MAX_PROPERTY),
        DesktopRequest::Start { windows, .. } => {
            ("the path of a window", windows.iter().map(|window| window.path.len()).max().unwrap_or(0), MAX_PATH)
        }
        _ => return Ok(()),
    };
    if length > most { Err(format!("{what} has {most} bytes at most, not {length}")) } else { Ok(()) }
}

/// Whether all names of a call are of a length that names have.
///
/// # Errors
/// A `Value` error that names the function and its limit.
pub fn check(call: &HostCall) -> Result<(), HostError> {
    let too_long = |what: String| {
        let message = format!("{}: {what}", call.function());
        Err(HostError::Value { message })
    };
    match call {
        HostCall::Log(line) if line.logger.chars().nth(MAX_LOGGER).is_some() => {
            return too_long(format!("a logger's name has {MAX_LOGGER} characters at most"));
        }
        HostCall::Dialog(ask) if ask.length() > MAX_DIALOG => {
            return too_long(format!("a dialog has {} KiB of text at most", MAX_DIALOG / 1024));
        }
        _ => {}
    }
    match names(call).into_iter().map(str::len).max() {
        Some(longest) if longest > MAX_NAME => {
            too_long(format!("a name or pattern of {longest} bytes is too long; it has {MAX_NAME} at most"))
        }
        _ => Ok(()),
    }
}

/// The names in a call.
fn names(call: &HostCall) -> Vec<&str> {
    match call {
        HostCall::Session(
            SessionCall::GetSessionInfo { username_filter, project_filter }
            | SessionCall::GetSessions { username_filter, project_filter, .. },
        ) => [username_filter, project_filter].into_iter().flatten().map(String::as_str).collect(),
        HostCall::Window(call) => names_of_windows(call),
        HostCall::Message(MessageCall::SendMessage { project, handler, receivers, .. }) => {
            let Receivers { client_id, username, role, host } = receivers;
            let chosen = [client_id, username, role, host].into_iter().flatten().map(String::as_str);
            chosen.chain([project.as_str(), handler.as_str()]).collect()
        }
        HostCall::Client(ClientCall::Retarget { project }) => vec![project],
        HostCall::Module(ModuleCall::FindModule { name }) => vec![name],
        HostCall::Client(ClientCall::LogOut | ClientCall::Exit) => Vec::new(),
        // Their texts have bounds of their own, and functions that of a frame.
        HostCall::Dialog(_) | HostCall::Log(_) | HostCall::Script(_) => Vec::new(),
    }
}

fn names_of_windows(call: &WindowCall) -> Vec<&str> {
    match call {
        WindowCall::GetComponent { name, .. } => vec![name],
        WindowCall::GetProperty { property, .. } | WindowCall::SetProperty { property, .. } => vec![property],
        WindowCall::OpenWindow { path, parameters, .. } => {
            parameters.iter().map(|(name, _)| name.as_str()).chain([path.as_str()]).collect()
        }
        WindowCall::CloseWindow { window: WindowName::Path(path) }
        | WindowCall::CenterWindow { window: WindowName::Path(path) }
        | WindowCall::GetWindow { path } => vec![path],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use rollcall_wire::component::ComponentRef;
    use rollcall_wire::desktop::{Act, ReopenedWindow, UserValue};
    use rollcall_wire::host::{Ask, LogLevel, LogLine};

    use super::*;

    fn line(logger: String, message: String) -> HostCall {
        LogLine { logger, level: LogLevel::Info, message }.into()
    }

    #[test]
    fn names_that_are_no_names_are_refused() {
        let (long, container) = ("x".repeat(MAX_NAME + 1), ComponentRef { window: 1, component: 1 });
        let calls = [
            SessionCall::GetSessionInfo { username_filter: Some(long.clone()), project_filter: None }.into(),
            WindowCall::GetComponent { container, name: long.clone() }.into(),
            WindowCall::GetProperty { component: container, property: long.clone() }.into(),
            WindowCall::OpenWindow { path: long.clone(), parameters: Vec::new(), swap: false }.into(),
            WindowCall::CloseWindow { window: WindowName::Path(long.clone()) }.into(),
            ClientCall::Retarget { project: long.clone() }.into(),
            ModuleCall::FindModule { name: long.clone() }.into(),
            Ask::Input { message: "x".repeat(MAX_DIALOG), default_text: "y".to_owned() }.into(),
            line("x".repeat(MAX_LOGGER + 1), String::new()),
        ];
        for call in calls {
            let Err(HostError::Value { message }) = check(&call) else { panic!("{}", call.function()) };
            assert!(message.starts_with(call.function()) && message.len() < 200, "{message}");
        }
    }

    #[test]
    fn what_a_browser_names_is_as_long_as_names_are() {
        let (act, window) = (Act { number: 1, at: None }, "x".repeat(MAX_PATH));
        let property = "y".repeat(MAX_PROPERTY);
        let navigate = |path: String| DesktopRequest::Navigate { path, opened_with: None, act };
        let change = |property: String| DesktopRequest::Change {
            window: 1,
            component: 2,
            property,
            value: UserValue::Text("z".repeat(100_000)),
            seen: None,
            act,
        };
        let start = |path: String| DesktopRequest::Start {
            windows: vec![ReopenedWindow { path, opened_with: None, changes: Vec::new() }],
            unanswered: Vec::new(),
        };
        for request in [navigate(window.clone()), change(property.clone()), start(window.clone())] {
            assert_eq!(check_request(&request), Ok(()));
        }
        for request in [navigate(window.clone() + "x"), change(property + "y"), start(window + "x")] {
            assert!(check_request(&request).is_err_and(|message| message.len() < 200));
        }
    }

    #[test]
    fn values_are_no_names() {
        assert_eq!(check(&line("plant".to_owned(), "x".repeat(10 * MAX_NAME))), Ok(()));
        assert_eq!(check(&line("ä".repeat(MAX_LOGGER), String::new())), Ok(()));
        assert_eq!(check(&WindowCall::GetCurrentWindow.into()), Ok(()));
    }
}
