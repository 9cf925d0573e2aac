//! Every match of a pattern in a text, found in one walk: the basis of Python 2's `re`.
//!
//! The engine's own functions look for the place where a search begins, and for the ends of the parts that they cut
//! out, by counting characters from the text's beginning, once for each match and for each place where one is tried.
//! Here a text that is not ASCII is counted once, and every place is found from that.

use rustpython_sre_engine::{Request, State, StrDrive, StringCursor};
use rustpython_vm::builtins::{PyDictRef, PyStr, PyStrRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::wtf8::Wtf8;
use rustpython_vm::{Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};

use super::like;
use crate::room::push;

/// `pattern_code(code, groups)`: a pattern, as the library's compiler has made it.
#[pyclass(module = false, name = "pattern_code")]
#[derive(Debug, PyPayload)]
struct PatternCode {
    code: Vec<u32>,
    groups: usize,
}

pub(super) fn install(names: &PyDictRef, vm: &VirtualMachine) -> PyResult<()> {
    PatternCode::make_static_type();
    let make = |code: Vec<u32>, groups: usize, vm: &VirtualMachine| -> PyRef<PatternCode> {
        PatternCode { code, groups }.into_ref(&vm.ctx)
    };
    names.set_item("pattern_code", vm.new_function("pattern_code", make).into(), vm)
}

/// A text and where its characters begin.
struct Places {
    /// None for a text whose characters have a byte each.
    starts: Option<Vec<usize>>,
    length: usize,
}

impl Places {
    fn of(text: &Py<PyStr>) -> Self {
        let length = text.char_len();
        if text.isascii() {
            return Self { starts: None, length };
        }
        let mut starts = Vec::with_capacity(length + 1);
        let mut at = 0;
        for point in text.as_wtf8().code_points() {
            starts.push(at);
            at += point.len_wtf8();
        }
        starts.push(at);
        Self { starts: Some(starts), length }
    }

    fn byte(&self, character: usize) -> usize {
        match &self.starts {
            Some(starts) => starts.get(character).or(starts.last()).copied().unwrap_or(0),
            None => character,
        }
    }
}

/// A text as the matcher walks through it.
#[derive(Clone, Copy)]
struct Walk<'a> {
    text: &'a Wtf8,
    places: &'a Places,
}

impl StrDrive for Walk<'_> {
    fn count(&self) -> usize {
        self.places.length
    }

    fn create_cursor(&self, n: usize) -> StringCursor {
        let mut cursor = (&self.text[self.places.byte(n)..]).create_cursor(0);
        cursor.position = n;
        cursor
    }

    fn adjust_cursor(&self, cursor: &mut StringCursor, n: usize) {
        *cursor = self.create_cursor(n);
    }

    fn advance(cursor: &mut StringCursor) -> u32 {
        <&Wtf8>::advance(cursor)
    }

    fn peek(cursor: &StringCursor) -> u32 {
        <&Wtf8>::peek(cursor)
    }

    fn skip(cursor: &mut StringCursor, n: usize) {
        <&Wtf8>::skip(cursor, n);
    }

    fn back_advance(cursor: &mut StringCursor) -> u32 {
        <&Wtf8>::back_advance(cursor)
    }

    fn back_peek(cursor: &StringCursor) -> u32 {
        <&Wtf8>::back_peek(cursor)
    }

    fn back_skip(cursor: &mut StringCursor, n: usize) {
        <&Wtf8>::back_skip(cursor, n);
    }
}

#[pyclass]
impl PatternCode {
    /// `scan(text, pos, end, limit)`: at most so many matches (all for 0), and the text after the last one. A match is
    /// the places where it and its groups begin and end (-1 for a group that took no part), their texts (None), the
    /// text between it and the match before, and the number of the group that ended last.
    #[pymethod]
    fn scan(&self, text: PyStrRef, pos: usize, end: usize, limit: usize, vm: &VirtualMachine) -> PyResult {
        let places = Places::of(&text);
        let walk = Walk { text: text.as_wtf8(), places: &places };
        let end = end.min(places.length);
        let (mut found, mut at, mut last) = (Vec::new(), pos, 0);
        let mut state = State::default();
        while at <= end {
            let request = Request::new(walk, at, end, &self.code, false);
            state.reset(&request, at);
            if !state.search(request) {
                break;
            }
            let (start, stop) = (state.start, state.cursor.position);
            let before = self.cut(&text, walk, last, start, vm)?;
            push(&mut found, self.found(&text, walk, &state, before, vm)?, vm)?;
            last = stop;
            at = stop + usize::from(start == stop);
            if found.len() == limit {
                break;
            }
        }
        let rest = self.cut(&text, walk, last, places.length, vm)?;
        Ok(vm.ctx.new_tuple(vec![vm.ctx.new_list(found).into(), rest]).into())
    }

    fn cut(&self, text: &Py<PyStr>, walk: Walk<'_>, start: usize, stop: usize, vm: &VirtualMachine) -> PyResult {
        let (from, to) = (walk.places.byte(start), walk.places.byte(stop));
        like(text, &walk.text[from..to.max(from)], vm)
    }

    fn found(
        &self,
        text: &Py<PyStr>,
        walk: Walk<'_>,
        state: &State,
        before: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult {
        let mut spans: Vec<PyObjectRef> = Vec::with_capacity(2 * self.groups + 2);
        let mut texts = Vec::with_capacity(self.groups + 1);
        let whole = std::iter::once(Some((state.start, state.cursor.position)));
        let groups = (0..self.groups).map(|group| {
            let (start, stop) = state.marks.get(group);
            Some((start.into_option()?, stop.into_option()?))
        });
        for span in whole.chain(groups) {
            match span {
                Some((start, stop)) => {
                    spans.extend([vm.ctx.new_int(start).into(), vm.ctx.new_int(stop).into()]);
                    texts.push(self.cut(text, walk, start, stop, vm)?);
                }
                None => {
                    spans.extend([vm.ctx.new_int(-1).into(), vm.ctx.new_int(-1).into()]);
                    texts.push(vm.ctx.none());
                }
            }
        }
        let last = vm.ctx.new_int(state.marks.last_index());
        Ok(vm
            .ctx
            .new_tuple(vec![vm.ctx.new_tuple(spans).into(), vm.ctx.new_tuple(texts).into(), before, last.into()])
            .into())
    }
}
