//! Where scripts wait for their turns: [`Turns`] for tasks that wait, with a clock and with processes that slow down.
//!
//! A waiting task may give up at any moment, also in the one in which its turn comes. So it holds its ticket from the
//! request on, and dropping the ticket ends the wait or the turn: there is no moment at which a turn has no owner.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

use crate::pace::Pace;
use crate::turns::{Change, Limits, Ticket, Turns, Work};

/// The user in whose share of the turns a script is run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum User {
    /// A person, by the username: all of that person's clients together.
    Person(Arc<str>),
    /// A project of the gateway: all of its own scripts together.
    Project(Arc<str>),
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            User::Person(name) => write!(f, "{name}"),
            User::Project(name) => write!(f, "the gateway's scripts of {name}"),
        }
    }
}

/// A client, as the owner of a worker. The code that starts workers chooses the number, one for each client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientNumber(pub u64);

/// The member of a user's share that takes turns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// A client, with all that runs in it and beside it.
    Client(ClientNumber),
    /// One of a project's scripts, by its file.
    Script(Arc<str>),
}

/// The party for which a script is run.
#[derive(Clone, Debug)]
pub struct Party {
    /// The user of the share.
    pub user: User,
    /// The member within it.
    pub member: Member,
    /// The kind of work.
    pub work: Work,
}

/// Lets scripts run by turns. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Turnstile {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    /// The turns' times count from here.
    start: Instant,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    turns: Turns<User, Member>,
    waiting: HashMap<Ticket, oneshot::Sender<()>>,
    running: HashMap<Ticket, Process>,
    /// When the turns will be looked at again.
    alarm: Option<Instant>,
}

/// The process that runs in a turn, once there is one.
#[derive(Debug, Default)]
struct Process {
    pace: Option<Pace>,
    is_long: bool,
}

/// The right to run a script. It can be laid down while the script waits for a person. Dropping it gives it back.
#[derive(Debug)]
pub struct RunPermit {
    turnstile: Turnstile,
    party: Party,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    place: Option<Place>,
    pace: Option<Pace>,
}

/// The wait or turn of a ticket; dropping it ends that.
#[derive(Debug)]
struct Place {
    turnstile: Turnstile,
    ticket: Ticket,
}

impl Turnstile {
    /// A turnstile without tickets yet.
    pub fn new(limits: Limits) -> Self {
        let state = State { turns: Turns::new(limits), waiting: HashMap::new(), running: HashMap::new(), alarm: None };
        Turnstile { inner: Arc::new(Inner { start: Instant::now(), state: Mutex::new(state) }) }
    }

    /// Waits for a turn.
    pub async fn enter(&self, party: Party) -> RunPermit {
        let place = self.place(&party).await;
        let held = Mutex::new(Held { place: Some(place), pace: None });
        RunPermit { turnstile: self.clone(), party, held }
    }

    async fn place(&self, party: &Party) -> Place {
        let (sender, turn) = oneshot::channel();
        let place = {
            let mut state = self.inner.state();
            let Party { user, member, work } = party.clone();
            let ticket = state.turns.ask(user, member, work);
            state.waiting.insert(ticket, sender);
            // From here on the ticket goes back whatever happens.
            Place { turnstile: self.clone(), ticket }
        };
        self.inner.settle();
        // The sender goes with its word only.
        let _ = turn.await;
        place
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets scripts begin and slow down as is due, and arranges for the next time.
    fn settle(self: &Arc<Self>) {
        let mut state = self.state();
        let now = Instant::now();
        state.settle(now.saturating_duration_since(self.start));
        let next = state.turns.next().map(|next| self.start + next);
        let Some(next) = next.filter(|next| state.alarm.is_none_or(|alarm| *next < alarm)) else { return };
        state.alarm = Some(next);
        drop(state);
        tokio::spawn(ring(Arc::downgrade(self), next));
    }
}

/// Looks at the turns again at a time, if that is still the one to look at.
async fn ring(inner: Weak<Inner>, at: Instant) {
    sleep_until(at).await;
    let Some(inner) = inner.upgrade() else { return };
    let mut state = inner.state();
    if state.alarm == Some(at) {
        state.alarm = None;
        drop(state);
        inner.settle();
    }
}

impl State {
    fn settle(&mut self, now: std::time::Duration) {
        for change in self.turns.settle(now) {
            match change {
                Change::Begins(ticket) => {
                    self.running.insert(ticket, Process::default());
                    if let Some(sender) = self.waiting.remove(&ticket) {
                        // A task that has just given up gives the turn back itself.
                        let _ = sender.send(());
                    }
                }
                Change::Slows(ticket) => {
                    if let Some(process) = self.running.get_mut(&ticket) {
                        process.is_long = true;
                        process.pace.iter().for_each(Pace::slow_down);
                    }
                }
            }
        }
    }

