//! Tokens to tree, by recursive descent.
//!
//! Here are the cursor over the tokens and the two bounds that keep any text from overflowing a stack: how deep the
//! parser may call itself, and how tall a tree may grow, for a chain such as `a + b + c + …` needs no nesting to build
//! a tree that the compiler then descends.

mod arguments;
mod atom;
mod compound;
mod comprehension;
mod definition;
mod display;
mod expression;
mod import;
mod parameters;
mod scope;
mod simple;
mod statement;
mod target;

use ruff_python_ast::name::Name;
use ruff_python_ast::{AtomicNodeIndex, Identifier, ModModule, Stmt};
use ruff_text_size::{TextRange, TextSize};

use crate::encoding::{self, Encoding};
use crate::error::{Fault, Result};
use crate::lexer::{Tokens, tokenize};
use crate::lowering;
use crate::token::{Kind, Token};
use scope::Scopes;

/// How deep expressions may nest. CPython gives up at about 90 brackets.
const MAX_DEPTH: u32 = 100;

/// How tall the tree of one expression may be.
const MAX_HEIGHT: u32 = 1000;

/// How many blocks one statement or comprehension may open by its items or clauses, each inside the one before. It is
/// CPython's bound, and the compiler's work grows with the square of it or worse.
const MAX_BLOCKS: usize = 20;

const TOO_MANY_BLOCKS: &str = "too many statically nested blocks";

const TOO_DEEP: &str = "expression is nested too deeply";

/// How `True` and `False` are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    Constants,
    Names,
}

/// How far the beginning of a module reaches, in which `from __future__` is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beginning {
    Docstring,
    Imports,
    Over,
}

/// The result of a parser.
pub(crate) struct Outcome {
    pub(crate) tree: ModModule,
    pub(crate) future_imports: Vec<String>,
    /// Whether the script binds `True` or `False`.
    pub(crate) rebinds_truth: bool,
    /// The names that it declares `global` outside of all functions and classes.
    pub(crate) globals: Option<Stmt>,
}

pub(crate) struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    lexical_fault: Option<Fault>,
    next: usize,
    last_end: TextSize,
    encoding: Encoding,
    truth: Truth,
    rebinds_truth: bool,
    print_is_name: bool,
    unicode_literals: bool,
    future_imports: Vec<String>,
    beginning: Beginning,
    scopes: Scopes,
    depth: u32,
    /// The height of the tallest expression since this was last set aside.
    tallest: u32,
}

impl<'s> Parser<'s> {
    pub(crate) fn new(source: &'s str, truth: Truth, features: &[&str]) -> Self {
        let Tokens { tokens, fault } = tokenize(source);
        Self {
            source,
            tokens,
            lexical_fault: fault,
            next: 0,
            last_end: TextSize::new(0),
            encoding: encoding::declared(source),
            truth,
            rebinds_truth: false,
            print_is_name: features.contains(&"print_function"),
            unicode_literals: features.contains(&"unicode_literals"),
            future_imports: features.iter().map(|feature| (*feature).to_owned()).collect(),
            beginning: Beginning::Docstring,
            scopes: Scopes::new(),
            depth: 0,
            tallest: 0,
        }
    }

    /// Parses a whole module.
    pub(crate) fn run(mut self) -> Result<Outcome> {
        let mut body: Vec<Stmt> = Vec::new();
        while self.kind() != Kind::End {
            if !self.eat_kind(Kind::Newline) {
                self.statement(&mut body)?;
            }
        }
        lowering::restore_docstring(&mut body);
        let length = TextSize::of(self.source);
        let range = TextRange::up_to(length);
        let tree = ModModule { node_index: AtomicNodeIndex::NONE, range, body };
        let (future_imports, rebinds_truth) = (self.future_imports, self.rebinds_truth);
        Ok(Outcome { tree, future_imports, rebinds_truth, globals: self.scopes.module_globals() })
    }

