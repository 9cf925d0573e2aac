//! Takes the browser's client into the executable: every file of `web/dist`, plain and compressed.
//!
//! The built files are kept in the repository, so that building the gateway needs no Node. Without them the gateway is
//! built all the same, and its page reports that they are missing.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() -> io::Result<()> {
    // Cargo runs this in the folder of the package. `env!` holds the folder in which it was compiled, and a target
    // folder can outlive that one.
    let dist = PathBuf::from("../../web/dist");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if dist.is_dir() {
        collect(&dist, &mut files)?;
    } else {
        println!("cargo::warning=there is no web/dist: this gateway will serve no browser's client");
    }
    files.sort();
    let mut table = String::from("&[\n");
    for (number, file) in files.iter().enumerate() {
        let name = file.strip_prefix(&dist).map_err(io::Error::other)?;
        let name = name.to_str().ok_or_else(|| io::Error::other("a file of web/dist has a name that is not UTF-8"))?;
        let content = fs::read(file)?;
        let plain = out.join(format!("{number}"));
        fs::write(&plain, &content)?;
        let gzip = match compressed(&content)? {
            smaller if smaller.len() < content.len() => {
                let file = out.join(format!("{number}.gz"));
                fs::write(&file, smaller)?;
                format!("Some(include_bytes!({file:?}))")
            }
            _ => "None".to_owned(),
        };
        writeln!(table, "    Asset {{ path: {name:?}, content: include_bytes!({plain:?}), gzip: {gzip} }},")
            .map_err(io::Error::other)?;
    }
    table.push(']');
    fs::write(out.join("assets.rs"), table)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn compressed(content: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}
