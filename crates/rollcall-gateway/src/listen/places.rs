//! The connections that may be open: so many in all, and so many unknown ones for each address.
//!
//! Any peer may connect, and holds a descriptor of the gateway from then on. A connection is known once it has shown a
//! valid credential; the others are sent away when a place is needed: the oldest first, those that have asked for
//! nothing before those that are being answered. So a flood of silent connections pushes itself out, and a peer with a
//! credential gets in.
//!
//! A pure table; it knows no sockets.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// One connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

/// How many there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In all.
    pub all: usize,
    /// The most connections of one address that are still unknown.
    pub unknown_of_address: usize,
}

/// The progress of a connection: has it asked, and is it known?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It has asked for nothing yet, or has been answered.
    Silent,
    /// Something that it asked for is under way.
    Asking,
    /// It has shown a credential.
    Known,
}

/// The connections there are.
#[derive(Debug)]
pub struct Places {
    limits: Limits,
    last: u64,
    taken: BTreeMap<Id, (Option<IpAddr>, Standing)>,
    /// The connections that can be sent away, in that order.
    unknown: BTreeSet<(Standing, Id)>,
    of_address: HashMap<IpAddr, BTreeSet<(Standing, Id)>>,
}

/// A place was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// The new connection.
    pub id: Id,
    /// The one that has to go for it.
    pub instead_of: Option<Id>,
}

impl Places {
    /// A table without connections.
    pub fn new(limits: Limits) -> Self {
        Places { limits, last: 0, taken: BTreeMap::new(), unknown: BTreeSet::new(), of_address: HashMap::new() }
    }

    /// Finds a place for a connection from an address; without one, only the number of all counts. None when all open
    /// connections are known.
    pub fn admit(&mut self, address: Option<IpAddr>) -> Option<Admitted> {
        let own = address.and_then(|address| self.of_address.get(&address));
        let instead_of = if own.is_some_and(|own| own.len() >= self.limits.unknown_of_address) {
            own.and_then(BTreeSet::first).map(|(_, id)| *id)
        } else if self.taken.len() >= self.limits.all {
            Some(self.unknown.first()?.1)
        } else {
            None
        };
        if let Some(other) = instead_of {
            self.leave(other);
        }
        self.last += 1;
        let id = Id(self.last);
        self.taken.insert(id, (address, Standing::Silent));
        self.note(id, address, Standing::Silent);
        Some(Admitted { id, instead_of })
    }

    /// Chooses a connection to send away when descriptors have run out all the same.
    pub fn send_one_away(&mut self) -> Option<Id> {
        let id = self.unknown.first()?.1;
        self.leave(id);
        Some(id)
    }

    /// A connection has asked for something, or has been answered.
    pub fn asks(&mut self, id: Id, asks: bool) {
        self.stand(id, if asks { Standing::Asking } else { Standing::Silent });
    }

    /// A connection has shown a valid credential, and stays known.
    pub fn is_known(&mut self, id: Id) {
        self.stand(id, Standing::Known);
    }

    fn stand(&mut self, id: Id, now: Standing) {
        let Some((address, standing)) = self.taken.get_mut(&id) else { return };
        if *standing == Standing::Known {
            return;
        }
        let (address, before) = (*address, std::mem::replace(standing, now));
        self.forget(id, address, before);
        self.note(id, address, now);
    }

    /// A connection is gone.
    pub fn leave(&mut self, id: Id) {
        if let Some((address, standing)) = self.taken.remove(&id) {
            self.forget(id, address, standing);
        }
    }

    fn note(&mut self, id: Id, address: Option<IpAddr>, standing: Standing) {
        if standing == Standing::Known {
            return;
        }
        self.unknown.insert((standing, id));
        if let Some(address) = address {
            self.of_address.entry(address).or_default().insert((standing, id));
        }
    }

