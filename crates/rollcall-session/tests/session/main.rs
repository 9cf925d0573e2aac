//! The registry as its users meet it: cases by hand beside the random ones in the crate.

mod crowd;
mod desk;
mod ends;
mod life;
mod limit;
mod paging;
mod query;
mod restore;
