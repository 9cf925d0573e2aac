//! Copies the modules that `library.txt` names, with our stand-ins and the modules of Python 2 (as the package
//! `_python2`), into `OUT_DIR/library`, for `py_freeze!` to compile.
//!
//! No source of Python's is kept in this repository: the files come from the engine's own crate, so that they are always
//! those of its version.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// One line of `library.txt` with the edits below it.
struct Module {
    path: String,
    edits: Vec<(String, String)>,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=library.txt");
    println!("cargo::rerun-if-changed=stand_in");
    println!("cargo::rerun-if-changed=python2");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let library = out.join("library");
    if library.exists() {
        fs::remove_dir_all(&library).expect("the old copy can be removed");
    }
    let list = fs::read_to_string("library.txt").expect("library.txt can be read");
    for module in modules(&list) {
        copy(&module, &library);
    }
    copy_folder(Path::new("stand_in"), &library).expect("the stand-ins can be copied");
    copy_folder(Path::new("python2"), &library.join("_python2")).expect("Python 2's modules can be copied");
    // The macro looks for a folder beside the file that it is written in, and wants a literal.
    let frozen = "rustpython_derive::py_freeze!(dir = \"library\", crate_name = \"rustpython_compiler_core\")\n";
    fs::write(out.join("frozen.rs"), frozen).expect("the list of frozen modules can be written");
}

/// The entries of `library.txt`.
fn modules(list: &str) -> Vec<Module> {
    let mut modules: Vec<Module> = Vec::new();
    for line in list.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => modules.push(Module { path: line.trim().to_owned(), edits: Vec::new() }),
            Some(edit) => {
                let (found, put) = edit.split_once(" => ").unwrap_or_else(|| panic!("not an edit: {edit}"));
                let module = modules.last_mut().unwrap_or_else(|| panic!("an edit of no file: {edit}"));
                module.edits.push((found.to_owned(), put.to_owned()));
            }
        }
    }
    modules
}

/// Copies one module and applies its edits, whole lines or parts of lines.
fn copy(module: &Module, library: &Path) {
    let from = Path::new(rustpython_pylib::LIB_PATH).join(&module.path);
    let mut source = fs::read_to_string(&from).unwrap_or_else(|e| panic!("{}: {e}", module.path));
    for (found, put) in &module.edits {
        assert!(source.contains(found), "{}: \"{found}\" is not in it any more", module.path);
        source = source.lines().map(|line| edited(line, found, put) + "\n").collect();
    }
    let to = library.join(&module.path);
    fs::create_dir_all(to.parent().expect("a file has a folder")).expect("a folder can be made");
    fs::write(to, source).expect("a module can be written");
}

/// A statement is replaced only where it is the whole line, other text wherever it stands.
fn edited(line: &str, found: &str, put: &str) -> String {
    let statement = found.starts_with("import ") || found.starts_with("from ");
    match statement {
        true if line.trim() == found => line.replace(found, put),
        true => line.to_owned(),
        false => line.replace(found, put),
    }
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
