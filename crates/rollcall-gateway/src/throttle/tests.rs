//! The ledger against a record of all that happened to it.

use std::net::Ipv4Addr;

use proptest::prelude::*;

use super::*;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1));
const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2));

fn fail(throttle: &mut Throttle, username: &str, ip: IpAddr, now: Tick) {
    let open = throttle.begin(username, ip, now).unwrap();
    throttle.settle(open, Outcome::Wrong, now);
}

fn lock(throttle: &mut Throttle, username: &str, ip: IpAddr, now: Tick) {
    for _ in 0..FREE {
        fail(throttle, username, ip, now);
    }
}

#[test]
fn ten_failures_are_free_and_a_minute_forgives() {
    let mut throttle = Throttle::default();
    lock(&mut throttle, "billy", HERE, Tick(0));
    assert_eq!(throttle.begin("billy", HERE, Tick(500)), Err(NotNow::Locked { until: Tick(WINDOW) }));
    assert!(throttle.begin("billy", THERE, Tick(500)).is_ok(), "nobody is locked out from elsewhere");
    assert!(throttle.begin("bob", HERE, Tick(500)).is_ok(), "nobody else waits");
    assert!(throttle.begin("billy", HERE, Tick(WINDOW)).is_ok());
}

#[test]
fn failures_long_ago_do_not_count() {
    let mut throttle = Throttle::default();
    for minute in 0..5 {
        for _ in 0..FREE - 1 {
            fail(&mut throttle, "billy", HERE, Tick(minute * WINDOW));
        }
    }
    assert!(throttle.begin("billy", HERE, Tick(5 * WINDOW)).is_ok());
}

#[test]
fn a_right_password_forgives_but_lifts_no_lock() {
    let mut throttle = Throttle::default();
    for _ in 0..FREE - 1 {
        fail(&mut throttle, "billy", HERE, Tick(0));
    }
    let open = throttle.begin("billy", HERE, Tick(1)).unwrap();
    throttle.settle(open, Outcome::Right, Tick(1));
    lock(&mut throttle, "billy", HERE, Tick(2));
    assert!(matches!(throttle.begin("billy", HERE, Tick(3)), Err(NotNow::Locked { .. })));
}

#[test]
fn forgiving_lifts_the_locks_of_one_name_and_no_debt_of_a_place() {
    let mut throttle = Throttle::default();
    for name in ["anna", "billy"] {
        lock(&mut throttle, name, HERE, Tick(0));
    }
    lock(&mut throttle, "anna", THERE, Tick(0));
    let open = throttle.begin("carl", HERE, Tick(0)).unwrap();
    let owed = throttle.places[&HERE].paid_at;
    throttle.forgive("anna");
    assert_eq!(throttle.places[&HERE].paid_at, owed);
    for (name, ip, is_locked) in [("anna", HERE, false), ("anna", THERE, false), ("billy", HERE, true)] {
        assert_eq!(throttle.begin(name, ip, Tick(1)).is_err(), is_locked, "{name} {ip}");
    }
    throttle.forgive("carl");
    throttle.settle(open, Outcome::Wrong, Tick(2));
    assert_eq!(throttle.names[&("carl".into(), HERE)].failed, 1, "what is under way still counts");
}

#[test]
fn a_crowd_of_one_name_waits_for_those_before_it() {
    let mut throttle = Throttle::default();
    let mut open: Vec<Try> = (0..FREE).map(|_| throttle.begin("billy", HERE, Tick(0)).unwrap()).collect();
    assert_eq!(throttle.begin("billy", HERE, Tick(0)), Err(NotNow::Later { at: None }));
    throttle.settle(open.pop().unwrap(), Outcome::Right, Tick(1));
    assert!(throttle.begin("billy", HERE, Tick(1)).is_ok());
}

