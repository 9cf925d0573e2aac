//! The public face of filters: limits, budgets, literals, the text of errors.

#![allow(clippy::unwrap_used, reason = "a test may panic, in the functions that it shares too")]

use rollcall_regex::{Budget, Error, ErrorKind, Filter, JavaVersion, Limits, Options};

fn check_message(pattern: &str, version: JavaVersion, message: &str) {
    let error = Filter::with_options(pattern, &Options { version, ..Options::default() }).unwrap_err();
    assert_eq!(error.to_string(), message, "{pattern}");
    assert_eq!((error.kind(), error.pattern()), (ErrorKind::Syntax, pattern));
}

#[test]
fn messages_are_those_of_java() {
    for version in [JavaVersion::V8, JavaVersion::V17] {
        check_message("[z-a]", version, "Illegal character range near index 3\n[z-a]\n   ^");
        check_message("a(b", version, "Unclosed group near index 3\na(b");
        check_message(")", version, "Unmatched closing ')'\n)");
        check_message("a\\", version, "Unexpected internal error near index 2\na\\");
    }
    check_message("\t[a", JavaVersion::V17, "Unclosed character class near index 2\n\t[a\n\t ^");
    check_message("\t[a", JavaVersion::V8, "Unclosed character class near index 2\n\t[a\n  ^");
    check_message("{", JavaVersion::V8, "Illegal repetition\n{");
}

fn check_literal(pattern: &str, value: Option<&str>) {
    assert_eq!(Filter::new(pattern).unwrap().literal(), value, "{pattern}");
}

#[test]
fn a_filter_for_one_value_says_so() {
    check_literal("billy", Some("billy"));
    check_literal(r"bill\.smith", Some("bill.smith"));
    check_literal(r"^\Qa.b\E$", Some("a.b"));
    check_literal("(bill)(?:y)", Some("billy"));
    check_literal("[b]illy", Some("billy"));
    check_literal("", Some(""));
    check_literal("(?i)42", None);
    check_literal("bi.ly", None);
    check_literal("(?i)billy", None);
    check_literal("billy|", None);
    check_literal("a$b", None);
    check_literal("a^", None);
    check_literal(r"\uD83D", None);
    check_literal(r"\uD83D\uDE00", Some("😀"));
}

fn compile_in_a_small_thread(pattern: String) -> Result<bool, Error> {
    let work = move || Filter::new(&pattern)?.is_match("aaa", &mut Budget::steps(1_000_000));
    std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap().join().unwrap()
}

#[test]
fn nesting_is_limited_and_does_not_overflow_the_stack() {
    let shapes: [(&str, &str, &str); 8] = [
        ("(", "a", ")"),
        ("(?:", "a", ")*"),
        ("(?:a|", "a", ")+"),
        ("(?=", "a", ")"),
        ("(?>", "a", ")"),
        ("(?<=", "a", ")"),
        ("[a", "[a]", "]"),
        ("[a&&", "a", "]"),
    ];
    for (open, inside, close) in shapes {
        let nested = |depth: usize| format!("{}{inside}{}", open.repeat(depth), close.repeat(depth));
        assert!(compile_in_a_small_thread(nested(240)).is_ok(), "{open}");
        let error = compile_in_a_small_thread(nested(300)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{open}");
        let error = compile_in_a_small_thread(open.repeat(5_000)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{open}");
    }
}

#[test]
fn length_is_limited() {
    let limits = Limits { pattern_length: 10, ..Limits::default() };
    let options = Options { limits, ..Options::default() };
    assert!(Filter::with_options("0123456789", &options).is_ok());
    let error = Filter::with_options("012345678😀", &options).unwrap_err();
    assert_eq!((error.kind(), error.index()), (ErrorKind::TooLarge, None));
    assert!(error.description().contains("11 characters; at most 10"), "{error}");
}

/// Needs the backtracker, and more of it with every `a`.
const EXPLODING: &str = r"(a+)+\1b|(?!c)(?:a|aa)+c\1";

#[test]
fn a_spent_budget_is_an_error_and_never_an_answer() {
    let filter = Filter::with_options(EXPLODING, &Options { version: JavaVersion::V17, ..Options::default() }).unwrap();
    let value = format!("{}bcb", "a".repeat(40));
    let error = filter.is_match(&value, &mut Budget::steps(100_000)).unwrap_err();
    assert_eq!((error.kind(), error.pattern()), (ErrorKind::BudgetExceeded, EXPLODING));
}

#[test]
fn a_budget_is_for_all_values_together() {
    let filter = Filter::new("bi.*").unwrap();
    let mut budget = Budget::steps(100);
    let answered = (0..1000).take_while(|_| filter.is_match("billy", &mut budget).is_ok()).count();
    assert!((10..=100).contains(&answered), "{answered}");
    assert!(filter.is_match("billy", &mut budget).is_err());
}

#[test]
fn a_deadline_ends_one_long_match() {
    let mut looks = 0;
    let expired = || {
        looks += 1;
        looks > 10
    };
    let filter = Filter::new(EXPLODING).unwrap();
    let value = format!("{}bcb", "a".repeat(60));
    let error = filter.is_match(&value, &mut Budget::unlimited().with_deadline(expired)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BudgetExceeded);
}

#[test]
fn what_is_refused_is_named() {
    let options = Options { version: JavaVersion::V17, ..Options::default() };
    for (pattern, names, index) in [("(?c)x[a]", "canonical equivalence", 5), ("[[a]b&&]", "intersection", 6)] {
        let error = Filter::with_options(pattern, &options).unwrap_err();
        assert_eq!((error.kind(), error.index()), (ErrorKind::Unsupported, Some(index)), "{pattern}: {error}");
        assert!(error.description().contains(names), "{error}");
        assert!(Filter::new(pattern).is_ok(), "Java 8 reads {pattern}");
    }
}

#[test]
fn filters_can_be_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + std::fmt::Debug>(_: &T) {}
    shared(&Filter::new(r"\bx").unwrap());
}
