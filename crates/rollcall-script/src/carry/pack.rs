//! Objects → nodes.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use rollcall_wire::host::Carried;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyFunction, PyModule, PyType};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::code::Codes;
use super::format::{Node, Number, Parcel, Text};
use super::route::{Routes, Step};
use super::scope::Globals;
use super::{Contents, MOST, MOST_NODES, class, function, instance, module};

/// Writes a value down.
pub(super) fn pack(purpose: &str, contents: Contents, value: PyObjectRef, vm: &VirtualMachine) -> PyResult<Carried> {
    let mut packer = Packer::new(purpose, contents, vm);
    packer.place(&value, 0, Step::Start(if contents == Contents::Data { "the payload" } else { "" }))?;
    packer.run()?;
    let purpose = packer.purpose;
    let parcel = packer.finish();
    let text = serde_json::to_string(&parcel).map_err(|e| vm.new_runtime_error(format!("{purpose}: {e}")))?;
    if text.len() > MOST { Err(too_much(purpose, vm)) } else { Ok(Carried(text)) }
}

fn too_much(purpose: &str, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let limit = MOST / 1024 / 1024;
    vm.new_value_error(format!(
        "{purpose}: this is too much to be carried to another interpreter; up to {limit} MiB and {MOST_NODES} values can be"
    ))
}

/// Writes down the objects that a value refers to, one after the other.
pub(super) struct Packer<'a> {
    pub(super) vm: &'a VirtualMachine,
    purpose: &'a str,
    pub(super) contents: Contents,
    nodes: Vec<Node>,
    routes: Routes,
    /// The number of each object by its identity, which it keeps while `kept` holds it.
    known: HashMap<usize, Number>,
    pub(super) kept: Vec<PyObjectRef>,
    waiting: VecDeque<Number>,
    /// An estimate of the written form, in bytes.
    size: usize,
    pub(super) texts: Vec<Text>,
    pub(super) codes: Vec<Rc<Codes>>,
    pub(super) globals: HashMap<usize, Globals>,
}

impl<'a> Packer<'a> {
    fn new(purpose: &'a str, contents: Contents, vm: &'a VirtualMachine) -> Self {
        Packer {
            vm,
            purpose,
            contents,
            nodes: Vec::new(),
            routes: Routes::default(),
            known: HashMap::new(),
            kept: Vec::new(),
            waiting: VecDeque::new(),
            size: 0,
            texts: Vec::new(),
            codes: Vec::new(),
            globals: HashMap::new(),
        }
    }

    /// The number of an object, which will be written down if it is not yet.
    pub(super) fn place(&mut self, object: &PyObject, from: Number, step: Step) -> PyResult<Number> {
        if let Some(number) = self.known.get(&object.get_id()) {
            return Ok(*number);
        }
        let number = self.reserve(from, step)?;
        self.known.insert(object.get_id(), number);
        self.kept.push(object.to_owned());
        self.waiting.push_back(number);
        Ok(number)
    }

    /// A number for a node that is not an object of its own.
    pub(super) fn reserve(&mut self, from: Number, step: Step) -> PyResult<Number> {
        let number = self.nodes.len() as Number;
        self.grow(8)?;
        if self.nodes.len() >= MOST_NODES {
            return Err(too_much(self.purpose, self.vm));
        }
        self.nodes.push(Node::Nothing);
        self.routes.push(from, step);
        // A place in `kept` for every node, so that both are counted alike.
        while self.kept.len() < self.nodes.len() - 1 {
            self.kept.push(self.vm.ctx.none());
        }
        Ok(number)
    }

    pub(super) fn grow(&mut self, bytes: usize) -> PyResult<()> {
        self.size += bytes;
        if self.size > MOST { Err(too_much(self.purpose, self.vm)) } else { Ok(()) }
    }

