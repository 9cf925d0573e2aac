//! The escapes that a backslash begins, outside and inside classes.

use super::cursor::decimal;
use super::parser::Parser;
use super::tree::{Assertion, Kind};
use crate::error::Error;
use crate::names;
use crate::set::CodeSet;

/// The meaning of an escape.
pub(super) enum Escaped {
    /// One code point.
    Code(u32),
    /// A set, an assertion, a reference.
    Construct(Kind),
}

/// Where an escape stands in a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InClass {
    Alone,
    /// Followed by a hyphen.
    BeforeHyphen,
    /// The upper end of a range.
    AfterHyphen,
}

const UNSUPPORTED: &str = "Illegal/unsupported escape sequence";

impl Parser<'_> {
    /// An escape outside a class; the cursor is on its backslash.
    ///
    /// When literals have been read before it (`first` is false), a construct is only recognised, to be read again
    /// after them: its own following text is then not read.
    pub(super) fn escape(&mut self, first: bool) -> Result<Escaped, Error> {
        let code = self.cursor.skip();
        let kind = match char::from_u32(code).unwrap_or(' ') {
            '1'..='9' if first => self.backreference(decimal(code).unwrap_or(0)),
            '1'..='9' => Kind::Empty,
            'A' => Kind::Assertion(Assertion::Start),
            'B' => self.word_boundary(true),
            'b' if first => self.boundary()?,
            'b' => Kind::Empty,
            'G' => Kind::Assertion(Assertion::LastMatch),
            'R' => Kind::LineBreak,
            'X' if !self.is_java_8() => Kind::Grapheme,
            'Z' => {
                let unix = self.flags.unix_lines;
                Kind::Assertion(Assertion::LineEnd { unix, multiline: false })
            }
            'z' => Kind::Assertion(Assertion::End),
            'k' => self.named_reference()?,
            'v' => Kind::Set(vertical_space()),
            letter => match self.predefined(letter)? {
                Some(set) => Kind::Set(set),
                None => return self.character(letter, code).map(Escaped::Code),
            },
        };
        Ok(Escaped::Construct(kind))
    }

    /// An escape inside a class; the cursor is on its backslash.
    pub(super) fn class_escape(&mut self, place: InClass) -> Result<Escaped, Error> {
        let code = self.cursor.skip();
        match char::from_u32(code).unwrap_or(' ') {
            '1'..='9' | 'A' | 'B' | 'G' | 'R' | 'X' | 'Z' | 'b' | 'k' | 'z' => Err(self.error(UNSUPPORTED)),
            // As an end of a range, \v is still the one character that it was before Java 8.
            'v' if place == InClass::Alone => Ok(Escaped::Construct(Kind::Set(vertical_space()))),
            'v' => Ok(Escaped::Code(0x0B)),
            letter => match self.predefined(letter)? {
                Some(set) => Ok(Escaped::Construct(Kind::Set(set))),
                None => self.character(letter, code).map(Escaped::Code),
            },
        }
    }

    /// `\d` and the like, in capitals their complements.
    fn predefined(&mut self, letter: char) -> Result<Option<CodeSet>, Error> {
        let small = letter.to_ascii_lowercase();
        let set = match (small, self.flags.unicode_classes) {
            // The names are of no property, so that they are in nothing's way.
            ('d', true) => self.remembered("\\d", |parser| Ok(parser.tables.digit()))?,
            ('s', true) => self.remembered("\\s", |parser| Ok(parser.tables.white_space()))?,
            ('w', true) => self.remembered("\\w", |parser| Ok(parser.tables.word()))?,
            ('d', false) => CodeSet::range(0x30, 0x39),
            ('s', false) => CodeSet::from_ranges(vec![(0x09, 0x0D), (0x20, 0x20)]),
            ('w', false) => CodeSet::from_ranges(vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]),
            ('h', _) => horizontal_space(),
            ('v', _) => vertical_space(),
            _ => return Ok(None),
        };
        Ok(Some(if letter.is_ascii_uppercase() { set.complement() } else { set }))
    }

    /// An escape for one code point. `code` is `letter`, or a code point that is not a character (it stands for
    /// itself).
    fn character(&mut self, letter: char, code: u32) -> Result<u32, Error> {
        match letter {
            '0' => self.octal(),
            'a' => Ok(0x07),
            'c' => self.control(),
            'e' => Ok(0x1B),
            'f' => Ok(0x0C),
            'n' => Ok(0x0A),
            'r' => Ok(0x0D),
            't' => Ok(0x09),
            'u' => self.utf16(),
            'x' => self.hexadecimal(),
            'N' if !self.is_java_8() => self.named_character(),
            'A'..='Z' | 'a'..='z' => Err(self.error(UNSUPPORTED)),
            _ => Ok(code),
        }
    }

    fn word_boundary(&self, negated: bool) -> Kind {
        Kind::Assertion(Assertion::WordBoundary { negated, unicode: self.flags.unicode_classes })
    }

    /// `\b`, and in Java 17 `\b{g}`.
    fn boundary(&mut self) -> Result<Kind, Error> {
        if !self.is_java_8() && self.peek() == u32::from('{') {
            if self.cursor.skip() == u32::from('g') {
                return match self.read() == u32::from('}') {
                    true => Ok(Kind::Assertion(Assertion::GraphemeBoundary)),
                    false => Err(self.error(UNSUPPORTED)),
                };
            }
            self.cursor.unread();
            self.cursor.unread();
        }
        Ok(self.word_boundary(false))
    }

    fn named_reference(&mut self) -> Result<Kind, Error> {
        if self.read() != u32::from('<') {
            return Err(self.error(r"\k is not followed by '<' for named capturing group"));
        }
        let first = self.read();
        let name = self.group_name(first)?;
        match self.names.get(&name) {
            Some(&group) => Ok(Kind::Backreference { group, case: self.flags.case() }),
            // The odd text is Java 8's.
            None if self.is_java_8() => Err(self.error(format!("(named capturing group <{name}> does not exit"))),
            None => Err(self.error(format!("named capturing group <{name}> does not exist"))),
        }
    }

    fn control(&mut self) -> Result<u32, Error> {
        if self.cursor.at_end() {
            return Err(self.error("Illegal control escape sequence"));
        }
        Ok(self.read() ^ 64)
    }

    /// One to three octal digits, up to 0377.
    fn octal(&mut self) -> Result<u32, Error> {
        let digit = |code: u32| char::from_u32(code).and_then(|c| c.to_digit(8));
        let Some(first) = digit(self.read()) else {
            return Err(self.error("Illegal octal escape sequence"));
        };
        let Some(second) = digit(self.read()) else {
            self.cursor.unread();
            return Ok(first);
        };
        match digit(self.read()) {
            Some(third) if first <= 3 => Ok(first * 64 + second * 8 + third),
            _ => {
                self.cursor.unread();
                Ok(first * 8 + second)
            }
        }
    }

    fn hexadecimal(&mut self) -> Result<u32, Error> {
        let first = self.read();
        if let Some(high) = hex_digit(first) {
            if let Some(low) = hex_digit(self.read()) {
                return Ok(high * 16 + low);
            }
        } else if first == u32::from('{') && hex_digit(self.peek()).is_some() {
            return self.braced_hexadecimal();
        }
        Err(self.error("Illegal hexadecimal escape sequence"))
    }

    fn braced_hexadecimal(&mut self) -> Result<u32, Error> {
        let mut value = 0;
        loop {
            let code = self.read();
            match hex_digit(code) {
                Some(digit) => value = value * 16 + digit,
                None if code == u32::from('}') => return Ok(value),
                None => return Err(self.error("Unclosed hexadecimal escape sequence")),
            }
            if value > crate::set::LAST {
                return Err(self.error("Hexadecimal codepoint is too big"));
            }
        }
    }

    /// `\uXXXX`, and two of them when they are a surrogate pair.
    fn utf16(&mut self) -> Result<u32, Error> {
        let high = self.utf16_unit()?;
        if (0xD800..0xDC00).contains(&high) {
            let after = self.cursor.pos;
            if self.read() == u32::from('\\') && self.read() == u32::from('u') {
                let low = self.utf16_unit()?;
                if (0xDC00..0xE000).contains(&low) {
                    return Ok(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00));
                }
            }
            self.cursor.pos = after;
        }
        Ok(high)
    }

    fn utf16_unit(&mut self) -> Result<u32, Error> {
        let mut unit = 0;
        for _ in 0..4 {
            match hex_digit(self.read()) {
                Some(digit) => unit = unit * 16 + digit,
                None => return Err(self.error("Illegal Unicode escape sequence")),
            }
        }
        Ok(unit)
    }

    fn named_character(&mut self) -> Result<u32, Error> {
        if self.read() != u32::from('{') {
            return Err(self.error("Illegal character name escape sequence"));
        }
        let start = self.cursor.pos;
        while self.read() != u32::from('}') {
            if self.cursor.at_end() {
                return Err(self.error("Unclosed character name escape sequence"));
            }
        }
        let name = self.cursor.text(start, self.cursor.pos - 1);
        match names::code_point(&name, self.tables) {
            Some(code) => Ok(code),
            None => Err(self.error(format!("Unknown character name [{name}]"))),
        }
    }
}

fn hex_digit(code: u32) -> Option<u32> {
    char::from_u32(code).and_then(|c| c.to_digit(16))
}

fn vertical_space() -> CodeSet {
    CodeSet::from_ranges(vec![(0x0A, 0x0D), (0x85, 0x85), (0x2028, 0x2029)])
}

fn horizontal_space() -> CodeSet {
    let others = [0x09, 0x20, 0xA0, 0x1680, 0x180E, 0x202F, 0x205F, 0x3000].map(|code| (code, code));
    CodeSet::from_ranges(others.into_iter().chain([(0x2000, 0x200A)]).collect())
}
