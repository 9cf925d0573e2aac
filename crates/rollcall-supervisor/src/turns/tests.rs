//! Whose turn it is: examples for each rule, and a model that asks, ends and gives up in any order.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const LIMITS: Limits = Limits { quick: 8, running: 64, long_after: SECOND };

type Plant = Turns<&'static str, u32>;

fn ask(turns: &mut Plant, user: &'static str, clients: std::ops::Range<u32>, work: Work) -> Vec<Ticket> {
    clients.map(|client| turns.ask(user, client, work)).collect()
}

fn begun(turns: &mut Plant, now: Duration) -> Vec<Ticket> {
    let begins = |change| if let Change::Begins(ticket) = change { Some(ticket) } else { None };
    turns.settle(now).into_iter().filter_map(begins).collect()
}

#[test]
fn a_hundred_endless_scripts_of_one_person_keep_nobody_else_waiting() {
    let mut turns = Plant::new(LIMITS);
    let flood = ask(&mut turns, "billy", 0..100, Work::Attended);
    let mut under_way = Vec::new();
    for second in 0..60 {
        let now = SECOND * second;
        under_way.extend(begun(&mut turns, now));
        // At every moment another user's click begins at once.
        let click = turns.ask("anna", 0, Work::Attended);
        assert_eq!(begun(&mut turns, now), [click], "after {second} s");
        assert!(!turns.end(click));
    }
    assert_eq!(under_way, flood[..32], "half of all places, and no more");
}

#[test]
fn a_person_waits_for_a_tenth_of_a_second_for_the_persons_own_too() {
    let mut turns = Plant::new(LIMITS);
    ask(&mut turns, "billy", 0..24, Work::Attended);
    let mut now = Duration::ZERO;
    let mut under_way = begun(&mut turns, now).len();
    while under_way < 24 {
        let next = turns.next().expect("somebody runs");
        assert_eq!(next, now + LONG_WHEN_WANTED);
        now = next;
        under_way += begun(&mut turns, now).len();
    }
    assert_eq!(now, LONG_WHEN_WANTED * 5);
    let timers = ask(&mut turns, "project", 0..5, Work::Unattended);
    assert_eq!(begun(&mut turns, now), timers[..4]);
    assert_eq!(begun(&mut turns, now + LONG_WHEN_WANTED), timers[4..]);
}

#[test]
fn where_many_persons_scripts_are_endless_a_click_waits_for_a_tenth_of_a_second() {
    let mut turns = Plant::new(LIMITS);
    for user in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        ask(&mut turns, user, 0..13, Work::Attended);
    }
    let mut now = Duration::ZERO;
    for _ in 0..300 {
        turns.settle(now);
        let click = turns.ask("anna", 0, Work::Attended);
        if !begun(&mut turns, now).contains(&click) {
            let next = turns.next().expect("somebody runs");
            assert!(next <= now + LONG_WHEN_WANTED, "{next:?} is late, it is {now:?}");
            now = next;
            assert!(begun(&mut turns, now).contains(&click));
        }
        turns.end(click);
        now += Duration::from_millis(7);
    }
}

#[test]
fn users_take_turns_and_clients_within_a_user() {
    let mut turns = Plant::new(Limits { quick: 2, running: 64, long_after: SECOND });
    let billy = ask(&mut turns, "billy", 0..3, Work::Attended);
    let again = turns.ask("billy", 0, Work::Attended);
    let anna = ask(&mut turns, "anna", 0..2, Work::Attended);
    let mut order = Vec::new();
    loop {
        let now_running = begun(&mut turns, Duration::ZERO);
        if now_running.is_empty() {
            break;
        }
        for ticket in now_running {
            order.push(ticket);
            turns.end(ticket);
        }
    }
    assert_eq!(order, [billy[0], anna[0], billy[1], anna[1], billy[2], again]);
}

