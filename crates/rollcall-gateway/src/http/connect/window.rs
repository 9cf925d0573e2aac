//! How far the gateway sends ahead of the bytes that a browser has confirmed.
//!
//! Bytes on their way fill buffers on the whole line, and every later frame waits behind them. So as much is sent ahead
//! as the line carries in about half a second, measured by how long the browser's confirmation takes: a fast line is
//! kept full, and on a slow one an answer to a click waits for little.
//!
//! It is arithmetic: the time is given to it.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The bytes that are sent ahead at first, and always: two pieces.
const LEAST: u64 = 32 * 1024;
/// More is not sent ahead on any line.
const MOST: u64 = 1024 * 1024;
/// A confirmation that comes sooner shows that the line carries more.
const QUICK: Duration = Duration::from_millis(300);
/// One that comes later shows that it carries less.
const LATE: Duration = Duration::from_millis(700);
/// A line that takes this many bytes a second is quick enough for bytes as they are.
const QUICK_LINE: u64 = 4 * 1024 * 1024;

/// The bytes sent and confirmed since the socket opened.
#[derive(Debug)]
pub(super) struct Window {
    size: u64,
    sent: u64,
    taken: u64,
    /// How many bytes had been sent at which time, of those not confirmed yet.
    marks: VecDeque<(u64, Instant)>,
    /// Bytes a second, by the last confirmation; None before the first.
    pace: Option<u64>,
}

impl Default for Window {
    fn default() -> Self {
        Window { size: LEAST, sent: 0, taken: 0, marks: VecDeque::new(), pace: None }
    }
}

impl Window {
    /// Whether more may be sent.
    pub(super) fn is_open(&self) -> bool {
        self.sent - self.taken < self.size
    }

    /// Whether the line is so slow that bytes are worth time.
    pub(super) fn is_slow(&self) -> bool {
        self.pace.is_none_or(|pace| pace < QUICK_LINE)
    }

    /// So many bytes have been sent.
    pub(super) fn sent(&mut self, bytes: usize, now: Instant) {
        self.sent += bytes as u64;
        self.marks.push_back((self.sent, now));
    }

    /// The browser has taken so many bytes in all.
    pub(super) fn taken(&mut self, total: u64, now: Instant) {
        // A confirmation of more bytes than were sent is cut down to those.
        let total = total.min(self.sent);
        if total <= self.taken {
            return;
        }
        let in_flight = self.sent - self.taken;
        self.taken = total;
        let mut oldest = None;
        while let Some((mark, when)) = self.marks.front().copied()
            && mark <= total
        {
            oldest = Some(when);
            self.marks.pop_front();
        }
        let Some(when) = oldest else { return };
        let took = now.saturating_duration_since(when);
        self.pace = Some((in_flight as f64 / took.as_secs_f64().max(1e-6)) as u64);
        if took < QUICK {
            self.size = (self.size + self.size / 4).min(MOST);
        } else if took > LATE {
            self.size = (self.size / 2).max(LEAST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of so many bytes a second, with so long a way; the size of the window after `seconds` on it.
    fn on_a_line(bytes_a_second: u64, way: Duration, seconds: u64) -> Window {
        let start = Instant::now();
        let end = start + Duration::from_secs(seconds);
        let mut window = Window::default();
        let (mut now, mut free) = (start, start);
        let mut arriving: VecDeque<(Instant, u64)> = VecDeque::new();
        while now < end {
            while window.is_open() {
                window.sent(16 * 1024, now);
                free = free.max(now) + Duration::from_secs_f64(16.0 * 1024.0 / bytes_a_second as f64);
                arriving.push_back((free + way, window.sent));
            }
            let (when, total) = arriving.pop_front().expect("something is on its way");
            now = when;
            window.taken(total, now);
        }
        window
    }

    #[test]
    fn on_a_slow_line_little_waits_before_an_answer() {
        for rate in [16 * 1024, 64 * 1024, 125_000] {
            let window = on_a_line(rate, Duration::from_millis(20), 60);
            let waits = (window.sent - window.taken) as f64 / rate as f64;
            assert!(window.size <= LEAST.max(rate), "{rate}: {}", window.size);
            assert!(waits < 2.5, "{rate}: {waits} s");
            assert!(window.is_slow());
        }
    }

    #[test]
    fn a_fast_line_is_kept_full_though_its_way_is_long() {
        let window = on_a_line(12_500_000, Duration::from_millis(50), 20);
        assert!(window.size as f64 > 12_500_000.0 * 0.05, "{}", window.size);
        assert!(!on_a_line(125_000_000, Duration::from_micros(100), 5).is_slow());
    }

    #[test]
    fn a_browser_that_lies_gains_nothing() {
        let now = Instant::now();
        let mut window = Window::default();
        window.taken(u64::MAX, now);
        assert!(window.is_open());
        window.sent(LEAST as usize, now);
        assert!(!window.is_open());
        window.taken(u64::MAX, now);
        window.taken(3, now);
        assert!(window.is_open());
        assert_eq!(window.taken, LEAST);
    }
}
