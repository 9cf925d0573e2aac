//! Who is there: every node that the database knows of or that was heard, with its state.
//!
//! The database's list is there so that a node which was never heard is missed rather than forgotten. Hellos are there to
//! know at once: a node that has been silent for a while is *suspect* and not waited for, and *away* after its lease.
//! There is one entry for each name, so starts do not pile up.

use std::collections::BTreeMap;

use rollcall_session::Tick;

use crate::{Goodbye, Hello, Incarnation, Name, Stamp, VERSION};

/// A node that was silent for longer, in milliseconds, is suspect.
const SUSPECT: u64 = 2_500;
/// A node that was silent for longer is away.
const AWAY: u64 = 5_000;
/// What passes between two looks at the clock of a process that runs. A longer gap means that this process stood still,
/// and has heard nobody meanwhile.
const GAP: u64 = 2_000;

/// The state of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberState {
    /// It answers.
    Here,
    /// It has been silent for a while, or did not answer: it is asked, and hardly waited for.
    Suspect,
    /// It was heard long ago, has said good-bye, or was never heard.
    Away,
    /// Its messages have another version.
    Incompatible,
}

impl MemberState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            MemberState::Here => "here",
            MemberState::Suspect => "suspect",
            MemberState::Away => "away",
            MemberState::Incompatible => "incompatible",
        }
    }
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub node: Name,
    /// Its latest start.
    pub incarnation: Incarnation,
    /// Its state.
    pub state: MemberState,
    /// Its last hello.
    pub hello: Option<Hello>,
    /// How long ago that was, in milliseconds.
    pub silent: Option<u64>,
}

#[derive(Debug)]
struct Entry {
    incarnation: Incarnation,
    heard: Option<(Hello, Tick)>,
    gone: bool,
    /// It did not answer since its last hello.
    missed: bool,
    /// Whether the database knows it.
    known: bool,
}

/// All other nodes.
#[derive(Debug)]
pub struct Members {
    own: Name,
    entries: BTreeMap<Name, Entry>,
    /// The last look at the clock.
    looked: Tick,
    /// Silence before this does not count: this process stood still.
    deaf_until: Tick,
    /// Whether the database has told which nodes there are.
    was_told: bool,
}

impl Members {
    /// Those beside the node of this name.
    pub fn new(own: Name) -> Self {
        Members { own, entries: BTreeMap::new(), looked: Tick(0), deaf_until: Tick(0), was_told: false }
    }

    /// Time passes; called at least each second.
    pub fn tick(&mut self, now: Tick) {
        if now.0.saturating_sub(self.looked.0) > GAP {
            self.deaf_until = now;
        }
        self.looked = self.looked.max(now);
    }

    /// A hello has come. One of an earlier start is left out of account.
    pub fn hear(&mut self, hello: Hello, now: Tick) {
        self.tick(now);
        if hello.node == self.own {
            return;
        }
        let entry = self.entries.entry(hello.node.clone()).or_insert_with(|| Entry::unheard(hello.incarnation));
        let newer = match &entry.heard {
            Some((last, _)) if last.incarnation == hello.incarnation => hello.tick >= last.tick,
            // Another start of this name: a process that ended can still have a message under way.
            Some(_) => hello.incarnation == entry.incarnation || !entry.known,
            None => !entry.known || hello.incarnation == entry.incarnation,
        };
        if newer {
            let known = entry.known;
            *entry =
                Entry { incarnation: hello.incarnation, heard: Some((hello, now)), gone: false, missed: false, known };
        }
    }

    /// A node has said good-bye.
    pub fn leave(&mut self, goodbye: &Goodbye) {
        if let Some(entry) =
            self.entries.get_mut(&goodbye.node).filter(|entry| entry.incarnation == goodbye.incarnation)
        {
            entry.gone = true;
        }
    }

    /// The nodes that the database knows, with their latest starts. It decides which start of a name counts, and a node
    /// that it does not know is forgotten once it is silent.
    pub fn known(&mut self, nodes: impl IntoIterator<Item = (Name, Incarnation)>, now: Tick) {
        self.tick(now);
        self.was_told = true;
        self.entries.values_mut().for_each(|entry| entry.known = false);
        for (node, incarnation) in nodes {
            if node == self.own {
                continue;
            }
            let entry = self.entries.entry(node).or_insert_with(|| Entry::unheard(incarnation));
            if entry.incarnation != incarnation {
                *entry = Entry::unheard(incarnation);
            }
            entry.known = true;
        }
        let deaf_until = self.deaf_until;
        self.entries.retain(|_, entry| entry.known || entry.state(now, deaf_until) != MemberState::Away);
    }

