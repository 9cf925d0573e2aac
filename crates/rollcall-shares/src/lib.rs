//! Shares instead of queues: a scarce thing is dealt out by turns, so that a user of much keeps no other waiting for
//! long.
//!
//! | module | content |
//! |---|---|
//! | [`rota`] | the next in turn: groups take turns, and members within a group |
//! | [`share`] | how many of a bounded number of places one may hold |
//! | [`gate`] | both together, for tasks that wait: so many go at once, the others by turns |
//!
//! The first two are plain values without a clock and without tasks. The turns of scripts have a rule of their own
//! (`rollcall-supervisor`).

pub mod gate;
pub mod rota;
pub mod share;
