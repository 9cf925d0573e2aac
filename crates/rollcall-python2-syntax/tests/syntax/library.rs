//! All of Jython's own library compiles: 666 files of Python 2 that were not written for a test of ours.
//!
//! Debian keeps the library in a folder or in the archive of the interpreter; either is read where it is installed.
//! Without Jython there is nothing to test, which the test reports.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::compile;

/// Files that Jython refuses as well, with their faults.
const REFUSED: [(&str, &str); 1] = [
    // Python 3, for the converter from 2 to 3 to be tested with.
    ("lib2to3/tests/data/py3_test_grammar.py", "130:13: invalid syntax"),
];

#[test]
fn jythons_library_compiles() {
    let files = library();
    if files.is_empty() {
        println!("Jython is not installed");
        return;
    }
    assert!(files.len() > 400, "only {} files", files.len());
    let mut refused = Vec::new();
    for (name, bytes) in &files {
        let result =
            rollcall_python2_syntax::decode(bytes).map_err(|error| error.to_string()).and_then(|s| compile(&s));
        if let Err(fault) = result {
            refused.push(format!("{name}:{fault}"));
        }
    }
    let expected = REFUSED.map(|(name, fault)| format!("{name}:{fault}"));
    assert_eq!(refused, expected, "of {} files", files.len());
}

/// The files of the library, by their path in it.
fn library() -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let folder = Path::new("/usr/share/jython/Lib");
    collect(folder, folder, &mut files);
    if files.is_empty() {
        files = archive().map(|archive| unpack(&std::fs::read(archive).unwrap())).unwrap_or_default();
    }
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

/// The newest archive of the interpreter.
fn archive() -> Option<PathBuf> {
    let entries = std::fs::read_dir("/usr/share/java").ok()?;
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("jython")).max()
}

/// The Python files of a zip archive, found through its central directory (PKWARE's APPNOTE, 4.3.12).
fn unpack(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let end = zip.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").unwrap();
    let (count, mut at) = (short(zip, end + 10), long(zip, end + 16));
    let mut files = Vec::new();
    for _ in 0..count {
        let [name, extra, comment] = [28, 30, 32].map(|field| short(zip, at + field));
        let path = String::from_utf8_lossy(&zip[at + 46..at + 46 + name]).into_owned();
        if let Some(path) = path.strip_prefix("Lib/").filter(|path| path.ends_with(".py")) {
            files.push((path.to_owned(), content(zip, short(zip, at + 10), long(zip, at + 20), long(zip, at + 42))));
        }
        at += 46 + name + extra + comment;
    }
    files
}

fn content(zip: &[u8], method: usize, length: usize, header: usize) -> Vec<u8> {
    let start = header + 30 + short(zip, header + 26) + short(zip, header + 28);
    let packed = &zip[start..start + length];
    let mut bytes = Vec::new();
    match method {
        0 => bytes.extend_from_slice(packed),
        _ => drop(flate2::read::DeflateDecoder::new(packed).read_to_end(&mut bytes).unwrap()),
    }
    bytes
}

fn short(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))
}

fn long(bytes: &[u8], at: usize) -> usize {
    short(bytes, at) | short(bytes, at + 2) << 16
}
