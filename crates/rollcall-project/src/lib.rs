//! Projects on disk: their settings, scripts, windows and pictures, read, checked and created.
//!
//! ```text
//! <projects>/plant/project.toml          title, who may log in, timers
//! <projects>/plant/gateway/startup.py    runs when the gateway starts the project
//! <projects>/plant/gateway/shutdown.py   runs when it stops it
//! <projects>/plant/gateway/timer/*.py    run again and again, as [timer.<name>] in project.toml says
//! <projects>/plant/client/**             the same in each of its clients, and message/<handler>.py
//! <projects>/plant/scripts/**.py         the project's library
//! <projects>/plant/windows/**            windows: each a folder with window.json and the scripts of its events
//! <projects>/plant/images/**             pictures
//! ```
//!
//! Everything is text that a person can edit and keep under git; nothing is ever written into a project but by
//! [`Projects::create`]. Other files (a README, `.git`, `__pycache__`, whatever begins with a dot) are left alone.
//!
//! The crate knows no Python: it does not check that a script compiles. It knows no HTTP and no database either.
//!
//! # Mistakes in a project
//! Every mistake is a [`Problem`] with its file, line and column, and all problems are reported at once.
//! - A project whose folder or `project.toml` has a problem is not loaded at all: half-understood settings could admit
//!   a user whom they were meant to keep out.
//! - A problem that is one script's (not UTF-8, too large, a link, a timer without settings, settings without a timer)
//!   leaves that script out, and the rest of the project is loaded: a mistake in a report must not keep operators from
//!   logging in. [`Project::problems`] lists the scripts that were left out.
//! - A window with a mistake in it is loaded as one that shows its problems, and the other windows are good.
//! - A broken project does not hide the others.
//!
//! # Confinement
//! Nothing outside a project's folder can be read through it. No symbolic link inside the folder is followed, wherever
//! it leads; each step is opened relative to its parent without following links, so that a link put there while we read
//! changes nothing. Only the project's folder itself may be a link: placing one beside the projects takes an
//! administrator of the machine, and it is how a checkout elsewhere is put in place.

mod create;
mod error;
mod fingerprint;
mod folder;
mod image_file;
mod limits;
mod name;
mod problem;
mod project;
mod projects;
mod read;
mod settings;

pub use create::NewProject;
pub use error::{Error, ErrorKind};
pub use fingerprint::Fingerprint;
pub use image_file::ImageFile;
pub use limits::{
    MAX_DEPTH, MAX_FILE_BYTES, MAX_FOLDER_ENTRIES, MAX_IMAGE_BYTES, MAX_IMAGES, MAX_SCRIPTS, MAX_WINDOWS,
};
pub use name::ProjectName;
pub use problem::Problem;
pub use project::{ClientScripts, Image, Kind, Nodes, Project, Python, Schedule, Script, Theme, Timer};
pub use projects::{Loaded, Presence, Projects};
