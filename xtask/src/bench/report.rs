//! The result of a benchmark: rows of figures, and sentences that compare them. Shown as Markdown.

use super::sample::Sample;

/// The unit of a row's figures.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unit {
    /// `ms`.
    Milliseconds,
    /// `MB`, a million bytes.
    Megabytes,
    /// `KB`, 1,024 bytes.
    Kilobytes,
}

/// The outcome of one benchmark.
#[derive(Debug)]
pub(super) struct Report {
    title: String,
    rows: Vec<String>,
    findings: Vec<String>,
}

impl Report {
    pub(super) fn new(title: &str) -> Self {
        Report { title: title.to_owned(), rows: Vec::new(), findings: Vec::new() }
    }

    /// Adds a row of the table.
    pub(super) fn row(mut self, what: &str, unit: Unit, sample: &Sample) -> Self {
        let [median, min, max] = [sample.median(), sample.min(), sample.max()].map(|value| shown(value, unit));
        self.rows.push(format!("| {what} | {median} | {min} | {max} | {} |", sample.count()));
        self
    }

    /// Adds a sentence under the table.
    pub(super) fn finding(mut self, sentence: String) -> Self {
        self.findings.push(sentence);
        self
    }

    /// Says how a median compares with a goal that it should not exceed.
    pub(super) fn at_most(self, what: &str, unit: Unit, sample: &Sample, goal: f64) -> Self {
        let met = verdict(sample.median() <= goal);
        self.finding(format!("goal: {what} at most {}: {met}, {}", shown(goal, unit), shown(sample.median(), unit)))
    }

    /// Says how many times as large one median is as another, and how that compares with a goal where there is one.
    pub(super) fn ratio(self, what: &str, large: &Sample, small: &Sample, goal: Option<f64>) -> Self {
        let ratio = large.median() / small.median();
        let goal = goal.map_or_else(String::new, |goal| format!("; goal: at least {goal}, {}", verdict(ratio >= goal)));
        self.finding(format!("{what}: {ratio:.1}{goal}"))
    }

    pub(super) fn markdown(&self) -> String {
        let mut text =
            format!("### {}\n\n| measured | median | min | max | runs |\n|---|--:|--:|--:|--:|\n", self.title);
        self.rows.iter().for_each(|row| text.push_str(&format!("{row}\n")));
        self.findings.iter().for_each(|finding| text.push_str(&format!("\n- {finding}")));
        text
    }
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}

fn shown(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Milliseconds if value.abs() < 10.0 => format!("{value:.2} ms"),
        Unit::Milliseconds => format!("{value:.0} ms"),
        Unit::Megabytes => format!("{value:.1} MB"),
        Unit::Kilobytes => format!("{value:.1} KB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(values: &[f64]) -> Sample {
        values.iter().copied().collect()
    }

    #[test]
    fn report_is_a_table_and_sentences() {
        let (quick, slow) = (sample(&[2.0, 1.0, 30.0]), sample(&[20.0, 40.0]));
        let report = Report::new("speed")
            .row("quick", Unit::Milliseconds, &quick)
            .row("large", Unit::Megabytes, &slow)
            .at_most("quick", Unit::Milliseconds, &quick, 2.0)
            .at_most("slow", Unit::Milliseconds, &slow, 29.0)
            .ratio("slow / quick", &slow, &quick, Some(15.0))
            .ratio("quick / slow", &quick, &slow, None);
        let expected = "### speed\n\n| measured | median | min | max | runs |\n|---|--:|--:|--:|--:|\n\
            | quick | 2.00 ms | 1.00 ms | 30 ms | 3 |\n| large | 30.0 MB | 20.0 MB | 40.0 MB | 2 |\n\n\
            - goal: quick at most 2.00 ms: met, 2.00 ms\n- goal: slow at most 29 ms: NOT MET, 30 ms\n\
            - slow / quick: 15.0; goal: at least 15, met\n- quick / slow: 0.1";
        assert_eq!(report.markdown(), expected);
    }
}