    /// A node did not answer a question.
    pub fn missed(&mut self, node: &Name) {
        if let Some(entry) = self.entries.get_mut(node) {
            entry.missed = true;
        }
    }

    /// All of them, in order of their names.
    pub fn all(&self, now: Tick) -> Vec<Member> {
        let member = |(node, entry): (&Name, &Entry)| Member {
            node: node.clone(),
            incarnation: entry.incarnation,
            state: entry.state(now, self.deaf_until),
            hello: entry.heard.as_ref().map(|(hello, _)| hello.clone()),
            silent: entry.heard.as_ref().map(|(_, at)| now.0.saturating_sub(at.0)),
        };
        self.entries.iter().map(member).collect()
    }

    /// The stamp of a question to a node. None where its clock is not known, since it was never heard.
    pub fn stamp(&self, node: &Name, now: Tick) -> Option<Stamp> {
        let (hello, at) = self.entries.get(node)?.heard.as_ref()?;
        let tick = hello.tick.saturating_add(now.0.saturating_sub(at.0));
        Some(Stamp { node: node.clone(), incarnation: hello.incarnation, tick })
    }

    /// Whether the nodes that were heard of late reach the database, one value for each.
    pub fn reach_store(&self, now: Tick) -> Vec<bool> {
        let late = |at: &Tick| now.0.saturating_sub(at.max(&self.deaf_until).0) <= SUSPECT;
        let heard = self.entries.values().filter(|entry| !entry.gone).filter_map(|entry| entry.heard.as_ref());
        heard.filter(|(_, at)| late(at)).map(|(hello, _)| hello.has_store).collect()
    }

    /// Whether the database seems to be away for all nodes, as it is for this one: nobody can join then, so no node is
    /// unknown. Not before the database has told which nodes there are.
    pub fn is_store_away(&self, now: Tick) -> bool {
        let others = self.reach_store(now);
        self.is_alone() || self.was_told && !others.is_empty() && !others.contains(&true)
    }

    /// Whether there is no other node, as the database has told.
    pub fn is_alone(&self) -> bool {
        self.was_told && self.entries.values().all(|entry| entry.gone)
    }
}

impl Entry {
    fn unheard(incarnation: Incarnation) -> Self {
        Entry { incarnation, heard: None, gone: false, missed: false, known: false }
    }

