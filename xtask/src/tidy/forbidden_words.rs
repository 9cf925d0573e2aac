//! Rule: nothing is left half-done in the code, no room has an empty name, and messages and comments name things.
//!
//! Code and comments are looked at apart, so that a word inside a string, as in this file's tests, means nothing.

use crate::rust_text::RustText;
use crate::tidy::{Finding, House};

/// Forbidden in code, with the remedy.
const IN_CODE: &[(&str, &str)] = &[
    ("#[ignore", "a test that does not run is no test: let it run, or remove it"),
    ("todo!(", "finish it, or leave it out and say so in the documents"),
    ("unimplemented!(", "finish it, or return an error that says what is not supported"),
    ("dbg!(", "log it, or remove it"),
];

/// Forbidden in a message, with the remedy. Messages are the strings of the crates.
const IN_MESSAGES: &[(&str, &str)] = &[
    ("is none", "name what is missing or wrong"),
    ("what is no ", "name it"),
    ("sisters", "name the others, or write \"and the like\""),
    ("come by", "say where it comes from"),
    ("without a word", "say what is missing"),
    ("sits before", "name the person, or say that there is none"),
    ("hoever", "write \"everybody who\", \"the person who\" or the like"),
];

/// Forbidden in a comment, with the remedy.
const IN_COMMENTS: &[(&str, &str)] = &[
    ("is none", "name what is missing or wrong"),
    ("sisters", "name the others, or write \"and the like\""),
    ("come by", "name the way in which it was reached"),
    ("hoever", "name the person, the caller or the code"),
    ("omebody", "name the person, the caller or the code"),
];

/// Names of modules and files that do not describe their content.
const EMPTY_NAMES: &[&str] = &["utils", "helper", "helpers", "common", "manager", "managers", "misc"];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in house.sources.written(&[".rs", ".ts", ".tsx"]) {
        findings.extend(empty_name(path).map(|name| Finding::in_file(path, said_of(name))));
        if path.ends_with(".rs") {
            let text = RustText::new(text);
            if path.starts_with("crates/") && !path.contains("/tests/") {
                findings
                    .extend(text.strings.lines().enumerate().flat_map(|(index, line)| in_message(path, index, line)));
            }
            findings.extend(text.code.lines().enumerate().flat_map(|(index, line)| in_code(path, index, line)));
            findings
                .extend(text.comments.lines().enumerate().filter_map(|(index, line)| in_comment(path, index, line)));
            findings.extend(text.comments.lines().enumerate().flat_map(|(index, line)| in_prose(path, index, line)));
        }
    }
    findings
}

fn empty_name(path: &str) -> Option<&str> {
    let mut names = path.split('/').map(|component| component.split('.').next().unwrap_or(component));
    names.find(|name| EMPTY_NAMES.contains(name))
}

fn said_of(name: &str) -> String {
    format!("`{name}` says nothing about what is in it: name the module after its subject")
}

fn in_code(path: &str, index: usize, line: &str) -> Vec<Finding> {
    let words = IN_CODE.iter().filter(|(word, _)| contains_word(line, word));
    let mut findings: Vec<_> =
        words.map(|(word, instead)| Finding::at(path, index, format!("`{word}`: {instead}"))).collect();
    let module = line
        .trim_start()
        .trim_start_matches("pub ")
        .strip_prefix("mod ")
        .map(|rest| rest.trim_end_matches([' ', '{', '}', ';']));
    findings
        .extend(module.filter(|name| EMPTY_NAMES.contains(name)).map(|name| Finding::at(path, index, said_of(name))));
    findings
}

fn in_message(path: &str, index: usize, line: &str) -> Vec<Finding> {
    let words = IN_MESSAGES.iter().filter(|(word, _)| line.contains(word));
    words.map(|(word, instead)| Finding::at(path, index, format!("`{word}` in a message: {instead}"))).collect()
}

fn in_prose(path: &str, index: usize, line: &str) -> Vec<Finding> {
    let words = IN_COMMENTS.iter().filter(|(word, _)| line.contains(word));
    words.map(|(word, instead)| Finding::at(path, index, format!("`{word}` in a comment: {instead}"))).collect()
}

/// The word, not as the end of a longer name such as `my_dbg!(`.
fn contains_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// A to-do in a comment is work without an owner; a FIXME is allowed as the mark of a known wrong result, in words.
fn in_comment(path: &str, index: usize, line: &str) -> Option<Finding> {
    let marked = |word| line.split(|c: char| !c.is_alphanumeric()).any(|found| found == word);
    if marked("TODO") || marked("XXX") {
        return Some(Finding::at(path, index, "an open to-do: do it, or leave it out and say so in the documents"));
    }
    let text =
        line.split_once("FIXME").filter(|_| marked("FIXME")).map(|(_, text)| text.trim_start_matches(':').trim())?;
    (text.len() < 10).then(|| Finding::at(path, index, "a FIXME that does not say what is wrong"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::fixture::check_file;

    #[test]
    fn unfinished_code_is_found() {
        check_file(check, "a.rs", "#[test]\n#[ignore]\nfn f() { todo!() }\n", &["a.rs:2", "a.rs:3"]);
        check_file(
            check,
            "a.rs",
            "#[ignore = \"slow\"]\nfn f() { dbg!(1); unimplemented!(\"x\") }\n",
            &["a.rs:1", "a.rs:2", "a.rs:2"],
        );
        check_file(check, "a.rs", "const A: &str = \"todo!() #[ignore]\"; // like dbg!(x)\nmy_dbg!(1);\n", &[]);
    }

    #[test]
    fn comments_leave_nothing_open() {
        check_file(check, "a.rs", "// TODO: later\n/* XXX */\n// TODOs are not allowed\n", &["a.rs:1", "a.rs:2"]);
        check_file(check, "a.rs", "// FIXME\n// FIXME: Java prints CEST here.\n", &["a.rs:1"]);
    }

    #[test]
    fn messages_name_things() {
        let text = "fn f() { fail(\"its id is none\"); }\nconst A: &str = r#\"and its sisters\"#;\n";
        check_file(check, "crates/a/src/b.rs", text, &["crates/a/src/b.rs:1", "crates/a/src/b.rs:2"]);
        check_file(check, "crates/a/tests/b.rs", text, &[]);
        check_file(check, "crates/a/src/b.rs", "fn f() { fail(\"the id is not valid\"); }\n", &[]);
    }

    #[test]
    fn comments_name_things() {
        let text = "/// For whoever asks.\nfn f() { fail(\"sisters\"); } // The id is none.\n// The id is not valid.\n";
        check_file(check, "xtask/src/b.rs", text, &["xtask/src/b.rs:1", "xtask/src/b.rs:2"]);
        check_file(
            check,
            "crates/rollcall-store/src/b.rs",
            "// Whoever asks.\n",
            &["crates/rollcall-store/src/b.rs:1"],
        );
    }

    #[test]
    fn names_say_what_is_inside() {
        check_file(check, "a/common/b.rs", "//! B\n", &["a/common/b.rs"]);
        check_file(check, "a/helpers.ts", "// B\n", &["a/helpers.ts"]);
        check_file(check, "a.rs", "pub mod utils {\n}\nmod manager;\nmod commonplace;\n", &["a.rs:1", "a.rs:3"]);
        check_file(check, "system/util.rs", "//! Named as in Python.\n", &[]);
    }
}
