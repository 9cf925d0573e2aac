//! `web`: how long a person at a browser waits.
//!
//! The measuring is done in Chromium, by `web/bench/web.measure.ts`, from the click's own time to the frame after the
//! one that was drawn: every step on the way there, a script's worker included, is part of it. This module starts it
//! and shows its output.

use anyhow::Context;

use super::Bench;
use super::report::{Report, Unit};
use super::sample::Sample;
use crate::web;

/// The row whose percentiles are printed.
const CLICK: &str = "click to 10,000 rows";

pub(super) fn measure(bench: &Bench<'_>) -> anyhow::Result<Report> {
    let file = bench.folder.join("web.json");
    let mut command = web::script(bench.workspace, "measure")?;
    command.env("ROLLCALL", &bench.executable).env("REPORT", &file).env("RUNS", bench.runs.to_string());
    crate::workspace::run(&mut command)?;
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    report(&text)
}

/// The report of the browser's output: a list of names, each with its samples in milliseconds.
fn report(text: &str) -> anyhow::Result<Report> {
    let measured: Vec<(String, Vec<f64>)> = serde_json::from_str(text).context("the browser's report is no JSON")?;
    let mut report = Report::new("web");
    let mut findings = Vec::new();
    for (name, values) in measured {
        let sample: Sample = values.into_iter().collect();
        report = report.row(&name, Unit::Milliseconds, &sample);
        if name == CLICK {
            let [p50, p99] = [50, 99].map(|percent| sample.percentile(percent));
            findings.push(format!("{CLICK}: p50 {p50:.0} ms, p99 {p99:.0} ms, of {} clicks", sample.count()));
        }
    }
    Ok(findings.into_iter().fold(report, Report::finding))
}

#[cfg(test)]
mod tests {
    use super::report;

    #[test]
    fn what_the_browser_wrote_is_shown_in_its_order() {
        let text = r#"[["click to 10,000 rows", [30.0, 50.0, 40.0]], ["a frame", [16.5]]]"#;
        let markdown = report(text).unwrap().markdown();
        assert!(
            markdown.contains("| click to 10,000 rows | 40 ms | 30 ms | 50 ms | 3 |\n| a frame | 16 ms"),
            "{markdown}"
        );
        assert!(markdown.ends_with("- click to 10,000 rows: p50 40 ms, p99 50 ms, of 3 clicks"), "{markdown}");
        assert!(report("{}").is_err());
    }
}
