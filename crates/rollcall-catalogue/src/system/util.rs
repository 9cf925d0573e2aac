//! `system.util`.

use crate::function::{Function, Namespace, function, parameter, text};
use crate::permission::Family;
use crate::value::{LOGGER, Literal, PY_DATASET, Type};

/// The namespace.
pub const NAMESPACE: Namespace = Namespace {
    name: "system.util",
    about: "The gateway, its sessions and the running script.",
    functions: &[
        EXIT,
        GET_CLIENT_ID,
        GET_GLOBALS,
        GET_LOGGER,
        GET_PROJECT_NAME,
        GET_SESSION_INFO,
        GET_SYSTEM_FLAGS,
        INVOKE_ASYNCHRONOUS,
        INVOKE_LATER,
        RETARGET,
        SEND_MESSAGE,
    ],
    errors: &[],
};

/// `exit`.
pub const EXIT: Function = function("exit", "Ends the client: its session is over when the script is.")
    .takes(&[parameter("force", Type::Boolean, "Taken for the original's sake; nothing can intercept the end.")
        .or(Literal::Boolean(false))])
    .in_clients()
    .asks(Family::Client)
    .differs("Nothing can intercept it.")
    .example("system.util.exit()");

/// `getClientId`.
pub const GET_CLIENT_ID: Function = function("getClientId", "Tells which session the script runs for.")
    .answers(
        Type::Text,
        "The public id of the session, a hexadecimal string: the clientId of its row in getSessionInfo.",
    )
    .in_clients()
    .example("print system.util.getClientId()");

/// `getGlobals`.
pub const GET_GLOBALS: Function = function("getGlobals", "Gives one dictionary to all scripts of a client.")
    .answers(Type::Dictionary, "The dictionary. It lives as long as the client's interpreter.")
    .differs("A dictionary of its own, not the namespace of a script; gone when the client's interpreter is given up.")
    .example("system.util.getGlobals()['count'] = 1");

/// `getLogger`.
pub const GET_LOGGER: Function = function("getLogger", "Makes a logger, whose lines go to the gateway's log.")
    .takes(&[text("name", "The logger's name.")])
    .answers(LOGGER, "The logger.")
    .asks(Family::Log)
    .differs(
        "Formats are Java's, without dates, `%g`, `%a` and `%h`. The methods is…Enabled are always true: the gateway decides what it \
         keeps. A message that is no text is turned into one.",
    )
    .example("log = system.util.getLogger('Pumps')\nlog.info('Started')\nlog.warnf('%d bars', 12)");

/// `getProjectName`.
pub const GET_PROJECT_NAME: Function = function("getProjectName", "Tells which project the script belongs to.")
    .answers(Type::Text, "The project's name.")
    .differs("Also in the gateway's scope.")
    .example("print system.util.getProjectName()");

/// `getSessionInfo`.
pub const GET_SESSION_INFO: Function = function(
    "getSessionInfo",
    "Lists the sessions (logged-in users) on the gateway.",
)
.takes(&[
    text("usernameFilter", "A regular expression of Java's that must match the whole username; None is no filter.")
        .or_none(),
    text(
        "projectFilter",
        "A regular expression of Java's that must match the whole name of the project; None is no filter.",
    )
    .or_none(),
])
.answers(
    PY_DATASET,
    "A row for each session, in order of creation. Columns: username, project, address, isDesigner, clientId, \
         creationTime.",
)
.raises(&[("java.util.regex.PatternSyntaxException", "a filter is not a regular expression")])
.asks(Family::Session)
.differs("Rows are in order of creation; the original promises no order. Three positional arguments are a `TypeError`.")
.example("for row in system.util.getSessionInfo('op.*'):\n    print row['username'], row['address']");

/// `getSystemFlags`.
pub const GET_SYSTEM_FLAGS: Function = function("getSystemFlags", "Tells what the script runs in.")
    .answers(Type::Integer, "A sum: 1 for a designer, 4 for a client, 64 for an encrypted connection.")
    .in_clients()
    .differs("The other flags of the original are never set.")
    .example("if system.util.getSystemFlags() & 4:\n    print 'a client'");

