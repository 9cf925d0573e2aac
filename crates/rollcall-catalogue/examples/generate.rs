//! Writes every file that is made of the catalogue: `cargo run -p rollcall-catalogue --example generate`.
//!
//! Files in a folder of its own that are not made any more are removed.

use std::path::Path;
use std::{fs, io};

use rollcall_catalogue::generated::{files, folders};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in folders() {
        if root.join(folder).exists() {
            fs::remove_dir_all(root.join(folder))?;
        }
    }
    for file in files() {
        let path = root.join(&file.path);
        fs::create_dir_all(path.parent().unwrap_or(&root))?;
        fs::write(path, file.text)?;
    }
    Ok(())
}
