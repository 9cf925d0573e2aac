//! The gateway's answers to host calls that mean the same wherever they are made: one set for sockets, for the gateway's
//! own scripts, and for those of clients with windows.

use std::sync::Arc;

use rollcall_wire::host::{HostCall, HostError, HostResult, HostValue};

use crate::call_size;
use crate::client::chain::Chain;
use crate::client::messages;
use crate::gateway::Gateway;
use crate::library;
use crate::permission::{self, Origin};
use crate::who_is_on::{self, Filters, WhoIsOnError};
use crate::worker::turnstile::User;

/// Who asks, as the gateway knows it.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    /// Where the call comes from.
    pub origin: Origin,
    /// The project of the script.
    pub project: &'a str,
    /// In whose share it is answered.
    pub user: User,
}

/// Answers a call, of a script with this chain, if it may be made from there.
///
/// # Errors
/// As the script will see them.
pub async fn answer(gateway: &Arc<Gateway>, call: HostCall, asking: Asking<'_>, chain: &Chain) -> HostResult {
    let Asking { origin, project, user } = asking;
    permission::check(&call, origin)?;
    call_size::check(&call)?;
    match call {
        HostCall::GetSessionInfo { username_filter, project_filter } => {
            let filters = Filters { username: username_filter, project: project_filter };
            let dataset = who_is_on::dataset(gateway, filters, user).await.map_err(host_error)?;
            Ok(HostValue::Dataset(dataset))
        }
        HostCall::FindModule { name } => {
            let module = gateway.projects.get(project).and_then(|project| library::find(&project, &name));
            Ok(module.map_or(HostValue::Nothing, HostValue::Module))
        }
        HostCall::SendMessage { project, handler, payload, receivers } => {
            messages::send(gateway, &project, &handler, &payload, &receivers, chain)
        }
        // Logging belongs to a run of a script, which has a budget for it; dialogs and windows belong to a client. The
        // table has refused them already; should it ever not, they still do nothing here.
        other => {
            Err(HostError::Unavailable { message: format!("{} is not the gateway's to answer", other.function()) })
        }
    }
}

fn host_error(error: WhoIsOnError) -> HostError {
    match error {
        WhoIsOnError::Filter(error) => filter_error(error),
        other => HostError::Failed { message: other.to_string() },
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
