//! The written form of data: values that refer to no other, and containers.

use std::rc::Rc;

use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{
    PyByteArray, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyStr, PyTuple, PyType,
};
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::Contents;
use super::format::{Node, Number};
use super::pack::Packer;
use super::route::Step;
use crate::component::Component;
use crate::component::event::Event;
use crate::dataset::{self, as_dataset};
use crate::java::color::Color;
use crate::java::date::Date;

impl Packer<'_> {
    /// Whether an object may be written down as one of this class: to carry everything it must be of just this class,
    /// else its own class would be lost.
    fn is_plain(&self, object: &PyObject, class: &Py<PyType>) -> bool {
        self.contents == Contents::Data || object.class().is(class)
    }

    /// The node of an object that refers to no other.
    pub(super) fn plain(&mut self, object: &PyObject) -> PyResult<Option<Node>> {
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

    pub(super) fn container(&mut self, number: Number, object: &PyObject) -> PyResult<Option<Node>> {
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