    fn forget(&mut self, id: Id, address: Option<IpAddr>, standing: Standing) {
        self.unknown.remove(&(standing, id));
        let Some(address) = address else { return };
        if let Some(own) = self.of_address.get_mut(&address) {
            own.remove(&(standing, id));
            if own.is_empty() {
                self.of_address.remove(&address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use proptest::prelude::*;

    use super::*;

    fn address(number: u8) -> Option<IpAddr> {
        Some(Ipv4Addr::new(10, 0, 0, number).into())
    }

    fn places(all: usize, unknown_of_address: usize) -> Places {
        Places::new(Limits { all, unknown_of_address })
    }

    #[test]
    fn the_oldest_that_asks_for_nothing_goes_first() {
        let mut places = places(3, 3);
        let ids = [1, 2, 3].map(|number| places.admit(address(number)).unwrap().id);
        places.asks(ids[0], true);
        assert_eq!(places.admit(address(4)).unwrap().instead_of, Some(ids[1]));
        places.is_known(ids[2]);
        let next = places.admit(address(5)).unwrap();
        places.asks(next.id, true);
        assert_eq!(places.admit(address(6)).unwrap().instead_of, Some(ids[0]), "then the oldest that asks");
    }

    #[test]
    fn who_is_known_stays() {
        let mut places = places(2, 2);
        for _ in 0..2 {
            let id = places.admit(address(1)).unwrap().id;
            places.is_known(id);
            places.asks(id, false);
        }
        assert_eq!(places.admit(address(2)), None);
        assert_eq!(places.send_one_away(), None);
    }

    #[test]
    fn an_address_pushes_out_its_own() {
        let mut places = places(10, 2);
        let other = places.admit(address(9)).unwrap().id;
        let own = [1, 1].map(|number| places.admit(address(number)).unwrap());
        assert_eq!(own.map(|admitted| admitted.instead_of), [None, None]);
        assert_eq!(places.admit(address(1)).unwrap().instead_of, Some(own[0].id));
        places.is_known(own[1].id);
        assert_eq!(places.admit(address(1)).unwrap().instead_of, None, "who is known does not count there");
        assert!(places.taken.contains_key(&other));
    }

    #[test]
    fn a_proxys_connections_are_not_of_one_address() {
        let mut places = places(10, 2);
        assert!((0..10).all(|_| places.admit(None).is_some_and(|admitted| admitted.instead_of.is_none())));
        assert!(places.admit(None).is_some_and(|admitted| admitted.instead_of.is_some()));
    }

    proptest! {
        #[test]
        fn there_are_never_more_than_may_be_and_nobody_known_is_sent_away(
            steps in proptest::collection::vec((0..5_u8, 0..4_u8, 0..64_usize), 1..300),
        ) {
            let mut places = places(8, 3);
            let (mut ids, mut known) = (Vec::new(), BTreeSet::new());
            for (what, number, which) in steps {
                let which = (!ids.is_empty()).then(|| which % ids.len());
                match (what, which) {
                    (0 | 1, _) | (_, None) => {
                        if let Some(admitted) = places.admit(address(number)) {
                            ids.push(admitted.id);
                            prop_assert!(admitted.instead_of.is_none_or(|id| !known.contains(&id)));
                        } else {
                            prop_assert!(places.taken.values().all(|(_, standing)| *standing == Standing::Known));
                        }
                    }
                    (2, Some(which)) => places.asks(ids[which], number.is_multiple_of(2)),
                    (3, Some(which)) => {
                        places.is_known(ids[which]);
                        known.insert(ids[which]);
                    }
                    (_, Some(which)) => places.leave(ids.swap_remove(which)),
                }
                prop_assert!(places.taken.len() <= 8);
                prop_assert!(places.of_address.values().all(|own| own.len() <= 3 && !own.is_empty()));
                let unknown = places.taken.values().filter(|(_, standing)| *standing != Standing::Known).count();
                prop_assert_eq!(unknown, places.unknown.len());
            }
        }
    }
}
