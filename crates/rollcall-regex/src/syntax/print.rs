//! Trees back to text, for tests: the text parses, as Java 17, to the same tree.
//!
//! Everything is spelled out, so that it does not depend on flags: sets as ranges of `\x{…}`, and the flags that the
//! rest needs set and cleared right around it. Where two constructs would run together when read again, `(?-x)`, which
//! means nothing here, stands between them.

use super::tree::{Assertion, Case, Count, GroupKind, Kind, Literal, Mode, Node};
use crate::set::{CodeSet, LAST};

/// The text of a tree.
pub(super) fn print(node: &Node) -> String {
    let Piece { before, text, after } = piece(node);
    format!("{before}{text}{after}")
}

const NOTHING: &str = "(?-x)";

/// A comment with a supplementary character: it makes a look-behind before it count code points.
const BEYOND: &str = "(?x)#\u{1F600}\n(?-x)";

/// A construct's text, with the flags to set before it and to clear behind it. A quantifier goes directly behind the
/// text.
struct Piece {
    before: String,
    text: String,
    after: String,
}

impl Piece {
    fn plain(text: impl Into<String>) -> Self {
        Self::flagged("", text, "")
    }

    fn flagged(before: &str, text: impl Into<String>, after: &str) -> Self {
        Self { before: before.to_owned(), text: text.into(), after: after.to_owned() }
    }

    fn in_case(case: Case, text: String) -> Self {
        match case {
            Case::Exact => Self::plain(text),
            Case::Ascii => Self::flagged("(?i)", text, "(?-i)"),
            Case::Unicode => Self::flagged("(?iu)", text, "(?-iu)"),
        }
    }
}

fn piece(node: &Node) -> Piece {
    match &node.kind {
        Kind::Empty => Piece::plain(""),
        Kind::Literal(literal) => literal_piece(literal),
        Kind::Set(set) => Piece::plain(set_text(set)),
        Kind::Assertion(assertion) => assertion_piece(*assertion),
        Kind::LineBreak => Piece::plain(r"\R"),
        Kind::Grapheme => Piece::plain(r"\X"),
        Kind::Backreference { group, case } => Piece::in_case(*case, format!(r"\{group}")),
        Kind::Group { kind, body } => {
            let by_code_point = matches!(kind, GroupKind::Behind { reach, .. } if reach.by_code_point);
            Piece::flagged("", format!("{}{})", opening(kind), print(body)), if by_code_point { BEYOND } else { "" })
        }
        Kind::Repeat { body, count, mode } => {
            let Piece { before, text, after } = piece(body);
            Piece { before, text: format!("{text}{}", quantifier(*count, *mode)), after }
        }
        Kind::Concat(nodes) => Piece::plain(nodes.iter().map(print).collect::<Vec<_>>().join(NOTHING)),
        Kind::Alternate(nodes) => Piece::plain(nodes.iter().map(print).collect::<Vec<_>>().join("|")),
    }
}

fn literal_piece(literal: &Literal) -> Piece {
    Piece::in_case(literal.case, literal.codes.iter().map(|code| format!(r"\x{{{code:X}}}")).collect())
}

fn set_text(set: &CodeSet) -> String {
    if set.is_empty() {
        return format!(r"[^\x{{0}}-\x{{{LAST:X}}}]");
    }
    let range = |&(first, last): &(u32, u32)| format!(r"\x{{{first:X}}}-\x{{{last:X}}}");
    format!("[{}]", set.ranges().iter().map(range).collect::<String>())
}

fn assertion_piece(assertion: Assertion) -> Piece {
    match assertion {
        Assertion::Start => Piece::plain(r"\A"),
        Assertion::End => Piece::plain(r"\z"),
        Assertion::LastMatch => Piece::plain(r"\G"),
        Assertion::GraphemeBoundary => Piece::plain(r"\b{g}"),
        Assertion::LineStart { unix: false } => Piece::flagged("(?m)", "^", "(?-m)"),
        Assertion::LineStart { unix: true } => Piece::flagged("(?md)", "^", "(?-md)"),
        Assertion::LineEnd { unix: false, multiline: false } => Piece::plain(r"\Z"),
        Assertion::LineEnd { unix: true, multiline: false } => Piece::flagged("(?d)", r"\Z", "(?-d)"),
        Assertion::LineEnd { unix: false, multiline: true } => Piece::flagged("(?m)", "$", "(?-m)"),
        Assertion::LineEnd { unix: true, multiline: true } => Piece::flagged("(?md)", "$", "(?-md)"),
        Assertion::WordBoundary { negated, unicode } => {
            let text = if negated { r"\B" } else { r"\b" };
            if unicode { Piece::flagged("(?U)", text, "(?-U)") } else { Piece::plain(text) }
        }
    }
}

fn opening(kind: &GroupKind) -> String {
    match kind {
        GroupKind::Capture { name: None, .. } => "(".to_owned(),
        GroupKind::Capture { name: Some(name), .. } => format!("(?<{name}>"),
        GroupKind::Plain => "(?:".to_owned(),
        GroupKind::Atomic => "(?>".to_owned(),
        GroupKind::Ahead { negated } => if *negated { "(?!" } else { "(?=" }.to_owned(),
        GroupKind::Behind { negated, .. } => if *negated { "(?<!" } else { "(?<=" }.to_owned(),
    }
}

fn quantifier(count: Count, mode: Mode) -> String {
    let count = match count {
        // Not `?`, which is an error where there is nothing to repeat.
        Count::Optional => "{0,1}".to_owned(),
        Count::AtLeast(min) => format!("{{{min},}}"),
        Count::Between(min, max) => format!("{{{min},{max}}}"),
    };
    let mode = match mode {
        Mode::Greedy => "",
        Mode::Lazy => "?",
        Mode::Possessive => "+",
    };
    format!("{count}{mode}")
}
