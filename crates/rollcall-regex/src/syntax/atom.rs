//! Runs of literals, and the escapes that end them.

use super::cursor::decimal;
use super::escape::Escaped;
use super::parser::Parser;
use super::tree::{Kind, Literal, Node};
use crate::error::Error;

impl Parser<'_> {
    /// A run of literals, or the one escape that stands instead.
    ///
    /// A quantifier takes only the last literal: then the cursor goes back to where that one begins.
    pub(super) fn atom(&mut self) -> Result<Node, Error> {
        let mut codes: Vec<u32> = Vec::new();
        let mut code = self.peek();
        let at = self.here();
        let mut last = self.cursor.pos;
        loop {
            match char::from_u32(code).unwrap_or(' ') {
                '*' | '+' | '?' | '{' => {
                    if codes.len() > 1 {
                        self.cursor.pos = last;
                        codes.pop();
                    }
                    break;
                }
                '$' | '.' | '^' | '(' | '[' | '|' | ')' => break,
                '\0' if self.cursor.at_end() => break,
                '\\' => {
                    let next = self.cursor.next_plain();
                    if next == u32::from('p') || next == u32::from('P') {
                        if !codes.is_empty() {
                            self.cursor.unread();
                            break;
                        }
                        let set = self.property(next == u32::from('P'))?;
                        return Ok(Node::new(at, Kind::Set(set)));
                    }
                    self.cursor.unread();
                    last = self.cursor.pos;
                    match self.escape(codes.is_empty())? {
                        Escaped::Code(literal) => codes.push(literal),
                        Escaped::Construct(kind) if codes.is_empty() => return Ok(Node::new(at, kind)),
                        Escaped::Construct(_) => {
                            self.cursor.pos = last;
                            break;
                        }
                    }
                    code = self.peek();
                }
                _ => {
                    last = self.cursor.pos;
                    codes.push(code);
                    code = self.next();
                }
            }
        }
        Ok(Node::new(at, Kind::Literal(Literal { codes, case: self.flags.case() })))
    }

    /// The rest of a back reference that began with `digit`: as many digits as still name a group opened before.
    pub(super) fn backreference(&mut self, digit: u32) -> Kind {
        let mut group = digit;
        while let Some(digit) = decimal(self.peek()) {
            let longer = u64::from(group) * 10 + u64::from(digit);
            match u32::try_from(longer) {
                Ok(longer) if longer <= self.captures => group = longer,
                _ => break,
            }
            self.read();
        }
        Kind::Backreference { group, case: self.flags.case() }
    }
}
