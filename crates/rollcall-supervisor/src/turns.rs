//! The turns of scripts: those that run, those that wait, and those that have run for so long that others go first.
//!
//! A pure state machine: it starts nothing, knows no processes and reads no clock. Times are passed in, as lengths
//! since a moment of the caller's choice.
//!
//! Why it is hard: the length of a script is not known beforehand, and a running script cannot be taken back. With a
//! single fixed number of places, as many endless scripts keep all others waiting until their deadline. So there are
//! two numbers. A few scripts run *quickly*: these are the turns that people wait for. A script that has run for long
//! enough gives its turn up and goes on as a *long* one, at the cost of its speed, and another script has the turn;
//! when a script waits for it, a tenth of a second is long enough. The scripts under way, quick or long, are limited by
//! a second, larger number, with a share of it for each user ([`Share`]): a user with nothing under way finds a place
//! unless all are taken.
//!
//! Among the waiting scripts, users take turns, and clients within a user; a user of whom nothing runs quickly goes
//! before one of whom something does. Unattended scripts have half of each number at most, and go after attended ones,
//! but not for ever.

use std::collections::HashMap;
use std::hash::Hash;
use std::time::Duration;

use rollcall_shares::rota::Rota;
use rollcall_shares::share::Share;

/// From when on a script that runs makes way for one that waits.
const LONG_WHEN_WANTED: Duration = Duration::from_millis(100);
/// So many attended scripts in a row go before an unattended one that waits.
const IN_A_ROW: u32 = 3;

/// Whether a person waits for a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A person waits for it, or the life of a project or a client goes on with it.
    Attended,
    /// No person waits for it: timers, messages, functions in the background, and scripts that follow from them.
    Unattended,
}

/// How many may run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many run quickly at once; at least one.
    pub quick: usize,
    /// How many are under way in all; at least as many.
    pub running: usize,
    /// From when on a script counts as a long one.
    pub long_after: Duration,
}

/// A place in the turns. Each request gets a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(u64);

/// A change that [`Turns::settle`] has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It may run now.
    Begins(Ticket),
    /// It has run for long: it goes on, but slowly.
    Slows(Ticket),
}

/// The scripts that run and those that wait. `U` identifies a user, `C` a client of a user.
#[derive(Debug)]
pub struct Turns<U, C> {
    limits: Limits,
    attended: Rota<U, C, Ticket>,
    unattended: Rota<U, C, Ticket>,
    /// The scripts that wait.
    asked: HashMap<Ticket, (U, Work)>,
    running: HashMap<Ticket, Running<U>>,
    quick: Quick<U>,
    /// The places of all scripts under way, and of the unattended ones among them.
    places: Share<U>,
    unattended_places: Share<U>,
    in_a_row: u32,
    last: u64,
}

#[derive(Debug)]
struct Running<U> {
    user: U,
    work: Work,
    since: Duration,
    is_long: bool,
}

/// The scripts that run quickly.
#[derive(Debug)]
struct Quick<U> {
    by_user: HashMap<U, usize>,
    total: usize,
    unattended: usize,
}

impl<U: Clone + Eq + Hash, C: Clone + Eq + Hash> Turns<U, C> {
    /// No scripts yet.
    pub fn new(limits: Limits) -> Self {
        let quick = limits.quick.max(1);
        let running = limits.running.max(quick);
        Turns {
            limits: Limits { quick, running, ..limits },
            attended: Rota::default(),
            unattended: Rota::default(),
            asked: HashMap::new(),
            running: HashMap::new(),
            quick: Quick { by_user: HashMap::new(), total: 0, unattended: 0 },
            places: Share::new(running),
            unattended_places: Share::new(half(running)),
            in_a_row: 0,
            last: 0,
        }
    }

    /// A script is to run. It begins when [`Self::settle`] returns its start.
    pub fn ask(&mut self, user: U, client: C, work: Work) -> Ticket {
        self.last += 1;
        let ticket = Ticket(self.last);
        self.asked.insert(ticket, (user.clone(), work));
        self.rota(work).push(user, client, ticket);
        ticket
    }

