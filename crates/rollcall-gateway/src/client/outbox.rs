//! The updates that a browser has yet to get: marks of the changes, not the changes themselves.
//!
//! The values are read when the browser takes them, so a property that changes a thousand times while a slow browser
//! reads one message is sent once, with its value then, and the data that waits for a browser is never larger than its
//! windows. Without a browser only events are collected that cannot be looked up later; the next browser gets
//! everything.

use std::collections::VecDeque;

use rollcall_session::ConnectionId;
use rollcall_wire::component::ComponentRef;
use rollcall_wire::desktop::Destination;

/// How many errors of scripts wait for a browser; past that the oldest is left to the log.
const MAX_FAILURES: usize = 20;
/// How many reports of windows that were not opened may wait; past that the oldest is left out.
const MAX_NOT_OPENED: usize = 8;
/// How many acts of the person may wait to be sent; past that the oldest is left out, and the browser asks for it.
const MAX_ACTS: usize = super::acts::FINISHED;
/// How many marks may wait. A browser that is further behind gets everything instead.
const MAX_MARKS: usize = 4096;

/// An update that a browser has yet to get.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// All windows and dialogs.
    Everything,
    /// A window is open, or is to be shown anew.
    Opened(u32),
    /// A window is gone.
    Closed(u32),
    /// A window is in front.
    Front(u32),
    /// A popup is to be centred.
    Centered(u32),
    /// A property has changed.
    Property(ComponentRef, String),
    /// A component gets the focus.
    Focus(ComponentRef),
    /// A dialog waits.
    DialogOpened(u64),
    /// A dialog does not wait any more.
    DialogClosed(u64),
    /// A script failed.
    Failed {
        /// Its file.
        file: String,
        /// The text to show.
        error: String,
    },
    /// A window was not opened for a person who wanted it.
    NotOpened {
        /// Its path.
        path: String,
        /// The reason, for the person.
        reason: String,
    },
    /// Scripts have printed something, and the console is open.
    Printed,
    /// An act of the person has come further.
    Act(u64),
    /// Scripts run, or do no more.
    Running,
    /// The person goes elsewhere.
    Leave(Destination),
}

/// The marks, in order, and the socket that takes them.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    socket: Option<ConnectionId>,
    marks: VecDeque<Mark>,
}

impl Outbox {
    /// A browser is ready on this socket.
    pub(super) fn connect(&mut self, socket: ConnectionId) {
        self.socket = Some(socket);
        self.start_anew();
        self.assert_consistent();
    }

    /// The socket has closed. Whether it was the one that is served.
    pub(super) fn disconnect(&mut self, socket: ConnectionId) -> bool {
        let was = self.socket == Some(socket);
        if was {
            self.socket = None;
            self.marks.retain(outlives_a_socket);
            self.marks.shrink_to_fit();
        }
        self.assert_consistent();
        was
    }

    /// Whether a browser is there.
    pub(super) fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// Whether this socket is the one that is served.
    pub(super) fn is_served(&self, socket: ConnectionId) -> bool {
        self.socket == Some(socket)
    }

    /// Marks something.
    pub(super) fn mark(&mut self, mark: Mark) {
        let lasting = outlives_a_socket(&mark);
        if (self.socket.is_none() && !lasting) || self.is_said(&mark) {
            return;
        }
        // A value that is looked up when it is sent, and may be large then, waits once: at its last place.
        if let Some(before) = self.marks.iter().position(|waiting| is_told_by(waiting, &mark)) {
            self.marks.remove(before);
        }
        match &mark {
            Mark::Failed { .. } => self.make_room(MAX_FAILURES, |mark| matches!(mark, Mark::Failed { .. })),
            Mark::Act(_) => self.make_room(MAX_ACTS, |mark| matches!(mark, Mark::Act(_))),
            Mark::NotOpened { .. } => self.make_room(MAX_NOT_OPENED, |mark| matches!(mark, Mark::NotOpened { .. })),
            _ => {}
        }
        self.marks.push_back(mark);
        if self.marks.len() > MAX_MARKS {
            self.start_anew();
        }
        self.assert_consistent();
    }

