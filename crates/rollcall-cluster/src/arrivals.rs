//! Sessions on their way to this node, and the rows of its mailbox that are about them meanwhile.
//!
//! A node takes a session in the database, or reads which ones are its own, and only then has them in its memory. In between
//! another node can take the session in turn, or end it, and the node can read so from its mailbox **before** the session is
//! there: there is nothing to carry out, and the row is removed. The session would then come in, and stay, though it is
//! another's or was ended. So while anything is on its way, the rows of the mailbox are remembered.
//!
//! The other half: a transaction whose answer was lost may have been carried out. The session is then this node's, which
//! does not know it, and no other node would list it or end it. So after a lost answer the node has to read once more which
//! sessions are its own.

use std::collections::{BTreeSet, HashMap};

use rollcall_session::ClientId;

/// Something on its way.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "an arrival that does not end keeps all later rows in memory"]
pub struct Arrival {
    number: u64,
    is_recount: bool,
}

/// A place in the order of arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

/// What is on its way to this node.
#[derive(Debug)]
pub struct Arrivals {
    last: u64,
    under_way: BTreeSet<u64>,
    /// For each session in the mailbox: the least epoch at which it may come in, and the last arrival then.
    told: HashMap<ClientId, (i64, u64)>,
    is_unsure: bool,
    /// The last place in the order at which a question cannot be answered.
    gap: u64,
}

impl Default for Arrivals {
    fn default() -> Self {
        // The first place is behind the first gap.
        Arrivals { last: 1, under_way: BTreeSet::new(), told: HashMap::new(), is_unsure: false, gap: 0 }
    }
}

impl Arrivals {
    /// A transaction is sent that takes sessions.
    pub fn begin(&mut self) -> Arrival {
        self.last += 1;
        self.under_way.insert(self.last);
        Arrival { number: self.last, is_recount: false }
    }

    /// A row of the mailbox: a session is another's from this epoch on.
    pub fn moved(&mut self, id: ClientId, epoch: i64) {
        self.note(id, epoch);
    }

    /// A row of the mailbox: a session was ended at this epoch.
    pub fn ended(&mut self, id: ClientId, epoch: i64) {
        // It can have no later epoch than that at which it ended.
        self.note(id, epoch.saturating_add(1));
    }

    fn note(&mut self, id: ClientId, least: i64) {
        if !self.under_way.is_empty() {
            let told = self.told.entry(id).or_insert((least, self.last));
            *told = (told.0.max(least), self.last);
        }
    }

    fn leave_gap(&mut self) {
        self.gap = self.last;
        self.last += 1;
    }

    /// Whether a session that an arrival brings at this epoch may come in.
    pub fn admit(&mut self, id: ClientId, epoch: i64) -> bool {
        let is_admitted = self.told.get(&id).is_none_or(|(least, _)| epoch >= *least);
        if !is_admitted {
            self.leave_gap();
        }
        is_admitted
    }

    /// The sessions in the mailbox since something is on its way, and the least epoch at which each may be here.
    pub fn told(&self) -> Vec<(ClientId, i64)> {
        self.told.iter().map(|(id, (least, _))| (*id, *least)).collect()
    }

    /// The answer has come, and its sessions were taken in.
    pub fn end(&mut self, arrival: Arrival) {
        self.forget(&arrival);
        // What had come with the lost answers may have gone before it was counted.
        if arrival.is_recount {
            self.leave_gap();
        }
    }

    fn forget(&mut self, arrival: &Arrival) {
        self.under_way.remove(&arrival.number);
        match self.under_way.first().copied() {
            // What came before the oldest one was sent, that one has found in the database.
            Some(oldest) => self.told.retain(|_, (_, at)| *at >= oldest),
            None => self.told.clear(),
        }
    }

    /// No answer has come, or one from which it cannot be told whether the transaction was carried out.
    pub fn lose(&mut self, arrival: Arrival) {
        self.is_unsure = true;
        self.forget(&arrival);
    }

    /// The node has to read which sessions are its own: others may have taken some without its knowing.
    pub fn doubt(&mut self) {
        self.is_unsure = true;
    }

    /// Whether this node has to read which sessions are its own. If so, the arrival that does so begins.
    pub fn recount(&mut self) -> Option<Arrival> {
        self.is_unsure.then(|| self.begin_recount())
    }

    /// All sessions of this node are read.
    pub fn begin_recount(&mut self) -> Arrival {
        // One that is lost from now on makes it unsure again.
        self.is_unsure = false;
        self.leave_gap();
        Arrival { is_recount: true, ..self.begin() }
    }

    /// The place in the order now.
    pub fn mark(&self) -> Mark {
        Mark(self.last)
    }