#[test]
fn what_nobody_waits_for_has_half_and_is_not_put_off_for_ever() {
    let mut turns = Plant::new(LIMITS);
    let timers: Vec<Ticket> =
        ["p1", "p2", "p3"].into_iter().flat_map(|project| ask(&mut turns, project, 0..4, Work::Unattended)).collect();
    assert_eq!(begun(&mut turns, Duration::ZERO).len(), 4, "half of the quick turns");
    let clicks: Vec<Ticket> =
        ["a", "b", "c"].into_iter().flat_map(|user| ask(&mut turns, user, 0..4, Work::Attended)).collect();
    assert_eq!(begun(&mut turns, Duration::ZERO).len(), 4, "persons have the others");
    assert_eq!(begun(&mut turns, SECOND).len(), 8);
    let mut rest = 0;
    for round in 2..10 {
        rest += begun(&mut turns, SECOND * round).len();
    }
    assert_eq!(rest + 16, timers.len() + clicks.len(), "long ones make room for all");
    let mut many = Plant::new(LIMITS);
    let projects: Vec<Ticket> = (0..40).map(|client| many.ask("p", client, Work::Unattended)).collect();
    for round in 0..20 {
        many.settle(SECOND * round);
    }
    assert_eq!(many.running.len(), 16, "one project alone: half of the half");
    assert!(projects.iter().filter(|ticket| many.asked.contains_key(ticket)).count() == 24);
}

#[test]
fn a_timer_gets_its_turn_among_presses_without_end() {
    let mut turns = Plant::new(Limits { quick: 2, running: 2, long_after: SECOND });
    let timer = turns.ask("project", 0, Work::Unattended);
    let mut pressed = 0;
    for client in 0.. {
        turns.ask("anna", client, Work::Attended);
        turns.ask("billy", client, Work::Attended);
        let now_running = begun(&mut turns, Duration::ZERO);
        if now_running.contains(&timer) {
            break;
        }
        for ticket in now_running {
            pressed += 1;
            turns.end(ticket);
        }
        assert!(pressed < 10, "the timer is forgotten");
    }
}

#[test]
fn whoever_waits_for_a_person_holds_nothing() {
    let mut turns = Plant::new(LIMITS);
    let beside = ask(&mut turns, "billy", 0..4, Work::Unattended);
    assert_eq!(begun(&mut turns, Duration::ZERO), beside);
    let timer = turns.ask("project", 0, Work::Unattended);
    assert_eq!(begun(&mut turns, Duration::ZERO), []);
    for ticket in beside {
        turns.end(ticket);
    }
    assert_eq!(begun(&mut turns, Duration::ZERO), [timer]);
    assert_eq!((turns.places.total(), turns.unattended_places.total(), turns.quick.total), (1, 1, 1));
}

#[derive(Clone, Debug)]
enum Step {
    Ask { user: u8, client: u8, attended: bool },
    End(prop::sample::Index),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0u8..5, 0u8..3, any::<bool>()).prop_map(|(user, client, attended)| Step::Ask { user, client, attended }),
        3 => any::<prop::sample::Index>().prop_map(Step::End),
        2 => (0u64..1500).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 0..150)
}

/// The model for the machine: the scripts that were asked for and have not ended, and since when each runs.
#[derive(Default)]
struct Model {
    open: BTreeMap<Ticket, (u8, Work)>,
    running: BTreeMap<Ticket, (Duration, bool)>,
    now: Duration,
}

impl Model {
    fn settle(&mut self, turns: &mut Turns<u8, u8>) -> Result<(), TestCaseError> {
        for change in turns.settle(self.now) {
            match change {
                Change::Begins(ticket) => {
                    prop_assert!(self.open.contains_key(&ticket), "nobody begins who has given up");
                    prop_assert!(self.running.insert(ticket, (self.now, false)).is_none(), "nobody begins twice");
                }
                Change::Slows(ticket) => {
                    let slowed = self.running.get_mut(&ticket).map(|run| (std::mem::replace(&mut run.1, true), run.0));
                    prop_assert_eq!(slowed.map(|(before, _)| before), Some(false));
                    prop_assert!(slowed.is_some_and(|(_, since)| self.now >= since + LONG_WHEN_WANTED));
                }
            }
        }
        self.check(turns)
    }

    fn count(&self, holds: impl Fn(u8, Work, bool) -> bool) -> usize {
        let all = self.running.iter().map(|(ticket, (_, long))| (self.open[ticket], *long));
        all.filter(|((user, work), long)| holds(*user, *work, *long)).count()
    }

