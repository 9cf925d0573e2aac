//! A gate: so many tasks pass at once, and the others wait for their turn, group by group and member by member.
//!
//! Why it is hard: a waiting task may give up at any moment, also in the one in which it is let through. So a waiting
//! task holds a ticket that is given back when it is dropped, and a pass is that same ticket: there is no moment at
//! which a place has no owner.
//!
//! The number of waiting tasks is limited, for each group and for each member within it, by the places left free: a
//! flood from one address fills its own share, and a flood of one name that of the name.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::rota::Rota;
use crate::share::Share;

/// A gate. Cloning shares it.
#[derive(Debug)]
pub struct Gate<G, M> {
    state: Arc<Mutex<State<G, M>>>,
}

/// Too many wait already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Full;

/// The right to be inside. Dropping it lets the next one in.
#[derive(Debug)]
pub struct Pass<G: Key, M: Key> {
    gate: Gate<G, M>,
    ticket: u64,
}

/// The type that identifies groups and members.
pub trait Key: Clone + Eq + Hash + Send {}

impl<K: Clone + Eq + Hash + Send> Key for K {}

#[derive(Debug)]
struct State<G, M> {
    /// How many may be inside.
    most: usize,
    inside: usize,
    rota: Rota<G, M, u64>,
    /// The places of the waiting tasks.
    groups: Share<G>,
    members: HashMap<(G, M), usize>,
    /// The tasks to wake when their turns come; a task that has a ticket and is not here is inside.
    waiting: HashMap<u64, oneshot::Sender<()>>,
    last: u64,
}

impl<G, M> Clone for Gate<G, M> {
    fn clone(&self) -> Self {
        Gate { state: Arc::clone(&self.state) }
    }
}

impl<G: Key, M: Key> Gate<G, M> {
    /// A gate that lets `most` in at once and lets `most_waiting` wait.
    pub fn new(most: usize, most_waiting: usize) -> Self {
        let state = State {
            most,
            inside: 0,
            rota: Rota::default(),
            groups: Share::new(most_waiting),
            members: HashMap::new(),
            waiting: HashMap::new(),
            last: 0,
        };
        Gate { state: Arc::new(Mutex::new(state)) }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// When too many wait already: of this member, of its group, or of all.
    pub async fn enter(&self, group: G, member: M) -> Result<Pass<G, M>, Full> {
        let (ticket, turn) = self.state().ask(group, member)?;
        // From here on the ticket goes back whatever happens.
        let pass = Pass { gate: self.clone(), ticket };
        // The sender goes with its message only, or with the gate itself.
        let _ = turn.await;
        Ok(pass)
    }

    fn state(&self) -> MutexGuard<'_, State<G, M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<G: Key, M: Key> Drop for Pass<G, M> {
    fn drop(&mut self) {
        self.gate.state().leave(self.ticket);
    }
}

impl<G: Key, M: Key> State<G, M> {
    fn ask(&mut self, group: G, member: M) -> Result<(u64, oneshot::Receiver<()>), Full> {
        let (sender, receiver) = oneshot::channel();
        self.last += 1;
        if self.inside < self.most && self.rota.is_empty() {
            self.inside += 1;
            // There is no task to wake, so the receiver resolves at once.
            return Ok((self.last, receiver));
        }
        let held = self.members.get(&(group.clone(), member.clone())).copied().unwrap_or(0);
        if held > 0 && held + self.groups.held(&group) >= self.groups.free() {
            return Err(Full);
        }
        self.groups.take(&group).map_err(|_| Full)?;
        self.members.insert((group.clone(), member.clone()), held + 1);
        self.rota.push(group, member, self.last);
        self.waiting.insert(self.last, sender);
        Ok((self.last, receiver))
    }

    fn leave(&mut self, ticket: u64) {
        if self.waiting.remove(&ticket).is_some() {
            let place = self.rota.remove(ticket);
            self.free_place(place);
            return;
        }
        self.inside -= 1;
        while self.inside < self.most {
            let Some(next) = self.rota.first(|_| true) else { return };
            let place = self.rota.take(next);
            self.free_place(place);
            self.inside += 1;
            if let Some(sender) = self.waiting.remove(&next) {
                // A task that has just given up gives its place back itself.
                let _ = sender.send(());
            }
        }
    }

