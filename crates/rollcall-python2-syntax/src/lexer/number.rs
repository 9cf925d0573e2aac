//! Where a number ends. Its value is computed by [`crate::number`].

use super::Lexer;
use crate::error::Fault;
use crate::token::Kind;

impl Lexer<'_> {
    pub(super) fn number(&mut self) -> Result<(), Fault> {
        let start = self.position;
        let based = match (self.byte(0), self.byte(1)) {
            (Some(b'0'), Some(b'x' | b'X')) => self.based(|b| b.is_ascii_hexdigit()),
            (Some(b'0'), Some(b'o' | b'O')) => self.based(|b| matches!(b, b'0'..=b'7')),
            (Some(b'0'), Some(b'b' | b'B')) => self.based(|b| matches!(b, b'0' | b'1')),
            _ => {
                self.decimal(start)?;
                true
            }
        };
        if !based {
            self.position = start;
            return Err(self.fault("invalid token"));
        }
        self.push(Kind::Number, start);
        Ok(())
    }

    /// `0x…`, `0o…`, `0b…`; whether there is a digit.
    fn based(&mut self, is_digit: impl Fn(u8) -> bool) -> bool {
        self.position += 2;
        let start = self.position;
        while self.byte(0).is_some_and(&is_digit) {
            self.position += 1;
        }
        let has_digits = self.position > start;
        self.skip(b"lL");
        has_digits
    }

    /// Everything else: decimal, octal with a leading zero, a fraction, an exponent, an imaginary part.
    fn decimal(&mut self, start: usize) -> Result<(), Fault> {
        self.digits();
        let integer = start..self.position;
        let mut is_integer = true;
        if self.skip(b".") {
            is_integer = false;
            self.digits();
        }
        is_integer &= !self.exponent();
        is_integer &= !self.skip(b"jJ");
        if !is_integer {
            return Ok(());
        }
        let digits = self.source.as_bytes().get(integer).unwrap_or_default();
        if digits.len() > 1 && digits.first() == Some(&b'0') && digits.iter().any(|b| matches!(b, b'8' | b'9')) {
            self.position = start;
            return Err(self.fault("invalid token"));
        }
        self.skip(b"lL");
        Ok(())
    }

    fn digits(&mut self) {
        while self.byte(0).is_some_and(|b| b.is_ascii_digit()) {
            self.position += 1;
        }
    }

    /// An exponent, if one is complete here: `1else` is a number and a keyword.
    fn exponent(&mut self) -> bool {
        if !matches!(self.byte(0), Some(b'e' | b'E')) {
            return false;
        }
        let sign = usize::from(matches!(self.byte(1), Some(b'+' | b'-')));
        if !self.byte(1 + sign).is_some_and(|b| b.is_ascii_digit()) {
            return false;
        }
        self.position += 1 + sign;
        self.digits();
        true
    }

    fn skip(&mut self, any_of: &[u8]) -> bool {
        let found = self.byte(0).is_some_and(|b| any_of.contains(&b));
        self.position += usize::from(found);
        found
    }
}
