//! `text % values`.
//!
//! Numbers are formatted by the engine, one at a time and after they were converted to the type of the letter. The rest
//! is here: which value goes where, `%s` of both kinds of texts, and Jython's words for a value that does not fit.

use rustpython_vm::builtins::{PyDict, PyFloat, PyInt, PyList, PyStr, PyTuple};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::types::AsNumber;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};

use super::unicode::{self, is_unicode};
use super::{job_is_python2, room, text};
use crate::mended;

/// The slot of `%` for texts.
pub(super) fn remainder(format: &PyObject, values: &PyObject, vm: &VirtualMachine) -> PyResult {
    let Some(template) = format.downcast_ref::<PyStr>() else { return Ok(vm.ctx.not_implemented()) };
    if !job_is_python2() {
        return crate::mended::remainder(format, values, vm);
    }
    Formatter::new(template, values, vm).run()
}

/// One `%…` of a template.
struct Field {
    flags: String,
    width: Option<i64>,
    precision: Option<i64>,
    letter: char,
    /// Where the letter stands.
    index: usize,
}

struct Formatter<'a> {
    vm: &'a VirtualMachine,
    points: Vec<CodePoint>,
    next: usize,
    /// The values in order, or the only one.
    values: Vec<PyObjectRef>,
    used: usize,
    mapping: Option<PyObjectRef>,
    output: Wtf8Buf,
    is_unicode: bool,
}

impl<'a> Formatter<'a> {
    fn new(template: &Py<PyStr>, values: &PyObject, vm: &'a VirtualMachine) -> Self {
        let (values, mapping) = match values.downcast_ref::<PyTuple>() {
            Some(tuple) => (tuple.to_vec(), None),
            None => (vec![values.to_owned()], mapping(values)),
        };
        let points = template.as_wtf8().code_points().collect();
        let is_unicode = is_unicode(template.as_object());
        Formatter { vm, points, next: 0, values, used: 0, mapping, output: Wtf8Buf::new(), is_unicode }
    }

    fn run(mut self) -> PyResult {
        while let Some(point) = self.take() {
            if point.to_char() == Some('%') {
                self.field()?;
            } else {
                self.output.push(point);
            }
        }
        if self.used < self.values.len() && self.mapping.is_none() {
            return Err(self.vm.new_type_error("not all arguments converted during string formatting"));
        }
        if self.is_unicode { unicode::new(self.output, self.vm) } else { Ok(self.vm.ctx.new_str(self.output).into()) }
    }

    fn take(&mut self) -> Option<CodePoint> {
        let point = self.points.get(self.next).copied();
        self.next += 1;
        point
    }

