//! When a session is over, if nothing more happens.
//!
//! A session outlives each of its limits by nothing: at exactly the resume period after its last frame it still lives,
//! one tick later it is over. [`Lifespan::over`] gives that first tick. It only ever moves later, which is what allows
//! [`Deadlines`](crate::deadlines::Deadlines) to lag behind.

use crate::time::millis;
use crate::{EndReason, Kind, Moment, Settings, Tick, Timestamp};

/// The ticks that a session's deadlines follow from.
#[derive(Debug)]
pub(crate) struct Lifespan {
    last_frame: Tick,
    last_activity: Tick,
    /// The first tick past its lifetime; the end of time when it has none.
    too_old: Tick,
}

impl Lifespan {
    /// For a session created at `created` that is read at `now`; both are the same but for a restored one. The age at
    /// `now` is taken from the wall clock, the only witness of the time before.
    pub(crate) fn new(kind: Kind, created: Timestamp, now: Moment, settings: &Settings) -> Self {
        let age = now.wall.millis_since(created);
        let too_old = settings.lifetime(kind).map_or(Tick(u64::MAX), |lifetime| {
            let first_millisecond_past = millis(lifetime).saturating_add(1);
            now.tick.plus(first_millisecond_past.saturating_sub(age))
        });
        Lifespan { last_frame: now.tick, last_activity: now.tick, too_old }
    }

    /// The client has sent a frame. False when a later frame is known already.
    pub(crate) fn frame(&mut self, at: Tick) -> bool {
        let is_newer = at >= self.last_frame;
        self.last_frame = self.last_frame.max(at);
        is_newer
    }

    /// The person did something. False when a later activity is known already.
    pub(crate) fn activity(&mut self, at: Tick) -> bool {
        let is_newer = at >= self.last_activity;
        self.last_activity = self.last_activity.max(at);
        is_newer
    }

    /// The first tick at which the session is over, and why. Of several limits, the first one that was reached is the
    /// reason; of limits reached together, a lost client, which is the most informative reason.
    pub(crate) fn over(&self, settings: &Settings) -> (Tick, EndReason) {
        let past = |from: Tick, period: std::time::Duration| from.plus(millis(period).saturating_add(1));
        let mut first = (past(self.last_frame, settings.resume_period), EndReason::Lost);
        let idle = settings.idle.map(|period| (past(self.last_activity, period), EndReason::Idle));
        for other in idle.into_iter().chain([(self.too_old, EndReason::Lifetime)]) {
            if other.0 < first.0 {
                first = other;
            }
        }
        first
    }

    /// Whether the session is over at `now`, noticed or not.
    pub(crate) fn is_over(&self, now: Tick, settings: &Settings) -> bool {
        self.over(settings).0 <= now
    }
}
