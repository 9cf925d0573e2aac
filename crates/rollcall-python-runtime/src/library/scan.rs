//! Every match of a pattern in a text, found in one walk: the basis of Python 2's `re`, and of Python 3's where a text is
//! long.
//!
//! The engine's own functions look for the place where a search begins, and for the ends of the parts that they cut
//! out, by counting characters from the text's beginning, once for each match and for each place where one is tried.
//! Here a text that is not ASCII is counted once, and every place is found from that.

use rustpython_sre_engine::{Request, State, StrDrive, StringCursor};
use rustpython_vm::builtins::{PyDictRef, PyStr, PyStrRef};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::common::lock::PyMutex;
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
    Matches::make_static_type();
    names.set_item("pattern_code", vm.new_function("pattern_code", pattern_code).into(), vm)
}

/// A pattern of the library's code for it.
pub(crate) fn pattern_code(code: Vec<u32>, groups: usize, vm: &VirtualMachine) -> PyObjectRef {
    PatternCode { code, groups }.into_pyobject(vm)
}

/// A text and where its characters begin.
#[derive(Debug)]
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

    /// `match(text, pos, end, must_advance)`: the match that begins at a place, or None; one that has to advance may not be
    /// empty.
    #[pymethod(name = "match")]
    fn match_at(&self, text: PyStrRef, pos: usize, end: usize, must_advance: bool, vm: &VirtualMachine) -> PyResult {
        self.at(
            &text,
            (pos, end),
            |request, state| {
                request.must_advance = must_advance;
                state.py_match(request)
            },
            vm,
        )
    }

    /// `fullmatch(text, pos, end, must_advance)`: the match from one place to the other.
    #[pymethod]
    fn fullmatch(&self, text: PyStrRef, pos: usize, end: usize, must_advance: bool, vm: &VirtualMachine) -> PyResult {
        self.at(
            &text,
            (pos, end),
            |request, state| {
                request.must_advance = must_advance;
                request.match_all = true;
                state.py_match(request)
            },
            vm,
        )
    }

    /// `search(text, pos, end, must_advance)`: the first match.
    #[pymethod]
    fn search(&self, text: PyStrRef, pos: usize, end: usize, must_advance: bool, vm: &VirtualMachine) -> PyResult {
        self.at(
            &text,
            (pos, end),
            |request, state| {
                request.must_advance = must_advance;
                state.search(*request)
            },
            vm,
        )
    }

    /// `walk(text, pos, end)`: all matches, a few at a time.
    #[pymethod]
    fn walk(zelf: PyRef<Self>, text: PyStrRef, pos: usize, end: usize) -> Matches {
        let places = Places::of(&text);
        let end = end.min(places.length);
        let place = Place { at: (pos <= end).then_some(pos), must_advance: false, last: 0 };
        Matches { code: zelf, text, places, end, place: PyMutex::new(place) }
    }

    fn at<'a>(
        &'a self,
        text: &'a Py<PyStr>,
        (pos, end): (usize, usize),
        look: impl FnOnce(&mut Request<'_, Walk<'_>>, &mut State) -> bool,
        vm: &VirtualMachine,
    ) -> PyResult {
        let places = Places::of(text);
        let walk = Walk { text: text.as_wtf8(), places: &places };
        let mut state = State::default();
        let mut request = Request::new(walk, pos, end, &self.code, false);
        if !look(&mut request, &mut state) {
            return Ok(vm.ctx.none());
        }
        self.found(text, walk, &state, vm.ctx.none(), vm)
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

/// Where a walk is.
#[derive(Debug)]
struct Place {
    /// None at its end.
    at: Option<usize>,
    /// An empty match may stand at the end of another, but not of another empty one.
    must_advance: bool,
    /// Where the match before ended.
    last: usize,
}

/// A walk through a text, from match to match.
#[pyclass(module = false, name = "matches")]
#[derive(Debug, PyPayload)]
struct Matches {
    code: PyRef<PatternCode>,
    text: PyStrRef,
    places: Places,
    end: usize,
    place: PyMutex<Place>,
}

#[pyclass]
impl Matches {
    /// `some(count)`: the next matches, as `scan` gives them; fewer than that are the last ones.
    #[pymethod]
    fn some(&self, count: usize, vm: &VirtualMachine) -> PyResult {
        let walk = Walk { text: self.text.as_wtf8(), places: &self.places };
        let mut found = Vec::new();
        let mut place = self.place.lock();
        let mut state = State::default();
        while let Some(at) = place.at.filter(|_| found.len() < count) {
            let mut request = Request::new(walk, at, self.end, &self.code.code, false);
            request.must_advance = place.must_advance;
            state.reset(&request, at);
            if !state.search(request) {
                place.at = None;
                break;
            }
            let (start, stop) = (state.start, state.cursor.position);
            let before = self.code.cut(&self.text, walk, place.last, start, vm)?;
            push(&mut found, self.code.found(&self.text, walk, &state, before, vm)?, vm)?;
            *place = Place { at: Some(stop), must_advance: start == stop, last: stop };
        }
        Ok(vm.ctx.new_list(found).into())
    }
}
