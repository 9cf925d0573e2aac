//! Any text is parsed or refused: no panic, no overflow of the stack, here or in the compiler.

use proptest::prelude::*;
use rollcall_python2_syntax::{decode, parse};

use crate::compile;

/// Pieces of which scripts are made, so that random text gets past the first token.
const PIECES: [&str; 60] = [
    "print",
    "exec",
    "if",
    "else",
    "elif",
    "for",
    "in",
    "while",
    "try",
    "except",
    "finally",
    "def",
    "class",
    "lambda",
    "return",
    "yield",
    "raise",
    "import",
    "from",
    "as",
    "global",
    "del",
    "assert",
    "with",
    "not",
    "and",
    "or",
    "is",
    "x",
    "None",
    "True",
    "f",
    "1",
    "0777",
    "10L",
    "1e5",
    "'a'",
    "u'\\ud800'",
    "ur'\\u0041'",
    "\"\"\"b\n\"\"\"",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "=",
    "+=",
    "**",
    "*",
    "`",
    "<>",
    "\n",
    "\n    ",
    "\n\t",
    "\\\n",
    ";",
];

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused(text in any::<String>()) {
        check_places(&text);
    }

    #[test]
    fn any_sequence_of_pieces_is_parsed_or_refused(indexes in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: Vec<&str> = indexes.into_iter().map(|index| PIECES[index]).collect();
        check_places(&text.join(" "));
        check_places(&text.concat());
    }

    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let declared = [b"# coding: cp1252\n".as_slice(), &bytes].concat();
        for bytes in [bytes, declared] {
            if let Ok(text) = decode(&bytes) {
                check_places(&text);
            }
        }
    }
}

/// The compiler can take an accepted text without a panic; a fault is at a place that the text has.
fn check_places(text: &str) {
    match parse(text) {
        Ok(_) => drop(compile(text)),
        Err(error) => {
            let lines = text.replace("\r\n", "\n").replace('\r', "\n");
            let line = lines.split('\n').nth(error.line() - 1).unwrap_or_else(|| panic!("{error} in {text:?}"));
            assert!(error.column() <= line.chars().count() + 1, "{error} in {text:?}");
        }
    }
}

/// Each text nests or chains without end; it has to be refused, and half the bound has to be accepted.
#[test]
fn depth_is_bounded() {
    let chains: [fn(usize) -> String; 14] = [
        |n| format!("{}1{}", "(".repeat(n), ")".repeat(n)),
        |n| format!("{}1{}", "[".repeat(n), "]".repeat(n)),
        |n| format!("{}1{}", "{1:".repeat(n), "}".repeat(n)),
        |n| format!("{}1{}", "f(".repeat(n), ")".repeat(n)),
        |n| format!("{}1{}", "x[".repeat(n), "]".repeat(n)),
        |n| format!("{}1", "-".repeat(n)),
        |n| format!("{}1", "not ".repeat(n)),
        |n| format!("{}1", "lambda: ".repeat(n)),
        |n| format!("{}1", "1 if 1 else ".repeat(n)),
        |n| format!("{}1", "1 ** ".repeat(n)),
        |n| format!("def f({}a{}): pass", "(".repeat(n), ",)".repeat(n)),
        |n| (0..n).map(|depth| format!("{}if 1:\n", " ".repeat(depth))).collect::<String>() + &" ".repeat(n) + "pass",
        |n| {
            (0..n).map(|depth| format!("{}def f():\n", " ".repeat(depth))).collect::<String>() + &" ".repeat(n) + "pass"
        },
        |n| {
            (0..n).map(|depth| format!("{}class A:\n", " ".repeat(depth))).collect::<String>() + &" ".repeat(n) + "pass"
        },
    ];
    for chain in chains {
        check_bound(&chain, 40, 3_000);
    }
    let long: [fn(usize) -> String; 6] = [
        |n| format!("1{}", " + x".repeat(n)),
        |n| format!("x{}", ".a".repeat(n)),
        |n| format!("x{}", "()".repeat(n)),
        |n| format!("x{}", "[0]".repeat(n)),
        |n| format!("x{}", ".a(1)[2]".repeat(n / 3)),
        |n| format!("print 1{}", ", 1".repeat(n)),
    ];
    for chain in long {
        check_bound(&chain, 900, 1_000_000);
    }
}

fn check_bound(chain: &fn(usize) -> String, fits: usize, too_much: usize) {
    let small = chain(fits);
    assert_eq!(compile(&small), Ok(()), "{:.60}", small);
    let large = chain(too_much);
    let error = parse(&large).map(drop).unwrap_err();
    let message = error.message();
    assert!(message.contains("too deeply") || message.contains("too many levels"), "{message}: {large:.60}");
}

/// Chains in brackets in chains: the bound holds for their product too.
#[test]
fn height_is_bounded_across_brackets() {
    let chain = "+x".repeat(900);
    let mut text = "1".to_owned();
    for _ in 0..50 {
        text = format!("({text}){chain}");
    }
    assert!(parse(&text).is_err());
}

/// Repetition without nesting may be long.
#[test]
fn width_is_free() {
    let nested: String = (0..90).map(|depth| format!("{}def f():\n", " ".repeat(depth))).collect();
    let texts = [
        format!("{nested}{}x = 1{}", " ".repeat(90), " + x".repeat(900)),
        format!("if a: b\n{}", "elif c: d\n".repeat(5000)),
        format!("x = a{}", " or a and b".repeat(5000)),
        format!("x = a{}", " < a".repeat(5000)),
        format!("x = [a{}]", ", a + b".repeat(5000)),
        format!("x = 'a'{}", " 'b'".repeat(5000)),
        format!("{}def f(): pass", "@a\n".repeat(5000)),
        format!("try: a\n{}", "except A, b: c\n".repeat(5000)),
        format!("x = {}1", "y = ".repeat(5000)),
        "x; ".repeat(5000),
    ];
    for text in texts {
        assert_eq!(compile(&text), Ok(()), "{text:.60}");
    }
}

/// Constructs into which the compiler descends although they do not look nested are bounded too.
#[test]
fn hidden_nesting_is_bounded() {
    let texts: [fn(usize) -> String; 3] = [
        |n| format!("with a{}: b", ", a".repeat(n)),
        |n| format!("x = [a {}]", "for a in b ".repeat(n)),
        |n| format!("x = [a for a in b {}]", "if a ".repeat(n)),
    ];
    for text in texts {
        assert_eq!(compile(&text(19)), Ok(()));
        let error = parse(&text(100_000)).map(drop).unwrap_err();
        assert_eq!(error.message(), "too many statically nested blocks");
    }
}
