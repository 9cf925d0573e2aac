//! Workers as processes: how a job's end is classified, which worker an owner gets, and what becomes of those that die.
//! The processes are those of `program.rs`, which behave as they are ordered and start in a moment.

mod jobs;
mod pool;
mod stand_in;