#[test]
fn a_lock_is_not_washed_out_by_invented_names() {
    let mut throttle = Throttle::default();
    lock(&mut throttle, "anna", HERE, Tick(0));
    for name in 0..100_000_u64 {
        let now = Tick(name / 2);
        if let Ok(open) = throttle.begin(&format!("invented{name}"), HERE, now) {
            let outcome = if name % 3 == 0 { Outcome::Unchecked } else { Outcome::Wrong };
            throttle.settle(open, outcome, now);
        }
    }
    assert!(matches!(throttle.begin("anna", HERE, Tick(WINDOW - 1)), Err(NotNow::Locked { .. })));
}

#[test]
fn invented_names_of_a_place_count_together_and_slow_it_down() {
    let mut throttle = Throttle::default();
    let mut checked = 0;
    for name in 0..10_000_u64 {
        // A hundred in each second, for a hundred seconds.
        let now = Tick(name * 10);
        match throttle.begin(&format!("invented{name}"), HERE, now) {
            Ok(open) => {
                throttle.settle(open, Outcome::Wrong, now);
                checked += 1;
            }
            Err(NotNow::Later { at: Some(at) }) => assert!(at > now && at.0 <= now.0 + COST),
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!((FREE_PLACE..=FREE_PLACE + 101).contains(&checked), "{checked}");
    assert!(throttle.begin("billy", HERE, Tick(101_000)).is_ok(), "it is slow, not locked");
    assert!(throttle.begin("billy", THERE, Tick(99_990)).is_ok());
}

#[test]
fn what_is_over_is_forgotten() {
    let mut throttle = Throttle::default();
    for name in 0..200_000_u32 {
        let ip = IpAddr::V4(Ipv4Addr::from_bits(name));
        fail(&mut throttle, &format!("invented{name}"), ip, Tick(u64::from(name) * 10));
    }
    assert!(throttle.len() <= 12_001, "a minute has 6,000: {}", throttle.len());
}

#[test]
fn one_network_of_ipv6_is_one_place() {
    let mut throttle = Throttle::default();
    lock(&mut throttle, "billy", "2001:db8::1".parse().unwrap(), Tick(0));
    assert!(throttle.begin("billy", "2001:db8::2".parse().unwrap(), Tick(1)).is_err());
    assert!(throttle.begin("billy", "2001:db8:0:1::1".parse().unwrap(), Tick(1)).is_ok());
    lock(&mut throttle, "billy", HERE, Tick(0));
    assert!(throttle.begin("billy", "::ffff:10.0.0.1".parse().unwrap(), Tick(1)).is_err());
}

/// One step of a history: time passes, and then a try begins or one under way is settled.
#[derive(Clone, Debug)]
enum Step {
    Begin { name: usize, place: usize },
    Settle { which: usize, outcome: Outcome },
}

fn steps(outcomes: &'static [Outcome]) -> impl Strategy<Value = Vec<(u64, Step)>> {
    let step = prop_oneof![
        3 => (0..4_usize, 0..2_usize).prop_map(|(name, place)| Step::Begin { name, place }),
        2 => (0..64_usize, proptest::sample::select(outcomes))
            .prop_map(|(which, outcome)| Step::Settle { which, outcome }),
    ];
    let pause = prop_oneof![8 => 0..50_u64, 1 => 0..90_000_u64];
    proptest::collection::vec((pause, step), 1..400)
}

const NAMES: [&str; 4] = ["anna", "billy", "bob", "nobody"];
const PLACES: [IpAddr; 2] = [HERE, THERE];
const ALL: &[Outcome] = &[Outcome::Right, Outcome::Wrong, Outcome::Wrong, Outcome::Wrong, Outcome::Unchecked];

/// The history: the failures, and the locks that were reported.
#[derive(Debug, Default)]
struct Record {
    now: Tick,
    under_way: Vec<(usize, usize, Try)>,
    failures: Vec<(usize, usize, Tick)>,
    locks: HashMap<(usize, usize), Tick>,
}

impl Record {
    fn failures_since(&self, since: Tick, which: impl Fn(usize, usize) -> bool) -> usize {
        self.failures.iter().filter(|(name, place, at)| *at > since && which(*name, *place)).count()
    }

    /// Takes a step on the ledger, and checks its answer against the record.
    fn step(&mut self, throttle: &mut Throttle, pause: u64, step: &Step) {
        self.now = Tick(self.now.0 + pause);
        match *step {
            Step::Begin { name, place } => {
                let begun = throttle.begin(NAMES[name], PLACES[place], self.now);
                self.check(name, place, &begun);
                if let Ok(open) = begun {
                    self.under_way.push((name, place, open));
                }
            }
            Step::Settle { which, outcome } => {
                if self.under_way.is_empty() {
                    return;
                }
                let (name, place, open) = self.under_way.swap_remove(which % self.under_way.len());
                throttle.settle(open, outcome, self.now);
                if outcome == Outcome::Wrong {
                    self.failures.push((name, place, self.now));
                }
            }
        }
    }

    fn check(&mut self, name: usize, place: usize, begun: &Result<Try, NotNow>) {
        let now = self.now;
        let recent = |span| Tick(now.0.saturating_sub(span));
        match begun {
            Err(NotNow::Locked { until }) => {
                let failed = self.failures_since(recent(2 * WINDOW), |n, p| (n, p) == (name, place));
                assert!(failed >= FREE as usize, "a lock has its failures");
                assert!(*until > now && until.0 <= now.0 + WINDOW);
                assert!(self.locks.insert((name, place), *until).is_none_or(|known| known == *until || known <= now));
            }
            _ => assert!(self.locks.get(&(name, place)).is_none_or(|until| *until <= now), "locked before its time"),
        }
        if let Err(NotNow::Later { at: None }) = begun {
            assert!(!self.under_way.is_empty(), "somebody is waited for");
        }
    }
}

proptest! {
    #[test]
    fn nobody_is_locked_without_failures_nor_let_in_while_locked(steps in steps(ALL)) {
        let (mut throttle, mut record) = (Throttle::default(), Record::default());
        for (pause, step) in &steps {
            record.step(&mut throttle, *pause, step);
        }
    }

    #[test]
    fn a_place_guesses_no_faster_than_it_may(steps in steps(ALL)) {
        let (mut throttle, mut record) = (Throttle::default(), Record::default());
        for (pause, step) in &steps {
            record.step(&mut throttle, *pause, step);
            for place in 0..PLACES.len() {
                for span in [1_000, 10_000, 100_000_u64] {
                    let since = record.now.0.checked_sub(span).map_or(Tick(0), Tick);
                    let failed = record.failures_since(since, |_, p| p == place) as u64;
                    prop_assert!(failed <= FREE_PLACE + span.div_ceil(COST), "{failed} in {span} ms");
                }
            }
        }
    }

    #[test]
    fn without_a_wrong_password_nobody_is_locked_or_slowed(
        steps in steps(&[Outcome::Right, Outcome::Unchecked]),
    ) {
        let (mut throttle, mut record) = (Throttle::default(), Record::default());
        for (pause, step) in &steps {
            record.step(&mut throttle, *pause, step);
        }
        for (_, _, open) in record.under_way.drain(..) {
            throttle.settle(open, Outcome::Unchecked, record.now);
        }
        prop_assert!(throttle.is_empty(), "nothing is remembered of it: {throttle:?}");
    }

    #[test]
    fn what_was_not_checked_has_never_been(steps in steps(ALL), name in 0..4_usize, place in 0..2_usize) {
        let (mut throttle, mut record) = (Throttle::default(), Record::default());
        for (pause, step) in &steps {
            record.step(&mut throttle, *pause, step);
        }
        let known = |throttle: &Throttle| {
            let ip = super::place(PLACES[place]);
            let name = throttle.names.get(&(NAMES[name].into(), ip)).copied().unwrap_or_default().at(record.now);
            let place = throttle.places.get(&ip).copied().unwrap_or_default();
            (name, place.under_way, place.paid_at.0.saturating_sub(record.now.0))
        };
        let before = known(&throttle);
        if let Ok(open) = throttle.begin(NAMES[name], PLACES[place], record.now) {
            throttle.settle(open, Outcome::Unchecked, record.now);
        }
        prop_assert_eq!(before, known(&throttle));
    }
}
