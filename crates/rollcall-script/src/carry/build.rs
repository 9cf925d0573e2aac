//! The object of one node.

use std::rc::Rc;

use rollcall_engine::compile::Dialect;
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyDict, PyDictRef, PyFrozenSet, PySet, PyTuple};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};

use super::code::Codes;
use super::format::{Class, Function, Made, Node, Number};
use super::module;
use super::unpack::broken;
use crate::{component, dataset, java};

/// The objects that an object refers to.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// The objects that must exist before it can be made.
    pub before: Vec<Number>,
    /// The objects that are put into it afterwards.
    pub after: Vec<Number>,
    /// Whether something other than an object is put into it afterwards.
    pub is_filled: bool,
}

/// The objects that the object of a node refers to.
pub(super) fn parts(node: &Node) -> Parts {
    let before = |before: Vec<Number>| Parts { before, ..Parts::default() };
    let after = |after: Vec<Number>| Parts { after, ..Parts::default() };
    match node {
        Node::Tuple(items) | Node::FrozenSet(items) => before(items.clone()),
        Node::StaticMethod(function) | Node::ClassMethod(function) => before(vec![*function]),
        Node::Property(functions) => before(functions.to_vec()),
        Node::Method { function, object } => before(vec![*function, *object]),
        Node::List(items) | Node::Set(items) => after(items.clone()),
        Node::Dict(pairs) => after(pairs.iter().flat_map(|(key, value)| [*key, *value]).collect()),
        Node::Cell(contents) => after(contents.iter().copied().collect()),
        Node::Globals { values, .. } => after(values.iter().map(|(_, value)| *value).collect()),
        Node::Function(function) => Parts {
            before: function.closure.iter().copied().chain([function.globals]).collect(),
            after: vec![function.defaults, function.keyword_defaults, function.attributes],
            is_filled: true,
        },
        Node::Class(class) => Parts {
            before: class.bases.iter().copied().chain([class.metaclass]).collect(),
            after: class.members.iter().map(|(_, member)| *member).collect(),
            is_filled: true,
        },
        Node::Made(made) => Parts {
            before: vec![made.maker, made.arguments],
            after: made
                .state
                .into_iter()
                .chain(made.items.iter().copied())
                .chain(made.pairs.iter().flat_map(|(key, value)| [*key, *value]))
                .collect(),
            is_filled: false,
        },
        _ => Parts::default(),
    }
}