    fn end(&mut self, ticket: Ticket) {
        self.waiting.remove(&ticket);
        let process = self.running.remove(&ticket);
        if self.turns.end(ticket) {
            process.and_then(|process| process.pace).iter().for_each(Pace::recover);
        }
    }

    fn begin_in(&mut self, ticket: Ticket, pace: Pace) {
        if let Some(process) = self.running.get_mut(&ticket) {
            if process.is_long {
                pace.slow_down();
            }
            process.pace = Some(pace);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turnstile.inner.state().end(self.ticket);
        self.turnstile.inner.settle();
    }
}

impl RunPermit {
    /// Sets the process in which the script runs: it slows down when the script has run for long.
    pub fn runs_in(&self, pace: Pace) {
        let mut held = self.held();
        if let Some(place) = &held.place {
            self.turnstile.inner.state().begin_in(place.ticket, pace.clone());
        }
        held.pace = Some(pace);
    }

    /// Gives the turn up for a while: another script may run meanwhile in its place.
    pub fn release(&self) {
        let place = self.held().place.take();
        drop(place);
    }

    /// Takes the turn again when it comes, behind those that wait already.
    pub async fn reacquire(&self) {
        let place = self.turnstile.place(&self.party).await;
        let mut held = self.held();
        if let Some(pace) = &held.pace {
            self.turnstile.inner.state().begin_in(place.ticket, pace.clone());
        }
        held.place = Some(place);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::*;

    fn party(user: &str, client: u128, work: Work) -> Party {
        let member = Member::Script(client.to_string().into());
        Party { user: User::Person(user.into()), member, work }
    }

    fn turnstile(quick: usize) -> Turnstile {
        Turnstile::new(Limits { quick, running: 64, long_after: Duration::from_secs(1) })
    }

    #[tokio::test]
    async fn a_turn_comes_when_one_before_has_ended_or_has_run_for_long() {
        let turnstile = turnstile(2);
        let begun = Instant::now();
        let first = turnstile.enter(party("billy", 1, Work::Attended)).await;
        let second = turnstile.enter(party("anna", 1, Work::Attended)).await;
        // Another user's.
        let third = turnstile.enter(party("carl", 1, Work::Attended)).await;
        assert!(begun.elapsed() >= Duration::from_millis(100));
        drop((first, second, third));
        // The user's own script.
        let again = Instant::now();
        let _first = turnstile.enter(party("billy", 1, Work::Attended)).await;
        let _second = turnstile.enter(party("billy", 2, Work::Attended)).await;
        assert!(again.elapsed() >= Duration::from_millis(100));
    }

    #[tokio::test]
    async fn four_background_scripts_in_dialogs_leave_room_for_timers() {
        let turnstile = turnstile(2);
        let mut waiting = Vec::new();
        for number in 0..4 {
            let turn = turnstile.enter(party("billy", number, Work::Unattended)).await;
            turn.release();
            waiting.push(turn);
        }
        let timer = turnstile.enter(party("project", 1, Work::Unattended)).now_or_never().expect("there is a turn");
        assert!(
            waiting[0].reacquire().now_or_never().is_none(),
            "one turn is for what nobody waits for, and it is taken"
        );
        drop(timer);
        waiting[0].reacquire().now_or_never().expect("there is a turn again");
        assert!(turnstile.enter(party("project", 1, Work::Unattended)).now_or_never().is_none());
        drop(waiting);
        let state = turnstile.inner.state();
        assert_eq!((state.waiting.len(), state.running.len()), (0, 0));
    }

    #[tokio::test]
    async fn one_who_gives_up_as_its_turn_comes_leaves_it_to_the_next() {
        let turnstile = turnstile(1);
        let first = turnstile.enter(party("billy", 1, Work::Attended)).await;
        let mut second = Box::pin(turnstile.enter(party("anna", 1, Work::Attended)));
        assert!(second.as_mut().now_or_never().is_none());
        let mut third = Box::pin(turnstile.enter(party("carl", 1, Work::Attended)));
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        // Its turn has come, but it has not looked.
        drop(second);
        assert!(third.now_or_never().is_some());
    }
}
