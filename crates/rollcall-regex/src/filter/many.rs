//! A filter asked about many values in one call.

use super::{Engine, Filter};
use crate::sorted::{SortedValues, Walker};
use crate::{Budget, Error};

impl Filter {
    /// The places of the values that match, ascending. The answers are those of [`is_match`](Filter::is_match); a
    /// beginning that several values have in common is looked at, and paid for, once.
    ///
    /// The first call makes an automaton for the filter, which its clones share.
    ///
    /// # Errors
    /// [`ErrorKind::BudgetExceeded`](crate::ErrorKind::BudgetExceeded) when the budget is spent before there is an
    /// answer for every value.
    pub fn matches_sorted(&self, values: &SortedValues, budget: &mut Budget<'_>) -> Result<Vec<usize>, Error> {
        let mut found = Vec::new();
        if let Some(only) = self.literal() {
            budget.charge(1 + only.len() as u64).map_err(|_| self.spent())?;
            found.extend(values.find(only));
            return Ok(found);
        }
        let Some(walker) = self.walker() else {
            for place in 0..values.len() {
                if self.is_match(values.get(place), budget)? {
                    found.push(place);
                }
            }
            return Ok(found);
        };
        let exact = matches!(&self.0.engine, Engine::Linear(linear) if linear.is_one_expression());
        let mut failed = None;
        let walked = walker.walk(values, budget, |place, budget| {
            if exact {
                found.push(place);
                return Ok(());
            }
            // The automaton accepts more than the pattern does; the pattern itself decides.
            match self.is_match(values.get(place), budget) {
                Ok(matches) => found.extend(matches.then_some(place)),
                Err(error) => failed = Some(error),
            }
            if failed.is_some() { Err(crate::budget::Spent) } else { Ok(()) }
        });
        match failed {
            Some(error) => Err(error),
            None => walked.map(|()| found).map_err(|_| self.spent()),
        }
    }

    /// Whether both are the same pattern compiled in the same way, so that they give the same answers.
    pub fn is_same(&self, other: &Filter) -> bool {
        let (a, b) = (&self.0, &other.0);
        std::sync::Arc::ptr_eq(a, b)
            || (a.version == b.version && a.stack_size == b.stack_size && a.pattern == b.pattern)
    }

    fn walker(&self) -> Option<&Walker> {
        let expression = match &self.0.engine {
            Engine::Literal(_) => return None,
            Engine::Linear(linear) => linear.expression(),
            Engine::Backtrack { at_least, .. } => at_least.as_ref()?.expression(),
        };
        self.0.walker.get_or_init(|| Walker::new(expression?)).as_ref()
    }
}
