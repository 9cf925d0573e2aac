//! The loop in Java: one process that is asked all questions, in a file beside this one.

use std::io;
use std::path::Path;
use std::process::Command;

use super::{Question, failed, missing};

/// Rows and nanoseconds for each question; the median of some runs after a warm-up.
///
/// # Errors
/// When there is no `java`, or it fails.
pub fn jdk_loop(rows: &Path, folder: &Path, questions: &[Question], runs: usize) -> io::Result<Vec<(usize, f64)>> {
    let asked = folder.join("questions.tsv");
    let line = |question: &Question| format!("{}\t{}\n", question.username, question.project.unwrap_or_default());
    std::fs::write(&asked, questions.iter().map(line).collect::<String>())?;
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/peers/JdkLoop.java");
    let mut java = Command::new("java");
    java.args(["-Xms3g", "-Xmx3g", "-XX:+UseSerialGC"]).arg(source).args([rows, &asked]).arg(runs.to_string());
    let output = java.output().map_err(|_| missing("java", "default-jdk-headless"))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr)));
    }
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let pair = |line: &str| {
        let (rows, nanos) = line.split_once('\t')?;
        Some((rows.parse().ok()?, nanos.parse().ok()?))
    };
    lines.lines().map(|line| pair(line).ok_or_else(|| failed(format!("the loop printed {line:?}")))).collect()
}
