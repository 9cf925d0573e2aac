//! End to end: the real executable, over the network, as people and programs use it.
//!
//! It is one binary with many modules because linking takes most of the time: the executable holds a Python engine, and
//! each binary more would cost a minute on a small machine. The executable itself is built once, by cargo, and started
//! from here through `testkit`.
//!
//! Each test builds its own gateway on a port of its own and shares nothing with its neighbours, so any of them can be
//! run alone: `cargo test -p rollcall --test end_to_end -- resume`.

mod absent;
mod access;
mod bombs;
mod check;
mod client;
mod cluster;
mod configuration;
mod credentials;
mod demo;
mod dialogs;
mod disk;
mod doors;
mod edge;
mod endings;
mod examples;
mod fence;
mod gateway_scripts;
mod hostile_log_ins;
mod http2;
mod limits;
mod line;
mod listing;
mod matching;
mod plant;
mod project_administration;
mod project_check;
mod refusals;
mod resume;
mod run;
mod run_limits;
mod secrets;
mod server_store;
mod session_socket;
mod tls;
mod user_administration;