    /// The invariants after every change.
    fn assert_consistent(&self) {
        let count = |is_of_kind: fn(&Mark) -> bool| self.marks.iter().filter(|mark| is_of_kind(mark)).count();
        debug_assert!(self.marks.len() <= MAX_MARKS, "who is further behind is told everything instead");
        debug_assert!(count(|mark| matches!(mark, Mark::Everything)) <= 1, "everything is told once");
        debug_assert!(count(|mark| matches!(mark, Mark::Failed { .. })) <= MAX_FAILURES, "the oldest failures go");
        debug_assert!(count(|mark| matches!(mark, Mark::Act(_))) <= MAX_ACTS, "the oldest acts go");
        debug_assert!(
            self.socket.is_some() || self.marks.iter().all(outlives_a_socket),
            "without a browser only what happened waits"
        );
    }

    /// Takes all marks.
    pub(super) fn take(&mut self) -> VecDeque<Mark> {
        std::mem::take(&mut self.marks)
    }

    /// How many bytes wait, without values that can be looked up.
    pub(super) fn weight(&self) -> usize {
        let each = |mark: &Mark| match mark {
            Mark::Failed { file, error } => file.len() + error.len(),
            Mark::NotOpened { path, reason } => path.len() + reason.len(),
            Mark::Property(_, property) => property.len(),
            _ => 0,
        };
        self.marks.len() * size_of::<Mark>() + self.marks.iter().map(each).sum::<usize>()
    }

    /// Whether there is something for a browser to take.
    pub(super) fn has_updates(&self) -> bool {
        self.socket.is_some() && !self.marks.is_empty()
    }

    /// Drops the oldest of a kind when there are as many as may be.
    fn make_room(&mut self, most: usize, is_of_kind: impl Fn(&Mark) -> bool) {
        if self.marks.iter().filter(|mark| is_of_kind(mark)).count() >= most
            && let Some(oldest) = self.marks.iter().position(is_of_kind)
        {
            self.marks.remove(oldest);
        }
    }

    fn start_anew(&mut self) {
        // The outcome of an act does not follow from the current state, so it is sent beside everything.
        self.marks.retain(|mark| outlives_a_socket(mark) || matches!(mark, Mark::Act(_)));
        self.marks.push_front(Mark::Everything);
    }

    /// Whether a waiting mark covers this one.
    fn is_said(&self, mark: &Mark) -> bool {
        let window = match mark {
            Mark::Property(at, _) => Some(at.window),
            Mark::Running => None,
            Mark::Act(_) | Mark::Printed | Mark::Everything | Mark::Opened(_) => return self.marks.contains(mark),
            _ => return false,
        };
        self.marks.iter().any(|waiting| match waiting {
            Mark::Everything => true,
            // A window opened before is shown with its state then.
            Mark::Opened(opened) => Some(*opened) == window,
            waiting => waiting == mark,
        })
    }
}

/// Whether a later mark makes a waiting one superfluous.
fn is_told_by(waiting: &Mark, later: &Mark) -> bool {
    match later {
        Mark::Front(_) | Mark::Centered(_) | Mark::DialogOpened(_) => waiting == later,
        // Only the last component that gets the focus has it.
        Mark::Focus(_) => matches!(waiting, Mark::Focus(_)),
        _ => false,
    }
}

