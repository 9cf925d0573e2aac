//! Clients with windows, as a browser meets them: everything from the log-in to the log-out, over the real sockets, with
//! the scripts of the windows in real workers.

mod addresses;
mod console;
mod dialogs;
mod events;
pub mod floor;
mod later;
mod life;
mod log_in;
mod messages;
mod navigation;
mod pages;
mod permissions;
mod presses;
mod projects;
mod shares;
mod tabs_left;