/// The objects that are there.
pub(super) struct Builder<'a> {
    pub(super) vm: &'a VirtualMachine,
    codes: Vec<Codes>,
    objects: Vec<Option<PyObjectRef>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(codes: Vec<Codes>, count: usize, vm: &'a VirtualMachine) -> Self {
        Builder { vm, codes, objects: vec![None; count] }
    }

    /// Whether the object is there.
    pub(super) fn has(&self, number: Number) -> bool {
        self.objects.get(number as usize).is_some_and(Option::is_some)
    }

    /// An object that is there.
    pub(super) fn object(&self, number: Number) -> PyResult {
        let object = self.objects.get(number as usize).and_then(Clone::clone);
        object.ok_or_else(|| broken("it refers to itself in a way that cannot be followed", self.vm))
    }

    fn objects(&self, numbers: &[Number]) -> PyResult<Vec<PyObjectRef>> {
        numbers.iter().map(|number| self.object(*number)).collect()
    }

    /// Makes an object, from the objects that must exist for that.
    pub(super) fn make(&mut self, number: Number, node: &Node) -> PyResult<()> {
        let object = match self.leaf(node)? {
            Some(object) => object,
            None => self.compound(node)?,
        };
        self.objects[number as usize] = Some(object);
        Ok(())
    }

    /// An object that refers to no other.
    fn leaf(&self, node: &Node) -> PyResult<Option<PyObjectRef>> {
        let vm = self.vm;
        Ok(Some(match node {
            Node::Nothing => vm.ctx.none(),
            Node::Boolean(truth) => vm.ctx.new_bool(*truth).into(),
            Node::Integer(number) => vm.ctx.new_int(*number).into(),
            Node::Large(digits) => large(digits, vm)?,
            Node::Float(number) => vm.ctx.new_float(*number).into(),
            Node::Text(text) => vm.ctx.new_str(text.as_str()).into(),
            Node::Unicode(text) if python2::job_is_python2() => python2::new_unicode(text.as_str(), vm)?,
            Node::Unicode(text) => vm.ctx.new_str(text.as_str()).into(),
            Node::Long(digits) if python2::job_is_python2() => python2::to_long(large(digits, vm)?, vm)?,
            Node::Long(digits) => large(digits, vm)?,
            Node::CodePoints(points) => code_points(points, vm)?,
            Node::Bytes(bytes) => vm.ctx.new_bytes(bytes.clone()).into(),
            Node::ByteArray(bytes) => vm.ctx.new_bytearray(bytes.clone()).into(),
            Node::Date(millis) => java::date::date(*millis, vm),
            Node::Color(rgba) => java::color::color(*rgba, vm),
            Node::Dataset { rows, is_sequence: true } => dataset::py_dataset(rows.clone(), vm)?,
            Node::Dataset { rows, is_sequence: false } => dataset::basic_dataset(Rc::new(rows.clone()), vm)?,
            Node::Component(info) => component::object(info.clone(), vm)?,
            Node::Event(event) => component::event::event(event.clone(), vm)?,
            Node::Module { dialect, module } => module::import(*dialect, module, vm)?,
            Node::ModuleGlobals { dialect, module } => {
                module::import(*dialect, module, vm)?.get_attr("__dict__", vm)?
            }
            Node::OwnType(name) => {
                python2::type_named(name).ok_or_else(|| broken("a type of an unknown name", vm))?.into()
            }
            Node::Named { dialect, module, name } => {
                name.split('.').try_fold(module::import(*dialect, module, vm)?, |found, part| {
                    found.get_attr(&*vm.ctx.new_str(part), vm)
                })?
            }
            _ => return Ok(None),
        }))
    }

    fn compound(&self, node: &Node) -> PyResult {
        let vm = self.vm;
        let types = &vm.ctx.types;
        Ok(match node {
            Node::Tuple(items) => vm.ctx.new_tuple(self.objects(items)?).into(),
            Node::FrozenSet(items) => PyFrozenSet::from_iter(vm, self.objects(items)?)?.into_ref(&vm.ctx).into(),
            Node::List(_) => vm.ctx.new_list(Vec::new()).into(),
            Node::Set(_) => PySet::default().into_ref(&vm.ctx).into(),
            Node::Dict(_) => vm.ctx.new_dict().into(),
            Node::Cell(_) => types.cell_type.as_object().call((), vm)?,
            Node::Globals { name, file, dialect, .. } => globals(name, file, *dialect, vm)?,
            Node::StaticMethod(function) => types.staticmethod_type.as_object().call((self.object(*function)?,), vm)?,
            Node::ClassMethod(function) => types.classmethod_type.as_object().call((self.object(*function)?,), vm)?,
            Node::Property(parts) => types.property_type.as_object().call(FuncArgs::from(self.objects(parts)?), vm)?,
            Node::Method { function, object } => {
                types.bound_method_type.as_object().call((self.object(*function)?, self.object(*object)?), vm)?
            }
            Node::Function(function) => self.function(function)?,
            Node::Class(class) => self.class(class)?,
            Node::Made(made) => {
                let arguments = vm.extract_elements_with(&*self.object(made.arguments)?, Ok)?;
                self.object(made.maker)?.call(FuncArgs::from(arguments), vm)?
            }
            _ => return Err(broken("an object of an unknown kind", vm)),
        })
    }

    fn function(&self, function: &Function) -> PyResult {
        let vm = self.vm;
        let code = self.codes.get(function.text).and_then(|codes| codes.get(function.code));
        let code = code.ok_or_else(|| broken("a function without code", vm))?;
        let closure = vm.ctx.new_tuple(self.objects(&function.closure)?);
        let closure: PyObjectRef = if closure.is_empty() { vm.ctx.none() } else { closure.into() };
        let arguments = (code, self.object(function.globals)?, function.name.as_str(), vm.ctx.none(), closure);
        vm.ctx.types.function_type.as_object().call(arguments, vm)
    }

    fn class(&self, class: &Class) -> PyResult {
        let vm = self.vm;
        let body = vm.ctx.new_dict();
        body.set_item("__module__", vm.ctx.new_str("__main__").into(), vm)?;
        body.set_item("__qualname__", vm.ctx.new_str(class.qualified_name.as_str()).into(), vm)?;
        let bases = vm.ctx.new_tuple(self.objects(&class.bases)?);
        self.object(class.metaclass)?.call((class.name.as_str(), bases, body), vm)
    }

    /// Fills an object after it was made.
    pub(super) fn fill(&self, number: Number, node: &Node) -> PyResult<()> {
        let vm = self.vm;
        let object = self.object(number)?;
        match node {
            Node::List(items) => append(&object, self.objects(items)?, "append", vm),
            Node::Set(items) => append(&object, self.objects(items)?, "add", vm),
            Node::Dict(pairs) => self.set_items(&object, pairs),
            Node::Cell(Some(contents)) => object.set_attr("cell_contents", self.object(*contents)?, vm),
            Node::Globals { values, .. } => {
                values.iter().try_for_each(|(name, value)| object.set_item(name.as_str(), self.object(*value)?, vm))
            }
            Node::Function(function) => self.fill_function(&object, function),
            Node::Class(class) => self.fill_class(number, class),
            Node::Made(made) => self.fill_made(&object, made),
            _ => Ok(()),
        }
    }

    /// Gives a class those of its members that are there.
    pub(super) fn fill_class(&self, number: Number, class: &Class) -> PyResult<()> {
        let Some(object) = self.objects.get(number as usize).and_then(Clone::clone) else { return Ok(()) };
        let there = class.members.iter().filter(|(_, member)| self.has(*member));
        let vm = self.vm;
        there
            .into_iter()
            .try_for_each(|(name, member)| object.set_attr(&*vm.ctx.new_str(name.as_str()), self.object(*member)?, vm))
    }

    fn fill_function(&self, object: &PyObject, function: &Function) -> PyResult<()> {
        let vm = self.vm;
        object.set_attr("__defaults__", self.object(function.defaults)?, vm)?;
        object.set_attr("__kwdefaults__", self.object(function.keyword_defaults)?, vm)?;
        let attributes = self.object(function.attributes)?;
        for (name, value) in attributes.downcast_ref::<PyDict>().into_iter().flatten() {
            object.set_attr(&*name.str(vm)?, value, vm)?;
        }
        Ok(())
    }

    fn fill_made(&self, object: &PyObject, made: &Made) -> PyResult<()> {
        let vm = self.vm;
        append(object, self.objects(&made.items)?, "append", vm)?;
        self.set_items(object, &made.pairs)?;
        let Some(state) = made.state else { return Ok(()) };
        let state = self.object(state)?;
        // Asked of the class: the object's own `__getattr__` may need the state that it does not have yet.
        if object.class().get_attr(vm.ctx.intern_str("__setstate__")).is_some() {
            return vm.call_method(object, "__setstate__", (state,)).map(drop);
        }
        // With slots the state is a pair.
        let states = match state.downcast_ref::<PyTuple>() {
            Some(pair) => pair.as_slice().to_vec(),
            None => vec![state],
        };
        states.iter().try_for_each(|state| set_attributes(object, state, vm))
    }

    fn set_items(&self, object: &PyObject, pairs: &[(Number, Number)]) -> PyResult<()> {
        pairs.iter().try_for_each(|(key, value)| object.set_item(&*self.object(*key)?, self.object(*value)?, self.vm))
    }
}