/// Events that do not follow from the current state.
fn outlives_a_socket(mark: &Mark) -> bool {
    matches!(mark, Mark::Failed { .. } | Mark::Leave(_))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn property(window: u32, name: &str) -> Mark {
        Mark::Property(ComponentRef { window, component: 2 }, name.to_owned())
    }

    fn failure(number: usize) -> Mark {
        Mark::Failed { file: "x.py".to_owned(), error: number.to_string() }
    }

    /// A registry is the only one that makes numbers of sockets.
    pub(in crate::client) fn sockets() -> [ConnectionId; 2] {
        use rollcall_session::{Kind, Opening, Registry, TokenHash};
        let mut registry = Registry::new(crate::gateway::session_settings(&crate::config::Config::default().sessions));
        let clock = crate::clock::SystemClock::start();
        let now = rollcall_session::Clock::now(&clock);
        let opening = Opening {
            username: "billy".into(),
            project: "plant".into(),
            kind: Kind::Client,
            hostname: None,
            ip: std::net::Ipv4Addr::LOCALHOST.into(),
            user_agent: None,
            roles: [].into(),
            token: TokenHash([0; 32]),
        };
        let id = registry.open(opening, now, &mut crate::clock::SystemEntropy).unwrap().client_id;
        registry.confirm(id, now).unwrap();
        [0, 1].map(|_| registry.attach(id, now).unwrap().connection_id)
    }

    #[test]
    fn what_may_be_large_when_it_is_told_waits_once() {
        let [socket, _] = sockets();
        let mut outbox = Outbox::default();
        outbox.connect(socket);
        outbox.take();
        let component = |component| ComponentRef { window: 1, component };
        for number in 0..1_000 {
            outbox.mark(Mark::Front(1));
            outbox.mark(Mark::Centered(1));
            outbox.mark(Mark::Opened(2));
            outbox.mark(Mark::DialogOpened(1));
            outbox.mark(Mark::Focus(component(number)));
            outbox.mark(Mark::NotOpened { path: number.to_string(), reason: "gone".into() });
        }
        let not_opened = |mark: &Mark| matches!(mark, Mark::NotOpened { .. });
        let (lost, others): (Vec<Mark>, Vec<Mark>) = outbox.take().into_iter().partition(not_opened);
        assert_eq!(lost.len(), MAX_NOT_OPENED);
        let focus = Mark::Focus(component(999));
        assert_eq!(others, [Mark::Opened(2), Mark::Front(1), Mark::Centered(1), Mark::DialogOpened(1), focus]);
    }

    #[test]
    fn names_that_a_browser_gives_are_weighed() {
        let [socket, _] = sockets();
        let mut outbox = Outbox::default();
        outbox.connect(socket);
        outbox.take();
        let before = outbox.weight();
        outbox.mark(property(1, &"x".repeat(10_000)));
        outbox.mark(Mark::NotOpened { path: "y".repeat(10_000), reason: String::new() });
        assert!(outbox.weight() >= before + 20_000);
    }

    #[test]
    fn without_a_browser_only_what_happened_waits() {
        let mut outbox = Outbox::default();
        outbox.mark(property(1, "text"));
        outbox.mark(Mark::Opened(1));
        outbox.mark(failure(1));
        assert!(!outbox.has_updates());
        outbox.connect(sockets()[0]);
        assert_eq!(outbox.take(), [Mark::Everything, failure(1)]);
    }

    #[test]
    fn what_is_told_anyway_is_not_marked_again() {
        let mut outbox = Outbox::default();
        outbox.connect(sockets()[0]);
        outbox.take();
        outbox.mark(property(1, "text"));
        outbox.mark(Mark::Opened(2));
        outbox.mark(property(1, "text"));
        outbox.mark(property(2, "text"));
        outbox.mark(property(1, "enabled"));
        assert_eq!(outbox.take(), [property(1, "text"), Mark::Opened(2), property(1, "enabled")]);
    }

    #[test]
    fn a_browser_that_is_far_behind_is_told_everything() {
        let mut outbox = Outbox::default();
        outbox.connect(sockets()[0]);
        outbox.take();
        for number in 0..=MAX_MARKS {
            outbox.mark(property(number as u32, "text"));
            outbox.mark(failure(number));
        }
        let marks = outbox.take();
        assert!(marks.len() < MAX_MARKS, "{}", marks.len());
        assert!(marks.contains(&Mark::Everything));
        assert_eq!(marks.iter().filter(|mark| matches!(mark, Mark::Failed { .. })).count(), MAX_FAILURES);
    }

    #[test]
    fn a_late_word_of_an_old_socket_does_not_close_the_new_one() {
        let [old, new] = sockets();
        let mut outbox = Outbox::default();
        outbox.connect(old);
        outbox.connect(new);
        assert!(!outbox.disconnect(old));
        assert!(outbox.is_served(new) && !outbox.is_served(old));
        assert!(outbox.disconnect(new));
        assert!(!outbox.is_connected());
    }
}
