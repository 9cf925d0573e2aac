//! The gateway's answers to host calls, whoever makes them: one set for sockets and for the gateway's own scripts.

use rollcall_wire::host::{HostCall, HostError, HostResult, HostValue, LogLevel};

use crate::gateway::Gateway;
use crate::permission::{self, Origin};
use crate::who_is_on::{self, Filters};

/// Answers a call that comes from `origin`, if it may be made from there.
///
/// # Errors
/// As the script will see them.
pub async fn answer(gateway: &Gateway, call: HostCall, origin: Origin) -> HostResult {
    permission::check(&call, origin)?;
    match call {
        HostCall::GetSessionInfo { username_filter, project_filter } => {
            let filters = Filters { username: username_filter, project: project_filter };
            let dataset = who_is_on::dataset(gateway, filters).await.map_err(filter_error)?;
            Ok(HostValue::Dataset(dataset))
        }
        HostCall::Log { logger, level, message } => {
            log(&logger, level, &message);
            Ok(HostValue::Nothing)
        }
        // The table has refused them already; should it ever not, they still do nothing here.
        HostCall::MessageBox { .. } | HostCall::Confirm { .. } | HostCall::InputBox { .. } => {
            Err(HostError::Unavailable { message: "dialogs are shown by a client".to_owned() })
        }
    }
}

fn filter_error(error: rollcall_regex::Error) -> HostError {
    use rollcall_regex::ErrorKind;
    match error.kind() {
        ErrorKind::Syntax => HostError::PatternSyntax {
            description: error.description().to_owned(),
            index: error.index().unwrap_or(-1),
            pattern: error.pattern().to_owned(),
            message: error.to_string(),
        },
        kind => HostError::Filter { unsupported: kind == ErrorKind::Unsupported, message: error.to_string() },
    }
}

fn log(logger: &str, level: LogLevel, message: &str) {
    match level {
        LogLevel::Trace => tracing::trace!(target: "script", logger, "{message}"),
        LogLevel::Debug => tracing::debug!(target: "script", logger, "{message}"),
        LogLevel::Info => tracing::info!(target: "script", logger, "{message}"),
        LogLevel::Warn => tracing::warn!(target: "script", logger, "{message}"),
        LogLevel::Error => tracing::error!(target: "script", logger, "{message}"),
    }
}
