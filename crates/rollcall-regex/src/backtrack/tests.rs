//! The two engines against each other: where the linear one answers, the backtracker gives the same answer, and the
//! loose translation accepts every value that the backtracker accepts.

use proptest::prelude::*;

use super::{compile, run};
use crate::budget::Budget;
use crate::linear;
use crate::options::{JavaVersion, Options};
use crate::syntax::parse;

fn patterns() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "a", "b", "ab", "é", "😀", ".", "\\w", "[^a]", "[ab]", "^", "$", "\\b", "\\B", "\\z", "\\G", "\\R", "\\X", "",
        "(?i)", "(?m)", "(?s)", "\\1",
    ]);
    let leaf = leaf.prop_map(str::to_owned);
    leaf.prop_recursive(4, 20, 4, |inner| {
        let open = prop::sample::select(vec!["(", "(?:", "(?:", "(?>", "(?=", "(?!", "(?<=", "(?<!"]);
        let repeat =
            prop::sample::select(vec!["*", "+", "?", "{2}", "{0,2}", "{2,}", "*?", "+?", "??", "*+", "?+", "{3}"]);
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(?:{a}|{b})")),
            2 => (open, inner.clone()).prop_map(|(open, body)| format!("{open}{body})")),
            3 => (inner, repeat).prop_map(|(body, repeat)| format!("(?:{body}){repeat}")),
        ]
    })
}

fn values() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec!["a", "b", "A", "é", "😀", " ", "\n", "\r\n", "aa", "ab", "e\u{301}"]);
    prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_engines_agree(pattern in patterns(), value in values(), java_8 in any::<bool>()) {
        let version = if java_8 { JavaVersion::V8 } else { JavaVersion::V17 };
        let options = Options { version, ..Options::default() };
        let Ok(parsed) = parse(&pattern, &options) else { return Ok(()) };
        let text: Vec<u16> = value.encode_utf16().collect();
        let mut budget = Budget::steps(1_000_000);
        let Ok(answer) = run(&compile(&parsed, version), &text, 1 << 24, &mut budget) else { return Ok(()) };
        if let Some(exact) = linear::exact(&parsed.root, version, &options.limits) {
            let agrees = !exact.answers_for(&value) || exact.is_match(&value) == answer;
            prop_assert!(agrees, "{} on {:?}: backtracking says {}", pattern, value, answer);
        }
        if let Some(loose) = linear::loose(&parsed.root, version, &options.limits) {
            prop_assert!(loose.is_match(&value) || !answer, "{} on {:?}", pattern, value);
        }
    }
}
