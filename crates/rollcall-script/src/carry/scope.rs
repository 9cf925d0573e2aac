//! The common state of the functions of one script: its text and its globals.

use std::collections::BTreeMap;
use std::rc::Rc;

use rollcall_engine::compile::Dialect;
use rollcall_python_runtime as python2;
use rustpython_vm::builtins::{PyCode, PyDictRef, PyStr};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult};

use super::code::Codes;
use super::format::{Node, Number, Text};
use super::pack::Packer;
use super::route::Step;
use crate::host;

/// The globals of functions, as far as they are known to be used.
#[derive(Debug)]
pub(super) struct Globals {
    pub number: Number,
    pub name: String,
    pub file: String,
    pub dialect: Dialect,
    pub values: BTreeMap<String, Number>,
}

impl Packer<'_> {
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

    /// A node for the globals of a module, which the other interpreter has itself.
    pub(super) fn module_globals(&mut self, from: Number, dialect: Dialect, module: String) -> PyResult<Number> {
        self.add(from, Node::ModuleGlobals { dialect, module })
    }
}
