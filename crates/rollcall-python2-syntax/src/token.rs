//! The pieces that a text is cut into.

use ruff_text_size::TextRange;

/// The kind of a token. Names, numbers and strings are looked up in the source by their range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    Number,
    String,
    /// A keyword, an operator or a delimiter, by its spelling.
    Fixed(&'static str),
    /// The end of a logical line.
    Newline,
    Indent,
    Dedent,
    /// The end of the text.
    End,
    /// Where the text could not be cut any further; the lexer holds the fault.
    Broken,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) range: TextRange,
}

/// The keywords of Python 2.7. `None`, `True` and `False` are names.
pub(crate) const KEYWORDS: [&str; 31] = [
    "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "exec", "finally",
    "for", "from", "global", "if", "import", "in", "is", "lambda", "not", "or", "pass", "print", "raise", "return",
    "try", "while", "with", "yield",
];

/// The operators and delimiters, the longer before the shorter. The dots of `...` are tokens of their own in Python 2:
/// `x[. . .]` is an ellipsis.
pub(crate) const OPERATORS: [&str; 45] = [
    "**=", "//=", "<<=", ">>=", "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "<>", "+=", "-=", "*=", "/=", "%=",
    "&=", "|=", "^=", "+", "-", "*", "/", "%", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":",
    ".", "`", "=", ";", "@",
];

/// The keyword that a word is, if it is one.
pub(crate) fn keyword(word: &str) -> Option<&'static str> {
    KEYWORDS.binary_search(&word).ok().and_then(|index| KEYWORDS.get(index).copied())
}

/// The operator that a text begins with.
pub(crate) fn operator(text: &str) -> Option<&'static str> {
    OPERATORS.into_iter().find(|operator| text.starts_with(operator))
}