    fn free_place(&mut self, place: Option<(G, M)>) {
        let Some((group, member)) = place else { return };
        self.groups.give_back(&group);
        let key = (group, member);
        if let Some(held) = self.members.get_mut(&key) {
            *held -= 1;
            if *held == 0 {
                self.members.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use super::*;
    use proptest::prelude::*;

    type Waiting = Pin<Box<dyn Future<Output = Result<Pass<u8, u8>, Full>>>>;

    fn asked(gate: &Gate<u8, u8>, group: u8, member: u8) -> Waiting {
        let gate = gate.clone();
        Box::pin(async move { gate.enter(group, member).await })
    }

    fn poll(waiting: &mut Waiting) -> Poll<Result<Pass<u8, u8>, Full>> {
        pin!(waiting).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_flood_of_one_group_delays_another_by_one_turn() {
        let gate = Gate::new(1, 100);
        let Poll::Ready(Ok(inside)) = poll(&mut asked(&gate, 1, 1)) else { panic!("the first goes in at once") };
        let mut flood: Vec<Waiting> = (0..100).map(|_| asked(&gate, 1, 1)).collect();
        let refused = flood.iter_mut().filter_map(|waiting| match poll(waiting) {
            Poll::Ready(Err(Full)) => Some(()),
            _ => None,
        });
        assert_eq!(refused.count(), 66, "one name has a third of the places to wait in");
        let mut other_name: Vec<Waiting> = (0..100).map(|_| asked(&gate, 1, 2)).collect();
        assert!(other_name.iter_mut().any(|waiting| poll(waiting).is_pending()), "another name of that address waits");
        let mut other = asked(&gate, 2, 1);
        assert!(poll(&mut other).is_pending());
        drop(inside);
        let first = flood.iter_mut().find_map(|waiting| match poll(waiting) {
            Poll::Ready(Ok(pass)) => Some(pass),
            _ => None,
        });
        assert!(poll(&mut other).is_pending() && first.is_some());
        drop(first);
        assert!(matches!(poll(&mut other), Poll::Ready(Ok(_))));
    }

    proptest! {
        /// Tasks ask, give up and leave in any order: never too many are inside, and no place is lost.
        #[test]
        fn no_place_is_lost_and_none_given_twice(
            most in 1usize..4, steps in prop::collection::vec((0u8..4, 0u8..3, 0u8..3), 0..200)
        ) {
            let gate = Gate::new(most, 8);
            let (mut waiting, mut inside) = (Vec::new(), Vec::new());
            for (what, group, member) in steps {
                match what {
                    0 => waiting.push(asked(&gate, group, member)),
                    // A task may give up before it is looked at, or when its turn has just come.
                    1 if !waiting.is_empty() => drop(waiting.remove(usize::from(group) % waiting.len())),
                    2 if !inside.is_empty() => drop(inside.remove(usize::from(group) % inside.len())),
                    _ => waiting = still_waiting(waiting, &mut inside),
                }
                prop_assert!(inside.len() <= most);
            }
            waiting = still_waiting(waiting, &mut inside);
            while !waiting.is_empty() {
                prop_assert_eq!(inside.len(), most, "nobody waits while there is room");
                inside.remove(0);
                waiting = still_waiting(waiting, &mut inside);
            }
            inside.clear();
            let state = gate.state();
            prop_assert_eq!((state.inside, state.rota.len(), state.groups.total()), (0, 0, 0));
            prop_assert!(state.members.is_empty() && state.waiting.is_empty());
        }
    }

    fn still_waiting(waiting: Vec<Waiting>, inside: &mut Vec<Pass<u8, u8>>) -> Vec<Waiting> {
        let mut rest = Vec::new();
        for mut each in waiting {
            match poll(&mut each) {
                Poll::Ready(Ok(pass)) => inside.push(pass),
                Poll::Ready(Err(Full)) => {}
                Poll::Pending => rest.push(each),
            }
        }
        rest
    }
}
