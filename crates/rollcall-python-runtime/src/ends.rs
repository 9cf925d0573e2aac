//! `startswith` and `endswith`; `count` where a `str` meets a `unicode`; bounds before the beginning of the text.
//!
//! Jython looks at the part between the bounds only. A `unicode` is looked for in a `str` by decoding that part, once the
//! texts of its own kind have been tried; a `str` in a `unicode` is decoded itself.

use rustpython_vm::builtins::{PyInt, PyStr, PyTuple};
use rustpython_vm::common::wtf8::Wtf8;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

use super::text::is_text;
use super::unicode::{self, is_unicode};

/// The answer of a method; None if the engine's is right.
pub(super) fn answered(method: &str, args: &FuncArgs, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    let [text, wanted, bounds @ ..] = args.args.as_slice() else { return Ok(None) };
    let Some(text) = text.downcast_ref::<PyStr>().filter(|_| args.kwargs.is_empty()) else { return Ok(None) };
    match method {
        "startswith" | "endswith" => {
            let Some(choices) = choices(wanted) else { return Ok(None) };
            let Some(part) = part(text, bounds, vm) else { return Ok(None) };
            let ends = Ends { part, is_unicode: is_unicode(text.as_object()), is_end: method == "endswith" };
            ends.has_any(&choices, vm).map(|found| Some(vm.ctx.new_bool(found).into()))
        }
        "count" if is_unicode(wanted) && !is_unicode(text.as_object()) && !bounds.is_empty() => {
            let Some(part) = part(text, bounds, vm) else { return Ok(None) };
            let part = unicode::mixed(vm.ctx.new_str(part.to_owned()).into(), vm)?;
            let part = unicode::of(part, vm)?;
            vm.call_method(&part, "count", (wanted.clone(),)).map(Some)
        }
        "find" | "rfind" if ends_before(text, wanted, bounds, vm)? => Ok(Some(vm.ctx.new_int(-1).into())),
        "count" if ends_before(text, wanted, bounds, vm)? => Ok(Some(vm.ctx.new_int(0).into())),
        "index" | "rindex" if ends_before(text, wanted, bounds, vm)? => Err(vm.new_value_error("substring not found")),
        _ => Ok(None),
    }
}

/// Whether a search ends before the first character: then not even nothing is found.
///
/// # Errors
/// When the two are of different kinds and do not mix.
fn ends_before(text: &Py<PyStr>, wanted: &PyObjectRef, bounds: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<bool> {
    let end = bounds.get(1).and_then(|end| end.downcast_ref::<PyInt>()?.try_to_primitive::<i64>(vm).ok());
    let is_before = end.is_some_and(|end| end.saturating_add_unsigned(text.char_len() as u64) < 0);
    if is_before && is_unicode(wanted) != is_unicode(text.as_object()) {
        unicode::mixed(text.as_object().to_owned(), vm)?;
        unicode::mixed(wanted.clone(), vm)?;
    }
    Ok(is_before)
}

/// A text, or those of a tuple; None if there is something else.
fn choices(wanted: &PyObjectRef) -> Option<Vec<PyObjectRef>> {
    let choices = match wanted.downcast_ref::<PyTuple>() {
        Some(choices) => choices.to_vec(),
        None => vec![wanted.clone()],
    };
    choices.iter().all(|choice| is_text(choice)).then_some(choices)
}

/// The part between two bounds, as in a slice; None if these are not whole numbers.
fn part<'a>(text: &'a Py<PyStr>, bounds: &[PyObjectRef], vm: &VirtualMachine) -> Option<&'a Wtf8> {
    if bounds.is_empty() {
        return Some(text.as_wtf8());
    }
    let length = i64::try_from(text.char_len()).ok()?;
    let bound = |index: usize, otherwise: i64| -> Option<usize> {
        let given = bounds.get(index).filter(|bound| !vm.is_none(bound));
        let number = match given {
            Some(bound) => bound.try_index_opt(vm)?.ok()?.try_to_primitive::<i64>(vm).ok()?,
            None => otherwise,
        };
        usize::try_from(if number < 0 { (number + length).max(0) } else { number.min(length) }).ok()
    };
    let (start, end) = (bound(0, 0)?, bound(1, length)?);
    let (start, end) = (place(text, start), place(text, end.max(start)));
    Some(&text.as_wtf8()[start..end])
}

/// Where a character begins, in bytes. In ASCII that costs nothing, however long the text is.
fn place(text: &Py<PyStr>, character: usize) -> usize {
    if text.isascii() {
        return character;
    }
    let mut places = text.as_wtf8().code_point_indices().map(|(place, _)| place);
    places.nth(character).unwrap_or(text.as_wtf8().len())
}

/// A part of a text that is asked how it begins or ends.
struct Ends<'a> {
    part: &'a Wtf8,
    is_unicode: bool,
    is_end: bool,
}

impl Ends<'_> {
    /// Whether one of the texts is there.
    ///
    /// # Errors
    /// When bytes that are not ASCII would have to be read as characters.
    fn has_any(&self, choices: &[PyObjectRef], vm: &VirtualMachine) -> PyResult<bool> {
        if self.is_unicode {
            for choice in choices {
                if self.has(&unicode::mixed(choice.clone(), vm)?) {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        let (others, own): (Vec<_>, Vec<_>) = choices.iter().partition(|choice| is_unicode(choice));
        if own.into_iter().any(|choice| self.has(choice)) {
            return Ok(true);
        }
        if others.is_empty() || self.part.as_bytes().is_ascii() {
            return Ok(others.into_iter().any(|choice| self.has(choice)));
        }
        let part = unicode::mixed(vm.ctx.new_str(self.part.to_owned()).into(), vm)?;
        let Some(part) = part.downcast_ref::<PyStr>() else { return Ok(false) };
        let decoded = Ends { part: part.as_wtf8(), ..*self };
        Ok(others.into_iter().any(|choice| decoded.has(choice)))
    }

    fn has(&self, choice: &PyObjectRef) -> bool {
        let Some(choice) = choice.downcast_ref::<PyStr>() else { return false };
        let (part, choice) = (self.part.as_bytes(), choice.as_bytes());
        if self.is_end { part.ends_with(choice) } else { part.starts_with(choice) }
    }
}
