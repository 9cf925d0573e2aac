//! `rollcall match`: trying a filter, by hand and by the thousand.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::plant::ROLLCALL;

#[tokio::test]
async fn each_line_is_a_value_and_gets_an_answer() {
    let cases: [(&str, &str, &str); 9] = [
        ("bi.*", "billy\nbob\nbi\n", "true\nfalse\ntrue\n"),
        ("bi.ly", "billy\nbixly\nbilly \nbilly", "true\ntrue\nfalse\ntrue\n"),
        (r"bill\.smith", "bill.smith\nbillxsmith\n", "true\nfalse\n"),
        ("", "\nx\n", "true\nfalse\n"),
        ("billy", "", ""),
        ("-x", "-x\n", "true\n"),
        // A carriage return is part of the value; a dot does not match it.
        ("billy.", "billy\r\n", "false\n"),
        ("billy\\r", "billy\r\nbilly\n", "true\nfalse\n"),
        (".", "ü\n😀\n", "true\ntrue\n"),
    ];
    for (pattern, input, expected) in cases {
        let output = ROLLCALL.command(&["match", pattern]).input(input).finish().await.success();
        assert_eq!(output, expected, "{pattern} on {input:?}");
    }
}

#[tokio::test]
async fn a_pattern_that_is_none_is_told_and_ends_with_1() {
    let finished = ROLLCALL.command(&["match", "bill("]).input("x\n").finish().await;
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), ""), "{finished:#?}");
    assert!(finished.stderr.contains("Unclosed group near index 5"), "{finished:#?}");
    let finished = ROLLCALL.command(&["match", "x"]).input(&b"x\n\xff\nx\n"[..]).finish().await;
    assert_eq!((finished.code, finished.stdout.as_str()), (Some(1), "true\n"), "{finished:#?}");
    assert!(finished.stderr.contains("line 2"), "{finished:#?}");
    for arguments in [&["match"][..], &["match", "x", "--jsonl"], &["match", "x", "--java", "11"]] {
        assert_eq!(ROLLCALL.command(arguments).finish().await.code, Some(2), "{arguments:?}");
    }
}

#[tokio::test]
async fn odd_lines_of_json_are_answered_in_their_place() {
    let lines: [(&[u8], &str); 9] = [
        (br#"{"pattern":"a","input":"a"}"#, "true"),
        (br#"{"pattern":"a","input":"line\nbreak"}"#, "false"),
        (b"", "error"),
        (b"not json", "error"),
        (br#"{"pattern":"a"}"#, "error"),
        (br#"{"pattern":"a","input":null}"#, "error"),
        (br#"{"pattern":"a","input":"\ud800"}"#, "error"),
        (b"{\"pattern\":\"a\",\"input\":\"\xff\"}", "error"),
        (b"{\"pattern\":\"a\",\"input\":\"a\"}\r", "true"),
    ];
    let input = lines.map(|(line, _)| line).join(&b'\n');
    let output = ROLLCALL.command(&["match", "--jsonl"]).input(input).finish().await.success();
    let answers: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(answers.len(), lines.len(), "{output}");
    for (answer, (line, expected)) in answers.iter().zip(lines) {
        assert_eq!(answer["result"], expected, "{}: {answer}", String::from_utf8_lossy(line));
        assert_eq!(answer["description"].is_string(), expected == "error", "{answer}");
    }
    assert_eq!(answers[0], json!({"result": "true", "description": null, "index": null}));
}

#[derive(Deserialize)]
struct Case {
    id: String,
    group: String,
    expect: String,
    error_description: Option<String>,
    error_index: Option<i64>,
    expect_jdk8: Option<String>,
    error_description_jdk8: Option<String>,
    error_index_jdk8: Option<i64>,
}

impl Case {
    /// The result, and the error's description and index, as Java 8 gives them.
    fn java_8(&self) -> (&str, &Option<String>, Option<i64>) {
        match &self.expect_jdk8 {
            Some(expect) => (expect, &self.error_description_jdk8, self.error_index_jdk8),
            None => (&self.expect, &self.error_description, self.error_index),
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    result: String,
    description: Option<String>,
    index: Option<i64>,
}

/// Whether the answer is Java's. Where Java overflowed its stack or did not end, any answer is better.
fn agrees(case: &Case, answer: &Answer) -> bool {
    let (expected, description, index) = case.java_8();
    match expected {
        "stackoverflow" | "timeout" => true,
        "error" => answer.result == "error" && answer.description == *description && answer.index == index,
        _ => answer.result == expected,
    }
}

#[tokio::test]
async fn java_8_agrees_in_every_group() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/regex/given.jsonl");
    let text = std::fs::read_to_string(file).expect("conformance/regex/given.jsonl");
    let output = ROLLCALL.command(&["match", "--jsonl"]).input(text.clone()).finish().await.success();
    assert_eq!(output.lines().count(), text.lines().count());
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut differing = Vec::new();
    for (case, answer) in text.lines().zip(output.lines()) {
        let case: Case = serde_json::from_str(case).expect("a case");
        let answer: Answer = serde_json::from_str(answer).expect("an answer");
        let agrees = agrees(&case, &answer);
        let (agreeing, all) = groups.entry(case.group).or_default();
        *all += 1;
        *agreeing += usize::from(agrees);
        differing.extend((!agrees).then_some(case.id));
    }
    for (group, (agreeing, all)) in &groups {
        println!("{group:>16}: {agreeing:3} of {all:3}");
    }
    assert!(groups.len() > 10, "every group has cases");
    assert!(differing.is_empty(), "another answer than Java's: {differing:?}");
}
