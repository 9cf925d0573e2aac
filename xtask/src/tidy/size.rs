//! Rule: files and functions stay small enough to be read in one go.
//!
//! Lines are counted as they stand, prose and tests included. A file over the first limit is worth a look, and is only
//! noted; over the second it is two rooms, unless it is listed below with the reason why it is not.

use crate::rust_text::RustText;
use crate::tidy::{Finding, House};

const NOTED_FILE: usize = 600;
const LONGEST_FILE: usize = 1_000;
const LONGEST_FUNCTION: usize = 120;

/// Files that may be longer, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

pub(super) fn check(house: &House) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in house.sources.written(&[".rs", ".ts", ".tsx"]) {
        findings.extend(file_size(path, text.lines().count()));
    }
    for (path, text) in house.sources.written(&[".rs"]) {
        let code = RustText::new(text).code;
        let long = functions(&code).into_iter().filter(|function| function.lines > LONGEST_FUNCTION);
        findings.extend(long.map(|Function { index, lines }| {
            Finding::at(
                path,
                index,
                format!("a function of {lines} lines; no function is longer than {LONGEST_FUNCTION}"),
            )
        }));
    }
    findings
}

fn file_size(path: &str, lines: usize) -> Option<Finding> {
    let listed = LONG_FILES.iter().any(|(long, _)| *long == path);
    match lines {
        0..=NOTED_FILE => None,
        _ if lines <= LONGEST_FILE || listed => Some(Finding::note(path, format!("{lines} lines: is it two files?"))),
        _ => Some(Finding::in_file(
            path,
            format!("{lines} lines; no file is longer than {LONGEST_FILE} without a reason"),
        )),
    }
}

/// Where a function begins, counted from 0, and how many lines it takes to its closing brace.
struct Function {
    index: usize,
    lines: usize,
}

/// Every function with a body, found by counting brackets in code without strings and comments.
fn functions(code: &str) -> Vec<Function> {
    let lines: Vec<&str> = code.lines().collect();
    let begins = lines.iter().enumerate().filter(|(_, line)| begins_function(line));
    begins.filter_map(|(index, _)| Some(Function { index, lines: body_length(&lines[index..])? })).collect()
}

fn begins_function(line: &str) -> bool {
    const QUALIFIERS: &[&str] = &["const", "async", "unsafe", "extern", "\"", "\"\"", "default"];
    let mut words = line
        .split_whitespace()
        .skip_while(|word| word.starts_with("pub") || word.ends_with(')') || QUALIFIERS.contains(word));
    words.next() == Some("fn")
}

/// Lines up to the brace that closes the body; nothing for a signature that ends in a semicolon.
fn body_length(lines: &[&str]) -> Option<usize> {
    let (mut braces, mut brackets) = (0, 0);
    for (index, line) in lines.iter().enumerate() {
        for c in line.chars() {
            match c {
                '{' => braces += 1,
                '}' => braces -= 1,
                '(' | '[' => brackets += 1,
                ')' | ']' => brackets -= 1,
                ';' if braces == 0 && brackets == 0 => return None,
                _ => {}
            }
            if c == '}' && braces == 0 && brackets == 0 {
                return Some(index + 1);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::fixture::{check_file, house};

    fn function(head: &str, lines: usize) -> String {
        format!("//! X\n{head} {{\n{}}}\n", "    step();\n".repeat(lines - 2))
    }

    #[test]
    fn long_functions_are_found_whatever_their_head() {
        for head in [
            "fn f()",
            "pub(in crate::a) async fn f<T>()",
            "    unsafe extern \"C\" fn f(x: [u8; 4])",
            "fn f()\nwhere\n    T: A,\n",
        ] {
            check_file(check, "a.rs", &function(head, LONGEST_FUNCTION + 1), &["a.rs:2"]);
        }
        check_file(check, "a.rs", &function("fn f()", LONGEST_FUNCTION), &[]);
    }

    #[test]
    fn signatures_and_strings_are_no_bodies() {
        let long = "    step();\n".repeat(LONGEST_FUNCTION);
        check_file(check, "a.rs", &format!("trait A {{\n    fn f();\n}}\nmod b {{\n{long}}}\n"), &[]);
        check_file(check, "a.rs", &format!("fn f() {{ g(\"{{\") }}\nconst A: B = b! {{\n{long}}};\n"), &[]);
    }

    #[test]
    fn long_files_are_noted_and_longer_ones_fail() {
        let of = |lines: usize| check(&house(&[("a.rs", &"\n".repeat(lines))]));
        assert_eq!(of(NOTED_FILE), []);
        assert!(of(NOTED_FILE + 1)[0].note && of(LONGEST_FILE)[0].note);
        assert!(!of(LONGEST_FILE + 1)[0].note);
    }
}