    /// The script has ended, waits for a person, or is not wanted any more. Whether it ran slowly.
    pub fn end(&mut self, ticket: Ticket) -> bool {
        if let Some((_, work)) = self.asked.remove(&ticket) {
            self.rota(work).remove(ticket);
            return false;
        }
        let Some(running) = self.running.remove(&ticket) else { return false };
        self.places.give_back(&running.user);
        if running.work == Work::Unattended {
            self.unattended_places.give_back(&running.user);
        }
        if !running.is_long {
            self.quick.remove(&running.user, running.work);
        }
        self.assert_consistent();
        running.is_long
    }

    /// Brings everything up to date; returns the scripts that begin and those that slow down, in order.
    pub fn settle(&mut self, now: Duration) -> Vec<Change> {
        let mut changes = Vec::new();
        for ticket in self.ran_for(self.limits.long_after, now) {
            self.slow_down(ticket, &mut changes);
        }
        loop {
            // The next script is decided before another makes way, or the next one of that script's user might come
            // first.
            let next = self.candidate();
            if next.is_none() || self.quick.total >= self.limits.quick {
                let longest = self.in_the_way().filter(|(since, _)| now >= *since + self.long_when_wanted());
                let Some((_, longest)) = longest else { return changes };
                self.slow_down(longest, &mut changes);
            }
            if let Some(ticket) = next {
                self.begin(ticket, now);
                changes.push(Change::Begins(ticket));
            }
        }
    }

    /// When [`Self::settle`] will have changes to return by the passing of time alone.
    pub fn next(&self) -> Option<Duration> {
        let oldest = self.running.values().filter(|run| !run.is_long).map(|run| run.since).min()?;
        let wanted = self.in_the_way().map(|(since, _)| since + self.long_when_wanted());
        Some(wanted.map_or(oldest + self.limits.long_after, |wanted| wanted.min(oldest + self.limits.long_after)))
    }

    /// The script that has run quickly for longest of those without which a waiting script could begin, and since when.
    fn in_the_way(&self) -> Option<(Duration, Ticket)> {
        let quick = self.running.iter().filter(|(_, run)| !run.is_long);
        let full = self.candidate().is_some() && self.quick.total >= self.limits.quick;
        let in_the_way = quick.filter(|(_, run)| full || self.is_in_the_way_of_its_own(run));
        in_the_way.map(|(ticket, run)| (run.since, *ticket)).min()
    }

    /// Whether another of the same user, or of the same kind, waits for nothing but this one's turn.
    fn is_in_the_way_of_its_own(&self, run: &Running<U>) -> bool {
        let most = half(self.limits.quick);
        let has_place = |user: &U| self.places.admits(user).is_ok();
        let has_place_by_itself = |user: &U| has_place(user) && self.unattended_places.admits(user).is_ok();
        let same = |user: &U| *user == run.user && self.quick.of(user) >= most;
        if self.attended.first(|user| same(user) && has_place(user)).is_some() {
            return true;
        }
        let is_full = self.quick.unattended >= most;
        let waits = |user: &U| has_place_by_itself(user) && (same(user) || (is_full && self.quick.of(user) < most));
        run.work == Work::Unattended
            && (is_full || self.quick.of(&run.user) >= most)
            && self.unattended.first(waits).is_some()
    }

    fn rota(&mut self, work: Work) -> &mut Rota<U, C, Ticket> {
        match work {
            Work::Attended => &mut self.attended,
            Work::Unattended => &mut self.unattended,
        }
    }

    fn long_when_wanted(&self) -> Duration {
        LONG_WHEN_WANTED.min(self.limits.long_after)
    }