    fn state(&self, now: Tick, deaf_until: Tick) -> MemberState {
        let Some((hello, at)) = self.heard.as_ref().filter(|_| !self.gone) else { return MemberState::Away };
        let silent = now.0.saturating_sub((*at).max(deaf_until).0);
        match silent {
            _ if silent > AWAY => MemberState::Away,
            _ if hello.version != VERSION => MemberState::Incompatible,
            _ if silent > SUSPECT || self.missed => MemberState::Suspect,
            _ => MemberState::Here,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hello(node: &str, incarnation: u64, tick: u64) -> Hello {
        Hello {
            version: VERSION,
            node: node.parse().unwrap(),
            incarnation: Incarnation(incarnation),
            tick,
            has_store: true,
            serves: true,
            draining: false,
            sessions: 0,
            release: "1".into(),
            address: None,
            projects: BTreeMap::new(),
        }
    }

    fn states(members: &Members, now: u64) -> Vec<(String, u64, &'static str)> {
        let all = members.all(Tick(now)).into_iter();
        all.map(|member| (member.node.to_string(), member.incarnation.0, member.state.word())).collect()
    }

    fn node(name: &str, incarnation: u64) -> (Name, Incarnation) {
        (name.parse().unwrap(), Incarnation(incarnation))
    }

    /// A process that runs: it looks at the clock each second.
    fn pass(members: &mut Members, from: u64, to: u64) {
        (from..=to).step_by(1_000).for_each(|now| members.tick(Tick(now)));
    }

    #[test]
    fn silence_makes_suspect_and_then_away() {
        let mut members = Members::new("own".parse().unwrap());
        members.hear(hello("own", 9, 0), Tick(0));
        assert!(!members.is_alone(), "nobody has told so");
        members.known([], Tick(0));
        assert!(members.is_alone());
        members.hear(hello("b", 1, 50_000), Tick(0));
        pass(&mut members, 0, 9_000);
        for (now, word) in [(2_500, "here"), (2_501, "suspect"), (5_000, "suspect"), (5_001, "away")] {
            assert_eq!(states(&members, now), [("b".to_owned(), 1, word)], "{now}");
        }
        members.hear(hello("b", 1, 59_000), Tick(9_000));
        members.missed(&"b".parse().unwrap());
        assert_eq!(states(&members, 9_000), [("b".to_owned(), 1, "suspect")]);
        members.hear(hello("b", 1, 60_000), Tick(10_000));
        assert_eq!(states(&members, 10_000), [("b".to_owned(), 1, "here")]);
        members.hear(hello("b", 1, 58_000), Tick(10_500));
        assert_eq!(members.stamp(&"b".parse().unwrap(), Tick(10_700)).unwrap().tick, 60_700, "an old hello came late");
        members.hear(Hello { version: VERSION + 1, ..hello("b", 1, 62_000) }, Tick(12_000));
        assert_eq!(states(&members, 12_000), [("b".to_owned(), 1, "incompatible")]);
        let goodbye = |incarnation| Goodbye { node: "b".parse().unwrap(), incarnation: Incarnation(incarnation) };
        members.leave(&goodbye(2));
        assert_eq!(states(&members, 12_000), [("b".to_owned(), 1, "incompatible")], "it was another start");
        members.leave(&goodbye(1));
        assert_eq!(states(&members, 12_000), [("b".to_owned(), 1, "away")]);
    }

    #[test]
    fn the_database_names_whom_nobody_has_heard() {
        let mut members = Members::new("own".parse().unwrap());
        members.known([node("own", 9), node("b", 1), node("c", 1)], Tick(0));
        members.hear(hello("c", 1, 0), Tick(0));
        assert_eq!(states(&members, 0), [("b".to_owned(), 1, "away"), ("c".to_owned(), 1, "here")]);
        assert!(members.stamp(&"b".parse().unwrap(), Tick(0)).is_none());
        // A new start replaces the old one, whose last message is under way.
        members.known([node("b", 1), node("c", 2)], Tick(100));
        members.hear(hello("c", 1, 100), Tick(100));
        assert_eq!(states(&members, 100)[1], ("c".to_owned(), 2, "away"));
        members.hear(hello("c", 2, 5), Tick(200));
        assert_eq!(states(&members, 200)[1], ("c".to_owned(), 2, "here"));
        // One that the database has forgotten goes when it is silent.
        members.known([node("b", 1)], Tick(300));
        assert_eq!(states(&members, 300).len(), 2);
        pass(&mut members, 300, 6_000);
        members.known([node("b", 1)], Tick(6_000));
        assert_eq!(states(&members, 6_000), [("b".to_owned(), 1, "away")]);
    }

    /// A process that was stopped has heard nobody, which says nothing about the others.
    #[test]
    fn after_standing_still_others_have_time_to_be_heard() {
        let mut members = Members::new("own".parse().unwrap());
        members.hear(hello("b", 1, 0), Tick(0));
        pass(&mut members, 0, 1_000);
        members.tick(Tick(61_000));
        assert_eq!(states(&members, 61_000), [("b".to_owned(), 1, "here")]);
        pass(&mut members, 61_000, 67_000);
        assert_eq!(states(&members, 67_000), [("b".to_owned(), 1, "away")]);
    }

    proptest! {
        #[test]
        fn starts_do_not_pile_up(starts in prop::collection::vec((0..5_u8, any::<bool>()), 10_000..10_001)) {
            let mut members = Members::new("own".parse().unwrap());
            for (number, (name, in_store)) in (0_u64..).zip(&starts) {
                let (name, now) = (format!("n{name}"), Tick(number * 500));
                if *in_store {
                    members.known([node(&name, number)], now);
                }
                members.hear(hello(&name, number, 0), now);
                prop_assert!(members.all(now).len() <= 5);
            }
        }
    }
}
