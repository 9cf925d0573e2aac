//! How long things took: samples, and the lines that are printed of them.

use std::time::Duration;

use crate::scenario::Bounds;

/// The measurements during an attack, or before it.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// From a press of a button to its script's effect on the screen.
    pub click: Sample,
    /// A call of `getSessionInfo`.
    pub call: Sample,
    /// `GET /healthz`.
    pub health: Sample,
}

/// Times.
#[derive(Clone, Debug, Default)]
pub struct Sample(Vec<Duration>);

impl Sample {
    /// Takes one more.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The time that this share of all is not above, 0 to 1; None without measurements.
    pub fn at(&self, share: f64) -> Option<Duration> {
        let mut sorted = self.0.clone();
        sorted.sort();
        let last = sorted.len().checked_sub(1)?;
        sorted.get((last as f64 * share).round() as usize).copied()
    }

    fn cells(&self) -> String {
        let cell = |share: f64| {
            let time = self.at(share).map(|time| format!("{:.1}", time.as_secs_f64() * 1000.0));
            format!("{:>9}", time.unwrap_or_else(|| "none".to_owned()))
        };
        format!("{:>6}{}{}{}", self.0.len(), cell(0.5), cell(0.99), cell(1.0))
    }
}

/// The table of one scenario: idle figures and those under attack side by side, in milliseconds.
pub fn table(idle: &Figures, attacked: &Figures) -> String {
    let head = format!("{:>6}{:>9}{:>9}{:>9}", "n", "p50", "p99", "max");
    let mut text = format!("ms        |{:<33}|{:<33}\n{:<10}|{head}|{head}\n", " idle", " under attack", "");
    for (name, idle, attacked) in [
        ("click", &idle.click, &attacked.click),
        ("call", &idle.call, &attacked.call),
        ("healthz", &idle.health, &attacked.health),
    ] {
        text.push_str(&format!("{name:<10}|{}|{}\n", idle.cells(), attacked.cells()));
    }
    text
}

/// The answers that took longer than they may; empty when all is well.
pub fn over(attacked: &Figures, bounds: &Bounds) -> Vec<String> {
    let pairs = [
        ("click", &attacked.click, bounds.click),
        ("call", &attacked.call, bounds.call),
        ("healthz", &attacked.health, bounds.health),
    ];
    let late = pairs.into_iter().filter_map(|(name, sample, most)| {
        let p99 = sample.at(0.99)?;
        (p99 > most).then(|| format!("{name}: p99 {p99:?}, more than {most:?}"))
    });
    late.collect()
}
