//! The parser: alternatives and sequences. The constructs have modules of their own, as further `impl Parser` blocks.

use std::collections::HashMap;

use super::cursor::Cursor;
use super::flags::Flags;
use super::tree::{Assertion, Kind, Node};
use crate::error::{Error, ErrorKind};
use crate::options::{JavaVersion, Options};
use crate::set::CodeSet;
use crate::unicode::{Cases, Tables};

/// A pattern that Java accepts.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    pub(crate) root: Node,
    /// How many capturing groups there are.
    pub(crate) captures: u32,
}

/// Reads `pattern` as Java does.
pub(crate) fn parse(pattern: &str, options: &Options) -> Result<Parsed, Error> {
    let mut parser = Parser::new(pattern, options);
    parser.check_length()?;
    let root = parser.alternatives()?;
    if parser.cursor.pos != parser.cursor.len() {
        let unmatched = parser.peek() == u32::from(')');
        let text = if unmatched { "Unmatched closing ')'" } else { "Unexpected internal error" };
        return Err(parser.error(text));
    }
    if let Some(refused) = parser.refused {
        return Err(refused);
    }
    Ok(Parsed { root, captures: parser.captures })
}

pub(super) struct Parser<'a> {
    pub(super) pattern: &'a str,
    pub(super) options: &'a Options,
    pub(super) cursor: Cursor,
    pub(super) flags: Flags,
    /// How many capturing groups have been opened.
    pub(super) captures: u32,
    pub(super) names: HashMap<String, u32>,
    pub(super) tables: Tables,
    cases: Option<Cases>,
    /// Properties by name and the flags that matter to them: a pattern may name one thousands of times.
    pub(super) properties: HashMap<(String, bool, bool), CodeSet>,
    /// The first construct that this crate refuses. It is kept back until the end, because Java may find an error first.
    refused: Option<Error>,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(pattern: &'a str, options: &'a Options) -> Self {
        Self {
            pattern,
            options,
            cursor: Cursor::new(pattern),
            flags: Flags::default(),
            captures: 0,
            names: HashMap::new(),
            tables: Tables::new(options.version),
            cases: None,
            properties: HashMap::new(),
            refused: None,
            depth: 0,
        }
    }

    fn check_length(&self) -> Result<(), Error> {
        let (units, most) = (self.pattern.encode_utf16().count(), self.options.limits.pattern_length);
        if units <= most {
            return Ok(());
        }
        let text =
            format!("The pattern has {units} characters; at most {most} are allowed. Split it into several filters");
        Err(Error::new(ErrorKind::TooLarge, text, None, self.pattern, self.options.version))
    }

    pub(super) fn is_java_8(&self) -> bool {
        self.options.version == JavaVersion::V8
    }

    /// A syntax error where Java reports it: at the place before the cursor.
    pub(super) fn error(&self, description: impl Into<String>) -> Error {
        let index = i64::try_from(self.cursor.pos).map_or(i64::MAX, |pos| pos - 1);
        Error::new(ErrorKind::Syntax, description, Some(index), self.pattern, self.options.version)
    }

    /// Refuses a construct that Java accepts, at a place of the given pattern.
    pub(super) fn refuse(&mut self, description: impl Into<String>, at: usize) {
        let index = i64::try_from(at).ok();
        let error = Error::new(ErrorKind::Unsupported, description, index, self.pattern, self.options.version);
        self.refused.get_or_insert(error);
    }

    /// Goes one level deeper, as long as the limit allows.
    pub(super) fn enter(&mut self) -> Result<(), Error> {
        self.depth += 1;
        let most = self.options.limits.nesting;
        if self.depth <= most {
            return Ok(());
        }
        let text = format!("Groups or classes are nested more than {most} deep; write the pattern flatter");
        let index = i64::try_from(self.here()).ok();
        Err(Error::new(ErrorKind::TooLarge, text, index, self.pattern, self.options.version))
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Where the cursor is in the given pattern.
    pub(super) fn here(&self) -> usize {
        self.cursor.place(self.cursor.pos)
    }

    pub(super) fn peek(&mut self) -> u32 {
        self.cursor.peek(self.flags)
    }

    pub(super) fn read(&mut self) -> u32 {
        self.cursor.read(self.flags)
    }

    pub(super) fn next(&mut self) -> u32 {
        self.cursor.next(self.flags)
    }

    /// The simple case mappings, read when first asked for.
    pub(super) fn cases(&mut self) -> &Cases {
        let tables = self.tables;
        self.cases.get_or_insert_with(|| tables.cases())
    }

    /// The text between two brackets, or the whole pattern: sequences with `|` between them.
    pub(super) fn alternatives(&mut self) -> Result<Node, Error> {
        self.enter()?;
        let at = self.here();
        let mut branches = vec![self.sequence()?];
        while self.peek() == u32::from('|') {
            self.next();
            branches.push(self.sequence()?);
        }
        self.leave();
        Ok(one_or(at, branches, Kind::Alternate))
    }

    fn sequence(&mut self) -> Result<Node, Error> {
        let start = self.here();
        let mut nodes = Vec::new();
        loop {
            let code = self.peek();
            let at = self.here();
            let node = match char::from_u32(code).unwrap_or(' ') {
                '(' => {
                    // A group reads its own quantifier, because its flags end before that.
                    nodes.extend(self.group()?);
                    continue;
                }
                '|' | ')' => break,
                '\0' if self.cursor.at_end() => break,
                first => self.element(first, at)?,
            };
            nodes.push(self.quantified(node)?);
        }
        Ok(match nodes.is_empty() {
            true => Node::new(start, Kind::Empty),
            false => one_or(start, nodes, Kind::Concat),
        })
    }

    /// One construct other than a group, without its quantifier.
    fn element(&mut self, first: char, at: usize) -> Result<Node, Error> {
        let kind = match first {
            '[' => self.class(true)?,
            '\\' => return self.escaped_element(at),
            '^' => self.caret(),
            '$' => self.dollar(),
            '.' => self.dot(),
            '?' | '*' | '+' => {
                self.next();
                return Err(self.error(format!("Dangling meta character '{first}'")));
            }
            _ => return self.atom(),
        };
        Ok(Node::new(at, kind))
    }

    fn escaped_element(&mut self, at: usize) -> Result<Node, Error> {
        let code = self.cursor.next_plain();
        match char::from_u32(code) {
            Some(letter @ ('p' | 'P')) => {
                let set = self.property(letter == 'P')?;
                Ok(Node::new(at, Kind::Set(set)))
            }
            _ => {
                self.cursor.unread();
                self.atom()
            }
        }
    }

    fn caret(&mut self) -> Kind {
        self.next();
        Kind::Assertion(match self.flags.multiline {
            true => Assertion::LineStart { unix: self.flags.unix_lines },
            false => Assertion::Start,
        })
    }

    fn dollar(&mut self) -> Kind {
        self.next();
        let Flags { unix_lines: unix, multiline, .. } = self.flags;
        Kind::Assertion(Assertion::LineEnd { unix, multiline })
    }

    fn dot(&mut self) -> Kind {
        self.next();
        let terminators = match self.flags {
            Flags { dot_all: true, .. } => CodeSet::empty(),
            Flags { unix_lines: true, .. } => CodeSet::one(0x0A),
            _ => CodeSet::from_ranges(vec![(0x0A, 0x0A), (0x0D, 0x0D), (0x85, 0x85), (0x2028, 0x2029)]),
        };
        Kind::Set(terminators.complement())
    }
}

/// The only node, or all of them under one.
fn one_or(at: usize, mut nodes: Vec<Node>, wrap: impl FnOnce(Vec<Node>) -> Kind) -> Node {
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        last => {
            nodes.extend(last);
            Node::new(at, wrap(nodes))
        }
    }
}
