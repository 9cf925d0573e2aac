//! Methods of texts that the engine does with ASCII or with bytes only, or by another property of characters than CPython:
//! `swapcase`, `expandtabs`, `isalpha`, `isalnum`, and the last sigma of a word in `title` and `capitalize`.

use super::spec::with_room;
use crate::job_is_python2;
use rustpython_vm::builtins::{PyInt, PyStr};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8, Wtf8Buf};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{Py, PyObjectRef, PyResult, VirtualMachine};
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The width of a tab.
const TAB: i32 = 8;

/// `text.swapcase()`.
pub(super) fn swapped(text: &Wtf8) -> Wtf8Buf {
    in_parts(text, swapped_part)
}

/// A text whose parts are changed: half a pair of surrogates parts it, as that is not a letter.
fn in_parts(text: &Wtf8, change: fn(&str) -> String) -> Wtf8Buf {
    let mut made = Wtf8Buf::with_capacity(text.len());
    let mut part = String::new();
    for point in text.code_points() {
        match point.to_char() {
            Some(character) => part.push(character),
            None => {
                made.push_str(&change(&part));
                part.clear();
                made.push(point);
            }
        }
    }
    made.push_str(&change(&part));
    made
}

fn swapped_part(part: &str) -> String {
    // Whether a sigma is the last of its word shows only in the whole; as a small letter it is of one length.
    let lower = part.to_lowercase();
    let (mut made, mut at) = (String::with_capacity(part.len()), 0);
    for character in part.chars() {
        let length: usize = character.to_lowercase().map(char::len_utf8).sum();
        if character.is_uppercase() {
            made.push_str(lower.get(at..at + length).unwrap_or_default());
        } else if character.is_lowercase() {
            made.extend(character.to_uppercase());
        } else {
            made.push(character);
        }
        at += length;
    }
    made
}

/// The characters that a method counts: letters by their category, digits and numbers.
pub(super) fn counting(method: &str) -> fn(char) -> bool {
    fn is_letter(character: char) -> bool {
        character.general_category_group() == GeneralCategoryGroup::Letter
    }
    match method {
        "isalpha" => is_letter,
        "isalnum" => |character| is_letter(character) || is_numeric(character),
        "isnumeric" => is_numeric,
        _ => is_digit,
    }
}

/// The characters that `isdigit` counts: decimal digits, and those characters of another form that stand for one
/// (raised, in a circle), which Unicode lists as of numeric type Digit.
fn is_digit(character: char) -> bool {
    let is_formed = matches!(u32::from(character),
        0xb2 | 0xb3 | 0xb9 | 0x1369..=0x1371 | 0x19da | 0x2070 | 0x2074..=0x2079 | 0x2080..=0x2089 | 0x2460..=0x2468
        | 0x2474..=0x247c | 0x2488..=0x2490 | 0x24ea | 0x24f5..=0x24fd | 0x24ff | 0x2776..=0x277e | 0x2780..=0x2788
        | 0x278a..=0x2792 | 0x10a40..=0x10a43 | 0x10e60..=0x10e68 | 0x11052..=0x1105a | 0x1f100..=0x1f10a);
    is_formed || character.general_category() == GeneralCategory::DecimalNumber
}

/// The characters that `isnumeric` counts: numbers, and the ideographs that the Unihan database gives a number.
fn is_numeric(character: char) -> bool {
    let is_ideograph = matches!(u32::from(character), 0x3405 | 0x3483 | 0x382a | 0x3b4d | 0x4e00 | 0x4e03 | 0x4e07 | 0x4e09 | 0x4e5d | 0x4e8c | 0x4e94 | 0x4e96 | 0x4ebf..=0x4ec0 | 0x4edf | 0x4ee8 | 0x4f0d | 0x4f70 | 0x5104 | 0x5146 | 0x5169 | 0x516b | 0x516d | 0x5341 | 0x5343..=0x5345 | 0x534c | 0x53c1..=0x53c4 | 0x56db | 0x58f1 | 0x58f9 | 0x5e7a | 0x5efe..=0x5eff | 0x5f0c..=0x5f0e | 0x5f10 | 0x62fe | 0x634c | 0x67d2 | 0x6f06 | 0x7396 | 0x767e | 0x8086 | 0x842c | 0x8cae | 0x8cb3 | 0x8d30 | 0x9621 | 0x9646 | 0x964c | 0x9678 | 0x96f6 | 0xf96b | 0xf973 | 0xf978 | 0xf9b2 | 0xf9d1 | 0xf9d3 | 0xf9fd | 0x20001 | 0x20064 | 0x200e2 | 0x20121 | 0x2092a | 0x20983 | 0x2098c | 0x2099c | 0x20aea | 0x20afd | 0x20b19 | 0x22390 | 0x22998 | 0x23b1b | 0x2626d | 0x2f890);
    is_ideograph || character.is_numeric()
}

