//! The frames that the machine comes back to: they stand for Java's methods while one that they called is running.

use super::program::Id;

/// A place in the value, in UTF-16 units; -1 where nothing is set.
pub(super) type Place = i32;

/// The continuation for the answer of the move that is running now.
#[derive(Clone, Copy, Debug)]
pub(super) enum Frame {
    /// Put a local back, whatever the answer.
    Local {
        local: usize,
        saved: i32,
    },
    /// Put a local back when the answer is no.
    LocalOnFailure {
        local: usize,
        saved: i32,
    },
    /// Put a group back when the answer is no.
    Group {
        group: usize,
        saved: (Place, Place),
    },
    /// When the answer is no, try this instead.
    Or {
        id: Id,
        at: Place,
    },
    /// Try the arm `arm` of a branch.
    Arm {
        of: Id,
        arm: usize,
        at: Place,
    },
    /// Give one back, of `taken`.
    GiveBack {
        of: Id,
        start: Place,
        at: Place,
        taken: u32,
    },
    /// Take one more, having taken `taken`.
    TakeMore {
        of: Id,
        at: Place,
        taken: u32,
    },
    /// `?`: the atom has answered.
    OptionalAtom {
        of: Id,
        at: Place,
    },
    /// `??`: the rest has answered, the atom left.
    OptionalLazy {
        of: Id,
        at: Place,
    },
    /// An atomic group has answered.
    Atomic {
        of: Id,
    },
    /// One of the least rounds of a quantifier has answered.
    CurlyLeast {
        of: Id,
        at: Place,
        round: u32,
    },
    /// The first round beyond the floor has answered.
    CurlyFirst {
        of: Id,
        at: Place,
        rounds: Rounds,
    },
    /// A later round has answered.
    CurlyMore {
        of: Id,
        at: Place,
        rounds: Rounds,
    },
    /// Rounds of another length, and all that follows them, have answered.
    CurlyOther {
        of: Id,
        at: Place,
        rounds: Rounds,
    },
    /// The rest has answered, after so many rounds.
    CurlyNext {
        of: Id,
        at: Place,
        rounds: Rounds,
    },
    /// Lazy: the rest has answered.
    LazyNext {
        of: Id,
        at: Place,
        round: u32,
    },
    /// Lazy: one more round has answered.
    LazyAtom {
        of: Id,
        at: Place,
        round: u32,
    },
    /// Possessive: one more round has answered.
    PossessiveAtom {
        of: Id,
        at: Place,
        round: u32,
    },
    /// A loop's body has answered; the rest may be tried.
    LoopBody {
        of: Id,
        at: Place,
        count: i32,
    },
    /// A lazy loop: the rest has answered.
    LoopNext {
        of: Id,
        at: Place,
        count: i32,
    },
    Ahead {
        of: Id,
        at: Place,
    },
    /// A look-behind tried from `from`; `stop` is the last to try.
    Behind {
        of: Id,
        at: Place,
        from: Place,
        stop: Place,
        saved: Place,
    },
}

/// Where a greedy quantifier stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rounds {
    /// How many rounds have matched.
    pub(super) done: u32,
    /// Below how many it does not go back.
    pub(super) floor: u32,
    /// How long each was.
    pub(super) length: Place,
    /// The group's place before the first, for a quantified group.
    pub(super) saved: (Place, Place),
}
