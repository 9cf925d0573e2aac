//! A file of characters in memory, in which every place is as near as every other.
//!
//! A text of the engine that is not ASCII is UTF-8, and to find a place in it means to count from its beginning. A file is
//! read and written piece by piece, so here each character has its place.

use std::cell::RefCell;

use rustpython_vm::builtins::{PyDictRef, PyStr, PyStrRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::{AsObject, Py, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::of_kind;
use crate::{codec, unicode};

#[derive(Debug, Default)]
struct Content {
    points: Vec<u32>,
    /// Whether a `unicode` was written: read text is `unicode` then.
    is_unicode: bool,
    /// Bytes that are not ASCII, which do not mix with a `unicode`.
    bytes: Option<PyStrRef>,
}

/// `text_buffer()`: a file of characters.
#[pyclass(module = false, name = "text_buffer")]
#[derive(Debug, Default, PyPayload)]
struct TextBuffer {
    content: RefCell<Content>,
}

pub(super) fn install(names: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    TextBuffer::make_static_type();
    let make = |vm: &VirtualMachine| -> PyRef<TextBuffer> { TextBuffer::default().into_ref(&vm.ctx) };
    names.set_item("text_buffer", vm.new_function("text_buffer", make).into(), vm)
}

fn points(text: &Py<PyStr>) -> impl Iterator<Item = u32> + '_ {
    text.as_wtf8().code_points().map(CodePoint::to_u32)
}

#[pyclass]
impl TextBuffer {
    /// `length()`: how many characters there are.
    #[pymethod]
    fn length(&self) -> usize {
        self.content.borrow().points.len()
    }

    /// `write(pos, text)`: puts a text at a place, over the text there; returns its number of characters. Between the
    /// end and a place behind it come zeros.
    #[pymethod]
    fn write(&self, pos: usize, text: PyStrRef, vm: &VirtualMachine) -> PyResult<usize> {
        let mut content = self.content.borrow_mut();
        if unicode::is_unicode(text.as_object()) {
            content.is_unicode = true;
        } else if content.bytes.is_none() && !text.isascii() {
            content.bytes = Some(text.clone());
        }
        let length = text.char_len();
        let needed = pos.saturating_add(length).saturating_sub(content.points.len());
        content.points.try_reserve(needed).map_err(|_| vm.new_memory_error("the file is too long"))?;
        if pos > content.points.len() {
            content.points.resize(pos, 0);
        }
        let covered = length.min(content.points.len() - pos);
        let mut new = points(&text);
        for place in content.points.iter_mut().skip(pos).take(covered) {
            *place = new.next().unwrap_or(0);
        }
        content.points.extend(new);
        Ok(length)
    }

    /// `part(start, stop)`: the text between two places.
    #[pymethod]
    fn part(&self, start: usize, stop: usize, vm: &VirtualMachine) -> PyResult {
        let content = self.content.borrow();
        if let (true, Some(bytes)) = (content.is_unicode, &content.bytes) {
            codec::decode_ascii(bytes, vm)?;
        }
        let stop = stop.min(content.points.len());
        let part = content.points.get(start.min(stop)..stop).unwrap_or_default();
        let text: Wtf8Buf = part.iter().filter_map(|point| CodePoint::from_u32(*point)).collect();
        of_kind(content.is_unicode, text, vm)
    }

    /// `find(character, start)`: where a character is next, or -1.
    #[pymethod]
    fn find(&self, character: PyStrRef, start: usize) -> isize {
        let content = self.content.borrow();
        let Some(wanted) = points(&character).next() else { return -1 };
        let found = content.points.iter().skip(start).position(|point| *point == wanted);
        found.and_then(|found| isize::try_from(found + start).ok()).unwrap_or(-1)
    }

    /// `truncate(length)`: removes the text behind a place.
    #[pymethod]
    fn truncate(&self, length: usize) {
        self.content.borrow_mut().points.truncate(length);
    }
}
