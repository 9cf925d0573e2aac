//! Methods of classes: a function that was taken from a class by its name.
//!
//! Python 2 has it check that it is called with an instance of that class, and calls it unbound. Functions and bound
//! methods get the attributes that Python 2 knows them by (`func_name`, `im_self`).

use rustpython_vm::builtins::{PyBoundMethod, PyFunction, PyStr, PyType, PyTypeRef};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::common::hash::PyHash;
use rustpython_vm::function::{Either, FuncArgs, PyComparisonValue};
use rustpython_vm::types::{Callable, Comparable, GetAttr, GetDescriptor, Hashable, PyComparisonOp, Representable};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::{instance_checks, job_is_python2, type_names};

/// A method without its instance.
#[pyclass(module = false, name = "instancemethod")]
#[derive(Debug, PyPayload)]
pub(super) struct UnboundMethod {
    function: PyObjectRef,
    class: PyTypeRef,
}

impl UnboundMethod {
    pub(super) fn of(function: PyObjectRef, class: PyTypeRef, vm: &VirtualMachine) -> PyObjectRef {
        UnboundMethod { function, class }.into_ref(&vm.ctx).into()
    }

    pub(super) fn class_of() -> &'static Py<PyType> {
        Self::static_type()
    }

    /// The script's function of an unbound method; other values as they are.
    pub(super) fn function_of(value: PyObjectRef) -> PyObjectRef {
        match value.downcast_ref::<Self>() {
            Some(method) if method.function.downcast_ref::<PyFunction>().is_some() => method.function.clone(),
            // An object that is not a function is not bound to an instance by itself.
            _ => value,
        }
    }

    /// Refuses a call without an instance of the class.
    fn check(&self, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
        let first = args.args.first();
        if let Some(first) = first
            && (first.class().fast_issubclass(&self.class)
                || instance_checks::is_instance(first, self.class.as_object(), vm)?)
        {
            return Ok(());
        }
        let given = match first {
            Some(first) => format!("{} instance", first.class().name()),
            None => "nothing".to_owned(),
        };
        let (name, wanted) = (self.name(vm)?, self.class.name().to_string());
        Err(vm.new_type_error(format!(
            "unbound method {name}() must be called with {wanted} instance as first argument (got {given} instead)"
        )))
    }

    fn name(&self, vm: &VirtualMachine) -> PyResult<String> {
        Ok(self.function.get_attr("__name__", vm)?.str(vm)?.to_string())
    }
}

#[pyclass(with(Callable, Comparable, Hashable, Representable, GetAttr, GetDescriptor))]
impl UnboundMethod {
    #[pygetset]
    fn im_func(&self) -> PyObjectRef {
        self.function.clone()
    }

    #[pygetset]
    fn __func__(&self) -> PyObjectRef {
        self.function.clone()
    }

    #[pygetset]
    fn im_self(&self, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn __self__(&self, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pygetset]
    fn im_class(&self) -> PyTypeRef {
        self.class.clone()
    }
}

impl Callable for UnboundMethod {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        zelf.check(&args, vm)?;
        zelf.function.call(args, vm)
    }
}

impl Comparable for UnboundMethod {
    fn cmp(zelf: &Py<Self>, other: &PyObject, op: PyComparisonOp, _vm: &VirtualMachine) -> PyResult<PyComparisonValue> {
        op.eq_only(|| {
            Ok(match other.downcast_ref::<Self>() {
                Some(other) => PyComparisonValue::Implemented(zelf.function.is(&other.function)),
                None => PyComparisonValue::NotImplemented,
            })
        })
    }
}

impl Hashable for UnboundMethod {
    fn hash(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyHash> {
        zelf.function.hash(vm)
    }
}

impl Representable for UnboundMethod {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(format!("<unbound method {}.{}>", zelf.class.name(), zelf.name(vm)?))
    }
}

impl GetAttr for UnboundMethod {
    /// Attributes that the method lacks are the function's: its name, its documentation.
    fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
        match zelf.as_object().generic_getattr_opt(name, None, vm)? {
            Some(found) if !matches!(name.as_bytes(), b"__doc__" | b"__module__" | b"__name__") => Ok(found),
            _ => zelf.function.get_attr(name, vm).map_err(|error| {
                let is_missing = error.fast_isinstance(vm.ctx.exceptions.attribute_error);
                let words = format!("'instancemethod' object has no attribute '{name}'");
                if is_missing { vm.new_attribute_error(words) } else { error }
            }),
        }
    }
}

