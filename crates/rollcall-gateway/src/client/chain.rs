//! The cause of a script: a person, a clock, or another script, and how many of those in a row.
//!
//! A script can set off others: by a property that changes, a message, a function for later or beside the windows, a
//! window that opens. Each of these alone is bounded, but two that set each other off would go on for ever, through as
//! many clients as there are. So whatever a script sets off carries its chain, and a chain ends after [`MAX_CHAIN`]
//! links with an error that names both of its ends.
//!
//! Scripts at a person's pace are not such a chain. An answered dialog begins a new one. So does a function that waits
//! for a second or longer, which is how scripts make a clock; but links by messages go on counting across such a pause,
//! since messages multiply and a clock does not.

use std::sync::Arc;
use std::time::Duration;

/// How many scripts in a row may set each other off.
pub const MAX_CHAIN: u32 = 100;
/// A function that waits for so long begins a new chain.
const PAUSE: Duration = Duration::from_secs(1);

/// The chain that a script is part of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Its first script; None as long as this is the first.
    root: Option<Arc<str>>,
    /// How many others came before.
    links: u32,
    /// How many of them by messages, pauses or not.
    messages: u32,
    /// Whether no person waits for it.
    is_unattended: bool,
}

/// How a script sets off another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// By a property or a window that changes.
    Change,
    /// By a function for later, after so long.
    Later(Duration),
    /// By a function beside the windows.
    Beside,
    /// By a message.
    Message,
}

impl Chain {
    /// A person did something, or a client begins or ends.
    pub const PERSON: Chain = Chain { root: None, links: 0, messages: 0, is_unattended: false };
    /// A clock did: a timer, or a script of the gateway.
    pub const CLOCK: Chain = Chain { root: None, links: 0, messages: 0, is_unattended: true };

    /// The chain as the script that runs now sees it: the first one gives it its name.
    #[must_use]
    pub fn in_script(mut self, name: impl FnOnce() -> String) -> Self {
        self.root.get_or_insert_with(|| name().into());
        self
    }

    /// The chain of the script that this one sets off; None when it would be too long.
    pub fn then(&self, link: Link) -> Option<Self> {
        let mut next = self.clone();
        next.is_unattended |= matches!(link, Link::Message | Link::Beside);
        next.messages += u32::from(link == Link::Message);
        next.links = match link {
            Link::Later(delay) if delay >= PAUSE => 0,
            _ => self.links + 1,
        };
        (next.links <= MAX_CHAIN && next.messages <= MAX_CHAIN).then_some(next)
    }

    /// The chain of a script on another node.
    pub fn of_other_node(root: Option<&str>, links: u32, messages: u32) -> Self {
        Chain { root: root.map(Into::into), links, messages, is_unattended: true }
    }

    /// Its first script, once that runs.
    pub fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }

    /// Whether no person waits for its scripts.
    pub fn is_unattended(&self) -> bool {
        self.is_unattended
    }

    /// How many scripts in a row led to it.
    pub fn links(&self) -> u32 {
        self.links
    }

    /// How many messages led to it.
    pub fn messages(&self) -> u32 {
        self.messages
    }

    /// Why the script `end` that it would have set off is left out: the chain is too long, or it is long and branches.
    pub fn too_long(&self, end: &str) -> String {
        let root = self.root.as_deref().unwrap_or(end);
        let count = self.links.max(self.messages);
        format!(
            "{count} scripts in a row have set each other off, from {root} to {end}, which is left out: scripts that \
             answer each other (by messages, functions for later, properties or windows) must come to an end by \
             themselves; what is to go on for ever belongs in a timer"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_millis(999);

    /// How many links of this kind a chain has until it ends; at most so many are tried.
    fn length(link: Link, tried: usize) -> usize {
        let links = std::iter::successors(Some(Chain::PERSON), |chain| chain.then(link));
        links.skip(1).take(tried).count()
    }

    #[test]
    fn every_chain_ends_but_that_of_a_clock() {
        for link in [Link::Change, Link::Beside, Link::Message, Link::Later(Duration::ZERO), Link::Later(SHORT)] {
            assert_eq!(length(link, 1_000), 100, "{link:?}");
        }
        assert_eq!(length(Link::Later(PAUSE), 1_000), 1_000);
    }

    #[test]
    fn messages_count_across_pauses() {
        let mut chain = Chain::PERSON;
        let mut messages = 0;
        while let Some(next) = chain.then(Link::Message) {
            messages += 1;
            chain = next.then(Link::Later(PAUSE)).expect("a pause begins anew");
        }
        assert_eq!(messages, 100);
    }

    #[test]
    fn kinds_of_links_count_together_and_the_error_names_both_ends() {
        let mut chain = Chain::PERSON.in_script(|| "windows/Main/go.py".to_owned());
        for link in [Link::Change, Link::Message, Link::Later(SHORT), Link::Beside].into_iter().cycle().take(100) {
            chain = chain.then(link).expect("it is not too long yet").in_script(|| panic!("it has a name"));
        }
        assert_eq!(chain.then(Link::Change), None);
        let error = chain.too_long("client/message/ping.py");
        assert!(error.contains("from windows/Main/go.py to client/message/ping.py"), "{error}");
    }

    #[test]
    fn a_person_waits_for_what_it_sets_off_itself_and_not_for_messages() {
        let person = Chain::PERSON;
        let attended = |link| person.then(link).is_some_and(|next| !next.is_unattended());
        assert!(attended(Link::Change) && attended(Link::Later(SHORT)));
        assert!(!attended(Link::Message) && !attended(Link::Beside));
        assert!(Chain::CLOCK.then(Link::Change).is_some_and(|next| next.is_unattended()));
    }
}
