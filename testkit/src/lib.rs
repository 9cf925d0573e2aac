//! Dev-only: the real executable, started, watched and ended by tests.
//!
//! Nothing here reaches into the product. A test has the means of a user: the command line, the network, the data
//! folder and signals; so a function that passes here works outside, too.
//!
//! | module | content |
//! |---|---|
//! | `process` | one run of the executable: arguments in, output and exit code out |
//! | `setup` | a data folder with users and projects, made by the command line before the gateway starts |
//! | `gateway` | a gateway on a free port, killed and started again at will |
//! | `client` | a headless client that is on |
//! | `family` | the processes that it has started |
//! | `http` | requests as anybody could send them |
//! | `socket` | a session's WebSocket, frame by frame |
//! | `proxy` | a line to the gateway that the test rules: slow, held, cut, dead |
//! | `datasets` | a tab's datasets that come in parts |
//! | `tab` | a tab of a browser without a browser, with its client's windows |
//! | `postgres` | a PostgreSQL server, stopped, hung and started again at will |
//! | `nats` | a NATS server, the same |
//! | `cluster` | what the nodes of a cluster have in common |
//! | `eventually` | waiting for something to become true; there is no other waiting |
//!
//! Every failure is a panic, with the output of every process that is still running: this crate is for tests.

mod client;
mod cluster;
mod datasets;
mod eventually;
mod family;
mod gateway;
mod http;
mod nats;
mod postgres;
mod process;
mod proxy;
mod setup;
mod socket;
mod tab;

pub use client::ClientProcess;
pub use cluster::{move_to_server, node_config};
pub use eventually::{PATIENCE, eventually, throughout};
pub use family::{children, signal};
pub use gateway::{GatewayProcess, PASSWORD};
pub use http::{Answer, Http};
pub use nats::NatsServer;
pub use postgres::PostgresServer;
pub use process::{Executable, Finished, Invocation, RunningProcess};
pub use proxy::{Proxy, Way};
pub use rustix::process::{Pid, Signal};
pub use setup::Setup;
pub use socket::{Arrival, SessionSocket};
pub use tab::{Handshake, Tab};
