//! Host calls: the calls of a script to the world outside its interpreter.
//!
//! One set for every scope and every way a script is run, in families: a family has its own calls and its own answer,
//! and a host that answers a family answers all of it. The answering side differs: the gateway for its own scripts, a
//! client for dialogs, the gateway over a client's socket for the rest. Nothing here names the caller: identity is
//! attached by the gateway to the session or the job, never stated by the caller.

mod client;
mod dialog;
mod error;
mod log;
mod message;
mod module;
mod script;
mod session;
mod window;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use client::ClientCall;
pub use dialog::{Ask, DialogAnswer, MessageStyle};
pub use error::HostError;
pub use log::{LogLevel, LogLine};
pub use message::{MessageCall, Receivers};
pub use module::{Module, ModuleCall};
pub use script::{Carried, Function, ScriptCall};
pub use session::{AllSessions, SessionAnswer, SessionCall};
pub use window::{WindowAnswer, WindowCall, WindowName};

/// A call of one family, with its arguments already of the right types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "family", content = "call", rename_all = "camelCase", deny_unknown_fields)]
pub enum HostCall {
    /// About the sessions of the gateway.
    Session(SessionCall),
    /// About the client's windows and their components.
    Window(WindowCall),
    /// A question to the person at the client.
    Dialog(Ask),
    /// Functions to be called later.
    Script(ScriptCall),
    /// A line for the log.
    Log(LogLine),
    /// A message to other clients.
    Message(MessageCall),
    /// The end of the caller's own session.
    Client(ClientCall),
    /// The modules of the project.
    Module(ModuleCall),
}

/// The answer to a call, by the family of the call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "family", content = "answer", rename_all = "camelCase", deny_unknown_fields)]
pub enum HostAnswer {
    /// Of sessions.
    Session(SessionAnswer),
    /// Of windows.
    Window(WindowAnswer),
    /// Of the person.
    Dialog(DialogAnswer),
    /// It will be called.
    Script,
    /// It was written, or there were too many.
    Log,
    /// A text for each client that the message went to.
    Message(Vec<String>),
    /// The session ends.
    Client,
    /// The module; absent where the project has no module of that name.
    Module(Option<Module>),
}

/// The answer to a host call.
pub type HostResult = Result<HostAnswer, HostError>;

impl HostCall {
    /// The function's name as scripts know it, for messages.
    #[must_use]
    pub fn function(&self) -> &'static str {
        match self {
            HostCall::Session(call) => call.function(),
            HostCall::Window(call) => call.function(),
            HostCall::Dialog(ask) => ask.function(),
            HostCall::Script(call) => call.function(),
            HostCall::Log(_) => "system.util.getLogger",
            HostCall::Message(call) => call.function(),
            HostCall::Client(call) => call.function(),
            HostCall::Module(call) => call.function(),
        }
    }
}

/// A call of one family, whose type of answer is known.
pub trait Call: Into<HostCall> {
    /// The family's answer.
    type Answer;

    /// The answer as that of the family; None when it is another family's.
    fn answer(answer: HostAnswer) -> Option<Self::Answer>;
}

/// Says of a family which variant its calls and its answers are.
macro_rules! family {
    ($variant:ident: $call:ty => $answer:ty, $pattern:pat => $value:expr) => {
        impl From<$call> for HostCall {
            fn from(call: $call) -> Self {
                HostCall::$variant(call)
            }
        }

        impl Call for $call {
            type Answer = $answer;

            fn answer(answer: HostAnswer) -> Option<$answer> {
                match answer {
                    $pattern => Some($value),
                    _ => None,
                }
            }
        }
    };
}

family!(Session: SessionCall => SessionAnswer, HostAnswer::Session(answer) => answer);
family!(Window: WindowCall => WindowAnswer, HostAnswer::Window(answer) => answer);
family!(Dialog: Ask => DialogAnswer, HostAnswer::Dialog(answer) => answer);
family!(Script: ScriptCall => (), HostAnswer::Script => ());
family!(Log: LogLine => (), HostAnswer::Log => ());
family!(Message: MessageCall => Vec<String>, HostAnswer::Message(sent) => sent);
family!(Client: ClientCall => (), HostAnswer::Client => ());
family!(Module: ModuleCall => Option<Module>, HostAnswer::Module(module) => module);