    fn take_char(&mut self) -> PyResult<char> {
        let Some(point) = self.take() else { return Err(self.vm.new_value_error("incomplete format")) };
        Ok(point.to_char().unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn field(&mut self) -> PyResult<()> {
        let mut character = self.take_char()?;
        let mut named = None;
        if character == '(' {
            named = Some(self.named()?);
            character = self.take_char()?;
        }
        let mut field = Field { flags: String::new(), width: None, precision: None, letter: ' ', index: 0 };
        while matches!(character, '-' | '+' | ' ' | '#' | '0') {
            field.flags.push(character);
            character = self.take_char()?;
        }
        (field.width, character) = self.number(character)?;
        if let Some(width) = field.width.filter(|width| *width < 0) {
            field.flags.push('-');
            field.width = Some(-width);
        }
        if character == '.' {
            let first = self.take_char()?;
            let (precision, after) = self.number(first)?;
            field.precision = Some(precision.unwrap_or(0));
            character = after;
        }
        while matches!(character, 'h' | 'l' | 'L') {
            character = self.take_char()?;
        }
        (field.letter, field.index) = (character, self.next - 1);
        // One that comes from the values: minus one means no precision, and lower ones mean zero.
        field.precision = field.precision.filter(|precision| *precision != -1).map(|precision| precision.max(0));
        let longest = field.width.unwrap_or(0).max(field.precision.unwrap_or(0));
        if !room::has_bytes(usize::try_from(longest).unwrap_or(usize::MAX).saturating_mul(2)) {
            return Err(self.vm.new_memory_error("the formatted text is too long"));
        }
        if field.letter == '%' {
            let percent = self.padded(&field, "%".into());
            self.output.push_wtf8(&percent);
            return Ok(());
        }
        self.check_letter(&field)?;
        let value = match named {
            Some(value) => value,
            None => self.value()?,
        };
        self.insert(&field, value)
    }

    /// A width or precision: digits, or the next value in place of a star; and the character after it.
    fn number(&mut self, first: char) -> PyResult<(Option<i64>, char)> {
        if first == '*' {
            let value = self.value()?;
            let number = value.downcast_ref::<PyInt>().and_then(|number| i64::try_from(number.as_bigint()).ok());
            let Some(number) = number else { return Err(self.vm.new_type_error("* wants int")) };
            return Ok((Some(number), self.take_char()?));
        }
        let (mut number, mut character) = (None, first);
        while let Some(digit) = character.to_digit(10) {
            number = Some(number.unwrap_or(0_i64).saturating_mul(10).saturating_add(i64::from(digit)));
            character = self.take_char()?;
        }
        Ok((number, character))
    }

    fn value(&mut self) -> PyResult {
        let value = self.values.get(self.used).cloned();
        self.used += 1;
        value.ok_or_else(|| self.vm.new_type_error("not enough arguments for format string"))
    }

    /// The value of a name in parentheses.
    fn named(&mut self) -> PyResult {
        let (start, mut depth) = (self.next, 1);
        while depth > 0 {
            match self.take().map(CodePoint::to_char) {
                Some(Some('(')) => depth += 1,
                Some(Some(')')) => depth -= 1,
                Some(_) => {}
                None => return Err(self.vm.new_value_error("incomplete format")),
            }
        }
        let Some(mapping) = self.mapping.clone() else {
            return Err(self.vm.new_type_error("format requires a mapping"));
        };
        let mut key = Wtf8Buf::new();
        for point in self.points.get(start..self.next - 1).unwrap_or_default() {
            key.push(*point);
        }
        let key = if self.is_unicode { unicode::new(key, self.vm)? } else { self.vm.ctx.new_str(key).into() };
        mapping.get_item(&*key, self.vm)
    }

    fn check_letter(&self, field: &Field) -> PyResult<()> {
        let (letter, index) = (field.letter, field.index);
        if "srcdiuxXoeEfFgG".contains(letter) {
            return Ok(());
        }
        let message = format!("unsupported format character '{letter}' (0x{:x}) at index {index}", u32::from(letter));
        Err(self.vm.new_value_error(message))
    }

    fn insert(&mut self, field: &Field, value: PyObjectRef) -> PyResult<()> {
        if let Some(length) = mended::length_of_text(&value) {
            // The value as text, filled up, and in the result.
            mended::check_room(length.saturating_mul(3), self.vm)?;
        }
        let text = match field.letter {
            's' => self.text(field, value)?,
            'r' => self.representation(field, &value)?,
            'c' => self.character(value)?,
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => return self.whole(field, value),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => return self.float(field, value),
            _ => return self.check_letter(field),
        };
        let padded = self.padded(field, text);
        self.reserve(padded.len())?;
        self.output.push_wtf8(&padded);
        Ok(())
    }

    /// `%r`, which is a `unicode` if the representation is not ASCII.
    fn representation(&mut self, field: &Field, value: &PyObject) -> PyResult<Wtf8Buf> {
        let shown = value.repr(self.vm)?;
        self.is_unicode |= is_unicode(shown.as_object());
        Ok(self.cut(field, shown.as_wtf8()))
    }

    /// `%s`. A `unicode` makes the whole a `unicode`; bytes before it then stay unchanged, as in Jython.
    fn text(&mut self, field: &Field, value: PyObjectRef) -> PyResult<Wtf8Buf> {
        let mut shown: PyObjectRef = match value.class() {
            class if class.is(self.vm.ctx.types.str_type) => value,
            // A class below `str` may have its own.
            _ if text::is_text(&value) && (!self.is_unicode || is_unicode(&value)) => value,
            _ if self.is_unicode => unicode::unicode_of(value, self.vm)?,
            _ => text::shown(&value, self.vm)?.into(),
        };
        self.is_unicode |= is_unicode(&shown);
        if self.is_unicode {
            shown = unicode::of(unicode::mixed(shown, self.vm)?, self.vm)?;
        }
        let shown = shown.downcast_ref::<PyStr>().map(|text| text.as_wtf8().to_owned()).unwrap_or_default();
        Ok(self.cut(field, &shown))
    }

    fn cut(&self, field: &Field, text: &rustpython_vm::common::wtf8::Wtf8) -> Wtf8Buf {
        match field.precision {
            Some(length) => text.code_points().take(usize::try_from(length).unwrap_or(0)).collect(),
            None => text.to_owned(),
        }
    }

    fn character(&mut self, value: PyObjectRef) -> PyResult<Wtf8Buf> {
        if let Some(text) = value.downcast_ref::<PyStr>() {
            if text.char_len() != 1 {
                return Err(self.vm.new_type_error("%c requires int or char"));
            }
            self.is_unicode |= is_unicode(&value);
            return Ok(text.as_wtf8().to_owned());
        }
        let cut = match value.downcast_ref::<PyFloat>() {
            Some(_) => self.vm.ctx.types.int_type.as_object().call((value,), self.vm)?,
            None => value,
        };
        let Some(number) = cut.downcast_ref::<PyInt>() else {
            let kind = super::type_names::name_in_errors(&cut, self.vm);
            return Err(self.vm.new_type_error(format!("%c format: a number is required, not {kind}")));
        };
        let limit = if self.is_unicode { 0x11_0000 } else { 0x100 };
        let point = u32::try_from(number.as_bigint()).ok().filter(|point| *point < limit);
        match (point.and_then(CodePoint::from_u32), self.is_unicode) {
            (Some(point), _) => Ok(Wtf8Buf::from_iter([point])),
            (None, _) if number.as_bigint() < PyInt::from(0).as_bigint() => {
                Err(self.vm.new_overflow_error("unsigned byte integer is less than minimum"))
            }
            (None, _) => Err(self.vm.new_overflow_error("unsigned byte integer is greater than maximum")),
        }
    }

    fn whole(&mut self, field: &Field, value: PyObjectRef) -> PyResult<()> {
        let Some(number) = self.to_whole(&value)? else {
            let (letter, found) = (field.letter, super::type_names::shown_type(&value, self.vm).name().to_string());
            return Err(self.vm.new_type_error(format!("%{letter} format: a number is required, not {found}")));
        };
        if field.flags.is_empty() && field.width.is_none() && field.precision.is_none() && field.letter == 'd' {
            let digits = number.downcast_ref::<PyInt>().map(|number| number.to_str_radix_10()).unwrap_or_default();
            self.output.push_str(&digits);
            return Ok(());
        }
        let letter = if field.letter == 'u' { 'd' } else { field.letter };
        if letter == 'o' && field.flags.contains('#') {
            return self.octal(field, number);
        }
        self.by_engine(field, letter, number)
    }

    /// `%#o`: Python 2 writes a zero before the digits, and not `0o`.
    fn octal(&mut self, field: &Field, number: PyObjectRef) -> PyResult<()> {
        let plain = Field {
            flags: field.flags.replace('#', ""),
            width: None,
            precision: field.precision,
            letter: 'o',
            index: 0,
        };
        let before = std::mem::take(&mut self.output);
        self.by_engine(&plain, 'o', number)?;
        let digits = std::mem::replace(&mut self.output, before).to_string();
        let sign = digits.len() - digits.trim_start_matches(['-', '+', ' ']).len();
        let zero = if digits[sign..].starts_with('0') { "" } else { "0" };
        let padded = self.padded(field, format!("{}{zero}{}", &digits[..sign], &digits[sign..]).into());
        self.output.push_wtf8(&padded);
        Ok(())
    }

    /// The whole number that a value is or becomes; None if it is not a number.
    fn to_whole(&self, value: &PyObjectRef) -> PyResult<Option<PyObjectRef>> {
        if value.downcast_ref::<PyInt>().is_some() {
            return Ok(Some(value.clone()));
        }
        if text::is_text(value) {
            return Ok(None);
        }
        let method = match value.downcast_ref::<PyFloat>() {
            Some(_) => "__int__",
            None if value.get_attr("__long__", self.vm).is_ok() => "__long__",
            None => "__int__",
        };
        match value.get_attr(method, self.vm) {
            Ok(method) => method.call((), self.vm).map(Some),
            Err(_) => Ok(None),
        }
    }

    fn float(&mut self, field: &Field, value: PyObjectRef) -> PyResult<()> {
        let number = match value.downcast_ref::<PyFloat>() {
            Some(_) => value,
            None if text::is_text(&value) => return Err(self.no_float(&value)),
            None => match value.get_attr("__float__", self.vm) {
                Ok(method) => method.call((), self.vm)?,
                Err(_) => return Err(self.no_float(&value)),
            },
        };
        self.by_engine(field, field.letter, number)
    }

    fn no_float(&self, value: &PyObject) -> rustpython_vm::builtins::PyBaseExceptionRef {
        let found = super::type_names::shown_type(value, self.vm).name().to_string();
        self.vm.new_type_error(format!("float argument required, not {found}"))
    }

    /// Has the engine format one number.
    fn by_engine(&mut self, field: &Field, letter: char, number: PyObjectRef) -> PyResult<()> {
        let width = field.width.map(|width| width.to_string()).unwrap_or_default();
        let precision = field.precision.map(|precision| format!(".{precision}")).unwrap_or_default();
        self.reserve(
            usize::try_from(field.width.unwrap_or(0).max(field.precision.unwrap_or(0))).unwrap_or(usize::MAX),
        )?;
        let template = self.vm.ctx.new_str(format!("%{}{width}{precision}{letter}", field.flags));
        let Some(original) = PyStr::as_number().remainder else { return Ok(()) };
        let values = self.vm.ctx.new_tuple(vec![number]);
        let formatted = original(template.as_object(), values.as_object(), self.vm)?;
        if let Some(formatted) = formatted.downcast_ref::<PyStr>() {
            self.output.push_wtf8(formatted.as_wtf8());
        }
        Ok(())
    }

    fn padded(&self, field: &Field, text: Wtf8Buf) -> Wtf8Buf {
        let width = usize::try_from(field.width.unwrap_or(0)).unwrap_or(0);
        let missing = width.saturating_sub(text.code_points().count());
        if missing == 0 || missing > MAX_WIDTH {
            return text;
        }
        let blanks = " ".repeat(missing);
        let mut padded = Wtf8Buf::new();
        if field.flags.contains('-') {
            padded.push_wtf8(&text);
            padded.push_str(&blanks);
        } else {
            padded.push_str(&blanks);
            padded.push_wtf8(&text);
        }
        padded
    }

    /// Refuses a length that no memory would hold.
    fn reserve(&self, length: usize) -> PyResult<()> {
        if length > MAX_WIDTH {
            return Err(self.vm.new_memory_error("the formatted text is too long"));
        }
        Ok(())
    }
}

/// The longest piece that one field may become, in characters.
const MAX_WIDTH: usize = 1 << 30;

/// A value that names in parentheses are looked up in.
fn mapping(value: &PyObject) -> Option<PyObjectRef> {
    if text::is_text(value) || value.downcast_ref::<PyList>().is_some() {
        return None;
    }
    let is_mapping =
        value.downcast_ref::<PyDict>().is_some() || value.class().slots.as_mapping.subscript.load().is_some();
    is_mapping.then(|| value.to_owned())
}
