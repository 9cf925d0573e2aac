//! The command line: commands and their options, with the help that `--help` shows.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rollcall_supervisor::fence::Gaps;
use rollcall_wire::dialect::Dialect;

/// An open gateway for plant-floor applications: who is on, and scripts that ask.
#[derive(Debug, Parser)]
#[command(name = "rollcall", version, propagate_version = true)]
pub struct Arguments {
    /// Write more into the log on standard error. RUST_LOG chooses in detail.
    #[arg(long, short, global = true)]
    pub verbose: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a gateway.
    Gateway(Gateway),
    /// Run a gateway with demo projects, demo users and a dozen sessions that are really logged in.
    Demo(Demo),
    /// Log in to a project, run a Python script in its scope, log out.
    Run(Run),
    /// Log in to a project and stay on until stopped: for kiosks, for load, for tests.
    Client(Client),
    /// List the sessions of a gateway.
    Sessions(Sessions),
    /// List the gateways of a cluster, as the one that is asked sees them.
    Nodes(Remote),
    /// List the scripts that a gateway runs by itself, and how they fare.
    Scripts(Remote),
    /// Add, list, change and remove users.
    User(User),
    /// Move what a gateway keeps to another database.
    Store(Store),
    /// Make, list and check projects on disk.
    Project(Project),
    /// Compile scripts without running them and report the mistakes in each.
    Check(Check),
    /// Try a filter: which of the values on standard input does it match as a whole?
    Match(Match),
    /// A script worker; the gateway starts these itself.
    #[command(hide = true)]
    Worker(Worker),
}

/// The gateway's address and the user.
#[derive(Clone, Debug, Args)]
pub struct Remote {
    /// The gateway's address. Several gateways of a cluster are separated by commas: where one cannot be reached, or takes
    /// nobody, the next is tried.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8088", env = "ROLLCALL_GATEWAY")]
    pub gateway: String,
    /// The user to log in as. The password comes from ROLLCALL_PASSWORD, --password-file or a prompt.
    #[arg(long, value_name = "NAME", env = "ROLLCALL_USER")]
    pub user: Option<String>,
    /// A file whose first line is the password.
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// A certificate (PEM) to trust besides the system's, for a gateway with a certificate of its own.
    #[arg(long, value_name = "FILE")]
    pub ca_cert: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Gateway {
    /// The configuration, in TOML; see docs/configuration.md.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder for everything that lasts; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "rollcall-data", env = "ROLLCALL_DATA")]
    pub data: PathBuf,
    /// The address to listen on; instead of the configuration's. Port 0 takes a free one.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    #[command(subcommand)]
    pub action: Option<GatewayAction>,
}

#[derive(Debug, Subcommand)]
pub enum GatewayAction {
    /// Send the clients of a gateway to the others of its cluster, before it is stopped, and wait until they are gone.
    Drain(Drain),
}

#[derive(Debug, Args)]
pub struct Drain {
    /// Over how many seconds; the gateway's configured time when absent.
    #[arg(long, value_name = "SECONDS")]
    pub over: Option<u64>,
    /// Admit clients again instead.
    #[arg(long, conflicts_with = "over")]
    pub end: bool,
    #[command(flatten)]
    pub remote: Remote,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// The address to listen on; only loopback addresses are taken.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8088")]
    pub listen: SocketAddr,
    /// The data folder; a temporary one, removed at the end, when absent.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Only make the data folder, for a gateway of a demo's cluster.
    #[arg(long, hide = true, requires = "data")]
    pub prepare: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the script ran to its end; 1 it failed, with the traceback on standard error, or \
    the gateway refused; 2 wrong usage; sys.exit(n) gives n.\n\nExample:\n  \
    rollcall run -c 'print(len(system.util.getSessionInfo(\"bi.*\")))' --user anna --project plant"
)]
pub struct Run {
    /// The script's file; - reads standard input.
    #[arg(value_name = "FILE", required_unless_present = "code", conflicts_with = "code")]
    pub file: Option<PathBuf>,
    /// The script itself.
    #[arg(short, value_name = "CODE", allow_hyphen_values = true)]
    pub code: Option<String>,
    /// The language that it is written in: that of Ignition 7.9, which is Python 2 as Jython has it, or Python 3. When
    /// absent, the one that the script declares, as in "# python: 3", else its project's, else 7.9.
    #[arg(long, value_enum)]
    pub python: Option<Python>,
    /// Stop the script after this many seconds; time in a dialog does not count. No limit when absent.
    #[arg(long, value_name = "S")]
    pub timeout: Option<f64>,
    #[command(flatten)]
    pub gaps: ScriptGaps,
    #[command(flatten)]
    pub session: OpenSession,
    #[command(flatten)]
    pub remote: Remote,
}