    /// Whether all that was on its way at the mark is in. A question for all sessions is answered after that: a session
    /// that was taken before the question, and that its old node has let go, must be in the answer.
    pub fn is_settled(&self, mark: Mark) -> bool {
        !self.is_unsure && mark.0 > self.gap && self.under_way.first().is_none_or(|oldest| *oldest > mark.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id(number: u64) -> ClientId {
        format!("{number:016X}").parse().unwrap()
    }

    #[test]
    fn the_mailbox_is_remembered_while_something_is_on_its_way() {
        let mut arrivals = Arrivals::default();
        arrivals.moved(id(1), 9);
        assert!(arrivals.admit(id(1), 1), "nothing was on its way");
        let first = arrivals.begin();
        arrivals.moved(id(1), 3);
        arrivals.moved(id(1), 2);
        arrivals.ended(id(2), 5);
        assert!(!arrivals.admit(id(1), 2) && arrivals.admit(id(1), 3), "it may come back");
        assert!(!arrivals.admit(id(2), 5) && arrivals.admit(id(3), 0));
        let second = arrivals.begin();
        arrivals.end(first);
        assert!(arrivals.admit(id(1), 2), "the second was sent after the row was read");
        arrivals.ended(id(4), 0);
        assert!(!arrivals.admit(id(4), 0));
        arrivals.end(second);
        assert!(arrivals.admit(id(4), 0) && arrivals.told.is_empty());
    }

    #[test]
    fn after_a_lost_answer_the_sessions_are_counted_again() {
        let mut arrivals = Arrivals::default();
        assert_eq!(arrivals.recount(), None);
        let (mark, lost) = (arrivals.mark(), arrivals.begin());
        assert!(arrivals.is_settled(mark), "it began after the mark");
        let mark = arrivals.mark();
        assert!(!arrivals.is_settled(mark));
        arrivals.lose(lost);
        assert!(!arrivals.is_settled(mark));
        assert!(!arrivals.is_settled(arrivals.mark()));
        let recount = arrivals.recount().unwrap();
        assert_eq!(arrivals.recount(), None);
        let meanwhile = arrivals.mark();
        arrivals.lose(recount);
        let recount = arrivals.recount().expect("and again");
        assert!(!arrivals.is_settled(arrivals.mark()));
        arrivals.end(recount);
        assert!(!arrivals.is_settled(mark) && !arrivals.is_settled(meanwhile), "what came may have gone");
        assert!(arrivals.is_settled(arrivals.mark()));
    }

    #[test]
    fn a_session_that_went_before_it_came_leaves_a_gap() {
        let mut arrivals = Arrivals::default();
        let (mark, arrival) = (arrivals.mark(), arrivals.begin());
        arrivals.moved(id(1), 2);
        assert!(!arrivals.admit(id(1), 1));
        arrivals.end(arrival);
        assert!(!arrivals.is_settled(mark) && arrivals.is_settled(arrivals.mark()));
    }

    proptest! {
        /// A session in the database, whose owner changes; each step of this node may come at any later time.
        #[test]
        fn no_session_comes_in_that_has_left(steps in prop::collection::vec(0..5_u8, 0..120)) {
            let mut arrivals = Arrivals::default();
            let (mut epoch, mut ours, mut mailbox) = (0_i64, false, Vec::new());
            let mut under_way: Vec<(Arrival, Option<i64>)> = Vec::new();
            let mut here: Option<i64> = None;
            for step in steps {
                match step {
                    // This node takes it; the answer is under way.
                    0 => {
                        epoch += 1;
                        ours = true;
                        under_way.push((arrivals.begin(), Some(epoch)));
                    }
                    // Another node takes it.
                    1 => {
                        epoch += 1;
                        if std::mem::take(&mut ours) {
                            mailbox.push(epoch);
                        }
                    }
                    // This node reads what is its own.
                    2 => under_way.push((arrivals.begin_recount(), ours.then_some(epoch))),
                    3 => for epoch in mailbox.drain(..) {
                        arrivals.moved(id(1), epoch);
                        here = here.filter(|here| *here >= epoch);
                    },
                    _ => if !under_way.is_empty() {
                        let (arrival, brought) = under_way.remove(epoch as usize % under_way.len());
                        if let Some(epoch) = brought.filter(|epoch| arrivals.admit(id(1), *epoch)) {
                            here = here.max(Some(epoch));
                        }
                        arrivals.end(arrival);
                    },
                }
                let knows_all = mailbox.is_empty() && under_way.is_empty();
                prop_assert!(!knows_all || here == ours.then_some(epoch), "{here:?} {ours} {epoch}");
                prop_assert!(!under_way.is_empty() || arrivals.told.is_empty());
            }
        }
    }
}
