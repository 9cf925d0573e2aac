//! Shares instead of queues: what many want at once is dealt out by turns, so that one who wants much keeps nobody else
//! waiting for long.
//!
//! | module | what |
//! |---|---|
//! | [`rota`] | who is next: groups take turns, and members within a group |
//! | [`share`] | how many of a bounded number of places one may hold |
//! | [`gate`] | both together, for tasks that wait: so many go at once, the others by turns |
//!
//! The first two are plain values without a clock and without tasks. Whose turn it is to run a script has a rule of its
//! own (`rollcall-supervisor`).

pub mod gate;
pub mod rota;
pub mod share;