impl GetDescriptor for UnboundMethod {
    /// As an attribute of another class it stays unchanged, unless it is found on an instance of its own.
    fn descr_get(
        zelf: PyObjectRef,
        object: Option<PyObjectRef>,
        class: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let Some(method) = zelf.downcast_ref::<Self>() else { return Ok(zelf) };
        match &object {
            Some(instance) if instance.class().fast_issubclass(&method.class) => {
                if method.function.downcast_ref::<PyFunction>().is_some() {
                    return PyFunction::descr_get(method.function.clone(), object, class, vm);
                }
                Ok(PyBoundMethod::new(instance.clone(), method.function.clone()).into_ref(&vm.ctx).into())
            }
            _ => Ok(zelf),
        }
    }
}

/// Whether an object is a method, with or without its instance.
pub(super) fn is_method(object: &PyObject) -> bool {
    object.downcast_ref::<PyBoundMethod>().is_some() || object.downcast_ref::<UnboundMethod>().is_some()
}

/// Makes the type, and gives functions and bound methods Python 2's names for their parts.
pub(super) fn install(vm: &VirtualMachine) {
    UnboundMethod::make_static_type();
    let function = vm.ctx.types.function_type;
    for (old, new) in [
        ("func_name", "__name__"),
        ("func_doc", "__doc__"),
        ("func_code", "__code__"),
        ("func_defaults", "__defaults__"),
        ("func_globals", "__globals__"),
        ("func_dict", "__dict__"),
        ("func_closure", "__closure__"),
    ] {
        if let Some(attribute) = function.get_attr(super::interned(new, vm)) {
            function.set_attr(super::interned(old, vm), attribute);
        }
    }
    let method = vm.ctx.types.bound_method_type;
    install_comparison(method);
    for (old, new) in [("im_func", "__func__"), ("im_self", "__self__")] {
        if let Some(attribute) = method.get_attr(super::interned(new, vm)) {
            method.set_attr(super::interned(old, vm), attribute);
        }
    }
    let of_class = |method: PyRef<rustpython_vm::builtins::PyBoundMethod>, vm: &VirtualMachine| -> PyResult {
        let instance = method.as_object().get_attr("__self__", vm)?;
        Ok(instance.class().to_owned().into())
    };
    method.set_attr(super::interned("im_class", vm), vm.ctx.new_readonly_getset("im_class", method, of_class).into());
}

/// Bound methods are equal if they are the same function's and their instances are equal, and so are their hashes.
fn install_comparison(method: &Py<PyType>) {
    method.slots.richcompare.store(Some(|a, b, op, vm| {
        if !job_is_python2() || b.downcast_ref::<PyBoundMethod>().is_none() {
            return <PyBoundMethod as Comparable>::slot_richcompare(a, b, op, vm);
        }
        let answer = op.eq_only(|| {
            let part = |method: &PyObject, name: &'static str| method.get_attr(name, vm);
            let is_same = part(a, "__func__")?.is(&part(b, "__func__")?);
            let (left, right) = (part(a, "__self__")?, part(b, "__self__")?);
            Ok(PyComparisonValue::Implemented(is_same && vm.identical_or_equal(&left, &right)?))
        })?;
        Ok(Either::B(answer))
    }));
    method.slots.hash.store(Some(|method, vm| {
        if !job_is_python2() {
            return <PyBoundMethod as Hashable>::slot_hash(method, vm);
        }
        let part = |name: &'static str| -> PyResult<PyHash> { method.get_attr(name, vm)?.hash(vm) };
        Ok(part("__self__")? ^ part("__func__")?)
    }));
    method.slots.repr.store(Some(|method, vm| {
        if !job_is_python2() {
            return <PyBoundMethod as Representable>::slot_repr(method, vm);
        }
        let (name, instance) = (method.get_attr("__name__", vm)?.str(vm)?, method.get_attr("__self__", vm)?);
        let class = type_names::bound_class(&instance);
        Ok(vm.ctx.new_str(format!("<bound method {class}.{name} of {}>", instance.repr(vm)?.as_wtf8())))
    }));
}
