//! Python: the worker's main loop, the interpreter, and the functions that scripts call.
//!
//! A script runs in a worker, a process of its own, one script at a time. [`Worker::warm`] creates the interpreter;
//! [`Worker::serve`] then speaks the protocol of [`rollcall_wire::worker`] over a pair of byte streams. Between the two
//! the process may be forked: `warm` starts no thread.
//!
//! | module | owns |
//! |---|---|
//! | `system` | the functions, one file for each Python namespace |
//! | `call` | a function's entry in the catalogue, bound to its body: arguments, defaults, errors |
//! | `java` | the Java classes that scripts of 7.9 rely on, as Python types |
//! | `carry` | values and functions on their way from one interpreter to another |
//! | `component` | windows, components and events as Python objects |
//! | `dataset` | `Dataset` and `PyDataSet` as Python types |
//! | `check` | whether a script compiles, and its calls that cannot work |
//! | `modules` | the project's script modules, imported by name |
//! | `interpreter` | the modules that exist, and those that are refused |
//! | `host` | the running job and the way to its supervisor |
//! | `missing` | the missing names of `system` and Java, with their messages |
//! | `worker` | the main loop |
//!
//! The meaning of Python is defined below it: `rollcall-engine` compiles, `rollcall-python-runtime` has the types,
//! operators and builtins of Python 2 and mends the engine.
//!
//! It knows nothing of HTTP, SQL, sockets or files: a script requests them from its supervisor, with a
//! [`rollcall_wire::host::HostCall`].
//!
//! # Globals
//! Every job runs in a fresh `__main__`, as event scripts do in the original. State that outlives it is in modules, and
//! those live as long as the worker is assigned to its client or gateway script.

mod arguments;
mod call;
mod carry;
mod check;
mod clock;
mod component;
mod dataset;
mod embedding;
mod host;
mod host_error;
mod interpreter;
mod java;
mod missing;
mod modules;
mod output;
mod sources;
mod system;
mod traceback;
mod worker;

pub use check::{check, examine};
pub use rollcall_engine::compile::{Dialect, SyntaxFault, decode};
pub use worker::Worker;
