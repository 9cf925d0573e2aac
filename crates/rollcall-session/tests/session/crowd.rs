//! Many users who come and go: the roster's answers while name lists are rebuilt, numbers pass from one user to the
//! next, and more happens between two questions than the log holds; and questions asked during all that.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rollcall_regex::{Budget, Filter};
use rollcall_session::{Answer, EndReason, Filters, Roster, Settings};

use crate::desk::Desk;

const PATTERNS: [&str; 5] = ["user1.*", ".*7", "user25", "(?=user).*[13]", "USER.*"];

fn ask(roster: &Roster, username: &Filter) -> Arc<Answer> {
    let filters = Filters { username: Some(username), project: None };
    roster.answer(filters, &mut Budget::unlimited()).expect("the budget has no end")
}

/// Numbers that look random: a step of a linear congruential generator, its high half.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    (*seed >> 33) as usize
}

/// Lets one of `users` log in, or the oldest session but `kept` end.
fn step(
    desk: &mut Desk,
    sessions: &mut std::collections::VecDeque<rollcall_session::ClientId>,
    user: usize,
    kept: usize,
) {
    sessions.push_back(desk.log_in(&format!("user{user}"), "plant"));
    if sessions.len() > kept {
        let oldest = sessions.pop_front().expect("there are more than some");
        desk.registry.end(oldest, EndReason::LoggedOut).expect("it was listed");
    }
}

#[test]
fn answers_follow_a_crowd() {
    let filters: Vec<Filter> = PATTERNS.map(|pattern| Filter::new(pattern).unwrap()).into();
    let mut desk = Desk::new(Settings::default());
    let roster = desk.registry.roster();
    let (mut sessions, mut seed) = (std::collections::VecDeque::new(), 7);
    // Between two rounds of questions: few changes, more than the later names that are allowed, more than the log
    // holds.
    for (round, changes) in [10, 3_000, 50, 1, 2_500, 6_000, 1, 40, 9_000, 5].into_iter().cycle().take(40).enumerate() {
        for _ in 0..changes {
            let user = next(&mut seed) % 5_000 + 1_000 * (round % 4);
            step(&mut desk, &mut sessions, user, 2_000);
        }
        for filter in &filters {
            let answer = ask(&roster, filter);
            let answered: Vec<_> = answer.listings().map(|listing| listing.client_id()).collect();
            let matches = |name: &str| filter.is_match(name, &mut Budget::unlimited()).unwrap();
            let listed = desk.registry.sessions().filter(|session| matches(&session.username));
            let expected: Vec<_> = listed.map(|session| session.client_id).collect();
            assert_eq!(answered, expected, "{filter:?} in round {round}");
        }
    }
}

/// Every answer is one moment's. Each step is a log-in and then a log-out, so that a moment has a certain number of
/// sessions, or one more; and since sessions leave in the order in which they came, a moment has no gap.
#[test]
fn an_answer_is_one_moment() {
    const KEPT: usize = 500;
    let mut desk = Desk::new(Settings::default());
    let mut sessions = std::collections::VecDeque::new();
    for user in 0..KEPT {
        step(&mut desk, &mut sessions, user, KEPT);
    }
    let (roster, over) = (desk.registry.roster(), AtomicBool::new(false));
    let desk = Mutex::new(desk);
    std::thread::scope(|scope| {
        for pattern in [".*", "user.*", "(?=u).*"] {
            let (roster, over) = (&roster, &over);
            scope.spawn(move || {
                let filter = Filter::new(pattern).unwrap();
                let mut last = 0;
                while !over.load(Ordering::Relaxed) {
                    let answer = ask(roster, &filter);
                    let ids: Vec<_> = answer.listings().map(|listing| listing.client_id().to_string()).collect();
                    let ids: Vec<u64> = ids.iter().map(|id| u64::from_str_radix(id, 16).unwrap()).collect();
                    assert!(ids.len() == KEPT || ids.len() == KEPT + 1, "{} sessions", ids.len());
                    assert!(ids.windows(2).all(|pair| pair[0] + 1 == pair[1]), "nobody is missing in between");
                    assert!(ids[0] >= last, "time goes on");
                    last = ids[0];
                }
            });
        }
        let mut seed = 1;
        for _ in 0..20_000 {
            let user = next(&mut seed) % 3_000;
            step(&mut desk.lock().unwrap(), &mut sessions, user, KEPT);
        }
        over.store(true, Ordering::Relaxed);
    });
}
