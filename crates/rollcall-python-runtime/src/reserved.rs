//! The names in which a text is run, where a script gives a mapping of its own: the names that Python 2's statements
//! stand for are not looked up in it.
//!
//! `print` and division are calls of reserved names (`$print_item`), and names are asked of the locals first. A mapping
//! that has an answer to everything, as a `defaultdict` has, answered them as well.

use std::sync::LazyLock;

use rustpython_vm::builtins::{PyDict, PyStr};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::ArgMapping;
use rustpython_vm::protocol::PyMappingMethods;
use rustpython_vm::types::AsMapping;
use rustpython_vm::{PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, atomic_func, pyclass};

/// A mapping without reserved names.
#[pyclass(module = false, name = "names")]
#[derive(Debug, PyPayload)]
struct Names {
    mapping: PyObjectRef,
}

/// Makes the type.
pub(super) fn install() {
    Names::make_static_type();
}

/// The mapping as locals of a text. A plain dict has only the names put into it, and stays a plain dict.
pub(super) fn hidden_from(mapping: ArgMapping, vm: &VirtualMachine) -> ArgMapping {
    let object: PyObjectRef = mapping.into();
    let is_plain = object.downcast_ref_if_exact::<PyDict>(vm).is_some();
    ArgMapping::new(if is_plain { object } else { Names { mapping: object }.into_ref(&vm.ctx).into() })
}

/// The mapping that a script sees as its names.
pub(super) fn given(names: PyObjectRef) -> PyObjectRef {
    names.downcast_ref::<Names>().map_or_else(|| names.clone(), |names| names.mapping.clone())
}

fn is_reserved(key: &PyObject) -> bool {
    key.downcast_ref::<PyStr>().is_some_and(|name| name.as_bytes().starts_with(b"$"))
}

#[pyclass(with(AsMapping))]
impl Names {
    /// For `dir()`.
    #[pymethod]
    fn keys(&self, vm: &VirtualMachine) -> PyResult {
        vm.call_method(&self.mapping, "keys", ())
    }

    fn get(&self, key: &PyObject, vm: &VirtualMachine) -> PyResult {
        if is_reserved(key) { Err(vm.new_key_error(key.to_owned())) } else { self.mapping.get_item(key, vm) }
    }

    fn set(&self, key: &PyObject, value: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<()> {
        match value {
            Some(value) => self.mapping.set_item(key, value, vm),
            None => self.mapping.del_item(key, vm),
        }
    }
}

impl AsMapping for Names {
    fn as_mapping() -> &'static PyMappingMethods {
        static METHODS: LazyLock<PyMappingMethods> = LazyLock::new(|| PyMappingMethods {
            length: atomic_func!(|names, vm| Names::mapping_downcast(names).mapping.length(vm)),
            subscript: atomic_func!(|names, key, vm| Names::mapping_downcast(names).get(key, vm)),
            ass_subscript: atomic_func!(|names, key, value, vm| Names::mapping_downcast(names).set(key, value, vm)),
        });
        &METHODS
    }
}