/// `invokeAsynchronous`.
pub const INVOKE_ASYNCHRONOUS: Function = function(
    "invokeAsynchronous",
    "Calls a function beside the client's events, in an interpreter of its own, to which it is carried with its \
     arguments, the globals that it uses and the variables that it closes over.",
)
.takes(&[
    parameter("function", Type::Callable, "The function."),
    parameter("args", Type::Sequence(&Type::Any), "Its arguments.").or_none(),
    parameter("kwargs", Type::Dictionary, "Its arguments by name.").or_none(),
    text("description", "Taken for the original's sake.").or_none(),
])
.raises(&[("TypeError", "something cannot be carried; the error tells the way to it")])
.in_clients()
.asks(Family::Script)
.differs("Answers None, where the original answers a thread. The function works on copies.")
.example("def work(n):\n    print sum(range(n))\nsystem.util.invokeAsynchronous(work, [1000])");

/// `invokeLater`.
pub const INVOKE_LATER: Function = function(
    "invokeLater",
    "Calls a function after the events that wait now. In a function that runs beside the client's events it is carried \
     to the client's own interpreter.",
)
.takes(&[
    parameter("function", Type::Callable, "The function, which takes no arguments."),
    parameter("delay", Type::Integer, "Milliseconds to wait before, up to those of a day.").or(Literal::Integer(0)),
])
.raises(&[("ValueError", "the delay is negative, or longer than a day")])
.in_clients()
.asks(Family::Script)
.example("def greet():\n    system.gui.messageBox('Hello')\nsystem.util.invokeLater(greet, 500)");

/// `retarget`.
pub const RETARGET: Function = function(
    "retarget",
    "Ends the client and takes the person to another project of this gateway, logged in as before.",
)
.takes(&[
    text("projectName", "The other project."),
    text("gatewayAddress", "Not provided: another gateway.").not_provided(),
    parameter("params", Type::Dictionary, "Not provided: parameters for the other client.").not_provided(),
    parameter("windows", Type::Sequence(&Type::Text), "Not provided: windows to open.").not_provided(),
])
.raises(&[("NotImplementedError", "an address, parameters or windows are given")])
.in_clients()
.asks(Family::Client)
.differs("To a project of this gateway only.")
.example("system.util.retarget('Packaging')");

/// `sendMessage`.
pub const SEND_MESSAGE: Function = function(
    "sendMessage",
    "Runs a message handler in clients of a project, on all gateways of a cluster. All that is given of clientSessionId, \
     user, hasRole and hostName must hold of a client.",
)
.takes(&[
    text("project", "The project of the clients."),
    text("messageHandler", "The name of the handler."),
    parameter("payload", Type::Dictionary, "Data for the handler.").or_none(),
    text("scope", "\"C\" for clients, \"G\" for the gateway, or both.").or(Literal::Text("CG")),
    text("clientSessionId", "Only the client of this id.").or_none(),
    text("user", "Only clients of this user.").or_none(),
    text("hasRole", "Only clients of users with this role.").or_none(),
    text("hostName", "Only clients on the machine of this address or name.").or_none(),
    parameter("remoteServers", Type::Sequence(&Type::Text), "Not provided: other gateways.").not_provided(),
])
.answers(
    Type::List(&Type::Text),
    "A text for each client that it was sent to: its id, user, address, and what became of it, between commas; and one for \
     each gateway of the cluster that did not answer.",
)
.raises(&[
    ("NotImplementedError", "the scope has no clients in it, or remoteServers are given"),
    ("ValueError", "the scope is not \"C\", \"G\" or \"CG\""),
])
.asks(Family::Message)
.differs(
    "To clients: the gateway has no message handlers, so `\"G\"` in a scope means nothing. `hostName` is the address that the \
     gateway sees, or a name that its configuration gives to it under `[hosts]`; what a client says of itself does not \
     count. The payload is a dictionary of data; in a cluster it has some 500 KiB at most.",
)
.example("system.util.sendMessage('Plant', 'alert', {'text': 'Door open'}, hasRole='operator')");
