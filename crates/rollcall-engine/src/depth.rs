//! How deep a text of Python 3 nests, found out before it is parsed.
//!
//! The engine's parser and compiler call themselves once for each level, without a bound, so a file of a few kilobytes
//! would overflow the stack of the compiling thread. Here the text is only cut into tokens, by the engine's own lexer,
//! and an upper bound of the nesting is counted: how many brackets and blocks are open, and how tall the tree of an
//! expression may become. A chain such as `a + b + c + …` needs no bracket to grow a tree as tall as it is long;
//! operands joined by `and`, by `or` or by comparisons lie side by side.
//!
//! The bounds are those of Python 2's parser (`rollcall_python2_syntax`), except for brackets and blocks, which are CPython's.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

/// How many brackets may be open.
const MAX_BRACKETS: usize = 200;

/// How many blocks may be open.
const MAX_BLOCKS: usize = 100;

/// How tall the tree of one expression may be.
const MAX_HEIGHT: usize = 1000;

/// The place where a text nests too deeply, and the construct that does.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooDeep {
    /// From 1.
    pub(crate) line: usize,
    pub(crate) message: &'static str,
}

/// # Errors
/// Where the text cannot be parsed within the bounds.
pub(crate) fn check(source: &str) -> Result<(), TooDeep> {
    let Some(message) = fault(source) else { return Ok(()) };
    // The lexer does not report where its tokens are. The line with the fault is the last of the shortest beginning
    // that has it.
    let ends: Vec<usize> = source.match_indices('\n').map(|(at, _)| at + 1).collect();
    let line = ends.partition_point(|end| source.get(..*end).and_then(fault).is_none());
    Err(TooDeep { line: line + 1, message })
}

fn fault(source: &str) -> Option<&'static str> {
    let mut lexer = lex(source, Mode::Module);
    let mut nesting = Nesting::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return None,
            token => nesting.take(token),
        }
        if let Some(fault) = nesting.fault() {
            return Some(fault);
        }
    }
}

/// The part between one bracket and the next, or in a line.
#[derive(Default)]
struct Level {
    /// The height of the tree that the tokens since the last separator may make.
    height: usize,
    /// The height that a separator such as `and` leaves: it is inside a `lambda` or a conditional expression.
    floor: usize,
    /// The greatest height before that.
    tallest: usize,
    /// The height of the part around it.
    outside: usize,
    /// How many `lambda` have not come to their colon; a comma does not end those.
    parameters: usize,
}

impl Level {
    /// The next part stands beside the earlier ones.
    fn separate(&mut self, height: usize) {
        self.tallest = self.tallest.max(self.height);
        self.height = height;
    }
}

#[derive(Default)]
struct Nesting {
    line: Level,
    brackets: Vec<Level>,
    blocks: usize,
}

impl Nesting {
    fn level(&mut self) -> &mut Level {
        self.brackets.last_mut().unwrap_or(&mut self.line)
    }

    fn fault(&self) -> Option<&'static str> {
        let level = self.brackets.last().unwrap_or(&self.line);
        if self.brackets.len() > MAX_BRACKETS {
            Some("too many nested parentheses")
        } else if self.blocks > MAX_BLOCKS {
            Some("too many levels of indentation")
        } else if level.outside + level.height > MAX_HEIGHT {
            Some("expression is nested too deeply")
        } else {
            None
        }
    }

    fn take(&mut self, token: TokenKind) {
        use TokenKind as T;
        match token {
            T::Lpar | T::Lsqb | T::Lbrace | T::FStringStart | T::TStringStart => self.open(),
            T::Rpar | T::Rsqb | T::Rbrace | T::FStringEnd | T::TStringEnd => self.close(),
            T::Newline | T::Semi if self.brackets.is_empty() => self.line = Level::default(),
            T::Indent => self.blocks += 1,
            T::Dedent => self.blocks = self.blocks.saturating_sub(1),
            T::Comma if self.level().parameters == 0 => {
                let level = self.level();
                level.separate(0);
                level.floor = 0;
            }
            T::And | T::Or | T::In | T::Is | T::EqEqual | T::NotEqual => self.separate(),
            T::Less | T::LessEqual | T::Greater | T::GreaterEqual => self.separate(),
            T::Lambda => {
                self.level().parameters += 1;
                self.deepen();
            }
            T::Colon => {
                let level = self.level();
                level.parameters = level.parameters.saturating_sub(1);
                self.deepen();
            }
            T::If | T::Else | T::Yield | T::ColonEqual => self.deepen(),
            T::Name | T::Int | T::Float | T::Complex | T::String | T::FStringMiddle | T::TStringMiddle => {}
            T::Comment | T::NonLogicalNewline | T::Equal | T::Comma | T::For | T::Unknown => {}
            // An operator, or a word that may come before an expression.
            _ => self.level().height += 1,
        }
    }

    /// The next token begins an operand beside the earlier ones.
    fn separate(&mut self) {
        let level = self.level();
        level.separate(level.floor + 2);
    }

    /// The next token is part of the one before.
    fn deepen(&mut self) {
        let level = self.level();
        level.height += 1;
        level.floor += 1;
    }

    fn open(&mut self) {
        let level = self.level();
        let outside = level.outside + level.height + 1;
        self.brackets.push(Level { outside, ..Level::default() });
    }

    /// The content of a bracket is an operand of the part around it.
    fn close(&mut self) {
        let Some(inner) = self.brackets.pop() else { return };
        let level = self.level();
        level.height = level.height.max(inner.height).max(inner.tallest) + 1;
    }
}
