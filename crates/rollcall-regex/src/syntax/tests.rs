//! Properties of the parser: it never panics, and a tree printed parses to the same tree.

use proptest::prelude::*;

use super::parse;
use super::print::print;
use crate::options::{JavaVersion, Limits, Options};

/// Text made of pieces with a meaning in patterns, so that much of it nearly parses.
fn pattern() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "b",
        "B",
        "1",
        "é",
        "İ",
        "😀",
        " ",
        "#",
        "\n",
        "-",
        "&&",
        "&",
        "^",
        "$",
        ".",
        "|",
        "(",
        ")",
        "[",
        "]",
        "[^",
        "{",
        "}",
        "{2}",
        "{2,}",
        "{0,1}",
        "{2,3}",
        "*",
        "+",
        "?",
        "++",
        "*?",
        "\\",
        "\\Q",
        "\\E",
        "\\d",
        "\\W",
        "\\h",
        "\\v",
        "\\R",
        "\\X",
        "\\b",
        "\\b{g}",
        "\\B",
        "\\A",
        "\\z",
        "\\Z",
        "\\G",
        "\\1",
        "\\2",
        "\\k<n>",
        "(?<n>",
        "(?:",
        "(?=",
        "(?!",
        "(?<=",
        "(?<!",
        "(?>",
        "(?i)",
        "(?iu)",
        "(?x)",
        "(?m)",
        "(?s)",
        "(?d)",
        "(?U)",
        "(?-i)",
        "(?i:",
        "\\p{L}",
        "\\p{Lu}",
        "\\P{IsGreek}",
        "\\p{InGreek}",
        "\\pN",
        "\\x41",
        "\\x{1F600}",
        "\\uD83D\\uDE00",
        "\\uD83D",
        "\\012",
        "\\cA",
        "\\N{SPACE}",
        "\\p{",
        "\\x{",
        ",",
    ]);
    prop_oneof![
        4 => prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

fn options(version: JavaVersion) -> Options {
    Options { version, ..Options::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn parsing_never_panics(pattern in pattern()) {
        for version in [JavaVersion::V8, JavaVersion::V17] {
            let _ = parse(&pattern, &options(version));
        }
    }

    #[test]
    fn a_tree_printed_parses_to_the_same_tree(pattern in pattern()) {
        check_printed(&pattern);
    }
}

/// Checks that a valid pattern comes back as the same tree when its tree is printed and parsed.
fn check_printed(pattern: &str) {
    let options = options(JavaVersion::V17);
    let Ok(parsed) = parse(pattern, &options) else { return };
    let text = print(&parsed.root);
    // A class is printed with all of its ranges, which is far longer than a person's text, for which the limit is.
    let unlimited = Options { limits: Limits { pattern_length: usize::MAX, ..Limits::default() }, ..options };
    let again = parse(&text, &unlimited).map(|again| again.root);
    assert_eq!(again, Ok(parsed.root), "{pattern} printed as {text}");
}

#[test]
fn a_tree_that_is_long_in_print_parses_to_the_same_tree() {
    check_printed(&"\\p{L}".repeat(4));
}
