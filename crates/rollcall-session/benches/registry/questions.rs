//! The questions of the benchmark, and how an answer is read.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rollcall_regex::{Budget, Filter};
use rollcall_session::{Answer, Filters, Roster};

use crate::peers::{Names, Question};

/// Every peer's form of every question. The last are the prefix again, with shares of rows that grow.
pub const QUESTIONS: [Question; 10] = [
    Question {
        username: "billy",
        project: None,
        sqlite: "username = 'billy'",
        redis: Names::Exact("billy"),
        goal: Some(10_000.0),
    },
    Question {
        username: "bi.*",
        project: None,
        sqlite: "username glob 'bi*'",
        redis: Names::Prefixes(&["bi"]),
        goal: Some(1_000.0),
    },
    Question {
        username: ".*ill.*",
        project: None,
        sqlite: "username glob '*ill*'",
        redis: Names::Glob("*ill*"),
        goal: Some(10.0),
    },
    Question {
        username: r"b[a-m]+y\d*",
        project: None,
        sqlite: r"username regexp '^b[a-m]+y\d*$'",
        redis: Names::Lua("^b[a-m]+y%d*$"),
        goal: Some(10.0),
    },
    Question {
        username: "(?i)BI.*",
        project: None,
        sqlite: "username like 'BI%'",
        redis: Names::Glob("[bB][iI]*"),
        goal: Some(10.0),
    },
    Question {
        username: "(bob|bill).*",
        project: None,
        sqlite: "(username glob 'bob*' or username glob 'bill*')",
        redis: Names::Prefixes(&["bob", "bill"]),
        goal: Some(10.0),
    },
    Question {
        username: "bi.*",
        project: Some("plant-07"),
        sqlite: "username glob 'bi*' and project = 'plant-07'",
        redis: Names::Prefixes(&["bi"]),
        goal: Some(1_000.0),
    },
    Question {
        username: ".*ill.*",
        project: Some("plant-0.*"),
        sqlite: "username glob '*ill*' and project glob 'plant-0*'",
        redis: Names::Glob("*ill*"),
        goal: Some(10.0),
    },
    Question {
        username: "b[hi].*",
        project: None,
        sqlite: "(username glob 'bh*' or username glob 'bi*')",
        redis: Names::Prefixes(&["bh", "bi"]),
        goal: None,
    },
    Question {
        username: "b.*",
        project: None,
        sqlite: "username glob 'b*'",
        redis: Names::Prefixes(&["b"]),
        goal: None,
    },
];

/// How many questions have a goal; those after them show the influence of the share of rows.
pub const USUAL: usize = 8;

/// A question whose filters are compiled.
pub struct Asked {
    username: Filter,
    project: Option<Filter>,
}

impl Asked {
    pub fn new(question: &Question) -> Self {
        let project = question.project.map(|pattern| Filter::new(pattern).unwrap());
        Asked { username: Filter::new(question.username).unwrap(), project }
    }

    pub fn ask(&self, roster: &Roster) -> Arc<Answer> {
        let filters = Filters { username: Some(&self.username), project: self.project.as_ref() };
        roster.answer(filters, &mut Budget::unlimited()).unwrap()
    }

    pub fn text(&self) -> String {
        let project = self.project.as_ref().map_or(String::new(), |p| format!(" in `{}`", p.pattern()));
        format!("`{}`{project}", self.username.pattern().replace('|', "\\|"))
    }
}

/// Asks so many other questions that the cached answers are dropped; filters stay compiled, as in the loop.
pub fn forget(roster: &Roster) {
    for number in 0..64 {
        let nobody = Filter::new(&format!("nobody{number}")).unwrap();
        let filters = Filters { username: Some(&nobody), project: None };
        roster.answer(filters, &mut Budget::unlimited()).unwrap();
    }
}

/// Reads every cell once.
pub fn read(answer: &Answer) -> usize {
    let mut sum = 0;
    for listing in answer.listings() {
        sum += listing.username().len() + listing.project().len() + listing.address().len();
        sum += usize::from(listing.is_designer()) + listing.creation_time().0 as usize;
        black_box(listing.client_id());
    }
    black_box(sum)
}

/// By the clock. The loop in Java is timed by its processor time where that is less, which on a busy machine favours it.
pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    let result = black_box(work());
    let time = started.elapsed();
    drop(result);
    time
}

/// The median of some runs, after three that do not count.
pub fn median(runs: usize, mut run: impl FnMut() -> Duration) -> Duration {
    let times = (0..runs + 3).map(|_| run()).skip(3).collect();
    middle(times)
}

pub fn middle<T: Ord + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values[values.len() / 2]
}
