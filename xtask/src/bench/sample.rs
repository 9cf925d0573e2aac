//! Several measurements of one thing, and their summary.
//!
//! The median, because one run that had to wait for the machine must not move the figure; the smallest and the largest,
//! because they show how much it had to wait.

use std::time::Duration;

/// Measurements of one thing in one unit, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample(Vec<f64>);

impl Sample {
    pub(super) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    /// Adds a time, in milliseconds.
    pub(super) fn push_time(&mut self, time: Duration) {
        self.push(milliseconds(time));
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The value in the middle, or the mean of the two in the middle. Not a number when nothing was measured.
    pub(super) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        match (sorted.get(middle), sorted.len() % 2) {
            (Some(upper), 0) => (sorted[middle - 1] + upper) / 2.0,
            (Some(middle), _) => *middle,
            (None, _) => f64::NAN,
        }
    }

    /// The smallest value that so many percent do not exceed. Not a number when nothing was measured.
    pub(super) fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100);
        sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// The smallest; not a number when nothing was measured.
    pub(super) fn min(&self) -> f64 {
        self.0.iter().copied().fold(f64::NAN, f64::min)
    }

    /// The largest; not a number when nothing was measured.
    pub(super) fn max(&self) -> f64 {
        self.0.iter().copied().fold(f64::NAN, f64::max)
    }
}

impl FromIterator<f64> for Sample {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        Sample(values.into_iter().collect())
    }
}

/// A time as the tables show it.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_sample(values: &[f64], median: f64, min: f64, max: f64) {
        let sample: Sample = values.iter().copied().collect();
        assert_eq!((sample.median(), sample.min(), sample.max()), (median, min, max), "{values:?}");
        assert_eq!(sample.count(), values.len());
    }

    #[test]
    fn percentiles_are_values_that_occurred() {
        let sample: Sample = (1..=200).rev().map(f64::from).collect();
        assert_eq!([1, 50, 99, 100].map(|percent| sample.percentile(percent)), [2.0, 100.0, 198.0, 200.0]);
        assert_eq!(Sample::from_iter([7.0]).percentile(99), 7.0);
        assert!(Sample::default().percentile(50).is_nan());
    }

    #[test]
    fn median_is_in_the_middle_whatever_the_order() {
        check_sample(&[5.0], 5.0, 5.0, 5.0);
        check_sample(&[9.0, 1.0, 4.0], 4.0, 1.0, 9.0);
        check_sample(&[9.0, 1.0, 4.0, 3.0], 3.5, 1.0, 9.0);
        check_sample(&[1.0, 1.0, 1.0, 900.0, 1.0], 1.0, 1.0, 900.0);
        check_sample(&[-2.0, 2.0], 0.0, -2.0, 2.0);
    }

    #[test]
    fn nothing_measured_is_no_number() {
        let nothing = Sample::default();
        assert!(nothing.median().is_nan() && nothing.min().is_nan() && nothing.max().is_nan());
    }

    #[test]
    fn times_are_milliseconds() {
        let mut sample = Sample::default();
        sample.push_time(Duration::from_micros(1_250));
        assert_eq!(sample.median(), 1.25);
    }
}
