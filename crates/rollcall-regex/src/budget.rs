//! The cost limit of matching: steps and time for one whole call over many values.

use std::fmt;

/// How often the deadline is looked at: every so many steps.
const STEPS_BETWEEN_LOOKS: u64 = 4096;

/// Steps, and perhaps a deadline, for one whole call: pass the same budget to every
/// [`Filter::is_match`](crate::Filter::is_match) of the call.
///
/// The linear engine charges a step for each byte of a value (several where its program is large), the backtracker one
/// for each move, so that a step is a few nanoseconds to some tens. A budget that is spent stays spent.
pub struct Budget<'a> {
    steps: u64,
    until_look: u64,
    expired: Option<Box<dyn FnMut() -> bool + Send + 'a>>,
}

/// The budget is spent: no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spent;

impl<'a> Budget<'a> {
    /// A budget of `steps` steps.
    pub fn steps(steps: u64) -> Self {
        Self { steps, until_look: STEPS_BETWEEN_LOOKS, expired: None }
    }

    /// A budget without an end: for tests and for patterns one has written oneself.
    pub fn unlimited() -> Self {
        Self::steps(u64::MAX)
    }

    /// Adds a deadline: `expired` is asked at the first step and then every few thousand, and ends the call by answering
    /// `true`. The clock is the caller's, so that tests can pass one that stands still.
    #[must_use]
    pub fn with_deadline(mut self, expired: impl FnMut() -> bool + Send + 'a) -> Self {
        self.expired = Some(Box::new(expired));
        self.until_look = 0;
        self
    }

    /// How many steps are left.
    pub fn left(&self) -> u64 {
        self.steps
    }

    /// Takes `steps` off, or fails if there are not enough.
    pub(crate) fn charge(&mut self, steps: u64) -> Result<(), Spent> {
        match self.steps.checked_sub(steps) {
            Some(left) => self.steps = left,
            None => {
                self.steps = 0;
                return Err(Spent);
            }
        }
        match self.until_look.checked_sub(steps) {
            Some(left) => {
                self.until_look = left;
                Ok(())
            }
            None => self.look(),
        }
    }

    fn look(&mut self) -> Result<(), Spent> {
        self.until_look = STEPS_BETWEEN_LOOKS;
        if self.expired.as_mut().is_some_and(|expired| expired()) {
            self.steps = 0;
            return Err(Spent);
        }
        Ok(())
    }
}

impl fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("steps", &self.steps)
            .field("deadline", &self.expired.is_some())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn a_spent_budget_stays_spent() {
        let mut budget = Budget::steps(10);
        assert!(budget.charge(10).is_ok());
        assert!(budget.charge(1).is_err());
        assert!(budget.charge(1).is_err());
        assert_eq!(budget.left(), 0);
    }

    #[test]
    fn a_deadline_is_seen_within_a_few_thousand_steps() {
        let mut looks = 0;
        let mut budget = Budget::unlimited().with_deadline(|| {
            looks += 1;
            looks > 2
        });
        let charged = (0..100_000).take_while(|_| budget.charge(1).is_ok()).count();
        assert!((4_000..20_000).contains(&charged), "{charged}");
        assert_eq!(budget.left(), 0);
    }
}
