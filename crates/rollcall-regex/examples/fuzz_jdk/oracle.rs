//! The JDK, as a process that answers cases.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;

use crate::generator::Question;

/// The JDK's answer.
#[derive(Debug)]
pub enum Answer {
    Match(bool),
    Error {
        description: String,
        index: i64,
    },
    /// It ran too long, overflowed its stack or threw an unexpected exception.
    None,
}

#[derive(Deserialize)]
struct Line {
    expect: String,
    error_description: Option<String>,
    error_index: Option<i64>,
}

/// The running JDK; it ends when this is dropped.
pub struct Oracle {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts the `java` on the path.
    pub fn start() -> std::io::Result<Self> {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/regex/JavaRegexOracle.java");
        let mut command = Command::new("java");
        command.arg("-Xss16m").arg(source).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("java has no input or output"));
        };
        Ok(Self { child, input: Some(input), output: BufReader::new(output) })
    }

    /// Its answers, in order.
    pub fn ask(&mut self, questions: &[Question]) -> Result<Vec<Answer>, Box<dyn std::error::Error>> {
        let text: String = questions
            .iter()
            .map(|question| {
                let pattern = serde_json::Value::from(&*question.pattern);
                let input = serde_json::Value::from(&*question.input);
                format!("{{\"pattern\": {pattern}, \"input\": {input}}}\n")
            })
            .collect();
        let mut input = self.input.take().ok_or("java is gone")?;
        // It answers while it is asked, and a pipe holds only so much: so one thread writes and one reads.
        let (input, answers) = std::thread::scope(|scope| {
            let writer =
                scope.spawn(move || input.write_all(text.as_bytes()).and_then(|()| input.flush()).map(|()| input));
            let answers: Result<Vec<Answer>, Box<dyn std::error::Error>> =
                questions.iter().map(|_| self.answer()).collect();
            (writer.join(), answers)
        });
        self.input = Some(input.map_err(|_| "the writer panicked")??);
        answers
    }

    fn answer(&mut self) -> Result<Answer, Box<dyn std::error::Error>> {
        let mut text = String::new();
        self.output.read_line(&mut text)?;
        let line: Line = serde_json::from_str(&text).map_err(|e| format!("{e}: {text}"))?;
        Ok(match &*line.expect {
            "true" => Answer::Match(true),
            "false" => Answer::Match(false),
            "error" => Answer::Error {
                description: line.error_description.unwrap_or_default(),
                index: line.error_index.unwrap_or_default(),
            },
            _ => Answer::None,
        })
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        self.input = None;
        // Nothing is left to do when it does not end properly.
        let _ = self.child.wait();
    }
}
