//! The frozen part of Python's standard library: the modules that a script can import besides `system` and `java`.
//!
//! `library.txt` names the modules, `build.rs` takes them from the engine's own crate and compiles them to bytecode, and
//! this crate holds the result. It is a crate of its own because compiling and linking it takes longer than all that
//! uses it, and it changes rarely.
//!
//! Modules that reach the machine are left out: files, processes, sockets, threads. `stand_in/_refused_imports.py`
//! names the replacement to a script that imports one of them. The other files there are our own, smaller versions of
//! modules whose originals would need them:
//!
//! | stand-in | instead of | for |
//! |---|---|---|
//! | `_library_os.py` | `os` | the library's own modules (`random`, `uuid` …), which are edited to import it |
//! | `_colorize.py` | the same | `traceback`, which would load ten modules to find out that nothing is coloured |
//! | `importlib` | the same | `importlib.import_module`, `inspect` |
//! | `linecache.py` | the same | `traceback`: the lines of the running script, no files |
//!
//! `python2/` holds the modules of Python 2.7 that differ, frozen as the package `_python2` so that the library's own
//! imports do not meet them; its `__init__.py` describes how a script's import finds them.

use rustpython_compiler_core::frozen::FrozenLib;

/// The modules, compiled, to be given to an interpreter before it starts.
pub const LIBRARY: &FrozenLib = include!(concat!(env!("OUT_DIR"), "/frozen.rs"));
