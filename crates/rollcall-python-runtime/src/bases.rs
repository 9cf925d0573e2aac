//! Python 2's errors for new bases of a class, and its work on a class that has got them; `mended::bases` sets them.

use rustpython_vm::builtins::{PyType, PyTypeRef};
use rustpython_vm::{AsObject, Py, PyResult, VirtualMachine};

use super::class::{self, is_old};
use super::{caller_is_python2, language};

/// The errors for the bases that a script gives to a class. `{}` stands for the type of the given object, `{!r}` for
/// its text.
pub(crate) struct Words {
    pub(crate) deleted: String,
    pub(crate) immutable: String,
    pub(crate) no_tuple: String,
    pub(crate) no_class: String,
    pub(crate) empty: String,
}

/// The messages of the script's language.
pub(crate) fn words_of_bases(class: &Py<PyType>, is_builtin: bool, vm: &VirtualMachine) -> Words {
    let name = class.name().to_string();
    if caller_is_python2(vm) { words(&name, is_old(class.as_object()), is_builtin) } else { words_of_python3(&name) }
}

fn words(name: &str, is_old: bool, is_builtin: bool) -> Words {
    let immutable = format!("can't set attributes of built-in/extension type '{name}'");
    let (no_tuple, no_class) = match is_old {
        true => ("__bases__ must be a tuple object".to_owned(), "__bases__ items must be classes".to_owned()),
        false => (
            "bases must be a tuple".to_owned(),
            format!("{name}.__bases__ must be a tuple of old- or new-style classes, not {{!r}}"),
        ),
    };
    let deleted = match (is_old, is_builtin) {
        (true, _) => no_tuple.clone(),
        (false, true) => immutable.clone(),
        (false, false) => "Can't delete __bases__ attribute".to_owned(),
    };
    Words {
        deleted,
        immutable,
        no_tuple,
        no_class,
        empty: "can only assign non-empty tuple to __bases__, not ()".into(),
    }
}

fn words_of_python3(name: &str) -> Words {
    Words {
        deleted: format!("cannot delete '__bases__' attribute of immutable type '{name}'"),
        immutable: format!("cannot set '__bases__' attribute of immutable type '{name}'"),
        no_tuple: format!("can only assign tuple to {name}.__bases__, not {{}}"),
        no_class: format!("{name}.__bases__ must be tuple of classes, not '{{}}'"),
        empty: format!("can only assign non-empty tuple to {name}.__bases__, not ()"),
    }
}

/// Whether a class could have another as a base: those of the old style are among themselves.
pub(crate) fn may_be_base(class: &Py<PyType>, base: &Py<PyType>) -> bool {
    !is_old(class.as_object()) || is_old(base.as_object())
}

/// The bases that the engine is given: above the classes of the old style there is one that scripts do not see.
///
/// # Errors
/// Where a class of the new style would get one of the old, which it can only be made with.
pub(crate) fn bases_of_class(
    class: &Py<PyType>,
    bases: Vec<PyTypeRef>,
    vm: &VirtualMachine,
) -> PyResult<Vec<PyTypeRef>> {
    let is_old_class = is_old(class.as_object());
    if !is_old_class && let Some(base) = bases.iter().find(|base| is_old(base.as_object())) {
        let words = match bases.iter().all(|base| is_old(base.as_object())) {
            true => "a new-style class can't have only classic bases".to_owned(),
            false => format!("__bases__ assignment: '{}' is an old-style class", base.name()),
        };
        return Err(vm.new_type_error(words));
    }
    match language() {
        Some(language) if is_old_class && bases.is_empty() => Ok(vec![language.instance.clone()]),
        _ => Ok(bases),
    }
}

/// Has a class of the old style looked through as such.
pub(crate) fn order_of_bases(class: &PyTypeRef, vm: &VirtualMachine) {
    if is_old(class.as_object()) {
        class::depth_first(class, vm);
    }
}

/// Gives a class of Python 2 anew the members that it has from its bases.
pub(crate) fn adopt_again(class: &PyTypeRef, vm: &VirtualMachine) {
    let is_script = language().is_some_and(|language| class.class().fast_issubclass(&language.old_class));
    if is_script {
        class::finish(class, is_old(class.as_object()), vm);
    }
}