#[derive(Debug, Args)]
pub struct Client {
    /// How many sessions to open.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub count: u32,
    /// Give up when the gateway cannot be reached for this many seconds; never when absent.
    #[arg(long, value_name = "S")]
    pub give_up: Option<u64>,
    #[command(flatten)]
    pub session: OpenSession,
    #[command(flatten)]
    pub remote: Remote,
}

/// The parts of the fence around scripts that may be missing.
#[derive(Clone, Copy, Debug, Args)]
pub struct ScriptGaps {
    /// Run scripts as root if this is root and may not become the user `nobody`. Scripts could then do great harm
    /// should the engine have a fault.
    #[arg(long)]
    pub allow_root: bool,
    /// Run scripts without a filter of system calls if the kernel has none (seccomp).
    #[arg(long)]
    pub allow_unfenced: bool,
}

impl From<ScriptGaps> for Gaps {
    fn from(gaps: ScriptGaps) -> Self {
        Gaps { root: gaps.allow_root, calls: gaps.allow_unfenced }
    }
}

/// The session to open.
#[derive(Clone, Debug, Args)]
pub struct OpenSession {
    /// The project to log in to.
    #[arg(long, value_name = "NAME")]
    pub project: String,
    /// Log in as a designer rather than as a client.
    #[arg(long)]
    pub designer: bool,
    /// The host name to report; the machine's own when absent, no name when empty.
    #[arg(long, value_name = "NAME")]
    pub hostname: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "A filter is a Java regular expression that must match the whole value: bi.* means \"starts \
    with bi\", bill\\.smith is exactly that user.")]
pub struct Sessions {
    /// Only users whose whole name matches.
    #[arg(long, value_name = "RE")]
    pub username: Option<String>,
    /// Only projects whose whole name matches.
    #[arg(long, value_name = "RE")]
    pub project: Option<String>,
    /// Those of all gateways of the cluster. The exit code is 3 where one of them did not answer.
    #[arg(long)]
    pub cluster: bool,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub remote: Remote,
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for the eye.
    Table,
    /// One JSON array.
    Json,
    /// Comma-separated values, with a header.
    Csv,
}

#[derive(Debug, Args)]
#[command(after_help = "With --data the command works on the data folder itself, and needs no log-in: no gateway may \
    run on it then. Else it goes through the running gateway, as a user with the role Administrator.\n\nA new password \
    comes from ROLLCALL_NEW_PASSWORD, --new-password-file or a prompt.")]
pub struct User {
    #[command(subcommand)]
    pub action: UserAction,
    /// Work on this data folder, while no gateway runs on it.
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// With --data: the gateway's configuration, for one whose database is on a server.
    #[arg(long, value_name = "FILE", global = true, requires = "data")]
    pub config: Option<PathBuf>,
    /// A file whose first line is the new password.
    #[arg(long, value_name = "FILE", global = true)]
    pub new_password_file: Option<PathBuf>,
    /// The gateway's address.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8088", env = "ROLLCALL_GATEWAY", global = true)]
    pub gateway: String,
    /// The administrator to log in as. The password comes from ROLLCALL_PASSWORD, --password-file or a prompt.
    #[arg(long, value_name = "NAME", env = "ROLLCALL_USER", global = true)]
    pub user: Option<String>,
    /// A file whose first line is the administrator's password.
    #[arg(long, value_name = "FILE", global = true)]
    pub password_file: Option<PathBuf>,
    /// A certificate (PEM) to trust besides the system's.
    #[arg(long, value_name = "FILE", global = true)]
    pub ca_cert: Option<PathBuf>,
}

