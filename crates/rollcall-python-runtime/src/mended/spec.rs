//! The format of one value, as `format` takes it: `[[fill]align][sign][#][0][width][,][.precision][kind]`.

use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};

/// The parts of a format.
pub(super) struct Spec<'a> {
    pub(super) fill: Option<char>,
    pub(super) align: Option<char>,
    /// `+`, `-` or a blank.
    pub(super) sign: Option<char>,
    pub(super) is_alternate: bool,
    pub(super) is_zero: bool,
    pub(super) width: &'a str,
    /// `,`, or `_` of Python 3.
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    /// The letter, or nothing.
    pub(super) kind: &'a str,
}

impl<'a> Spec<'a> {
    /// The parts of a text; None if it is not a format.
    pub(super) fn of(spec: &'a str) -> Option<Self> {
        let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
        let mut rest = spec;
        let mut take = |wanted: &dyn Fn(char) -> bool| {
            let first = rest.chars().next().filter(|c| wanted(*c))?;
            rest = &rest[first.len_utf8()..];
            Some(first)
        };
        let has_fill = spec.chars().nth(1).is_some_and(is_align);
        let fill = if has_fill { take(&|_| true) } else { None };
        let align = take(&is_align);
        let sign = take(&|c| matches!(c, '+' | '-' | ' '));
        let is_alternate = take(&|c| c == '#').is_some();
        let is_zero = take(&|c| c == '0').is_some();
        let (width, after) = digits(rest);
        rest = after;
        let mut take = |wanted: char| {
            let has = rest.starts_with(wanted);
            rest = rest.strip_prefix(wanted).unwrap_or(rest);
            has.then_some(wanted)
        };
        let grouping = take(',').or_else(|| take('_').filter(|_| !crate::job_is_python2()));
        let has_precision = take('.').is_some();
        let (precision, kind) = digits(rest);
        if kind.chars().nth(1).is_some() || has_precision == precision.is_empty() {
            return None;
        }
        let precision = has_precision.then(|| precision.parse().unwrap_or(usize::MAX));
        Some(Spec { fill, align, sign, is_alternate, is_zero, width, grouping, precision, kind })
    }

    /// The character that fills up, and where: zeros go behind the sign unless the format sets something else.
    fn filling(&self) -> (char, char) {
        let fill = self.fill.or(self.is_zero.then_some('0')).unwrap_or(' ');
        let otherwise = if self.is_zero && self.fill.is_none() { '=' } else { '>' };
        (fill, self.align.unwrap_or(otherwise))
    }

    /// How many characters the digits have at least, where zeros before them are grouped as they are; `others` are there
    /// beside them.
    pub(super) fn least_digits(&self, others: usize) -> usize {
        let is_filled = self.filling() == ('0', '=');
        if is_filled { self.width.parse().unwrap_or(0_usize).saturating_sub(others) } else { 0 }
    }

    /// A sign and the text after it, filled up to the width. None if there is no memory for the width.
    pub(super) fn padded(&self, sign: &str, rest: &[CodePoint]) -> Option<Wtf8Buf> {
        self.filled(self.filling(), sign, rest)
    }

    /// A text, filled up to the width: behind it, unless the format sets something else, with zeros, too.
    pub(super) fn padded_text(&self, text: &[CodePoint]) -> Option<Wtf8Buf> {
        self.filled((self.filling().0, self.align.unwrap_or('<')), "", text)
    }

    fn filled(&self, (fill, align): (char, char), sign: &str, rest: &[CodePoint]) -> Option<Wtf8Buf> {
        let width: usize = if self.width.is_empty() { 0 } else { self.width.parse().ok()? };
        let missing = width.saturating_sub(sign.len() + rest.len());
        let length = missing.checked_mul(fill.len_utf8())?.checked_add(4 * rest.len() + sign.len())?;
        let mut made = Wtf8Buf::from_string(with_room(length)?);
        let (before, between, behind) = match align {
            '<' => (0, 0, missing),
            '^' => (missing / 2, 0, missing - missing / 2),
            '=' => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let fills = |count: usize| std::iter::repeat_n(CodePoint::from(fill), count);
        let sign = sign.chars().map(CodePoint::from);
        made.extend(fills(before).chain(sign).chain(fills(between)).chain(rest.iter().copied()).chain(fills(behind)));
        Some(made)
    }
}

/// An empty text with room for so many bytes; None if there is no memory for them. A failure on the way would end the
/// whole worker.
pub(super) fn with_room(bytes: usize) -> Option<String> {
    let mut made = String::new();
    made.try_reserve_exact(bytes).ok().map(|()| made)
}

/// The digits that a text begins with, and the rest.
pub(super) fn digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}
