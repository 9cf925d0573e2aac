//! Where a script was when the engine failed.
//!
//! A panic unwinds the engine's frames before it is caught, so the place is noted when it begins. The standard
//! library's message then is of no use to the author of the script, and has paths of the machine that built this.

use std::cell::{Cell, RefCell};
use std::panic::set_hook;

use rustpython_vm::vm::thread::with_current_vm;

thread_local! {
    static RUNS: Cell<bool> = const { Cell::new(false) };
    static PLACE: RefCell<Option<(String, usize)>> = const { RefCell::new(None) };
}

/// Has panics noted from now on, in all threads of this process.
pub(super) fn install() {
    set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("no message");
        if RUNS.get() {
            RUNS.set(false);
            let place = with_current_vm(|vm| {
                let frame = vm.current_frame()?;
                let index = usize::try_from(frame.lasti()).ok()?.checked_sub(1)?;
                let (begin, _) = frame.code.code.locations.get(index)?;
                Some((frame.code.code.source_path.to_string(), begin.line.get()))
            });
            PLACE.set(place);
        }
        eprintln!("panic: {message}");
        // Only in the profile `checked`, of which nothing is shipped.
        if cfg!(debug_assertions)
            && let Some(place) = panic.location()
        {
            eprintln!("at {place}");
        }
    }));
}

/// Runs something in the interpreter of this thread; a panic is noted with its place.
pub(super) fn noted<R>(run: impl FnOnce() -> R) -> R {
    RUNS.set(true);
    let result = run();
    RUNS.set(false);
    result
}

/// File and line of the last panic, if a script was running.
pub(super) fn place() -> Option<(String, usize)> {
    PLACE.take()
}