impl User {
    /// The gateway's address and the user.
    pub fn remote(&self) -> Remote {
        Remote {
            gateway: self.gateway.clone(),
            user: self.user.clone(),
            password_file: self.password_file.clone(),
            ca_cert: self.ca_cert.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub struct Store {
    #[command(subcommand)]
    pub action: StoreAction,
}

#[derive(Debug, Subcommand)]
pub enum StoreAction {
    /// Move the SQLite database of a data folder to an empty PostgreSQL database, while no gateway runs. The file stays
    /// as it is.
    Migrate {
        /// The address of the database: postgres://user@host/database.
        #[arg(long, value_name = "URL")]
        to: String,
        /// A file whose first line is the password for that database.
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        /// The data folder.
        #[arg(long, value_name = "DIR", default_value = "rollcall-data", env = "ROLLCALL_DATA")]
        data: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum UserAction {
    /// Add a user.
    Add {
        /// The name to log in with.
        name: String,
        /// A role; may be given several times.
        #[arg(long = "role", value_name = "ROLE")]
        roles: Vec<String>,
    },
    /// List the users and their roles.
    List,
    /// Set a user's password. Ends the user's sessions.
    Passwd {
        /// The user's name.
        name: String,
    },
    /// Set all roles of a user. Ends the user's sessions if a role is taken away.
    Roles {
        /// The user's name.
        name: String,
        /// The roles; an empty list takes all away.
        roles: Vec<String>,
    },
    /// Keep a user from logging in. Ends the user's sessions.
    Disable {
        /// The user's name.
        name: String,
    },
    /// Let a disabled user log in again.
    Enable {
        /// The user's name.
        name: String,
    },
    /// Remove a user. Ends the user's sessions.
    Remove {
        /// The user's name.
        name: String,
    },
}

#[derive(Debug, Args)]
pub struct Project {
    #[command(subcommand)]
    pub action: ProjectAction,
    /// The folder of the projects; `projects` in the data folder when absent.
    #[arg(long, value_name = "DIR", global = true)]
    pub projects: Option<PathBuf>,
    /// The data folder.
    #[arg(long, value_name = "DIR", default_value = "rollcall-data", env = "ROLLCALL_DATA", global = true)]
    pub data: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum ProjectAction {
    /// Make a project.
    New {
        /// Its name, which is its folder's.
        name: String,
        /// The title that people see.
        #[arg(long)]
        title: Option<String>,
        /// A role that may log in as client; may be given several times. Operator when absent.
        #[arg(long = "client-role", value_name = "ROLE")]
        client_roles: Vec<String>,
        /// A role that may log in as designer; may be given several times. Without one no user may.
        #[arg(long = "designer-role", value_name = "ROLE")]
        designer_roles: Vec<String>,
        /// Without a window to begin with.
        #[arg(long)]
        bare: bool,
    },
    /// List the projects and who may log in to them.
    List,
    /// Look for mistakes, in settings and in scripts; exit code 1 if there are any.
    Check {
        /// The project; all of them when absent.
        name: Option<String>,
        /// Take warnings, of calls that cannot work, for mistakes.
        #[arg(long)]
        strict: bool,
        #[command(flatten)]
        gaps: ScriptGaps,
    },
}

#[derive(Debug, Args)]
#[command(
    after_help = "Each fault is reported as file:line:column: message. Calls of system.* that cannot work (a function \
    that is not provided, arguments that do not fit) are reported as warnings.\n\nExit codes: 0 every script compiles; \
    1 there are faults, or warnings with --strict; 2 wrong usage."
)]
pub struct Check {
    /// A script, or a folder whose files that end in .py are checked, those in its folders too.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The language that they are written in: that of Ignition 7.9, which is Python 2 as Jython has it, or Python 3.
    /// When absent, the one that a script declares, as in "# python: 3", else 7.9.
    #[arg(long, value_enum)]
    pub python: Option<Python>,
    /// Take warnings for faults.
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub gaps: ScriptGaps,
}

/// A language of scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Python {
    /// Python 2, as the scripts of 7.9 are written.
    #[value(name = "7.9")]
    V79,
    /// Python 3.
    #[value(name = "3")]
    V3,
}

impl From<Python> for Dialect {
    fn from(python: Python) -> Self {
        match python {
            Python::V79 => Dialect::Python27,
            Python::V3 => Dialect::Python3,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "A filter must match the whole value, as in system.util.getSessionInfo.\n\nExample:\n  \
    printf 'billy\\nbob\\n' | rollcall match 'bi.*'\n\nWith --jsonl each line is {\"pattern\":…,\"input\":…}, and each \
    answer {\"result\":\"true\"|\"false\"|\"error\",\"description\":…,\"index\":…}.")]
pub struct Match {
    /// The filter: a Java regular expression.
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl", allow_hyphen_values = true)]
    pub pattern: Option<String>,
    /// Read patterns and values as lines of JSON: a value may then hold any character.
    #[arg(long)]
    pub jsonl: bool,
    /// The Java version whose dialect it is.
    #[arg(long, value_enum, default_value_t = Java::V8)]
    pub java: Java,
}

/// A version of Java's dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Java {
    /// The Java of 7.9.
    #[value(name = "8")]
    V8,
    /// The newer one.
    #[value(name = "17")]
    V17,
}

#[derive(Debug, Args)]
pub struct Worker {
    /// Fork workers on request instead of being one.
    #[arg(long)]
    pub zygote: bool,
    /// Memory that a worker may allocate, in bytes.
    #[arg(long)]
    pub memory: u64,
    /// The stack of a worker, in bytes.
    #[arg(long)]
    pub stack: u64,
    /// The number of the process that started this one.
    #[arg(long)]
    pub supervisor: u32,
    /// The limit of the stack is in force already.
    #[arg(long)]
    pub stack_is_set: bool,
    /// Stay root where it is not possible to become another user.
    #[arg(long)]
    pub allow_root: bool,
    /// Go without a filter of system calls where the kernel has none.
    #[arg(long)]
    pub allow_unfenced: bool,
}
