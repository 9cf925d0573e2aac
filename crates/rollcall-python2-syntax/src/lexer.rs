//! Text to tokens, as Python 2's tokenizer cuts it.
//!
//! The hard part is to find the lines: inside brackets line ends do not count, a backslash joins two lines, and the
//! column at which a line begins decides on blocks. A tab goes on to the next multiple of eight and a form feed starts
//! the count again, so that files which mix tabs and spaces mean what they meant to Python 2.
//!
//! The lexer stops at the first thing it cannot cut and leaves a [`Kind::Broken`] there: the parser may find a fault
//! before it, which is then the first one.

mod number;
mod string;

use ruff_text_size::{TextRange, TextSize};

use crate::error::Fault;
use crate::token::{Kind, Token, keyword, operator};

/// More levels of indentation than CPython takes, and few enough for the compiler's stack.
const MAX_INDENTATION: usize = 100;

/// A text cut up.
pub(crate) struct Tokens {
    /// Never empty: the last is [`Kind::End`] or [`Kind::Broken`].
    pub(crate) tokens: Vec<Token>,
    /// The fault at the place where the tokens end in [`Kind::Broken`].
    pub(crate) fault: Option<Fault>,
}

pub(crate) fn tokenize(source: &str) -> Tokens {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lexer = Lexer { source, position: start, brackets: 0, indents: vec![0], tokens: Vec::new() };
    let fault = lexer.run().err();
    if fault.is_some() {
        lexer.push(Kind::Broken, lexer.position);
    }
    Tokens { tokens: lexer.tokens, fault }
}

struct Lexer<'s> {
    source: &'s str,
    position: usize,
    /// How many brackets are open.
    brackets: usize,
    /// The columns of the blocks that are open; never empty.
    indents: Vec<usize>,
    tokens: Vec<Token>,
}

impl<'s> Lexer<'s> {
    fn run(&mut self) -> Result<(), Fault> {
        self.indentation()?;
        while self.position < self.source.len() {
            self.token()?;
        }
        self.finish();
        Ok(())
    }

    fn rest(&self) -> &'s str {
        self.source.get(self.position..).unwrap_or("")
    }

    fn byte(&self, offset: usize) -> Option<u8> {
        self.source.as_bytes().get(self.position + offset).copied()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let range = TextRange::new(offset(start), offset(self.position.max(start)));
        self.tokens.push(Token { kind, range });
    }

    fn fault(&self, message: &'static str) -> Fault {
        Fault::new(offset(self.position), message)
    }

    /// Cuts one token off, or skips text between tokens.
    fn token(&mut self) -> Result<(), Fault> {
        let start = self.position;
        match self.byte(0) {
            Some(b' ' | b'\t' | b'\x0c') => self.position += 1,
            Some(b'#') => self.comment(),
            Some(b'\n' | b'\r') => return self.newline(),
            Some(b'\\') => return self.continuation(),
            Some(b'0'..=b'9') => return self.number(),
            Some(b'.') if self.byte(1).is_some_and(|b| b.is_ascii_digit()) => return self.number(),
            Some(b'"' | b'\'') => return self.string(start),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => return self.word(),
            _ => return self.operator(),
        }
        Ok(())
    }

    fn comment(&mut self) {
        let length = self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
        self.position += length;
    }

    /// How long the line end here is; 0 when there is no line end.
    fn line_end(&self) -> usize {
        match (self.byte(0), self.byte(1)) {
            (Some(b'\r'), Some(b'\n')) => 2,
            (Some(b'\r' | b'\n'), _) => 1,
            _ => 0,
        }
    }

    fn newline(&mut self) -> Result<(), Fault> {
        let start = self.position;
        self.position += self.line_end();
        if self.brackets > 0 {
            return Ok(());
        }
        self.push(Kind::Newline, start);
        self.indentation()
    }

    fn continuation(&mut self) -> Result<(), Fault> {
        self.position += 1;
        match self.line_end() {
            0 if self.rest().is_empty() => Err(self.fault("unexpected EOF while parsing")),
            0 => Err(self.fault("unexpected character after line continuation character")),
            length => {
                self.position += length;
                Ok(())
            }
        }
    }

    /// At the start of a logical line: skips lines without content, then opens and closes blocks.
    fn indentation(&mut self) -> Result<(), Fault> {
        let column = loop {
            let column = self.column();
            if self.byte(0) == Some(b'#') {
                self.comment();
            }
            match self.line_end() {
                0 if self.rest().is_empty() => return Ok(()),
                0 => break column,
                length => self.position += length,
            }
        };
        self.blocks(column)
    }

    /// Skips white space and returns the column to which it leads.
    fn column(&mut self) -> usize {
        let mut column = 0;
        while let Some(byte) = self.byte(0) {
            column = match byte {
                b' ' => column + 1,
                b'\t' => (column / 8 + 1) * 8,
                b'\x0c' => 0,
                _ => break,
            };
            self.position += 1;
        }
        column
    }

    fn blocks(&mut self, column: usize) -> Result<(), Fault> {
        let at = offset(self.position);
        if column > self.block_column() {
            if self.indents.len() >= MAX_INDENTATION {
                return Err(Fault::indentation(at, "too many levels of indentation"));
            }
            self.indents.push(column);
            self.push(Kind::Indent, self.position);
        }
        while column < self.block_column() {
            self.indents.pop();
            if column > self.block_column() {
                return Err(Fault::indentation(at, "unindent does not match any outer indentation level"));
            }
            self.push(Kind::Dedent, self.position);
        }
        Ok(())
    }

    fn block_column(&self) -> usize {
        self.indents.last().copied().unwrap_or(0)
    }

    fn word(&mut self) -> Result<(), Fault> {
        let start = self.position;
        let rest = self.rest();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or(rest);
        self.position += length;
        if matches!(self.byte(0), Some(b'"' | b'\'')) && string::is_prefix(word) {
            return self.string(start);
        }
        self.push(keyword(word).map_or(Kind::Name, Kind::Fixed), start);
        Ok(())
    }

    fn operator(&mut self) -> Result<(), Fault> {
        let start = self.position;
        let operator = operator(self.rest()).ok_or_else(|| self.fault("invalid syntax"))?;
        self.position += operator.len();
        match operator {
            "(" | "[" | "{" => self.brackets += 1,
            ")" | "]" | "}" => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        self.push(Kind::Fixed(operator), start);
        Ok(())
    }

    /// At the end of the text: a last line without a line end counts, and every block closes.
    fn finish(&mut self) {
        let open_line = self.tokens.last().is_some_and(|t| !matches!(t.kind, Kind::Newline | Kind::Dedent));
        if open_line && self.brackets == 0 {
            self.push(Kind::Newline, self.position);
        }
        for _ in 1..self.indents.len() {
            self.push(Kind::Dedent, self.position);
        }
        self.push(Kind::End, self.position);
    }
}

/// A byte's position as the tree counts it. [`crate::parse`] takes no text that is longer than this can count.
fn offset(position: usize) -> TextSize {
    TextSize::new(u32::try_from(position).unwrap_or(u32::MAX))
}
