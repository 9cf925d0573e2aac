//! The paths that Rust code names: those of its `use` declarations, and those in the code itself.
//!
//! Not a parser: words, `::` and brackets are enough to recognize a path. Code of tests is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust_text::RustText;

/// The names in a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Named {
    /// The names that `use` declarations bring in, each with its path.
    pub(super) imported: BTreeMap<String, Vec<String>>,
    /// All paths of at least two words, those of `use` declarations among them, and the names of one word that `pub use`
    /// hands on and the code names as well.
    pub(super) paths: Vec<Vec<String>>,
    /// The names that `pub use` declarations hand on.
    handed_on: BTreeSet<String>,
}

impl Named {
    pub(super) fn of(source: &str) -> Self {
        let code = RustText::new(source).code;
        let tokens = without_tests(&tokens(&code));
        let mut named = Named::default();
        let mut at = 0;
        while at < tokens.len() {
            at = match tokens[at] {
                "use" => named.declaration(&tokens, at + 1, &[], hands_on(&tokens[..at])),
                word if is_word(word) => named.expression(&tokens, at),
                _ => at + 1,
            };
        }
        named
    }

    /// Reads a path from a word on; returns where it ends.
    fn expression(&mut self, tokens: &[&str], at: usize) -> usize {
        let (path, end) = path(tokens, at);
        if path.len() > 1 || path.first().is_some_and(|name| self.handed_on.contains(*name)) {
            self.paths.push(path.into_iter().map(str::to_owned).collect());
        }
        end.max(at + 1)
    }

    /// Reads one tree of a `use` declaration below a path; returns where it ends.
    fn declaration(&mut self, tokens: &[&str], at: usize, below: &[&str], hands_on: bool) -> usize {
        let (path, mut end) = path(tokens, at);
        let whole = [below, &path].concat();
        match tokens.get(end).copied() {
            Some("{") => {
                end += 1;
                while tokens.get(end).is_some_and(|token| *token != "}") {
                    end = if tokens[end] == "," { end + 1 } else { self.declaration(tokens, end, &whole, hands_on) };
                }
                return end + 1;
            }
            Some("*") => {
                self.import("*", &[&whole[..], &["*"]].concat(), hands_on);
                return end + 1;
            }
            Some("as") => {
                self.import(tokens.get(end + 1).unwrap_or(&"_"), &whole, hands_on);
                return end + 2;
            }
            _ => {}
        }
        let whole = if whole.last() == Some(&"self") { &whole[..whole.len() - 1] } else { &whole[..] };
        if let Some(name) = whole.last() {
            self.import(name, whole, hands_on);
        }
        end.max(at + 1)
    }

    fn import(&mut self, name: &str, path: &[&str], hands_on: bool) {
        let path: Vec<String> = path.iter().map(|word| (*word).to_owned()).collect();
        if hands_on {
            self.handed_on.insert(name.to_owned());
        } else {
            self.paths.push(path.clone());
        }
        self.imported.insert(name.to_owned(), path);
    }
}

/// Whether a `use` declaration behind these tokens is `pub` in some way.
fn hands_on(before: &[&str]) -> bool {
    let before = before.iter().rev().skip_while(|token| !matches!(**token, ";" | "}" | "{" | "pub"));
    before.into_iter().next() == Some(&"pub")
}

/// The words from here on that `::` joins, and where they end: behind a `::` where a bracket or a star follows.
fn path<'a>(tokens: &[&'a str], at: usize) -> (Vec<&'a str>, usize) {
    let mut path = Vec::new();
    let mut end = at;
    while let Some(word) = tokens.get(end).copied().filter(|token| is_word(token) && *token != "as") {
        path.push(word);
        end += 1;
        if tokens.get(end) != Some(&"::") {
            break;
        }
        end += 1;
    }
    (path, end.max(at))
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::`, and every other character alone.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            c if is_part(c) => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// The tokens without the items behind `#[cfg(test)]`: an item up to its semicolon or its closing bracket.
fn without_tests<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].starts_with(&MARK) {
            at += MARK.len();
            at += item(&tokens[at..]);
        } else {
            kept.push(tokens[at]);
            at += 1;
        }
    }
    kept
}

/// How many tokens an item takes.
fn item(tokens: &[&str]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match *token {
            "{" => depth += 1,
            "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            ";" if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::Named;

    fn check(source: &str, paths: &[&str]) {
        let found: Vec<String> = Named::of(source).paths.iter().map(|path| path.join("::")).collect();
        assert_eq!(found, paths, "{source}");
    }

    #[test]
    fn paths_are_read_with_their_trees() {
        check("use a::b;", &["a::b"]);
        check("use a::{self, b::{C, D as E}, f::*};", &["a", "a::b::C", "a::b::D", "a::f::*"]);
        check("pub(crate) use a::{B, C}; fn f() -> C { B::new() }", &["C", "B::new"]);
        check("fn f(x: crate::a::B) -> c::D { e::<F>::g(h) }", &["crate::a::B", "c::D"]);
        check("#[cfg(test)] mod tests { use a::b; } use c::d; #[cfg(test)] use e::f;", &["c::d"]);
        check("// a::b\n\"c::d\"", &[]);
    }

    #[test]
    fn imports_know_their_names() {
        let named = Named::of("use a::b as c; use d::{self, e};");
        let imported: Vec<_> =
            named.imported.iter().map(|(name, path)| format!("{name}={}", path.join("::"))).collect();
        assert_eq!(imported, ["c=a::b", "d=d", "e=d::e"]);
    }
}