/// `text.isupper()` or `text.islower()`: there are letters of the case, and no letters of the other, nor any of both
/// (`Dž`).
pub(super) fn is_of_case(text: &Wtf8, is_upper: bool) -> bool {
    let is_title = |character: char| character.general_category() == GeneralCategory::TitlecaseLetter;
    let (mut has_wanted, mut has_other) = (false, false);
    for character in text.code_points().filter_map(CodePoint::to_char) {
        let (lower, upper) = (character.is_lowercase(), character.is_uppercase());
        has_wanted |= if is_upper { upper } else { lower };
        has_other |= is_title(character) || if is_upper { lower } else { upper };
    }
    has_wanted && !has_other
}

/// A text for `title` and `capitalize` in which a capital sigma that ends a word is small already, as the engine looks
/// at one character only; None if there is no such sigma.
pub(crate) fn with_last_sigmas(text: &Py<PyStr>, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let has_sigma = !text.isascii() && text.as_wtf8().code_points().any(|point| point.to_char() == Some('Σ'));
    has_sigma.then(|| vm.ctx.new_str(in_parts(text.as_wtf8(), last_sigmas)).into())
}

fn last_sigmas(part: &str) -> String {
    let lower = part.to_lowercase();
    let (mut made, mut at) = (String::with_capacity(part.len()), 0);
    for character in part.chars() {
        let length: usize = character.to_lowercase().map(char::len_utf8).sum();
        let is_last = character == 'Σ' && lower.get(at..at + length) == Some("ς");
        made.push(if is_last { 'ς' } else { character });
        at += length;
    }
    made
}

/// `text.expandtabs(width)`: tabs of no width are left out. None where the width is not a whole number.
pub(super) fn expanded(text: &Py<PyStr>, args: &FuncArgs, vm: &VirtualMachine) -> Option<PyResult> {
    let given = args.args.len().saturating_sub(1) + args.kwargs.len();
    if given > 1 {
        let most = if job_is_python2() { "1-2 arguments" } else { "at most 1 argument" };
        return Some(Err(vm.new_type_error(format!("expandtabs() takes {most} ({given} given)"))));
    }
    let width: Option<&PyObjectRef> = args.args.get(1).or(args.kwargs.get("tabsize"));
    let width = match width {
        Some(width) => match i32::try_from(width.downcast_ref::<PyInt>()?.as_bigint()) {
            Ok(width) => width,
            Err(_) => return Some(Err(vm.new_overflow_error("Python int too large to convert to C int"))),
        },
        None => TAB,
    };
    let made = with_blanks(text.as_wtf8(), usize::try_from(width).unwrap_or(0));
    Some(made.map_or_else(|| Err(vm.new_memory_error("the text is too long")), |made| Ok(vm.ctx.new_str(made).into())))
}

/// None if there is no memory for the text.
fn with_blanks(text: &Wtf8, width: usize) -> Option<Wtf8Buf> {
    let mut blanks = 0_usize;
    walk(text, width, |_, missing| blanks = blanks.saturating_add(missing));
    let mut made = Wtf8Buf::from_string(with_room(text.len().saturating_add(blanks))?);
    walk(text, width, |point, missing| match point {
        Some(point) => made.push(point),
        None => made.extend(std::iter::repeat_n(CodePoint::from(' '), missing)),
    });
    Some(made)
}

/// Goes over a text: its characters, and for each tab how many blanks it is.
fn walk(text: &Wtf8, width: usize, mut each: impl FnMut(Option<CodePoint>, usize)) {
    let mut column = 0_usize;
    for point in text.code_points() {
        let missing = match point.to_char() {
            Some('\t') if width == 0 => 0,
            Some('\t') => width - column % width,
            _ => {
                each(Some(point), 0);
                column = if matches!(point.to_char(), Some('\n' | '\r')) { 0 } else { column + 1 };
                continue;
            }
        };
        each(None, missing);
        column = column.saturating_add(missing);
    }
}
