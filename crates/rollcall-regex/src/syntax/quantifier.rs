//! Quantifiers.

use super::cursor::decimal;
use super::parser::Parser;
use super::tree::{Count, Kind, Mode, Node, UNBOUNDED};
use crate::error::Error;

impl Parser<'_> {
    /// `body` with the quantifier that follows it, if one does.
    pub(super) fn quantified(&mut self, body: Node) -> Result<Node, Error> {
        let count = match char::from_u32(self.peek()).unwrap_or(' ') {
            '?' => Count::Optional,
            '*' => Count::AtLeast(0),
            '+' => Count::AtLeast(1),
            '{' if self.is_java_8() => self.counted_in_java_8()?,
            '{' => self.counted_in_java_17()?,
            _ => return Ok(body),
        };
        let mode = self.mode();
        let at = body.at;
        Ok(Node::new(at, Kind::Repeat { body: Box::new(body), count, mode }))
    }

    /// The mode, by the character behind the quantifier's last one, on which the cursor is.
    fn mode(&mut self) -> Mode {
        let mode = match char::from_u32(self.next()) {
            Some('?') => Mode::Lazy,
            Some('+') => Mode::Possessive,
            _ => return Mode::Greedy,
        };
        self.next();
        mode
    }

    /// `{n}`, `{n,}` or `{n,m}`; leaves the cursor on the closing bracket.
    fn counted_in_java_17(&mut self) -> Result<Count, Error> {
        let first = self.cursor.skip();
        let Some(mut digit) = decimal(first) else {
            return Err(self.error("Illegal repetition"));
        };
        let mut min = 0;
        let mut code;
        loop {
            min = self.add_digit(min, digit)?;
            code = self.read();
            match decimal(code) {
                Some(next) => digit = next,
                None => break,
            }
        }
        let mut max = min;
        if code == u32::from(',') {
            code = self.read();
            if code == u32::from('}') {
                self.cursor.unread();
                return Ok(Count::AtLeast(min));
            }
            max = 0;
            while let Some(digit) = decimal(code) {
                max = self.add_digit(max, digit)?;
                code = self.read();
            }
        }
        if code != u32::from('}') {
            return Err(self.error("Unclosed counted closure"));
        }
        if max < min {
            return Err(self.error("Illegal repetition range"));
        }
        self.cursor.unread();
        Ok(if (min, max) == (0, 1) { Count::Optional } else { Count::Between(min, max) })
    }

    fn add_digit(&self, number: u32, digit: u32) -> Result<u32, Error> {
        let longer = number.checked_mul(10).and_then(|tens| tens.checked_add(digit));
        longer.filter(|&longer| longer <= UNBOUNDED).ok_or_else(|| self.error("Illegal repetition range"))
    }

    /// The same in Java 8, where numbers overflow in silence and only the outcome is looked at.
    fn counted_in_java_8(&mut self) -> Result<Count, Error> {
        if decimal(self.cursor.at(self.cursor.pos + 1)).is_none() {
            return Err(self.error("Illegal repetition"));
        }
        let first = self.cursor.skip();
        let (min, mut code) = self.overflowing_number(first);
        let (mut max, mut open) = (min, false);
        if code == u32::from(',') {
            code = self.read();
            open = code == u32::from('}');
            if !open {
                (max, code) = self.overflowing_number(code);
            }
        }
        if code != u32::from('}') {
            return Err(self.error("Unclosed counted closure"));
        }
        let largest = i32::MAX;
        let max = if open { largest } else { max };
        match (u32::try_from(min), u32::try_from(max)) {
            (Ok(_), Ok(_)) if max < min => Err(self.error("Illegal repetition range")),
            (Ok(min), Ok(max)) => {
                self.cursor.unread();
                Ok(if open { Count::AtLeast(min) } else { Count::Between(min, max) })
            }
            _ => Err(self.error("Illegal repetition range")),
        }
    }

    /// The digits from `code` on, and the code point behind them.
    fn overflowing_number(&mut self, mut code: u32) -> (i32, u32) {
        let mut number = 0i32;
        while let Some(digit) = decimal(code) {
            number = number.wrapping_mul(10).wrapping_add_unsigned(digit);
            code = self.read();
        }
        (number, code)
    }
}
