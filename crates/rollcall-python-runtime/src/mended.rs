//! Faults of the engine that a script could break it by, in either language, mended from outside: its methods and slots
//! are replaced by ours, so that no copy of the engine is needed. Faults of its compiler are mended in
//! `engine/rustpython-codegen`.
//!
//! | module | fault |
//! |---|---|
//! | `text` | `replace` of nothing cut characters into bytes; a precision cut texts into bytes, and when they had been filled up; `count`, `zfill`, `swapcase`; tabs of a negative width were a panic |
//! | `bases` | a class below itself overflowed the stack, and one with the methods of other instances broke them |
//! | `code` | functions took code with variables that they lack, and code of instructions that no compiler has written |
//! | `counts` | an object of a given size that is made in one go ended the worker, or was a panic |
//! | `deque` | what is removed from a `deque` was dropped, and items were compared, while it was locked; one without room grew |
//! | `extreme` | `min` and `max` made a list of all items |
//! | `documentation` | `__doc__` of the engine's functions began with their signatures |
//! | `finalizers` | a `__del__` ran while what it was dropped from was locked: cells, items of lists, attributes of classes |
//! | `frame` | a generator whose captured parameter was shown by `f_locals`, and a function that evaluates a text, lost the cell of it |
//! | `generator` | a generator that was entered or closed while it ran lost its variables under itself |
//! | `islice` | `islice` never ended over an endless iterator, and counted on when there was nothing left |
//! | `large` | an operation that makes as much again of long texts, bytes and lists ended the worker |
//! | `list` | removed items of a list were dropped, and items were compared, while the list was locked |
//! | `matches` | the matches of a pattern in a long text ended the worker |
//! | `number` | half a pair of surrogates as a character was a panic; exponents, percent signs and `nan` were grouped as digits |
//! | `nesting` | objects that ask each other for their answers, and are made in a loop, overflowed the stack |
//! | `rows` | `csv.reader` of Python 3 was a panic at fields of blanks that are skipped, and at halves of characters |
//! | `slots` | the old value of a slot was dropped while the slot was locked |
//! | `source` | `compile`, `eval` and `exec` of Python 3 took texts that overflow the stack, and code that has no cells |
//! | `trace` | the result of a function for tracing was never called, and one that failed was called on and on |
//!
//! Each is a line or two upstream; the README of `engine/rustpython-codegen` describes how such notes are kept.

mod bases;
mod code;
mod counts;
mod deque;
mod documentation;
mod extreme;
mod finalizers;
mod frame;
mod generator;
mod islice;
mod large;
mod letters;
mod list;
mod matches;
mod nesting;
mod number;
mod percent;
mod rows;
mod slots;
mod source;
mod spec;
mod text;
mod trace;

use rustpython_vm::{PyResult, VirtualMachine};

pub(crate) use finalizers::watch as watch_finalizers;
pub use finalizers::{finalize_waiting, put_off_with as put_off_finalizers_with};
pub(crate) use frame::write_back;
pub(crate) use large::{check as check_room, check_method, check_shown, check_sum, length as length_of_text};
pub(crate) use letters::with_last_sigmas;
pub(crate) use list::compare as compare_lists;
pub(crate) use nesting::{count_calls, nested};
pub(crate) use number::formatted as formatted_number;
pub(crate) use percent::remainder;
pub(crate) use slots::watch as watch_slots;
pub(crate) use source::closed;
pub(crate) use text::{answered, formatted, stepped};
pub use trace::forget as forget_tracing;

/// Replaces functions that Python 2 takes over unchanged.
pub fn install_functions(vm: &VirtualMachine) -> PyResult<()> {
    extreme::install(vm)
}

/// Replaces the functions that Python 2 does not replace by itself.
pub fn install(vm: &VirtualMachine) -> PyResult<()> {
    text::install(vm);
    frame::install(vm);
    documentation::install(vm);
    generator::install(vm);
    code::install(vm)?;
    bases::install(vm);
    list::install(vm);
    slots::install(vm);
    finalizers::install(vm);
    islice::install(vm)?;
    source::install(vm)?;
    trace::install(vm)?;
    counts::install(vm)?;
    deque::install(vm)?;
    large::install(vm);
    matches::install(vm)?;
    rows::install(vm)?;
    nesting::install(vm)
}
