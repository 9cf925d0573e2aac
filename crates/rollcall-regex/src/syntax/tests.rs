//! Properties of the parser: it never panics, and a tree printed parses to the same tree.

use proptest::prelude::*;

use super::parse;
use super::print::print;
use crate::options::{JavaVersion, Options};

/// Text made of what means something in patterns, so that much of it nearly parses.
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
        let options = options(JavaVersion::V17);
        if let Ok(parsed) = parse(&pattern, &options) {
            let text = print(&parsed.root);
            let again = parse(&text, &options);
            prop_assert_eq!(again.map(|again| again.root), Ok(parsed.root), "{} printed as {}", pattern, text);
        }
    }
}
