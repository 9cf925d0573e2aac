//! The methods of every object of Java: `getClass`, `equals`, `hashCode`, `toString`; and those of its class.
//!
//! A class of Java is the Python type. The additions of `java.lang.Class` (`getName`, `getSimpleName` …) are looked up
//! behind the attributes of the class itself, and only classes of Java have it.

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyStr, PyType};
use rustpython_vm::class::{PyClassImpl, StaticType};
use rustpython_vm::function::{IntoPyNativeFn, PyMethodFlags};
use rustpython_vm::types::GetDescriptor;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::lang::Throwable;

/// Adds the methods of `java.lang.Object` to a class, unless it has a form of its own.
pub(crate) fn add_methods(class: &'static Py<PyType>, vm: &VirtualMachine) {
    add(class, "getClass", |object: PyObjectRef| object.class().to_owned(), vm);
    add(class, "equals", equals, vm);
    add(class, "hashCode", |object: PyObjectRef, vm: &VirtualMachine| python2::java_hash_of(&object, vm), vm);
    add(
        class,
        "toString",
        |object: PyObjectRef, vm: &VirtualMachine| -> PyResult {
            Ok(python2::from_host(object.str(vm)?.to_string_lossy(), vm))
        },
        vm,
    );
}

fn add<F, K>(class: &'static Py<PyType>, name: &'static str, function: F, vm: &VirtualMachine)
where
    F: IntoPyNativeFn<K>,
{
    let interned = vm.ctx.intern_str(name);
    if class.get_attr(interned).is_none() {
        let definition = vm.ctx.new_method_def(name, function, PyMethodFlags::METHOD, None);
        class.set_attr(interned, definition.build_method(class, vm).into());
    }
}

fn equals(object: PyObjectRef, other: PyObjectRef, vm: &VirtualMachine) -> PyResult<bool> {
    vm.identical_or_equal(&object, &other)
}

/// An answer of `java.lang.Class` about a class.
type Answer = fn(PyRef<PyType>, &VirtualMachine) -> PyResult;

const ANSWERS: [(&str, Answer); 5] = [
    ("Name", |class, vm| Ok(python2::from_host(full_name(&class, vm), vm))),
    ("CanonicalName", |class, vm| Ok(python2::from_host(full_name(&class, vm), vm))),
    ("SimpleName", |class, vm| Ok(python2::from_host(class.name().to_string(), vm))),
    ("Superclass", |class, vm| Ok(superclass(&class, vm))),
    ("Package", |class, vm| Ok(package(&class, vm))),
];

/// An attribute of classes of Java: a property, or the method that reads it.
#[pyclass(module = false, name = "class_attribute")]
#[derive(Debug, PyPayload)]
struct ClassAttribute {
    name: String,
    answer: Answer,
    is_method: bool,
}

#[pyclass(with(GetDescriptor))]
impl ClassAttribute {}

impl GetDescriptor for ClassAttribute {
    fn descr_get(
        zelf: PyObjectRef,
        class: Option<PyObjectRef>,
        _type: Option<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let attribute = zelf.downcast_ref::<Self>();
        let class = class.and_then(|class| class.downcast::<PyType>().ok());
        let (Some(attribute), Some(class)) = (attribute, class) else { return Ok(zelf) };
        if !is_java(&class) {
            let words = format!("type object '{}' has no attribute '{}'", class.name(), attribute.name);
            return Err(vm.new_attribute_error(words));
        }
        let answer = attribute.answer;
        if !attribute.is_method {
            return answer(class, vm);
        }
        Ok(vm.new_function("getter", move |vm: &VirtualMachine| answer(class.clone(), vm)).into())
    }
}

/// The package of a class.
#[pyclass(module = "java.lang", name = "Package")]
#[derive(Debug, PyPayload)]
struct Package {
    name: String,
}

#[pyclass]
impl Package {
    #[pymethod(name = "getName")]
    fn get_name(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(&self.name, vm)
    }

    #[pygetset]
    fn name(&self, vm: &VirtualMachine) -> PyObjectRef {
        python2::from_host(&self.name, vm)
    }

    #[pymethod]
    fn __str__(&self, vm: &VirtualMachine) -> PyRef<PyStr> {
        python2::text_from_host(format!("package {}", self.name), vm)
    }
}

/// Gives classes of Java the attributes of `java.lang.Class`.
pub(super) fn install(vm: &VirtualMachine) {
    ClassAttribute::make_static_type();
    let package: &'static Py<PyType> = Box::leak(Box::new(Package::make_static_type()));
    add_methods(package, vm);
    for (name, answer) in ANSWERS {
        let property = name[..1].to_ascii_lowercase() + &name[1..];
        for (name, is_method) in [(property, false), (format!("get{name}"), true)] {
            let attribute = ClassAttribute { name: name.clone(), answer, is_method }.into_ref(&vm.ctx);
            vm.ctx.types.type_type.set_attr(vm.ctx.intern_str(name), attribute.into());
        }
    }
}

/// Whether a class is one of Java's, or a script's below one of Java's exceptions.
pub(crate) fn is_java(class: &Py<PyType>) -> bool {
    let name = class.slot_name();
    ["java.", "javax.", "com."].iter().any(|package| name.starts_with(package))
        || class.fast_issubclass(Throwable::static_type())
}

/// The name of the first class of Java that a class is or is below.
pub(super) fn java_name(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    let known = class.mro.read().iter().find(|base| base.slot_name().starts_with("java.")).cloned();
    known.map_or_else(|| full_name(class, vm), |known| known.slot_name().to_string())
}

/// A class's name with its package.
fn full_name(class: &Py<PyType>, vm: &VirtualMachine) -> String {
    let name = class.slot_name();
    if name.contains('.') {
        return name.to_string();
    }
    let module = class.as_object().get_attr("__module__", vm).ok();
    match module.as_ref().and_then(|module| module.downcast_ref::<PyStr>()) {
        Some(module) => format!("{}.{name}", module.to_string_lossy()),
        None => name.to_string(),
    }
}

fn superclass(class: &Py<PyType>, vm: &VirtualMachine) -> PyObjectRef {
    let base = class.mro.read().iter().skip(1).find(|base| is_java(base)).cloned();
    base.map_or_else(|| vm.ctx.none(), Into::into)
}

fn package(class: &Py<PyType>, vm: &VirtualMachine) -> PyObjectRef {
    let name = full_name(class, vm);
    match name.rsplit_once('.') {
        Some((package, _)) => Package { name: package.to_owned() }.into_ref(&vm.ctx).into(),
        None => vm.ctx.none(),
    }
}
