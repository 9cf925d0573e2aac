//! The roster's answers against a walk over the plain list, through log-ins, log-outs and names that come and go.
//!
//! Some questions are asked after every step and some only now and then, so that answers are kept up by one event, by
//! many, and past the end of the log.

use rollcall_regex::{Budget, Filter};

use crate::{Filters, Listing, Registry, Session};

/// Username and project filter of each question, and after how many steps it is asked again.
const QUESTIONS: [(Option<&str>, Option<&str>, usize); 9] = [
    (None, None, 1),
    (Some("billy"), None, 1),
    (Some("b.*"), None, 1),
    (Some(".*"), Some("plant"), 3),
    (Some(".*[0-4]"), None, 7),
    (Some("anna"), Some("p.*g"), 11),
    (None, Some("plant"), 13),
    (Some("(?=b).*y|.*3"), None, 17),
    (Some("nobody"), None, 5),
];

/// Questions that are asked again and again.
pub(super) struct Questions {
    filters: Vec<(Option<Filter>, Option<Filter>, usize)>,
    steps: usize,
}

impl Questions {
    pub(super) fn new() -> Self {
        let filter = |pattern: Option<&str>| pattern.map(|pattern| Filter::new(pattern).expect("a pattern"));
        let compiled = QUESTIONS.iter().map(|(user, project, every)| (filter(*user), filter(*project), *every));
        Questions { filters: compiled.collect(), steps: 0 }
    }

    /// Asks the questions that are due.
    pub(super) fn check(&mut self, registry: &Registry, listed: &[Session]) {
        self.steps += 1;
        for (username, project, every) in &self.filters {
            if self.steps.is_multiple_of(*every) {
                check(registry, listed, username.as_ref(), project.as_ref());
            }
        }
    }
}

fn check(registry: &Registry, listed: &[Session], username: Option<&Filter>, project: Option<&Filter>) {
    let admits = |filter: Option<&Filter>, name: &str| {
        filter.is_none_or(|filter| filter.is_match(name, &mut Budget::unlimited()).expect("the budget has no end"))
    };
    let matching = listed.iter().filter(|s| admits(username, &s.username) && admits(project, &s.project));
    let cells = |s: &Session| {
        let texts = [&s.username, &s.project, s.address()].map(|text| text.to_string());
        (s.order_key(), s.client_id, texts, s.is_designer(), s.creation_time)
    };
    let expected: Vec<_> = matching.map(cells).collect();
    let filters = Filters { username, project };
    let answer = registry.roster().answer(filters, &mut Budget::unlimited()).expect("the budget has no end");
    let cells = |l: Listing<'_>| {
        let texts = [l.username(), l.project(), l.address()].map(str::to_owned);
        (l.order_key(), l.client_id(), texts, l.is_designer(), l.creation_time())
    };
    assert_eq!(answer.listings().map(cells).collect::<Vec<_>>(), expected, "{username:?} {project:?}");
    assert_eq!(answer.dataset().row_count(), expected.len());
    let again = registry.roster().answer(filters, &mut Budget::unlimited()).expect("the budget has no end");
    assert!(std::sync::Arc::ptr_eq(&answer, &again), "nothing has changed");
}