    fn check(&self, turns: &Turns<u8, u8>) -> Result<(), TestCaseError> {
        let Limits { quick, running, .. } = turns.limits;
        let by_itself = |work| work == Work::Unattended;
        prop_assert!(self.count(|_, _, _| true) <= running, "too many under way");
        prop_assert!(self.count(|_, _, long| !long) <= quick, "too many run quickly");
        prop_assert!(self.count(|_, work, long| !long && by_itself(work)) <= half(quick));
        prop_assert!(self.count(|_, work, _| by_itself(work)) <= half(running));
        for user in 0..5 {
            prop_assert!(self.count(|other, _, long| !long && other == user) <= half(quick), "more than its half");
            prop_assert!(self.count(|other, _, _| other == user) <= half(running) + running % 2);
        }
        // Nothing is lost: each that has asked waits or runs, and the counts are those of the model.
        prop_assert_eq!(turns.asked.len() + turns.running.len(), self.open.len());
        prop_assert_eq!(turns.attended.len() + turns.unattended.len(), turns.asked.len());
        prop_assert_eq!(turns.places.total(), self.running.len());
        prop_assert_eq!(turns.unattended_places.total(), self.count(|_, work, _| by_itself(work)));
        prop_assert_eq!(turns.quick.total, self.count(|_, _, long| !long));
        // No script waits beside a free turn, and a script that could have one gets it in time; and the machine asks to
        // be looked at again only when there will be something to do.
        if turns.candidate().is_some() {
            prop_assert_eq!(turns.quick.total, quick);
            prop_assert!(turns.next().is_some_and(|next| next <= self.now + turns.long_when_wanted()));
        }
        prop_assert!(turns.next().is_none_or(|next| next > self.now));
        Ok(())
    }
}

proptest! {
    #[test]
    fn no_turn_is_lost_or_given_twice_and_nobody_waits_for_ever(
        quick in 1usize..5, more in 0usize..10, steps in steps()
    ) {
        let limits = Limits { quick, running: quick + more, long_after: SECOND };
        let mut turns = Turns::<u8, u8>::new(limits);
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Ask { user, client, attended } => {
                    let work = if attended { Work::Attended } else { Work::Unattended };
                    model.open.insert(turns.ask(user, client, work), (user, work));
                }
                // It ends, or gives up before its turn came.
                Step::End(which) if !model.open.is_empty() => {
                    let ticket = *which.get(&model.open.keys().copied().collect::<Vec<_>>());
                    let was_long = model.running.remove(&ticket).is_some_and(|(_, long)| long);
                    prop_assert_eq!(turns.end(ticket), was_long);
                    prop_assert!(!turns.end(ticket), "an end counts once");
                    model.open.remove(&ticket);
                }
                Step::End(_) => {}
                Step::Pass(millis) => model.now += Duration::from_millis(millis),
            }
            model.settle(&mut turns)?;
        }
        // Once the running scripts end, every script has a turn, in no more rounds than there are waiting ones.
        for _ in 0..=model.open.len() {
            for ticket in std::mem::take(&mut model.running).into_keys() {
                turns.end(ticket);
                model.open.remove(&ticket);
            }
            model.settle(&mut turns)?;
        }
        prop_assert!(model.open.is_empty(), "somebody waits for ever");
    }

    /// Whatever runs: a user with nothing under way has a script run within a tenth of a second, while there is a place
    /// in all.
    #[test]
    fn a_newcomer_waits_for_a_tenth_of_a_second_at_most(steps in steps()) {
        let mut turns = Turns::<u8, u8>::new(Limits { quick: 4, running: 64, long_after: SECOND });
        let mut now = Duration::ZERO;
        for step in steps {
            match step {
                Step::Ask { user, client, .. } => drop(turns.ask(user, client, Work::Attended)),
                Step::End(_) => {}
                Step::Pass(millis) => now += Duration::from_millis(millis),
            }
            turns.settle(now);
        }
        let click = turns.ask(99, 0, Work::Attended);
        let mut changes = turns.settle(now);
        // Others may wait before it: each round of them takes as long.
        for _ in 0..5 {
            now += LONG_WHEN_WANTED;
            changes.extend(turns.settle(now));
        }
        prop_assert!(changes.contains(&Change::Begins(click)));
    }
}