    fn token(&self, ahead: usize) -> Token {
        let nothing = Token { kind: Kind::End, range: TextRange::empty(TextSize::of(self.source)) };
        self.tokens.get(self.next + ahead).or(self.tokens.last()).copied().unwrap_or(nothing)
    }

    fn kind(&self) -> Kind {
        self.token(0).kind
    }

    /// Where the next token begins.
    fn start(&self) -> TextSize {
        self.token(0).range.start()
    }

    fn at(&self, fixed: &'static str) -> bool {
        self.kind() == Kind::Fixed(fixed)
    }

    fn bump(&mut self) -> Token {
        let token = self.token(0);
        self.next += 1;
        if !matches!(token.kind, Kind::Newline | Kind::Indent | Kind::Dedent) {
            self.last_end = token.range.end();
        }
        token
    }

    fn eat_kind(&mut self, kind: Kind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.bump();
        }
        found
    }

    fn eat(&mut self, fixed: &'static str) -> bool {
        self.eat_kind(Kind::Fixed(fixed))
    }

    fn expect(&mut self, fixed: &'static str) -> Result<()> {
        if self.eat(fixed) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// The fault that the next token is where it cannot be.
    fn unexpected(&self) -> Fault {
        match self.kind() {
            Kind::Broken => self.lexical_fault.clone().unwrap_or_else(|| Fault::new(self.start(), "invalid syntax")),
            Kind::End => Fault::new(self.start(), "unexpected EOF while parsing"),
            Kind::Indent => Fault::indentation(self.start(), "unexpected indent"),
            _ => Fault::new(self.start(), "invalid syntax"),
        }
    }

    /// From a place to the end of the last token that is written out: a block does not include the line end after it.
    fn range_from(&self, start: TextSize) -> TextRange {
        TextRange::new(start, self.last_end.max(start))
    }

    fn text(&self, range: TextRange) -> &'s str {
        self.source.get(range.to_std_range()).unwrap_or("")
    }

    /// Whether a token is a name; `print` is one under `print_function`.
    fn is_name(&self, kind: Kind) -> bool {
        kind == Kind::Name || (self.print_is_name && kind == Kind::Fixed("print"))
    }

    fn identifier(&mut self) -> Result<Identifier> {
        if !self.is_name(self.kind()) {
            return Err(self.unexpected());
        }
        let range = self.bump().range;
        Ok(Identifier::new(Name::new(self.text(range)), range))
    }

    /// A name that is bound here.
    fn binding(&mut self) -> Result<Identifier> {
        let identifier = self.identifier()?;
        self.bind(identifier.as_str(), identifier.range, "assign to")?;
        Ok(identifier)
    }

    /// A name after a dot. Jython allows keywords there: `System.out.print(…)`.
    fn attribute_name(&mut self) -> Result<Identifier> {
        let token = self.token(0);
        let is_word = match token.kind {
            Kind::Name => true,
            Kind::Fixed(text) => text.starts_with(|c: char| c.is_ascii_alphabetic()),
            _ => false,
        };
        if !is_word {
            return Err(self.unexpected());
        }
        self.bump();
        Ok(Identifier::new(Name::new(self.text(token.range)), token.range))
    }

    /// Parses something one level deeper, in the parser's calls and in the tree.
    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Fault::new(self.start(), TOO_DEEP));
        }
        let parsed = self.beside(|parser| {
            let parsed = parse(parser)?;
            parser.grow()?;
            Ok(parsed)
        })?;
        self.depth -= 1;
        Ok(parsed)
    }

    /// Parses a part that stands beside the one before, so that their heights do not add up.
    fn beside<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::take(&mut self.tallest);
        let parsed = parse(self)?;
        self.tallest = self.tallest.max(before);
        Ok(parsed)
    }

    /// Notes that a node was put on top of the last parsed one.
    fn grow(&mut self) -> Result<()> {
        self.tallest += 1;
        if self.tallest > MAX_HEIGHT { Err(Fault::new(self.start(), TOO_DEEP)) } else { Ok(()) }
    }
}
