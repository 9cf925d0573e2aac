//! What patterns of Python 3 do with a long text, in a time that grows with it.
//!
//! The engine counts the characters before each match, and before each text that a match gives out, from the beginning. A
//! pattern does not give out its code, so it is noted when the pattern is made. Python 2 has a `re` of its own.

use std::cell::RefCell;
use std::collections::HashMap;

use rustpython_vm::builtins::{PyInt, PyStr, PyType, PyWeak};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use crate::job_is_python2;
use crate::library::pattern_code;

/// A text of so many bytes is long: what is shorter the engine does soon enough.
const LONG: usize = 1 << 10;

/// The functions in the place of a pattern's methods, and which argument is the text.
const METHODS: [(&str, usize); 9] = [
    ("findall", 1),
    ("finditer", 1),
    ("fullmatch", 1),
    ("match", 1),
    ("scanner", 1),
    ("search", 1),
    ("split", 1),
    ("sub", 2),
    ("subn", 2),
];

/// What a pattern was made of, as long as there is the pattern.
struct Known {
    pattern: PyRef<PyWeak>,
    code: Code,
}

enum Code {
    /// The compiler's, and how many groups there are.
    Given(PyObjectRef, PyObjectRef),
    /// Ready to be walked with.
    Ready(PyObjectRef),
}

#[derive(Default)]
struct Patterns {
    known: HashMap<usize, Known>,
    /// When there are so many, those that are gone are left out.
    most: usize,
}

thread_local! {
    static PATTERNS: RefCell<Patterns> = RefCell::default();
}

/// Notes what patterns are made of, and wraps their methods.
pub(super) fn install(class: &'static Py<PyType>, vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("_sre", 0)?;
    let original: &'static PyObjectRef = Box::leak(Box::new(module.get_attr("compile", vm)?));
    let compile = move |args: FuncArgs, vm: &VirtualMachine| {
        let given = args.args.get(2).cloned().zip(args.args.get(3).cloned());
        let pattern = original.call(args, vm)?;
        if let Some((code, groups)) = given {
            note(&pattern, Code::Given(code, groups), vm)?;
        }
        PyResult::Ok(pattern)
    };
    module.set_attr("compile", vm.new_function("compile", compile), vm)?;
    for (name, place) in METHODS {
        super::wrap(class, name, vm, move |args, vm| {
            if job_is_python2() || !is_wanted(name, place, args) { Ok(None) } else { answer(name, args, vm) }
        });
    }
    Ok(())
}

fn note(pattern: &PyObject, code: Code, vm: &VirtualMachine) -> PyResult<()> {
    let known = Known { pattern: pattern.downgrade(None, vm)?, code };
    PATTERNS.with_borrow_mut(|patterns| {
        if patterns.known.len() >= patterns.most {
            patterns.known.retain(|_, known| known.pattern.upgrade().is_some());
            patterns.most = (2 * patterns.known.len()).max(64);
        }
        patterns.known.insert(pattern.get_id(), known);
    });
    Ok(())
}

/// Whether a text is long, and the engine has no complaint of the other arguments.
fn is_wanted(name: &str, place: usize, args: &FuncArgs) -> bool {
    let is_long = |text: &PyObjectRef| text.downcast_ref::<PyStr>().is_some_and(|text| text.byte_len() >= LONG);
    if !args.args.get(place).is_some_and(is_long) {
        return false;
    }
    let most = if matches!(name, "split" | "sub" | "subn") { 1 } else { 2 };
    let rest = &args.args[place + 1..];
    let are_places = rest.iter().chain(args.kwargs.values()).all(|place| place.downcast_ref::<PyInt>().is_some());
    let from_start = rest.is_empty() && args.kwargs.is_empty();
    // At a text's beginning the engine is as quick.
    let is_quick = from_start && matches!(name, "match" | "fullmatch" | "search");
    are_places && !is_quick && rest.len() + args.kwargs.len() <= most && args.kwargs.keys().all(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    matches!(name, "pos" | "endpos" | "count" | "maxsplit")
}

/// What the function of the library says; none for a pattern of bytes, or one that nobody has made note of.
fn answer(name: &'static str, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let Some(pattern) = args.args.first() else { return Ok(None) };
    let of = pattern.get_attr("pattern", vm)?;
    if !vm.is_none(&of) && of.downcast_ref::<PyStr>().is_none() {
        return Ok(None);
    }
    let Some(code) = code_of(pattern, vm)? else { return Ok(None) };
    let mut args = args.clone();
    args.args.insert(1, code);
    let function = vm.import("_long_matches", 0)?.get_attr(name, vm)?;
    function.call(args, vm).map(Some)
}

fn code_of(pattern: &PyObject, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let id = pattern.get_id();
    let given = PATTERNS.with_borrow(|patterns| {
        patterns.known.get(&id).map(|known| match &known.code {
            Code::Ready(code) => (code.clone(), None),
            Code::Given(code, groups) => (code.clone(), Some(groups.clone())),
        })
    });
    match given {
        None => Ok(None),
        Some((code, None)) => Ok(Some(code)),
        Some((code, Some(groups))) => {
            let code = pattern_code(code.try_to_value(vm)?, groups.try_to_value(vm)?, vm);
            note(pattern, Code::Ready(code.clone()), vm)?;
            Ok(Some(code))
        }
    }
}
