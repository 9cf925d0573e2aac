//! Script workers, seen from outside: starting them, giving them jobs, holding them to their limits.
//!
//! A script can do anything to its process: loop for ever, swallow every exception, exhaust its memory, overflow its
//! stack. So it never runs in the gateway's. This module owns the processes and decides about their ends; it does not
//! know how a script is executed, only the messages of [`rollcall_wire::worker`].
//!
//! | module | content |
//! |---|---|
//! | [`limits`] | the limits of a worker process |
//! | [`fence`] | the remainder of the machine for it should the engine in it fail |
//! | [`process`] | one worker process: its pipe, its standard error, its death |
//! | [`job`] | one script on one worker: calls answered, deadline kept, the end classified |
//! | [`flight`] | room for messages on their way to and from workers |
//! | [`zygote`] | the warmed-up parent that workers are forked from |
//! | [`turns`] | whose turn it is, as a state machine |
//! | [`turnstile`] | where scripts wait for their turns |
//! | [`pace`] | how fast a process may go |
//! | `total_memory` | the memory of all workers together |
//! | [`pool`] | the owners of workers |

pub mod fence;
pub mod flight;
pub mod job;
pub mod limits;
pub mod pace;
pub mod pool;
pub mod process;
mod total_memory;
pub mod turns;
pub mod turnstile;
mod weight;
pub mod zygote;

pub use job::{Host, JobEnd, JobLimits};
pub use limits::WorkerLimits;
pub use process::WorkerProcess;
