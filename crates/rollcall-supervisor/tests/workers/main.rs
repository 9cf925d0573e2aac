//! Workers as processes: how a job's end is classified, which worker an owner gets, and the consequences of a worker's
//! death. The processes are those of `program.rs`, which behave as ordered and start in a moment.

mod jobs;
mod pool;
mod stand_in;