    fn run(&mut self) -> PyResult<()> {
        while let Some(number) = self.waiting.pop_front() {
            let object = self.kept[number as usize].clone();
            let node = self.node(number, &object)?;
            self.nodes[number as usize] = node;
        }
        Ok(())
    }

    fn finish(mut self) -> Parcel {
        for globals in self.globals.into_values() {
            let Globals { number, name, file, dialect, values } = globals;
            self.nodes[number as usize] = Node::Globals { name, file, dialect, values: values.into_iter().collect() };
        }
        Parcel { texts: self.texts, nodes: self.nodes }
    }

    /// The error for an object that cannot be carried.
    pub(super) fn refuse(&self, number: Number, what: &str) -> PyBaseExceptionRef {
        let (purpose, way) = (self.purpose, self.routes.describe(number));
        let to = match self.contents {
            Contents::Data => "sent to other clients; data can be",
            Contents::Everything => "carried to another interpreter",
        };
        self.vm.new_type_error(format!("{purpose}: {way}: {what} cannot be {to}"))
    }

    fn node(&mut self, number: Number, object: &PyObject) -> PyResult<Node> {
        if let Some(node) = self.plain(object)? {
            return Ok(node);
        }
        if let Some(node) = self.container(number, object)? {
            return Ok(node);
        }
        if self.contents == Contents::Data {
            return Err(self.refuse(number, &a_value_of(object)));
        }
        if let Some(module) = object.downcast_ref::<PyModule>() {
            return self.module(number, module);
        }
        if let Some(named) = function::named(object, self.vm) {
            return Ok(named);
        }
        if let Some(function) = object.downcast_ref::<PyFunction>() {
            return function::node(self, number, function);
        }
        match object.downcast_ref::<PyType>() {
            Some(class) => class::node(self, number, class),
            None => instance::node(self, number, object),
        }
    }

    /// The first value, when it is a function with its arguments.
    pub(super) fn call(&mut self, parts: &[PyObjectRef]) -> PyResult<Vec<Number>> {
        let [function, arguments, keywords] = parts else { return self.items(0, parts.to_vec()) };
        let called = self.place(function, 0, Step::Called(function::described(function, self.vm)))?;
        let tuple = self.reserve(0, Step::Within)?;
        let mut numbers = Vec::new();
        for (index, argument) in self.vm.extract_elements_with(arguments, Ok)?.iter().enumerate() {
            numbers.push(self.place(argument, 0, Step::Argument(index + 1))?);
        }
        self.nodes[tuple as usize] = Node::Tuple(numbers);
        let dict = self.reserve(0, Step::Within)?;
        let mut pairs = Vec::new();
        for (name, value) in keywords.downcast_ref::<PyDict>().into_iter().flatten() {
            let step = Step::Keyword(name.str(self.vm)?.as_wtf8().to_string_lossy().into_owned());
            pairs.push((self.place(&name, 0, Step::Key)?, self.place(&value, 0, step)?));
        }
        self.nodes[dict as usize] = Node::Dict(pairs);
        Ok(vec![called, tuple, dict])
    }

    fn module(&self, number: Number, module: &Py<PyModule>) -> PyResult<Node> {
        let name = module.as_object().get_attr("__name__", self.vm)?.str(self.vm)?;
        let name = name.as_wtf8().to_string_lossy().into_owned();
        match module::dialect_of(&name, module.as_object(), self.vm).filter(|_| name != "__main__") {
            Some(dialect) => Ok(Node::Module { dialect, module: name }),
            None => Err(self.refuse(number, &format!("the module {name}, which cannot be imported by its name,"))),
        }
    }

    /// A node that is not an object here and refers to no other.
    pub(super) fn add(&mut self, from: Number, node: Node) -> PyResult<Number> {
        let number = self.reserve(from, Step::Within)?;
        self.nodes[number as usize] = node;
        Ok(number)
    }
}

/// The kind of an object, in words.
pub(super) fn a_value_of(object: &PyObject) -> String {
    format!("a value of type {}", object.class().slot_name())
}
