//! The value of a string literal.
//!
//! Python 2 has two kinds of strings, bytes (`str`) and `unicode`, and its rules for escapes differ between them and
//! from Python 3's: `\u` is nothing in a `str`, and is an escape in a raw `unicode`. A value is kept as numbers, one
//! for each byte of a `str` and one for each code point of a `unicode`, because a `unicode` may hold half a surrogate
//! pair, which is not a character.

use crate::encoding::Encoding;

/// A literal's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// Bytes of a `str`, code points of a `unicode`.
    pub(crate) points: Vec<u32>,
    pub(crate) is_unicode: bool,
}

impl Text {
    /// The value of one literal with prefix and quotes, as the lexer cuts it.
    ///
    /// # Errors
    /// The text of Python's error for an escape that is not complete.
    pub(crate) fn parse(literal: &str, encoding: Encoding, unicode_literals: bool) -> Result<Self, String> {
        let quote_at = literal.find(['"', '\'']).unwrap_or(0);
        let (prefix, quoted) = literal.split_at(quote_at);
        let prefix = prefix.to_ascii_lowercase();
        let is_unicode = prefix.starts_with('u') || (unicode_literals && !prefix.starts_with('b'));
        let is_raw = prefix.ends_with('r');
        let content = unquote(quoted);
        let mut scanner = Scanner { rest: content, whole: content, encoding, is_unicode, points: Vec::new() };
        while !scanner.rest.is_empty() {
            if is_raw { scanner.raw()? } else { scanner.cooked()? }
        }
        Ok(Self { points: scanner.points, is_unicode })
    }

    /// Joins a literal that stands beside this one. A `str` beside a `unicode` becomes one, byte by byte, as in Jython.
    pub(crate) fn join(&mut self, next: Self) {
        self.points.extend(next.points);
        self.is_unicode |= next.is_unicode;
    }

    /// The value as characters, if each number is one that a string of the tree can hold. U+FFFD is not one: the
    /// compiler takes it for a surrogate and would read the source again, by Python 3's rules.
    pub(crate) fn characters(&self) -> Option<String> {
        self.points.iter().map(|&point| char::from_u32(point).filter(|c| *c != char::REPLACEMENT_CHARACTER)).collect()
    }
}

fn unquote(quoted: &str) -> &str {
    let triple = quoted.len() >= 6 && (quoted.starts_with("\"\"\"") || quoted.starts_with("'''"));
    let length = if triple { 3 } else { 1 };
    quoted.get(length..quoted.len().saturating_sub(length)).unwrap_or("")
}

struct Scanner<'s> {
    rest: &'s str,
    whole: &'s str,
    encoding: Encoding,
    is_unicode: bool,
    points: Vec<u32>,
}

impl Scanner<'_> {
    fn next(&mut self) -> Option<char> {
        let character = self.rest.chars().next()?;
        self.rest = self.rest.get(character.len_utf8()..).unwrap_or("");
        Some(character)
    }

    /// One character that stands for itself; a line end of any kind is `\n`.
    fn plain(&mut self) {
        match self.next() {
            Some('\r') => {
                self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
                self.points.push(u32::from('\n'));
            }
            Some(character) if self.is_unicode => self.points.push(u32::from(character)),
            Some(character) => self.encoding.bytes_of(character, &mut self.points),
            None => {}
        }
    }

    fn raw(&mut self) -> Result<(), String> {
        let backslashes = self.rest.len() - self.rest.trim_start_matches('\\').len();
        if backslashes == 0 {
            self.plain();
            return Ok(());
        }
        let escape = self.rest.get(backslashes..).unwrap_or("").chars().next();
        let is_escape = self.is_unicode && backslashes % 2 == 1 && matches!(escape, Some('u' | 'U'));
        let literal = if is_escape { backslashes - 1 } else { backslashes };
        self.points.extend(std::iter::repeat_n(u32::from('\\'), literal));
        self.rest = self.rest.get(literal..).unwrap_or("");
        if is_escape { self.cooked() } else { Ok(()) }
    }

    fn cooked(&mut self) -> Result<(), String> {
        if !self.rest.starts_with('\\') {
            self.plain();
            return Ok(());
        }
        let start = self.whole.len() - self.rest.len();
        self.next();
        let Some(character) = self.next() else { return Ok(()) };
        let simple = match character {
            '\n' => return Ok(()),
            '\r' => {
                self.rest = self.rest.strip_prefix('\n').unwrap_or(self.rest);
                return Ok(());
            }
            '\\' | '\'' | '"' => character,
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            '0'..='7' => return self.octal(character),
            'x' => return self.hexadecimal(2, "\\xXX", start),
            'u' if self.is_unicode => return self.hexadecimal(4, "\\uXXXX", start),
            'U' if self.is_unicode => return self.hexadecimal(8, "\\UXXXXXXXX", start),
            'N' if self.is_unicode => return self.named(start),
            other => {
                // A backslash before anything else stays.
                self.points.push(u32::from('\\'));
                self.rest = self.whole.get(self.whole.len() - self.rest.len() - other.len_utf8()..).unwrap_or("");
                self.plain();
                return Ok(());
            }
        };
        self.points.push(u32::from(simple));
        Ok(())
    }

    fn octal(&mut self, first: char) -> Result<(), String> {
        let mut value = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(digit) = self.rest.chars().next().and_then(|c| c.to_digit(8)) else { break };
            value = value * 8 + digit;
            self.next();
        }
        self.points.push(if self.is_unicode { value } else { value & 0xff });
        Ok(())
    }

    fn hexadecimal(&mut self, length: usize, form: &str, start: usize) -> Result<(), String> {
        let digits = self.rest.get(..length).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some(value) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            if !self.is_unicode {
                return Err("invalid \\x escape".to_owned());
            }
            return Err(self.undecodable(start, &format!("truncated {form} escape")));
        };
        if value > u32::from(char::MAX) {
            return Err(self.undecodable(start, "illegal Unicode character"));
        }
        self.rest = self.rest.get(length..).unwrap_or("");
        self.points.push(value);
        Ok(())
    }

    fn named(&mut self, start: usize) -> Result<(), String> {
        let name = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let Some((name, rest)) = name else {
            return Err(self.undecodable(start, "malformed \\N character escape"));
        };
        let character = unicode_names2::character(name);
        let Some(character) = character else {
            return Err(self.undecodable(start, "unknown Unicode character name"));
        };
        self.rest = rest;
        self.points.push(u32::from(character));
        Ok(())
    }

    fn undecodable(&self, start: usize, reason: &str) -> String {
        format!("(unicode error) 'unicodeescape' codec can't decode bytes in position {start}: {reason}")
    }
}
