//! Objects → nodes.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;

use rollcall_wire::host::Carried;
use rustpython_vm::builtins::{
    PyBaseExceptionRef, PyByteArray, PyBytes, PyCode, PyDict, PyDictRef, PyFloat, PyFrozenSet, PyFunction, PyInt,
    PyList, PyModule, PySet, PyStr, PyTuple, PyType,
};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

use super::code::Codes;
use super::form::{Node, Number, Parcel, Text};
use super::route::{Routes, Step};
use super::{Contents, MOST, MOST_NODES, class, function, instance, module};
use crate::component::Component;
use crate::component::event::Event;
use crate::dataset::{self, as_dataset};
use crate::host;
use crate::java::color::Color;
use crate::java::date::Date;
use crate::language::Dialect;
use crate::python2;

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

/// The globals of functions, as far as they are known to be used.
struct Globals {
    number: Number,
    name: String,
    file: String,
    dialect: Dialect,
    values: BTreeMap<String, Number>,
}

/// Writes down what a value refers to, one object after the other.
pub(super) struct Packer<'a> {
    pub(super) vm: &'a VirtualMachine,
    purpose: &'a str,
    contents: Contents,
    nodes: Vec<Node>,
    routes: Routes,
    /// The number of each object by its identity, which it keeps while `kept` holds it.
    known: HashMap<usize, Number>,
    kept: Vec<PyObjectRef>,
    waiting: VecDeque<Number>,
    /// An estimate of the written form, in bytes.
    size: usize,
    texts: Vec<Text>,
    codes: Vec<Rc<Codes>>,
    globals: HashMap<usize, Globals>,
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

    /// A number for a node that is no object of its own.
    fn reserve(&mut self, from: Number, step: Step) -> PyResult<Number> {
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

    fn grow(&mut self, bytes: usize) -> PyResult<()> {
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

    /// Whether an object may be written down as one of this class: to carry everything it must be of just this class,
    /// else its own class would be lost.
    fn is_plain(&self, object: &PyObject, class: &Py<PyType>) -> bool {
        self.contents == Contents::Data || object.class().is(class)
    }

    /// The node of an object that refers to no other.
    fn plain(&mut self, object: &PyObject) -> PyResult<Option<Node>> {
        let types = &self.vm.ctx.types;
        if self.vm.is_none(object) {
            return Ok(Some(Node::Nothing));
        }
        let node = if let Some(node) = self.of_python2(object) {
            node
        } else if object.class().is(types.bool_type) {
            Node::Boolean(object.to_owned().try_to_bool(self.vm)?)
        } else if let Some(number) = object.downcast_ref::<PyInt>().filter(|_| self.is_plain(object, types.int_type)) {
            match number.try_to_primitive(self.vm) {
                Ok(number) => Node::Integer(number),
                Err(_) => Node::Large(number.as_bigint().to_string()),
            }
        } else if let Some(float) = object.downcast_ref::<PyFloat>().filter(|_| self.is_plain(object, types.float_type))
        {
            Node::Float(float.to_f64())
        } else if let Some(text) = object.downcast_ref::<PyStr>().filter(|_| self.is_plain(object, types.str_type)) {
            text_node(text)
        } else if let Some(bytes) = object.downcast_ref::<PyBytes>().filter(|_| self.is_plain(object, types.bytes_type))
        {
            Node::Bytes(bytes.as_bytes().to_vec())
        } else if let Some(bytes) = object.downcast_ref::<PyByteArray>() {
            Node::ByteArray(bytes.borrow_buf().to_vec())
        } else {
            return self.own(object);
        };
        self.grow(weight(&node))?;
        Ok(Some(node))
    }

    /// The node of a value of a type that only Python 2 has; to others a text of bytes goes as the text that it means.
    fn of_python2(&self, object: &PyObject) -> Option<Node> {
        if let Some(text) = object.downcast_ref::<PyStr>() {
            let is_meant = self.contents == Contents::Data && !text.isascii();
            return (is_meant || python2::is_just_unicode(object)).then(|| match text.to_str() {
                Some(_) => Node::Unicode(python2::printable(text).into_owned()),
                None => text_node(text),
            });
        }
        let number = object.downcast_ref::<PyInt>().filter(|_| python2::is_just_long(object))?;
        Some(Node::Long(number.as_bigint().to_string()))
    }

    /// The node of an object of this crate's classes.
    fn own(&mut self, object: &PyObject) -> PyResult<Option<Node>> {
        if let Some(rows) = as_dataset(object) {
            self.grow(rows.row_count().saturating_mul(rows.column_count()).saturating_mul(4))?;
            let is_sequence = dataset::is_py_dataset(object);
            return Ok(Some(Node::Dataset { rows: Rc::unwrap_or_clone(rows), is_sequence }));
        }
        Ok(if let Some(date) = object.downcast_ref::<Date>() {
            Some(Node::Date(date.millis()))
        } else if let Some(color) = object.downcast_ref::<Color>() {
            Some(Node::Color(color.rgba()))
        } else if self.contents == Contents::Data {
            None
        } else if let Some(component) = object.downcast_ref::<Component>() {
            Some(Node::Component(component.info().clone()))
        } else {
            object.downcast_ref::<Event>().map(|event| Node::Event(event.wire().clone()))
        })
    }

    fn container(&mut self, number: Number, object: &PyObject) -> PyResult<Option<Node>> {
        let types = &self.vm.ctx.types;
        Ok(Some(
            if let Some(tuple) = object.downcast_ref::<PyTuple>().filter(|_| self.is_plain(object, types.tuple_type)) {
                let is_call = number == 0 && self.contents == Contents::Everything;
                Node::Tuple(if is_call {
                    self.call(tuple.as_slice())?
                } else {
                    self.items(number, tuple.as_slice().to_vec())?
                })
            } else if let Some(list) =
                object.downcast_ref::<PyList>().filter(|_| self.is_plain(object, types.list_type))
            {
                let items = list.borrow_vec().to_vec();
                Node::List(self.items(number, items)?)
            } else if let Some(dict) =
                object.downcast_ref::<PyDict>().filter(|_| self.is_plain(object, types.dict_type))
            {
                Node::Dict(self.pairs(number, dict)?)
            } else if let Some(set) = object.downcast_ref::<PySet>().filter(|_| self.is_plain(object, types.set_type)) {
                Node::Set(self.keys(number, set.elements())?)
            } else if let Some(set) =
                object.downcast_ref::<PyFrozenSet>().filter(|_| self.is_plain(object, types.frozenset_type))
            {
                Node::FrozenSet(self.keys(number, set.elements())?)
            } else {
                return Ok(None);
            },
        ))
    }

    /// The first value, when it is a function with its arguments.
    fn call(&mut self, parts: &[PyObjectRef]) -> PyResult<Vec<Number>> {
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

    pub(super) fn items(&mut self, number: Number, items: Vec<PyObjectRef>) -> PyResult<Vec<Number>> {
        items.iter().enumerate().map(|(index, item)| self.place(item, number, Step::Item(index))).collect()
    }

    fn keys(&mut self, number: Number, keys: Vec<PyObjectRef>) -> PyResult<Vec<Number>> {
        keys.iter().map(|key| self.place(key, number, Step::Key)).collect()
    }

    pub(super) fn pairs(&mut self, number: Number, dict: &Py<PyDict>) -> PyResult<Vec<(Number, Number)>> {
        let mut pairs = Vec::new();
        for (key, value) in dict {
            let step = Step::Value(shown(&key, self.vm));
            pairs.push((self.place(&key, number, Step::Key)?, self.place(&value, number, step)?));
        }
        Ok(pairs)
    }

    fn module(&self, number: Number, module: &Py<PyModule>) -> PyResult<Node> {
        let name = module.as_object().get_attr("__name__", self.vm)?.str(self.vm)?;
        let name = name.as_wtf8().to_string_lossy().into_owned();
        match module::dialect_of(&name, module.as_object(), self.vm).filter(|_| name != "__main__") {
            Some(dialect) => Ok(Node::Module { dialect, module: name }),
            None => Err(self.refuse(number, &format!("the module {name}, which cannot be imported by its name,"))),
        }
    }

    /// The number of a text, and of a code object in it.
    ///
    /// # Errors
    /// A `TypeError` when the text that the code was compiled from is not known any more, or never was.
    pub(super) fn code(&mut self, number: Number, code: &Py<PyCode>, dialect: Dialect) -> PyResult<(usize, usize)> {
        let file = code.source_path().as_str();
        let text = match self.texts.iter().position(|text| text.file == file && text.dialect == dialect) {
            Some(text) => Some(text),
            None => self.text(file, dialect)?,
        };
        let found = text.and_then(|text| Some((text, self.codes[text].find(code)?)));
        found.ok_or_else(|| {
            self.refuse(number, &format!("a function that was not compiled from a script's text ({file})"))
        })
    }

    fn text(&mut self, file: &str, dialect: Dialect) -> PyResult<Option<usize>> {
        let Some(source) = host::current().and_then(|host| host.source(file)) else { return Ok(None) };
        // A text that does not compile is not the one that the function is from.
        let Ok(codes) = Codes::compile(dialect, file, &source, self.vm) else { return Ok(None) };
        self.grow(source.len())?;
        self.codes.push(Rc::new(codes));
        self.texts.push(Text { file: file.to_owned(), source: source.to_string(), dialect });
        Ok(Some(self.texts.len() - 1))
    }

    /// The globals of a function, to which the values of these names are added.
    pub(super) fn globals(&mut self, from: Number, dict: &PyDictRef, names: &[&str]) -> PyResult<Number> {
        let id = dict.as_object().get_id();
        let number = match self.globals.get(&id) {
            Some(globals) => globals.number,
            None => self.new_globals(from, dict)?,
        };
        for name in names {
            if matches!(self.globals.get(&id), Some(globals) if globals.values.contains_key(*name)) {
                continue;
            }
            let Some(value) = dict.get_item_opt(*name, self.vm)? else { continue };
            let value = self.place(&value, from, Step::Uses((*name).to_owned()))?;
            if let Some(globals) = self.globals.get_mut(&id) {
                globals.values.insert((*name).to_owned(), value);
            }
        }
        Ok(number)
    }

    fn new_globals(&mut self, from: Number, dict: &PyDictRef) -> PyResult<Number> {
        let number = self.reserve(from, Step::Within)?;
        self.kept.push(dict.clone().into());
        let text = |name| {
            let value = dict.get_item_opt(name, self.vm).ok().flatten();
            value.and_then(|value: PyObjectRef| value.downcast::<PyStr>().ok())
        };
        let owned = |text: Option<PyRef<PyStr>>| text.map(|text| text.as_wtf8().to_string_lossy().into_owned());
        let name = owned(text("__name__")).unwrap_or_else(|| "__main__".to_owned());
        let file = owned(text("__file__")).unwrap_or_default();
        let dialect = python2::dialect_of(dict, self.vm);
        let globals = Globals { number, name, file, dialect, values: BTreeMap::new() };
        self.globals.insert(dict.as_object().get_id(), globals);
        Ok(number)
    }

    /// A node that is no object here and refers to no other.
    pub(super) fn add(&mut self, from: Number, node: Node) -> PyResult<Number> {
        let number = self.reserve(from, Step::Within)?;
        self.nodes[number as usize] = node;
        Ok(number)
    }

    /// A node for the globals of a module, which the other interpreter has itself.
    pub(super) fn module_globals(&mut self, from: Number, dialect: Dialect, module: String) -> PyResult<Number> {
        self.add(from, Node::ModuleGlobals { dialect, module })
    }
}

fn text_node(text: &PyStr) -> Node {
    match text.to_str() {
        Some(text) => Node::Text(text.to_owned()),
        None => Node::CodePoints(text.as_wtf8().code_points().map(|point| point.to_u32()).collect()),
    }
}

/// Bytes of the written form, roughly.
fn weight(node: &Node) -> usize {
    match node {
        Node::Text(text) | Node::Unicode(text) | Node::Large(text) | Node::Long(text) => text.len(),
        Node::CodePoints(points) => points.len() * 4,
        Node::Bytes(bytes) | Node::ByteArray(bytes) => bytes.len() * 3,
        _ => 8,
    }
}

/// What an object is, in words.
pub(super) fn a_value_of(object: &PyObject) -> String {
    format!("a value of type {}", object.class().slot_name())
}

/// A key as it is written, unless it is long.
fn shown(key: &PyObject, vm: &VirtualMachine) -> String {
    const LONGEST: usize = 40;
    let plain = key.downcast_ref::<PyStr>().is_some() || key.downcast_ref::<PyInt>().is_some();
    let text = key.repr(vm).ok().filter(|_| plain).map(|text| text.as_wtf8().to_string_lossy().into_owned());
    match text {
        Some(text) if text.len() <= LONGEST => text,
        _ => "…".to_owned(),
    }
}
