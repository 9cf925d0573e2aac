//! Letters as Java knows them: methods of a `unicode` that look at each character.
//!
//! One character becomes one character: a `ß` stays unchanged in `title`, where the engine makes two of it. `upper` and
//! `lower` are not here; in Java, too, they are those of whole texts.

use rustpython_vm::builtins::PyStr;
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::unicode::{self, is_unicode};

/// The answer of a method without arguments; None if the engine's is right.
pub(super) fn answered(method: &str, text: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<Option<PyObjectRef>> {
    if text.isascii() || !is_unicode(text.as_object()) {
        return Ok(None);
    }
    let characters = || text.as_wtf8().code_points().map(CodePoint::to_char_lossy);
    let are_all = |is_wanted: fn(char) -> bool| Ok(Some(vm.ctx.new_bool(characters().all(is_wanted)).into()));
    match method {
        "isalpha" => are_all(is_letter),
        "isalnum" => are_all(is_letter_or_digit),
        "isdigit" | "isdecimal" => are_all(is_digit),
        "islower" => {
            let is_lower =
                characters().any(char::is_lowercase) && !characters().any(|c| c.is_uppercase() || is_title(c));
            Ok(Some(vm.ctx.new_bool(is_lower).into()))
        }
        "title" => with_words(text, vm).map(Some),
        "capitalize" => {
            let changed = text.as_wtf8().code_points().enumerate();
            changed_text(changed.map(|(at, point)| (point, if at == 0 { upper } else { lower })), vm).map(Some)
        }
        "swapcase" => changed_text(text.as_wtf8().code_points().map(|point| (point, swapped as Change)), vm).map(Some),
        _ => Ok(None),
    }
}

type Change = fn(char) -> char;

fn changed_text(points: impl Iterator<Item = (CodePoint, Change)>, vm: &VirtualMachine) -> PyResult {
    let changed = |(point, change): (CodePoint, Change)| point.to_char().map_or(point, |c| CodePoint::from(change(c)));
    unicode::new(points.map(changed).collect::<Wtf8Buf>(), vm)
}

/// `text.title()`: a letter that follows no other one begins a word.
fn with_words(text: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
    let mut follows = false;
    let points = text.as_wtf8().code_points().map(|point| {
        let change: Change = if follows { lower } else { title };
        follows = point.to_char().is_some_and(|c| c.is_lowercase() || c.is_uppercase() || is_title(c));
        (point, change)
    });
    changed_text(points, vm)
}

fn is_letter(character: char) -> bool {
    character.general_category_group() == GeneralCategoryGroup::Letter
}

/// Numbers that are written as letters, as Ⅻ is, count here.
fn is_letter_or_digit(character: char) -> bool {
    let is_letter_number = || character.general_category() == GeneralCategory::LetterNumber;
    is_letter(character) || is_digit(character) || is_letter_number()
}

/// Whether a character is a decimal digit of any script.
pub(super) fn is_digit(character: char) -> bool {
    character.general_category() == GeneralCategory::DecimalNumber
}

fn is_title(character: char) -> bool {
    character.general_category() == GeneralCategory::TitlecaseLetter
}

fn swapped(character: char) -> char {
    if character.is_uppercase() {
        lower(character)
    } else if character.is_lowercase() {
        upper(character)
    } else {
        character
    }
}

/// The small letter; for an I with a dot Java's has no dot.
fn lower(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

/// The capital; the letter itself where its capital would be several.
fn upper(character: char) -> char {
    let mut capital = character.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(capital), None) => capital,
        _ => with_iota(character).unwrap_or(character),
    }
}

/// The capital that begins a word.
fn title(character: char) -> char {
    match character {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        _ if is_title(character) => character,
        _ => upper(character),
    }
}

/// Greek letters over an iota have a capital of one character, which begins words; their other capital is two.
fn with_iota(character: char) -> Option<char> {
    let number = u32::from(character);
    let capital = match number {
        0x1f80..=0x1faf if number & 8 == 0 => number + 8,
        0x1fb3 | 0x1fc3 | 0x1ff3 => number + 9,
        _ => return None,
    };
    char::from_u32(capital)
}
