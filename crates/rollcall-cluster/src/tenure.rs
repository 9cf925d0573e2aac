//! Whether this node may serve its sessions.
//!
//! A node has a lease in the database, which it renews each second. It counts the lease on its own clock, from before it
//! asked, so that its lease ends here before it ends there. After that another node may take its sessions, or end them:
//! this one is **fenced**, serves no session, and sends its clients away.
//!
//! While the database is away for all nodes nobody can take anything, and open sessions should go on. A node cannot see
//! whether it is the database that is away, or itself. So it asks what the others say: as long as it hears from another
//! node and every one that it hears has not reached the database within its lease either, it goes on. Where it hears
//! nobody, and knows of other nodes, it has to take itself for the one that is cut off. A node without others goes on.
//!
//! The hole: the database comes back for another node first, which takes a session of this one before this one hears that
//! the other reaches the database. It lasts for one hello and one change: this node's next renewal, a second later,
//! either succeeds, and then it has read that the session moved, or fails while the others reach the database, and then
//! it is fenced. What it writes to the database about the session meanwhile has no effect, since the epoch is another.

use rollcall_session::Tick;

/// What a node may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The lease holds.
    Serves,
    /// The lease is over, but the database is away for all.
    ServesWithoutStore,
    /// Others may have its sessions by now.
    Fenced,
}

/// The lease of this node, as it may count on it.
#[derive(Clone, Copy, Debug)]
pub struct Tenure {
    /// How long it lasts, in milliseconds.
    lease: u64,
    /// When the last renewal that succeeded was sent.
    renewed: Option<Tick>,
}

impl Tenure {
    /// No lease yet.
    pub fn new(lease: u64) -> Self {
        Tenure { lease, renewed: None }
    }

    /// A renewal, sent at `sent`, has succeeded.
    pub fn renewed(&mut self, sent: Tick) {
        self.renewed = self.renewed.max(Some(sent));
    }

    /// The database says that the lease is not ours.
    pub fn lost(&mut self) {
        self.renewed = None;
    }

    /// Whether the lease holds at `now`.
    pub fn holds(&self, now: Tick) -> bool {
        self.renewed.is_some_and(|sent| now.0.saturating_sub(sent.0) < self.lease)
    }

    /// Whether the database was reached of late, as hellos say: in the last two fifths of a lease, so that one renewal
    /// may fail. This ends sooner than the lease: where the database goes
    /// away for all, each node has to hear so from the others before its own lease is over.
    pub fn reaches_store(&self, now: Tick) -> bool {
        self.renewed.is_some_and(|sent| now.0.saturating_sub(sent.0) < self.lease * 2 / 5)
    }

    /// What the node may do at `now`. `others` are the nodes that were heard of late, each with whether it reaches the
    /// database; `is_alone` where the cluster has no other node.
    pub fn verdict(&self, now: Tick, mut others: impl Iterator<Item = bool>, is_alone: bool) -> Verdict {
        if self.holds(now) {
            return Verdict::Serves;
        }
        // Never held, or taken away by the database itself: then it is not the database that is away.
        if self.renewed.is_none() {
            return Verdict::Fenced;
        }
        let heard = others.next();
        let all_without = heard == Some(false) && others.all(|has_store| !has_store);
        if is_alone || all_without { Verdict::ServesWithoutStore } else { Verdict::Fenced }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_serves_while_nobody_else_can() {
        let mut tenure = Tenure::new(5_000);
        let verdict =
            |tenure: &Tenure, now, others: &[bool], alone| tenure.verdict(Tick(now), others.iter().copied(), alone);
        assert_eq!(verdict(&tenure, 0, &[], true), Verdict::Fenced, "it has never had a lease");
        tenure.renewed(Tick(1_000));
        tenure.renewed(Tick(500));
        assert!(tenure.reaches_store(Tick(2_999)) && !tenure.reaches_store(Tick(3_000)));
        for (now, others, alone, expected) in [
            (5_999, &[true][..], false, Verdict::Serves),
            (6_000, &[true], false, Verdict::Fenced),
            (6_000, &[false, true], false, Verdict::Fenced),
            (6_000, &[false, false], false, Verdict::ServesWithoutStore),
            (6_000, &[], false, Verdict::Fenced),
            (6_000, &[], true, Verdict::ServesWithoutStore),
        ] {
            assert_eq!(verdict(&tenure, now, others, alone), expected, "{now} {others:?} {alone}");
        }
        tenure.lost();
        assert_eq!(verdict(&tenure, 5_000, &[false], false), Verdict::Fenced);
    }
}