    /// The script that would be next if there were a turn.
    fn candidate(&self) -> Option<Ticket> {
        let attended = || self.first(&self.attended, |user| self.admits(user));
        let admits = |user: &U| self.admits(user) && self.admits_unattended(user);
        let unattended = || self.first(&self.unattended, admits);
        if self.in_a_row >= IN_A_ROW { unattended().or_else(attended) } else { attended().or_else(unattended) }
    }

    fn first(&self, rota: &Rota<U, C, Ticket>, admits: impl Fn(&U) -> bool) -> Option<Ticket> {
        rota.first(|user| self.quick.of(user) == 0 && admits(user)).or_else(|| rota.first(&admits))
    }

    fn admits(&self, user: &U) -> bool {
        self.places.admits(user).is_ok() && self.quick.of(user) < half(self.limits.quick)
    }

    fn admits_unattended(&self, user: &U) -> bool {
        self.unattended_places.admits(user).is_ok() && self.quick.unattended < half(self.limits.quick)
    }

    fn begin(&mut self, ticket: Ticket, now: Duration) {
        let Some((user, work)) = self.asked.remove(&ticket) else { return };
        self.rota(work).take(ticket);
        self.in_a_row = if work == Work::Attended { self.in_a_row.saturating_add(1) } else { 0 };
        // Both have been asked whether there is room.
        let _ = self.places.take(&user);
        if work == Work::Unattended {
            let _ = self.unattended_places.take(&user);
        }
        self.quick.add(&user, work);
        self.running.insert(ticket, Running { user, work, since: now, is_long: false });
        self.assert_consistent();
    }

    fn slow_down(&mut self, ticket: Ticket, changes: &mut Vec<Change>) {
        let Some(running) = self.running.get_mut(&ticket) else { return };
        debug_assert!(!running.is_long, "a turn is given up once");
        running.is_long = true;
        self.quick.remove(&running.user, running.work);
        changes.push(Change::Slows(ticket));
        self.assert_consistent();
    }

    /// The invariants after every change.
    fn assert_consistent(&self) {
        let count = |is_of_kind: fn(&Running<U>) -> bool| self.running.values().filter(|run| is_of_kind(run)).count();
        debug_assert!(self.running.len() <= self.limits.running, "every script that runs has a place");
        debug_assert!(self.quick.total <= self.limits.quick, "every script that runs quickly has a turn");
        debug_assert_eq!(self.quick.total, count(|run| !run.is_long), "a script without a turn runs on as a long one");
        debug_assert!(self.quick.unattended <= half(self.limits.quick), "half of the turns are for people");
        debug_assert!(
            count(|run| run.work == Work::Unattended) <= half(self.limits.running),
            "half of the places are for people"
        );
    }

    /// The scripts that have run quickly for this long, the longest first.
    fn ran_for(&self, length: Duration, now: Duration) -> Vec<Ticket> {
        let long = self.running.iter().filter(|(_, run)| !run.is_long && now >= run.since + length);
        let mut tickets: Vec<(Duration, Ticket)> = long.map(|(ticket, run)| (run.since, *ticket)).collect();
        tickets.sort_unstable();
        tickets.into_iter().map(|(_, ticket)| ticket).collect()
    }
}

impl<U: Clone + Eq + Hash> Quick<U> {
    fn of(&self, user: &U) -> usize {
        self.by_user.get(user).copied().unwrap_or(0)
    }

    fn add(&mut self, user: &U, work: Work) {
        *self.by_user.entry(user.clone()).or_default() += 1;
        self.total += 1;
        self.unattended += usize::from(work == Work::Unattended);
    }

    fn remove(&mut self, user: &U, work: Work) {
        let Some(count) = self.by_user.get_mut(user) else { return };
        *count -= 1;
        if *count == 0 {
            self.by_user.remove(user);
        }
        self.total -= 1;
        self.unattended -= usize::from(work == Work::Unattended);
    }
}

fn half(count: usize) -> usize {
    (count / 2).max(1)
}

#[cfg(test)]
mod tests;
