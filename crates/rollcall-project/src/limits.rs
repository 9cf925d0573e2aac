//! The limits of a project's size. They are far above what people write, and keep a stray archive or a folder of
//! generated files from filling the gateway's memory.

/// The largest file that is read, in bytes: 1 MiB.
pub const MAX_FILE_BYTES: usize = 1024 * 1024;
/// The most scripts of a project's library.
pub const MAX_SCRIPTS: usize = 1000;
/// The most windows.
pub const MAX_WINDOWS: usize = 1000;
/// The most pictures.
pub const MAX_IMAGES: usize = 2000;
/// The largest picture, in bytes: 8 MiB.
pub const MAX_IMAGE_BYTES: usize = 8 * 1024 * 1024;
/// How deep folders may lie in each other below `scripts/`, `windows/` and `images/`.
pub const MAX_DEPTH: usize = 16;
/// The most entries of one folder that is listed.
pub const MAX_FOLDER_ENTRIES: usize = 10_000;