fn append(object: &PyObject, items: Vec<PyObjectRef>, method: &'static str, vm: &VirtualMachine) -> PyResult<()> {
    items.into_iter().try_for_each(|item| vm.call_method(object, method, (item,)).map(drop))
}

fn set_attributes(object: &PyObject, state: &PyObject, vm: &VirtualMachine) -> PyResult<()> {
    for (name, value) in state.downcast_ref::<PyDict>().into_iter().flatten() {
        match object.dict() {
            Some(dict) => dict.set_item(&*name, value, vm)?,
            None => object.set_attr(&*name.str(vm)?, value, vm)?,
        }
    }
    Ok(())
}

/// A namespace for functions of a script.
fn globals(name: &str, file: &str, dialect: Dialect, vm: &VirtualMachine) -> PyResult {
    let dict: PyDictRef = vm.ctx.new_dict();
    dict.set_item("__name__", vm.ctx.new_str(name).into(), vm)?;
    dict.set_item("__file__", vm.ctx.new_str(file).into(), vm)?;
    python2::set_builtins(&dict, dialect, vm)?;
    Ok(dict.into())
}

fn large(digits: &str, vm: &VirtualMachine) -> PyResult {
    let number = digits.parse().map_err(|_| broken("a number without digits", vm))?;
    Ok(vm.ctx.new_bigint(&number).into())
}

fn code_points(points: &[u32], vm: &VirtualMachine) -> PyResult {
    let mut text = Wtf8Buf::new();
    for point in points {
        text.push(CodePoint::from_u32(*point).ok_or_else(|| broken("an invalid character", vm))?);
    }
    Ok(vm.ctx.new_str(text).into())
}
