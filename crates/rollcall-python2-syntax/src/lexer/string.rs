//! Where a string literal ends. Its value is computed by [`crate::literal`].

use super::{Lexer, offset};
use crate::error::Fault;
use crate::token::Kind;

/// Whether a word may stand before a quote.
pub(super) fn is_prefix(word: &str) -> bool {
    ["r", "u", "b", "ur", "br"].iter().any(|prefix| word.eq_ignore_ascii_case(prefix))
}

impl Lexer<'_> {
    /// From the opening quote on; the prefix, which begins at `start`, is behind us.
    pub(super) fn string(&mut self, start: usize) -> Result<(), Fault> {
        let Some(quote) = self.byte(0) else { return Ok(()) };
        let is_triple = self.byte(1) == Some(quote) && self.byte(2) == Some(quote);
        let length = if is_triple { 3 } else { 1 };
        self.position += length;
        while let Some(byte) = self.byte(0) {
            match byte {
                b'\\' => self.escape(),
                b'\n' | b'\r' if !is_triple => break,
                _ if byte == quote && self.closes(quote, length) => {
                    self.position += length;
                    self.push(Kind::String, start);
                    return Ok(());
                }
                _ => self.position += 1,
            }
        }
        self.position = start;
        let message = if is_triple {
            "EOF while scanning triple-quoted string literal"
        } else {
            "EOL while scanning string literal"
        };
        Err(Fault::new(offset(start), message))
    }

    /// A backslash takes the next character along, a line end of two bytes as a whole.
    fn escape(&mut self) {
        self.position += 1;
        let line_end = self.line_end();
        self.position = (self.position + line_end.max(1)).min(self.source.len());
    }

    fn closes(&self, quote: u8, length: usize) -> bool {
        (0..length).all(|index| self.byte(index) == Some(quote))
    }
}
