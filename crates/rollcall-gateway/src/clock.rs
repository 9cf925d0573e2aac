//! The real clock and the operating system's randomness: the only place that asks either.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use rollcall_session::{Clock, Entropy, EntropyError, Moment, Tick, Timestamp};
use rollcall_wire::desktop::ClockReading;

/// The part of a random number that a browser can hold: it counts in doubles.
const WHOLE_IN_A_BROWSER: u64 = (1 << 53) - 1;

/// The system's clocks; ticks count from when this value was made.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    origin: Instant,
    number: u64,
}

impl SystemClock {
    /// A clock whose ticks begin now.
    pub fn start() -> Self {
        let clock = SystemClock { origin: Instant::now(), number: 0 };
        let mut random = [0; 8];
        // Without randomness the time of day distinguishes one start of the gateway from another, too.
        let number = match SystemEntropy.fill(&mut random) {
            Ok(()) => u64::from_le_bytes(random),
            Err(_) => clock.wall().0.cast_unsigned(),
        };
        SystemClock { number: number & WHOLE_IN_A_BROWSER, ..clock }
    }

    /// The reading of the clock that only runs forward, for browsers.
    pub fn reading(&self) -> ClockReading {
        ClockReading { clock: self.number, now: self.now().tick.0 }
    }

    /// The instant at which this clock shows `tick`.
    pub fn instant(&self, tick: Tick) -> Instant {
        self.origin + std::time::Duration::from_millis(tick.0)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[allow(clippy::disallowed_methods, reason = "this is the clock that is passed in everywhere else")]
    pub fn wall(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// How far a clock may be set back, by hand or by the network, before a session made just now counts as from the
/// future, in milliseconds.
const SET_BACK: i64 = 5 * 60_000;

/// Whether a time of creation in the store cannot be right: the clock was ahead, and has been set back.
pub fn is_to_come(made: Timestamp, now: Timestamp) -> bool {
    made.0.saturating_sub(now.0) > SET_BACK
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        let tick = u64::try_from(self.origin.elapsed().as_millis()).unwrap_or(u64::MAX);
        Moment { tick: Tick(tick), wall: self.wall() }
    }
}

/// The operating system's random source.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|e| EntropyError::new(e.to_string()))
    }
}
