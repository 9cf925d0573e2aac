//! Members of builtin types that only Python 3 has, for scripts that check whether an object has them: `hasattr(x,
//! '__iter__')` distinguishes a list from a text in Python 2, where texts are iterated by their indices.
//!
//! The engine keeps them, and its library uses them; a script that uses one without a check gets it.

use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::{Py, PyObject, VirtualMachine};

/// The new members of both kinds of texts.
const OF_TEXTS: [&str; 11] = [
    "__iter__",
    "__radd__",
    "__rmod__",
    "casefold",
    "format_map",
    "isascii",
    "isidentifier",
    "isprintable",
    "maketrans",
    "removeprefix",
    "removesuffix",
];

/// The new members of a type: its name, and their names.
const NEWER: [(&str, &[&str]); 16] = [
    ("str", &OF_TEXTS),
    ("unicode", &OF_TEXTS),
    ("list", &["clear", "copy"]),
    ("dict", &["__ior__", "__or__", "__reversed__", "__ror__"]),
    ("set", &["__rand__", "__ror__", "__rsub__", "__rxor__"]),
    ("frozenset", &["__rand__", "__ror__", "__rsub__", "__rxor__"]),
    ("int", &["as_integer_ratio", "bit_count", "from_bytes", "is_integer", "to_bytes"]),
    ("float", &["from_number"]),
    ("complex", &["__complex__", "from_number"]),
    ("range", &["__contains__", "count", "index", "start", "step", "stop"]),
    (
        "bytearray",
        &[
            "__iter__",
            "__mod__",
            "__rmod__",
            "clear",
            "copy",
            "hex",
            "isascii",
            "maketrans",
            "removeprefix",
            "removesuffix",
            "resize",
        ],
    ),
    ("collections.deque", &["__add__", "__imul__", "__mul__", "__rmul__", "copy", "index", "insert"]),
    ("property", &["__isabstractmethod__", "__name__"]),
    ("staticmethod", &["__call__", "__isabstractmethod__", "__name__", "__wrapped__"]),
    ("classmethod", &["__isabstractmethod__", "__name__", "__wrapped__"]),
    ("functools.partial", &["__get__"]),
];

/// Whether an object, or a class, has a member of this name only as Python 3 has it.
pub(super) fn is_newer(object: &PyObject, name: &Py<PyStr>, vm: &VirtualMachine) -> bool {
    let Some(known) = name.to_str().filter(|name| NEWER.iter().any(|(_, names)| names.contains(name))) else {
        return false;
    };
    let Some(interned) = vm.ctx.interned_str(name) else { return false };
    let class = object.downcast_ref::<PyType>();
    if class.is_none() && object.dict().is_some_and(|own| own.contains_key(interned, vm)) {
        return false;
    }
    let order = class.unwrap_or_else(|| object.class()).mro.read().clone();
    let owner = order.into_iter().find(|base| base.attributes.read().contains_key(interned));
    owner.is_some_and(|owner| {
        let of_owner = NEWER.iter().find(|(class, _)| *class == &*owner.slot_name());
        of_owner.is_some_and(|(_, names)| names.contains(&known))
    })
}
